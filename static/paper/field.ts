/** One field of the entry screen: its number and label, the options it takes, and what was understood of what was typed. */

import { partsOfAt } from '../../server/form/instances.ts'
import { withoutMarkdown } from '../../server/form/markdown.ts'
import type { PaperField } from '../../server/form/paper/fields.ts'
import { rowsTyped } from '../../server/form/paper/fields.ts'
import { isWrittenOut, optionLetter, paperChoices, paperOutline } from '../../server/form/paper/outline.ts'
import { hasNumbers, readTyped } from '../../server/form/paper/typed.ts'
import { textIn } from '../../server/form/words.ts'
import { make, said, type Island } from './island.ts'

export interface ShownField {
  readonly field: PaperField
  readonly box: HTMLLIElement
  readonly input: HTMLInputElement
  readonly understood: HTMLElement
  readonly remark: HTMLElement
}

/** Long lists give their words while one types. */
const mostSuggested = 2_000

export function makeField(field: PaperField, island: Island): ShownField {
  const { form, language } = island
  const box = make('li', 'paper-field')
  box.dataset['at'] = field.at
  const id = `f-${field.at}`
  const node = field.kind === 'question' ? field.question : field.repeat
  const plain =
    withoutMarkdown(textIn(node.label, language, form)).replace(/\$\{[^{}]*\}/g, '…') || node.written
  const label = make('label', '')
  label.htmlFor = id
  label.append(
    make('span', 'paper-number', numberOf(field, island)),
    field.kind === 'rows' ? said(island.words['rowsField'], { label: plain }) : plain,
  )
  const input = make('input', '')
  input.id = id
  input.type = 'text'
  input.autocomplete = 'off'
  input.spellcheck = false
  const hint = make('p', 'hint paper-options', hintOf(field, island))
  hint.id = `${id}-hint`
  const understood = make('p', 'paper-understood')
  const remark = make('p', 'paper-remark')
  understood.id = `${id}-read`
  remark.id = `${id}-remark`
  input.setAttribute('aria-describedby', `${hint.id} ${understood.id} ${remark.id}`)
  box.append(label, hint, input, understood, remark)
  if (field.kind === 'question' && isWrittenOut(form, field.question))
    suggest(field.question, input, box, island)
  return { field, box, input, understood, remark }
}

function suggest(
  question: Extract<PaperField, { kind: 'question' }>['question'],
  input: HTMLInputElement,
  box: HTMLElement,
  { form, language }: Island,
): void {
  const list = make('datalist', '')
  list.id = `${input.id}-list`
  for (const { label, value } of paperChoices(form, question).slice(0, mostSuggested)) {
    const option = document.createElement('option')
    option.value = withoutMarkdown(textIn(label, language, form)) || value
    list.append(option)
  }
  input.setAttribute('list', list.id)
  box.append(list)
}

function numberOf({ at }: PaperField, { form }: Island): string {
  const { path, name } = partsOfAt(at)
  const place = paperOutline(form).places.get(name)
  const parts = place ? [place.number, place.item, place.column].filter((part) => part !== null) : []
  return [...path.map(({ row }) => `#${row}`), parts.join('.')].join(' ').trim()
}

/** The letters of the options, or how the answer is typed. */
function hintOf(field: PaperField, { form, language, words }: Island): string {
  if (field.kind === 'rows') return ''
  const { question } = field
  const { type, appearance } = question
  if (isWrittenOut(form, question)) return said(words['namesHint'])
  const choices = paperChoices(form, question)
  if (choices.length > 0) {
    const coded = hasNumbers(choices)
    const options = choices.map(({ label, value }, place) => {
      const text = withoutMarkdown(textIn(label, language, form)).replace(/\s+/g, ' ') || value
      return `${optionLetter(place)}${coded ? `/${value}` : `/${place + 1}`} ${text}`
    })
    const how =
      type === 'rank'
        ? `（${said(words['rankHint'])}）`
        : type === 'select_multiple'
          ? `（${said(words['severalHint'])}）`
          : ''
    return `${options.join('　')}${how}`
  }
  if (type === 'date')
    return said(
      words[
        appearance.includes('year')
          ? 'yearHint'
          : appearance.includes('month-year')
            ? 'monthHint'
            : 'dateHint'
      ],
    )
  const hints: Readonly<Record<string, string>> = {
    time: 'timeHint',
    datetime: 'dateTimeHint',
    acknowledge: 'tickHint',
    geopoint: 'placeHint',
  }
  const hint = hints[type]
  if (hint !== undefined) return said(words[hint])
  const { start, end } = question.parameters
  return type === 'range' ? `${start ?? 1}–${end ?? 10}` : ''
}

/** What was typed in words; null where it cannot be understood. */
export function understoodAs(
  { field }: ShownField,
  text: string,
  { form, language, words }: Island,
): string | null {
  const typed = text.trim()
  if (typed === '') return ''
  if (field.kind === 'rows') return rowsTyped(typed) === null ? null : ''
  const read = readTyped(field.question, form, typed)
  if (read.kind === 'slip') return null
  if (read.kind === 'mark') return said(words[read.mark === 'none' ? 'none' : 'illegible'])
  if (read.kind !== 'value') return ''
  const choices = paperChoices(form, field.question)
  if (choices.length === 0) return ''
  const values = typeof read.raw === 'string' ? [read.raw] : read.raw
  return values
    .map((value) => {
      const place = choices.findIndex((choice) => choice.value === value)
      const label = withoutMarkdown(textIn(choices[place]?.label ?? null, language, form)) || value
      return isWrittenOut(form, field.question) ? label : `${optionLetter(Math.max(0, place))} ${label}`
    })
    .join(field.question.type === 'rank' ? ' > ' : '、')
}
