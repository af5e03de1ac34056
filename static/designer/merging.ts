/** Says in words what somebody else changed meanwhile, and leaves the choice where both changed the same. */

import { readHeader } from '../../server/form/headers.ts'
import { readingOf, type Draft } from '../../server/form/design/draft.ts'
import { withCell } from '../../server/form/design/editing.ts'
import type { Clash, Difference, Merged } from '../../server/form/design/merge.ts'
import type { Desk } from './desk.ts'
import { byId, button, make, say, wordsAt } from './dom.ts'

export function tellMerged(desk: Desk, { clashes, theirs }: Merged, before: Draft, by: string): void {
  const place = byId('designer-merged')
  const who = by === '' ? say('merge.somebody') : by
  const told = theirs.filter((difference) => !isEnd(difference, before, desk.draft()))
  if (told.length === 0 && clashes.length === 0) return
  const lines = told
    .slice(0, 20)
    .map((difference) => make('li', {}, wordsOf(difference, before, desk.draft())))
  if (told.length > 20) lines.push(make('li', {}, say('merge.more', { count: told.length - 20 })))
  const close = button(say('merge.close'), () => notice.remove())
  const notice = make(
    'div',
    { class: 'notice', role: 'status' },
    make('p', {}, make('strong', {}, say('merge.title', { who }))),
    make('ul', {}, ...lines),
    clashes.length === 0 ? null : make('p', {}, say('merge.clashes', { count: clashes.length })),
    ...clashes.map((clash) => choiceOf(clash, who)),
    close,
  )
  place.append(notice)

  function choiceOf(clash: Clash, name: string): HTMLElement {
    const { sheet, key, header, mine, theirs: other } = clash
    const row = make('div', { class: 'clash' })
    const keep = (text: string) => {
      desk.change(withCell(desk.draft(), sheet, key, header, text), { open: desk.open() })
      row.remove()
    }
    row.append(
      make(
        'p',
        {},
        say('merge.clash', { place: placeOf(clash, desk.draft()), column: columnWords(header, sheet) }),
      ),
      make(
        'dl',
        {},
        make('dt', {}, name),
        make('dd', {}, other || say('merge.blank')),
        make('dt', {}, say('merge.mine')),
        make('dd', {}, mine || say('merge.blank')),
      ),
      make(
        'div',
        { class: 'row' },
        button(say('merge.takeTheirs', { who: name }), () => keep(other)),
        button(say('merge.takeMine'), () => keep(mine)),
      ),
    )
    return row
  }
}

/** Ends of sections go with their beginnings: nobody is told of them. */
function isEnd({ key, sheet }: Difference, before: Draft, after: Draft): boolean {
  const row = [...after[sheet], ...before[sheet]].find((one) => one.key === key)
  return (
    sheet === 'survey' &&
    /^end[ _]/i.test(row?.cells[readingOf(after.columns).header('survey', 'type')] ?? '')
  )
}

function wordsOf(difference: Difference, before: Draft, after: Draft): string {
  const { kind, headers, sheet } = difference
  const place = placeOf(difference, kind === 'removed' ? before : after)
  const columns = headers.map((header) => columnWords(header, sheet)).join('、')
  return say(`merge.${kind}`, { place, columns })
}

function placeOf({ sheet, key }: Pick<Difference, 'sheet' | 'key'>, draft: Draft): string {
  if (sheet === 'settings') return say('merge.settings')
  const { header } = readingOf(draft.columns)
  const row = draft[sheet].find((one) => one.key === key)
  const label = Object.entries(row?.cells ?? {}).find(
    ([column, text]) => readHeader(column, sheet).name === 'label' && text !== '',
  )?.[1]
  const words = label ?? row?.cells[header(sheet, 'name')] ?? ''
  return say(sheet === 'choices' ? 'merge.choice' : 'merge.question', { words })
}

function columnWords(header: string, sheet: Difference['sheet']): string {
  const { name, language } = readHeader(header, sheet)
  const words = wordsAt(`column.${name}`) ?? name
  return language === null ? words : `${words}（${language}）`
}
