/** A draft as the rows of a form: groups for sections, a list for each choice, expressions for skips. */

import { namesPerson } from '../../form/advice/personal.ts'
import type { SheetRow } from '../../form/form.ts'
import type { Draft, DraftNote, DraftQuestion, DraftSection } from './draft.ts'
import { writeMatrix, writeShares, writeUnfinished } from './grids.ts'
import { relevanceOf, type Named } from './relevance.ts'
import { chinese, english, put, tell, writeList, type Cells, type Writing } from './writing.ts'

export interface DraftRows {
  readonly survey: readonly SheetRow[]
  readonly choices: readonly SheetRow[]
  readonly notes: readonly DraftNote[]
  /** `survey:5` → the line of the text that row 5 came from. */
  readonly lineOf: Readonly<Record<string, number>>
}

/** Writes the rows; names are q and the question's number, so that an edit elsewhere does not rename them. */
export function rowsOf(draft: Draft, textOf: (line: number) => string, inChinese: boolean): DraftRows {
  const writing: Writing = {
    phrases: inChinese ? chinese : english,
    survey: [],
    choices: [],
    notes: [],
    lineOf: {},
    textOf,
  }
  const named = nameQuestions(writing, draft)
  const { relevant, groups, notes } = relevanceOf(draft, named, textOf)
  writing.notes.push(...notes)
  let open: { readonly name: string; readonly line: number } | null = null
  let sections = 0
  let words = 0
  const close = () => {
    if (open) put(writing, open.line, { type: 'end_group', name: open.name })
    open = null
  }
  for (const block of draft.blocks) {
    if (block.kind === 'section') {
      close()
      sections += 1
      if (!hasContent(draft, block)) {
        put(writing, block.line, { type: 'note', name: `s${sections}`, label: block.label })
        continue
      }
      open = { name: `s${sections}`, line: block.line }
      put(writing, block.line, {
        type: 'begin_group',
        name: open.name,
        label: block.label,
        relevant: groups.get(block),
      })
    } else if (block.kind === 'words') {
      words += 1
      if (isLast(draft, block)) close()
      put(writing, block.line, {
        type: 'note',
        name: words === 1 && writing.survey.length === 0 ? 'intro' : `note${words}`,
        label: block.text,
      })
    } else {
      const name = named.find(({ question }) => question === block)?.name ?? ''
      writeQuestion(writing, block, name, relevant.get(block))
    }
  }
  close()
  return { survey: writing.survey, choices: writing.choices, notes: writing.notes, lineOf: writing.lineOf }
}

/** Thanks at the very end stand outside the last section. */
function isLast(draft: Draft, block: unknown): boolean {
  return draft.blocks.at(-1) === block
}

function hasContent(draft: Draft, section: DraftSection): boolean {
  const next = draft.blocks[draft.blocks.indexOf(section) + 1]
  return next !== undefined && next.kind !== 'section'
}

function nameQuestions(writing: Writing, draft: Draft): readonly Named[] {
  const questions = draft.blocks.filter((block) => block.kind === 'question')
  const numbers = questions.flatMap(({ number, part }) => (number === null || part > 1 ? [] : [number]))
  const unique = new Set(numbers).size === numbers.length
  let unnumbered = 0
  let running = 0
  const seen = new Set<number>()
  for (const block of draft.blocks) {
    if (block.kind === 'section') seen.clear()
    if (block.kind !== 'question' || block.number === null || block.part > 1) continue
    if (seen.has(block.number))
      tell(writing, 'warning', 'repeatedNumber', block.line, { number: block.number })
    seen.add(block.number)
  }
  return questions.map((question) => {
    if (question.number === null) return { question, name: `x${(unnumbered += 1)}` }
    if (question.part < 2) running += 1
    const part = question.part > 0 ? `_${question.part}` : ''
    return { question, name: `q${unique ? question.number : running}${part}` }
  })
}

function writeQuestion(
  writing: Writing,
  question: DraftQuestion,
  name: string,
  relevant: string | undefined,
): void {
  const cells: Cells = {
    name,
    label: question.label || `${question.number ?? ''}`,
    hint: question.hints.join('\n'),
    required: question.marks.required ? 'yes' : '',
    relevant,
    personal: question.marks.personal ? 'yes' : '',
  }
  if (question.marks.share !== null) return writeShares(writing, question, cells, name)
  if (question.marks.matrix) return writeMatrix(writing, question, cells, name)
  if (question.options.length > 0) return writeChoice(writing, question, cells, name)
  writeField(writing, question, cells, name)
}

function writeChoice(writing: Writing, question: DraftQuestion, cells: Cells, name: string): void {
  const { marks, options } = question
  if (options.length === 1) tell(writing, 'warning', 'oneOption', question.line)
  const values = writeList(writing, name, options)
  const type = choiceType(writing, question)
  const rules = type === 'select_multiple' ? rulesOf(writing, question, values) : []
  if (type === 'rank' && marks.max !== null && marks.max < options.length)
    tell(writing, 'warning', 'rankAll', question.line)
  put(writing, question.line, {
    ...cells,
    type: `${type} ${name}`,
    appearance: marks.likert ? 'likert' : marks.minimal ? 'minimal' : '',
    constraint: rules.map(({ rule }) => rule).join(' and '),
    constraint_message: rules.map(({ words }) => words).join('；'),
  })
  for (const [index, option] of options.entries()) {
    if (!option.blank) continue
    put(writing, option.line, {
      type: 'text',
      name: `${name}_other${options.filter((one) => one.blank).length > 1 ? index + 1 : ''}`,
      label: option.asks,
      relevant: `selected(\${${name}}, '${values[index] ?? ''}')`,
      required: cells['required'],
    })
  }
}

const ranks = /(按|依|根据).{0,16}(排序|排列|排出)|进行(排序|排列)|(排序|排列)(\s*[（(]|$)/
const several = /哪些|哪几[项种个类方]|可多选|which of the following|all that apply/i

/** What the marks say, or what the words of the question do. */
function choiceType(writing: Writing, question: DraftQuestion): 'select_one' | 'select_multiple' | 'rank' {
  const { marks, label, options } = question
  if (marks.type === 'select_multiple' || marks.type === 'rank') return marks.type
  const open = marks.type === null && !marks.likert && !marks.minimal && options.length > 2
  if (open && ranks.test(label)) {
    tell(writing, 'info', 'rankGuessed', question.line)
    return 'rank'
  }
  if (open && several.test(label)) {
    tell(writing, 'info', 'severalGuessed', question.line)
    return 'select_multiple'
  }
  return 'select_one'
}

const noneOfThese =
  /^(以上|上述).{0,3}(都|均|皆)?(没有|不是|无|不需要|未)|^(都|均)(没有|不是|不需要)$|^none of (the above|these)/i

function rulesOf(
  writing: Writing,
  question: DraftQuestion,
  values: readonly string[],
): readonly { readonly rule: string; readonly words: string }[] {
  const { min, max } = question.marks
  const { phrases } = writing
  const rules: { rule: string; words: string }[] = []
  const limit = max ?? min
  if (limit !== null && limit > question.options.length) {
    tell(writing, 'warning', 'tooFewOptions', question.line, { limit })
  } else if (min !== null && min === max) {
    rules.push({ rule: `count-selected(.) = ${min}`, words: phrases.exactly(min) })
  } else {
    if (min !== null) rules.push({ rule: `count-selected(.) >= ${min}`, words: phrases.least(min) })
    if (max !== null) rules.push({ rule: `count-selected(.) <= ${max}`, words: phrases.most(max) })
  }
  for (const [index, option] of question.options.entries()) {
    const guessed = !option.exclusive && !option.together && noneOfThese.test(option.label)
    if (guessed) tell(writing, 'info', 'aloneGuessed', option.line, { label: option.label })
    if (!option.exclusive && !guessed) continue
    const rule = `not(selected(., '${values[index] ?? ''}') and count-selected(.) > 1)`
    rules.push({ rule, words: phrases.alone(option.label) })
  }
  return rules
}

const openWords =
  /意见|建议|为什么|为何|原因|哪些|如何|怎样|怎么|看法|体会|谈谈|描述|comment|suggest|why|describe|explain|opinion/i

function writeField(writing: Writing, question: DraftQuestion, given: Cells, name: string): void {
  const { marks } = question
  const typed = ['text', 'integer', null].includes(marks.type) && !marks.yesNo
  const guessed = typed && !marks.personal && !marks.impersonal && namesPerson(question.label) !== null
  if (guessed) tell(writing, 'info', 'personalGuessed', question.line)
  const cells: Cells = guessed ? { ...given, personal: 'yes' } : given
  if (question.blanks > 1)
    tell(writing, 'warning', 'severalBlanks', question.line, { count: question.blanks })
  if (marks.yesNo) {
    const options = [writing.phrases.yes, writing.phrases.no].map((label) => ({ line: question.line, label }))
    writeList(writing, name, options)
    return put(writing, question.line, { ...cells, type: `select_one ${name}` })
  }
  switch (marks.type) {
    case 'select_one':
    case 'select_multiple':
    case 'rank':
      tell(writing, 'error', 'choiceWithoutOptions', question.line)
      return writeUnfinished(writing, question, cells)
    case 'range': {
      const [start, end] = marks.range ?? [0, 10]
      if (!marks.range) tell(writing, 'warning', 'rangeAssumed', question.line, { start, end })
      return put(writing, question.line, {
        ...cells,
        type: 'range',
        parameters: `start=${start} end=${end} step=1`,
      })
    }
    case 'multiline':
      return put(writing, question.line, { ...cells, type: 'text', appearance: 'multiline' })
    case 'text':
    case null: {
      const long = marks.type === null && question.blanks === 0 && openWords.test(question.label)
      return put(writing, question.line, { ...cells, type: 'text', appearance: long ? 'multiline' : '' })
    }
    default:
      return put(writing, question.line, { ...cells, type: marks.type, appearance: question.appearance })
  }
}
