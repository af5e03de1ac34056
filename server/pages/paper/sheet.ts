/** A form as its printed questionnaire, in one language. */

import { ruleIn } from '../../form/design/rules.ts'
import { ruleSentence } from '../../form/design/sentences.ts'
import { lexiconOf, type Lexicon } from '../../form/design/lexicon.ts'
import { draftOf } from '../../form/design/draft.ts'
import type { Expression } from '../../form/expression.ts'
import type { Form, FormNode, FormSource, Localised, Question, Repeat } from '../../form/form.ts'
import { escaped, markdownHtml, withoutMarkdown } from '../../form/markdown.ts'
import { conditionWords } from '../../form/paper/conditions.ts'
import { jumpsOf, type Jump } from '../../form/paper/jumps.ts'
import { limitsOf } from '../../form/paper/limits.ts'
import { isWrittenOut, paperOutline, type PaperNode } from '../../form/paper/outline.ts'
import { skipPhrases } from '../../form/paper/phrases.ts'
import { textIn } from '../../form/words.ts'
import { catalogues, type Catalogue, type Locale } from '../../locale/index.ts'
import { blankOf, optionsOf, stepsRange, type Blank, type PrintedOption } from './blanks.ts'
import { officialLines } from './official.ts'
import type { BlankView, OptionView, PrintedCell, PrintedNode, PrintedSheet } from './views.ts'

export interface PrintOptions {
  /** As the form names it. */
  readonly language: string
  readonly locale: Locale
  readonly lang: string
  /** Codes of options beside their boxes, for entry. */
  readonly codes: boolean
  /** Notes to the interviewer. */
  readonly guidance: boolean
  /** How often the parts that repeat are printed. */
  readonly rows: number
  /** Lines for an open question that asks for more than one. */
  readonly lines: number
  /** Where the pictures of labels are, without the file's name; '' where there are none. */
  readonly media: string
}

interface Printing extends PrintOptions {
  readonly form: Form
  readonly w: Catalogue['paper']
  readonly lexicon: Lexicon
  readonly jumps: ReturnType<typeof jumpsOf>
}

export function printedSheet(form: Form, source: FormSource, options: PrintOptions): PrintedSheet {
  const printing: Printing = {
    ...options,
    form,
    w: catalogues[options.locale].paper,
    lexicon: lexiconOf(draftOf(source, counter()), options.language, null),
    jumps: jumpsOf(form),
  }
  const { nodes } = paperOutline(form)
  const { lines, note } = officialLines(nodes, (text) =>
    text ? withoutMarkdown(textIn(text, options.language, form)) : '',
  )
  const printed = nodesOf(
    nodes.filter((node) => node !== note),
    printing,
    2,
  )
  return {
    title: plain(form.title, printing),
    lang: options.lang,
    official: lines,
    nodes: printed,
    anyRequired: anyRequired(printed),
  }
}

function counter(): () => string {
  let last = 0
  return () => String(++last)
}

function anyRequired(nodes: readonly PrintedNode[]): boolean {
  return nodes.some((node) => {
    switch (node.kind) {
      case 'question':
        return node.required
      case 'section':
        return anyRequired(node.nodes)
      case 'table':
        return node.rows.some(({ required }) => required) || anyRequired(node.rest)
      case 'repeat':
        return node.copies.some((copy) => anyRequired(copy.nodes))
      default:
        return false
    }
  })
}

function nodesOf(nodes: readonly PaperNode[], printing: Printing, level: number): readonly PrintedNode[] {
  return nodes.map((node) => nodeOf(node, printing, level))
}

function nodeOf(node: PaperNode, printing: Printing, level: number): PrintedNode {
  switch (node.kind) {
    case 'question':
      return questionOf(node.question, String(node.number), printing)
    case 'note':
      return { kind: 'note', ...headOf(node.question, printing) }
    case 'section':
      return {
        kind: 'section',
        level: Math.min(level, 5),
        ...headOf(node.group, printing),
        nodes: nodesOf(node.nodes, printing, level + 1),
      }
    case 'table':
      return tableOf(node, printing, level)
    case 'grid':
      return gridOf(node, printing)
    case 'repeat':
      return repeatOf(node, printing, level)
  }
}

function questionOf(question: Question, number: string, printing: Printing): PrintedNode {
  return {
    kind: 'question',
    number,
    ...headOf(question, printing),
    guidance: printing.guidance ? htmlOf(question.guidance, printing) : '',
    required: isMust(question),
    how: howOf(question, printing),
    blank: blankView(question, printing),
  }
}

/** Whether an answer is always asked for, as far as paper can say. */
function isMust({ required }: Question): boolean {
  return required?.kind === 'call' && required.name === 'true' && required.of.length === 0
}

function headOf(node: FormNode, printing: Printing) {
  return {
    name: node.name,
    html: htmlOf(node.label, printing) || (node.kind === 'question' ? escaped(node.written) : ''),
    hint: htmlOf(node.hint, printing),
    skip: skipOf(node.relevant, printing, node.kind !== 'question'),
    image: imageOf(node.media?.image, printing),
  }
}

function imageOf(image: Localised | undefined, { form, language, media }: Printing): string {
  const name = image && media !== '' ? textIn(image, language, form) : ''
  return name === '' ? '' : `${media}${encodeURIComponent(name)}`
}

/** The text of a label; where it repeats an earlier answer, paper says which. */
function htmlOf(text: Localised | null, printing: Printing): string {
  const { form, language } = printing
  return text
    ? markdownHtml(textIn(text, language, form), (name) => escaped(insertedWords(name, printing)))
    : ''
}

function insertedWords(name: string, { form, w }: Printing): string {
  const place = paperOutline(form).places.get(name)
  return place ? w.answerOf({ number: place.number }) : w.earlierAnswer
}

function plain(text: Localised | null, { form, language }: Pick<Printing, 'form' | 'language'>): string {
  return text
    ? withoutMarkdown(textIn(text, language, form))
        .replace(/\s+/g, ' ')
        .trim()
    : ''
}

/** By numbers and letters; else as the sentence of the rule; else that there is a rule. */
function skipOf(relevant: Expression | null, printing: Printing, section: boolean): string {
  if (!relevant) return ''
  const { form, locale, lexicon, w } = printing
  const phrases = skipPhrases[locale]
  const words = conditionWords(relevant, form, locale)
  if (words !== null) return section ? phrases.onlySection(words) : phrases.only(words)
  const rule = ruleIn(relevant)
  const sentence = rule && ruleSentence(rule, lexicon, locale)
  if (sentence === null) return phrases.byRule
  return section ? w.whenSentenceSection({ words: sentence }) : w.whenSentence({ words: sentence })
}

function jumpWords(jump: Jump | undefined, { locale }: Printing): string {
  if (jump === undefined) return ''
  return jump === 'end' ? skipPhrases[locale].jumpEnd : skipPhrases[locale].jump(jump)
}

/** How to answer, in brackets after the label. */
function howOf(question: Question, printing: Printing): string {
  const { form, w } = printing
  const limits = limitsOf(question)
  const { least, most, sum } = limits
  const words: string[] = []
  if (isWrittenOut(form, question)) words.push(w.writtenOut({ n: optionsOf(form, question).length }))
  else if (question.type === 'select_one') words.push(w.single)
  else if (question.type === 'select_multiple') words.push(severalWords(limits, w))
  else if (question.type === 'rank') words.push(w.ranking({ n: optionsOf(form, question).length }))
  else if (question.type === 'range') {
    const { least: from, most: to } = stepsRange(question)
    words.push(blankOf(question, form, 1).kind === 'steps' ? w.scale({ from, to }) : w.stepsOf({ from, to }))
  } else if (question.type === 'integer' || question.type === 'decimal') {
    if (least !== null && most !== null) words.push(w.numberBetween({ least, most }))
    else if (least !== null) words.push(w.numberFrom({ least }))
    else if (most !== null) words.push(w.numberTo({ most }))
  }
  if (question.choiceFilter && !isWrittenOut(form, question)) words.push(w.filtered)
  if (sum) {
    const places = sum.names.flatMap((name) => paperOutline(form).places.get(name) ?? [])
    const others = places.map((place) => skipPhrases[printing.locale].place(place)).join('、')
    if (places.length === sum.names.length) words.push(w.sum({ others, total: sum.total }))
  }
  return words.filter((each) => each !== '').join('；')
}

function severalWords(
  { least, most }: { readonly least: number | null; readonly most: number | null },
  w: Printing['w'],
): string {
  if (least !== null && most !== null && most > 0)
    return least === most ? w.exactly({ most }) : least > 1 ? w.between({ least, most }) : w.atMost({ most })
  if (most !== null && most > 0) return w.atMost({ most })
  return least !== null && least > 1 ? w.atLeast({ least }) : w.multiple
}

function blankView(question: Question, printing: Printing): BlankView {
  const blank: Blank = blankOf(question, printing.form, printing.lines)
  const { w } = printing
  switch (blank.kind) {
    case 'options': {
      const jumps = printing.jumps.get(question.name)
      const options = blank.options.map((option) =>
        optionView(option, printing, jumpWords(jumps?.get(option.choice.value), printing)),
      )
      return { kind: 'options', mark: blank.single ? '○' : '□', across: acrossOf(options), options }
    }
    case 'ranking':
      return { kind: 'ranking', options: blank.options.map((option) => optionView(option, printing, '')) }
    case 'moment':
      return { kind: 'moment', parts: blank.parts.map((part) => ({ ...part, words: w[part.unit] })) }
    case 'said':
      return { kind: 'said', words: w[blank.words] }
    default:
      return blank
  }
}

function optionView({ letter, choice }: PrintedOption, printing: Printing, jump: string): OptionView {
  return {
    letter,
    html: htmlOf(choice.label, printing) || escaped(choice.value),
    code: printing.codes ? choice.value : '',
    jump,
    image: imageOf(choice.media?.image, printing),
  }
}

/** How many options fit side by side: a Chinese character is as wide as two letters. */
function acrossOf(options: readonly OptionView[]): number {
  const widths = options.map(({ html, code, jump, image }) =>
    image === '' ? widthOf(html.replace(/<[^>]*>|&[a-z#\d]+;/g, ' ')) + widthOf(code) + widthOf(jump) : 40,
  )
  const widest = Math.max(1, ...widths)
  const fitting = [6, 5, 4, 3, 2].find((across) => widest <= 80 / across - 6) ?? 1
  return Math.min(fitting, Math.max(options.length, 1))
}

function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += /[\u2e80-\uffef]/.test(sign) ? 2 : 1
  return width
}

function tableOf(
  node: Extract<PaperNode, { kind: 'table' }>,
  printing: Printing,
  level: number,
): PrintedNode {
  const { head, rows, rest } = node
  const [first] = rows
  const single = first?.type === 'select_one'
  const letters = first ? optionsOf(printing.form, first).map((each) => optionView(each, printing, '')) : []
  return {
    kind: 'table',
    number: String(node.number),
    ...headOf(head, printing),
    skip: skipOf(head.relevant, printing, false),
    how: single ? printing.w.single : printing.w.multiple,
    mark: single ? '○' : '□',
    options: letters,
    rows: rows.map((row) => ({ ...headOf(row, printing), required: isMust(row) })),
    rest: nodesOf(rest, printing, level + 1),
  }
}

function gridOf(node: Extract<PaperNode, { kind: 'grid' }>, printing: Printing): PrintedNode {
  const [first] = node.rows
  return {
    kind: 'grid',
    number: String(node.number),
    ...headOf(node.head, printing),
    skip: skipOf(node.head.relevant, printing, false),
    corner: '',
    columns: (first?.cells ?? []).map((cell) => columnOf(cell, '', printing)),
    rows: node.rows.map(({ group, cells }) => ({
      html: htmlOf(group.label, printing),
      cells: cells.map((cell) => cellOf(cell, printing)),
    })),
    foot: '',
  }
}

/** The head of a column: its words, and what the letters in its cells stand for. */
function columnOf(question: Question, number: string, printing: Printing) {
  const skip = skipOf(question.relevant, printing, false)
  const blank = blankView(question, printing)
  const how = [howOf(question, printing), skip].filter((words) => words !== '').join('；')
  return {
    html: `${number}${htmlOf(question.label, printing) || escaped(question.written)}${isMust(question) ? ' *' : ''}`,
    how,
    legend: blank.kind === 'options' ? blank.options : [],
  }
}

function cellOf(question: Question, printing: Printing): PrintedCell {
  const blank = blankView(question, printing)
  // The words of the options stand in the head of the column.
  return {
    name: question.name,
    blank:
      blank.kind === 'options'
        ? { ...blank, options: blank.options.map((option) => ({ ...option, html: '', jump: '', image: '' })) }
        : blank.kind === 'lines'
          ? { kind: 'lines', count: 1 }
          : blank,
  }
}

/** A repeat of a few short questions is a table with a line for each; another is printed as often as asked. */
function repeatOf(
  node: Extract<PaperNode, { kind: 'repeat' }>,
  printing: Printing,
  level: number,
): PrintedNode {
  const { repeat, nodes } = node
  const rows = fixedRows(repeat) ?? printing.rows
  const head = headOf(repeat, printing)
  const cells = nodes.flatMap((each) => (each.kind === 'question' ? [each] : []))
  if (cells.length === nodes.length && fitsTable(cells, printing))
    return {
      kind: 'grid',
      number: '',
      ...head,
      corner: '#',
      columns: cells.map(({ question, number }) => columnOf(question, `${number}. `, printing)),
      rows: Array.from({ length: rows }, (_, row) => ({
        html: String(row + 1),
        cells: cells.map(({ question }) => cellOf(question, printing)),
      })),
      foot: printing.w.more,
    }
  const inside = nodesOf(nodes, printing, level + 1)
  return {
    kind: 'repeat',
    ...head,
    copies: Array.from({ length: rows }, (_, row) => ({
      title: printing.w.rowOf({ n: row + 1 }),
      nodes: inside,
    })),
    foot: printing.w.more,
  }
}

/** A number of rows that stands in the form itself. */
function fixedRows({ count }: Repeat): number | null {
  const number = count?.kind === 'number' ? count.value : count?.kind === 'text' ? Number(count.value) : NaN
  return Number.isInteger(number) && number > 0 ? Math.min(number, 50) : null
}

/** About how many letters wide each column is, beside each other on a sheet. */
function fitsTable(cells: readonly { readonly question: Question }[], printing: Printing): boolean {
  let width = 4
  for (const { question } of cells) {
    const blank = blankView(question, printing)
    if (question.hint !== null || question.media !== null) return false
    if (blank.kind === 'options') {
      if (blank.options.length > 7 || blank.options.some(({ image }) => image !== '')) return false
      width += Math.max(14, blank.options.length * 5)
    } else if (blank.kind === 'digits') width += 4 + (blank.whole + blank.fraction) * 3
    else if (blank.kind === 'lines' && blank.count === 1) width += 16
    else if (blank.kind === 'moment' && blank.parts.length <= 3) width += 30
    else return false
  }
  return cells.length > 1 && width <= 84
}
