/** Every text of the form beside itself in the other languages; what is missing is counted and marked. */

import { languagesOf, readingOf } from '../../server/form/design/draft.ts'
import { withCell } from '../../server/form/design/editing.ts'
import { textsOf, type Untranslated } from '../../server/form/design/languages.ts'
import type { Desk } from './desk.ts'
import { byId, make, say } from './dom.ts'
import { controlId } from './fields.ts'

export interface Translating {
  readonly draw: () => void
}

export function openTranslating(desk: Desk): Translating {
  const place = byId('designer-translate')
  const only = make('input', { type: 'checkbox', id: 'translate-missing' })
  only.addEventListener('change', draw)

  function draw(): void {
    const languages = languagesOf(desk.draft())
    const active = document.activeElement?.id
    if (languages.length < 2) {
      place.replaceChildren(make('p', { class: 'empty' }, say('translate.single')))
      return
    }
    const texts = textsOf(desk.draft())
    const lacking = (text: Untranslated) => languages.some((language) => text.texts[language]?.trim() === '')
    const counts = languages.map((language) => {
      const count = texts.filter((text) => text.texts[language]?.trim() === '').length
      return make('li', {}, say('translate.count', { language: language || say('head.noLanguage'), count }))
    })
    const shown = only.checked ? texts.filter(lacking) : texts
    const head = make(
      'tr',
      {},
      make('th', { scope: 'col' }, say('translate.where')),
      ...languages.map((language) => make('th', { scope: 'col' }, language || say('head.noLanguage'))),
    )
    place.replaceChildren(
      make('ul', { class: 'row plain-list', role: 'list' }, ...counts),
      make('label', { class: 'choice', for: only.id }, only, make('span', {}, say('translate.onlyMissing'))),
      make(
        'div',
        { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': say('translate.title') },
        make(
          'table',
          { class: 'table translations' },
          make('caption', { class: 'visually-hidden' }, say('translate.title')),
          make('thead', {}, head),
          make('tbody', {}, ...shown.map((text) => rowOf(text, languages))),
        ),
      ),
    )
    if (active) document.getElementById(active)?.focus()
  }

  function rowOf({ sheet, key, column, texts }: Untranslated, languages: readonly string[]): HTMLElement {
    const { header } = readingOf(desk.draft().columns)
    const name = desk.draft()[sheet].find((row) => row.key === key)?.cells[header(sheet, 'name')] ?? ''
    const where = sheet === 'choices' ? say('translate.choice', { name }) : name
    const what = column === 'label' ? '' : say(`column.${column}`)
    const cells = languages.map((language) => {
      const cellHeader = header(sheet, column, language)
      const area = make('textarea', {
        id: `t-${controlId(key, cellHeader)}`,
        rows: '1',
        'aria-label': say('translate.cell', { where, language }),
      })
      area.value = texts[language] ?? ''
      area.addEventListener('input', () => {
        desk.change(withCell(desk.draft(), sheet, key, cellHeader, area.value), {
          together: area.id,
          typed: key,
        })
        cell.classList.toggle('lacking', area.value.trim() === '')
      })
      const cell = make('td', { class: area.value.trim() === '' ? 'lacking' : null }, area)
      return cell
    })
    return make(
      'tr',
      {},
      make('th', { scope: 'row' }, where, what === '' ? null : make('small', {}, ` ${what}`)),
      ...cells,
    )
  }

  return { draw }
}
