/** Shows on the page how the form stands: what is asked, what must be answered, what may be chosen, what is computed. */

import { instancesOf, isAsked } from '../../server/form/asking.ts'
import type { Choice, Question } from '../../server/form/form.ts'
import { partsOfAt } from '../../server/form/instances.ts'
import { textIn, valueInWords } from '../../server/form/words.ts'
import { fieldsOf, isMark, writeField } from './fields.ts'
import { empty, make, words } from './island.ts'
import type { Sheet } from './sheet.ts'

/** Brings what changed up to date. True if a choice was taken back because it is no longer offered: then look again. */
export function showChanges(sheet: Sheet, changed: ReadonlySet<string>): boolean {
  let takenBack = false
  changed.forEach((at) => {
    if (showInstance(sheet, at)) takenBack = true
  })
  return takenBack
}

/** Brings one instance up to date, wherever its value stands. */
export function showInstance(sheet: Sheet, at: string): boolean {
  const { places, standing, island } = sheet
  const { form, language } = island
  const { name } = partsOfAt(at)
  for (const insertion of places.insertionsOf(at)) {
    const text = valueInWords(form, name, standing.seen(at), language, at)
    if (insertion.textContent !== text) insertion.textContent = text
  }
  const box = places.boxOf(at)
  if (!box) return false
  // A row is there as long as its repeat has it.
  if (!box.hasAttribute('data-row')) box.hidden = !standing.relevant(at)
  const question = sheet.questionAt(at)
  if (!question) return false
  const must = box.querySelector('.must')
  const needed = words(island.words.page[standing.required(at) ? 'required' : 'optional'])
  if (must && must.textContent !== needed) must.textContent = needed
  if (!isAsked(question)) return false
  if (question.calculation) {
    for (const field of fieldsOf(question, at, box))
      field.value = valueInWords(form, name, standing.seen(at), language, at)
  }
  if (question.readOnlyIf) setReadOnly(question, at, standing.readOnly(at))
  return question.choiceFilter !== null && offer(sheet, question, at, box, standing.choices(at))
}

function setReadOnly(question: Question, at: string, readOnly: boolean): void {
  for (const field of fieldsOf(question, at)) {
    if (isMark(field) || field.tagName === 'SELECT') field.disabled = readOnly
    else (field as HTMLInputElement | HTMLTextAreaElement).readOnly = readOnly
  }
}

function offer(
  { island, standing }: Sheet,
  question: Question,
  at: string,
  box: HTMLElement,
  offered: readonly Choice[],
): boolean {
  const own = box.querySelector<HTMLElement>('[data-own]')
  if (own && (question.type === 'select_one' || question.type === 'select_multiple'))
    own.hidden = offered.length > 0
  const values = offered.map((choice) => choice.value)
  let takenBack = false
  for (const field of fieldsOf(question, at)) {
    if (field instanceof HTMLSelectElement && question.type !== 'rank') {
      takenBack = offerOptions(island, field, offered) || takenBack
      continue
    }
    const value = field.getAttribute('data-choice') ?? field.value
    const row = field.closest<HTMLElement>('label, p')
    const gone = values.indexOf(value) < 0
    if (row) row.hidden = gone
    if (!gone) continue
    if (isMark(field) && field.checked) {
      field.checked = false
      takenBack = true
    } else if (!isMark(field) && field.value) {
      field.value = ''
      takenBack = true
    }
  }
  if (takenBack) standing.set(at, readBack(question, at))
  box.dispatchEvent(new CustomEvent('offered'))
  return takenBack
}

function readBack(question: Question, at: string): unknown {
  const marked = fieldsOf(question, at).filter((field) => !isMark(field) || field.checked)
  const left = marked.map((field) => field.value).filter((value) => value !== '')
  return question.type === 'select_one' ? (left[0] ?? null) : left.map((one) => one.replace(/^\d+:/, ''))
}

function offerOptions(
  { form, language, words: all }: Sheet['island'],
  select: HTMLSelectElement,
  offered: readonly Choice[],
): boolean {
  const before = [].slice.call(select.options, 1).map((option: HTMLOptionElement) => option.value)
  if (before.join('\n') === offered.map((choice) => choice.value).join('\n')) return false
  const chosen = select.value
  empty(select)
  select.append(make('option', { value: '' }, words(all.page['chooseOne'])))
  for (const choice of offered) {
    select.append(
      make('option', { value: choice.value }, textIn(choice.label, language, form) || choice.value),
    )
  }
  select.value = offered.some((choice) => choice.value === chosen) ? chosen : ''
  return select.value !== chosen
}

/** Puts the answers into the fields of the page, where it has them. */
export function writeAll(sheet: Sheet): void {
  const { standing, island } = sheet
  const { form } = island
  for (const instance of instancesOf(form.nodes, (at) => standing.rows(at)))
    if (instance.kind === 'question' && isAsked(instance.question))
      writeField(instance.question, instance.at, sheet.standing.rawAt(instance.at))
}

/** How many of the questions that are asked now have an answer. */
export function showProgress(sheet: Sheet): void {
  const line = document.getElementById('answered')
  const bar = line?.querySelector('progress')
  const text = line?.querySelector('span')
  if (!line || !bar || !text) return
  let [asked, answered] = [0, 0]
  sheet.standing.instances().forEach((at) => {
    const question = sheet.questionAt(at)
    if (!question || !isAsked(question)) return
    asked++
    if (sheet.hasValue(at)) answered++
  })
  line.hidden = false
  bar.max = Math.max(asked, 1)
  bar.value = answered
  text.textContent = words(sheet.island.words.page['answeredOf'], { answered, questions: asked })
}
