/** The answers before they are submitted: all of them as people read them, and what they are warned of. */

import type { Question, Refusal } from '../../server/form/form.ts'
import { empty, instancesOf, isAsked, make, valueInWords, words } from './kit.ts'
import type { Sheet } from './sheet.ts'

/** Shows all answers, each with a way to change it. */
export function showCheck(sheet: Sheet, inWords: (refusal: Refusal) => string): void {
  const say = sheet.island.words.page
  const list = document.getElementById('check') as HTMLElement
  empty(list)
  for (const { at, heading, label, answer } of answersInWords(sheet)) {
    if (heading) {
      list.append(make('div', { class: 'check-row' }, make('dt', {}, heading), make('dd')))
      continue
    }
    const about = make('span', { class: 'visually-hidden' }, ` ${label}`)
    const link = make(
      'button',
      { class: 'link', name: '_do', value: `change:${at}` },
      words(say['change']),
      about,
    )
    list.append(
      make(
        'div',
        {},
        make('dt', {}, label),
        answer ? make('dd', {}, answer) : make('dd', { class: 'unanswered' }, words(say['unanswered'])),
        make('dd', {}, link),
      ),
    )
  }
  showRemarks(sheet, inWords)
}

/** Warnings do not block: they stand before the answers once more. */
function showRemarks(sheet: Sheet, inWords: (refusal: Refusal) => string): void {
  const say = sheet.island.words.page
  const place = document.getElementById('remarks') as HTMLElement
  empty(place)
  const { warnings } = sheet.standing.check()
  if (warnings.length === 0) return
  const list = make('ul')
  for (const one of warnings) list.append(make('li', {}, `${sheet.labelOf(one.at)}：${inWords(one)}`))
  place.append(
    make(
      'div',
      { class: 'notice warned' },
      make('h2', {}, words(say['warningsTitle'])),
      make('p', {}, words(say['warningsHint'])),
      list,
    ),
  )
}

/** The answers as a text that can be copied and kept. */
export function textOf(sheet: Sheet): string {
  const say = sheet.island.words.page
  const title = sheet.form.querySelector('.survey-title')?.textContent ?? ''
  const lines = answersInWords(sheet).map(({ heading, label, answer }) =>
    heading ? `— ${heading} —` : `${label}：${answer || words(say['unanswered'])}`,
  )
  return [title, ...lines].join('\r\n')
}

/** All answers as people read them, with a heading for each row: with the words for each. */
function answersInWords(sheet: Sheet): readonly {
  readonly at: string
  readonly heading: string
  readonly label: string
  readonly answer: string
}[] {
  const { island, standing, places } = sheet
  const { form, language } = island
  const say = island.words.page
  const lines: { at: string; heading: string; label: string; answer: string }[] = []
  for (const instance of instancesOf(form.nodes, (at) => standing.rows(at))) {
    const { at } = instance
    if (instance.kind === 'row') {
      if (!standing.relevant(at.replace(/\[\d+\]$/, ''))) continue
      const repeat = places.boxOf(at.replace(/\[\d+\]$/, ''))
      const title = places.boxOf(at)?.querySelector('[data-words=title]')?.textContent
      const label = repeat?.querySelector('[data-words=label]')?.textContent ?? instance.repeat.name
      lines.push({
        at,
        heading: title ?? words(say['rowTitle'], { label, number: instance.number }),
        label: '',
        answer: '',
      })
      continue
    }
    const { question } = instance
    if (!isAsked(question) || !standing.relevant(at)) continue
    const value = valueInWords(form, question.name, standing.seen(at), language, at)
    lines.push({ at, heading: '', label: sheet.labelOf(at), answer: value && asShown(question, value, say) })
  }
  return lines
}

function asShown(question: Question, value: string, say: Readonly<Record<string, string>>): string {
  const { type } = question
  if (type === 'image' || type === 'audio' || type === 'video' || type === 'file')
    return words(say['fileGiven'])
  if (type === 'acknowledge') return words(say['acknowledged'])
  return question.appearance.indexOf('masked') >= 0 ? '••••••' : value
}
