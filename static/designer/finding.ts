/** Finds a question by number, words, name or choices, and leads to it. */

import { foundBlocks } from '../../server/form/design/finding.ts'
import type { Desk } from './desk.ts'
import { button, byId, make, say } from './dom.ts'
import { wordsOfBlock } from './naming.ts'

const most = 20

export function openFinding(desk: Desk, goTo: (key: string) => void): void {
  const search = byId<HTMLInputElement>('designer-find')
  const place = byId('designer-found')

  function look(): void {
    const found = foundBlocks(desk.draft(), search.value)
    place.hidden = search.value.trim() === ''
    const lines = found.slice(0, most).map(({ key, where }) =>
      make(
        'li',
        {},
        button(wordsOfBlock(desk, key), () => leave(key), { class: 'link-button', 'data-found': key }),
        where === 'number' || where === 'text'
          ? null
          : make('span', { class: 'small muted' }, ` ${say(`find.${where}`)}`),
      ),
    )
    const words = found.length === 0 ? say('find.none') : say('find.count', { count: found.length })
    place.replaceChildren(
      make('p', { class: 'small muted', role: 'status' }, words),
      make('ul', { class: 'plain-list' }, ...lines),
    )
  }

  function leave(key: string): void {
    search.value = ''
    place.hidden = true
    place.replaceChildren()
    goTo(key)
  }

  search.addEventListener('input', look)
  search.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    const [first] = foundBlocks(desk.draft(), search.value)
    if (event.key === 'Enter' && first) {
      event.preventDefault()
      leave(first.key)
    } else if (event.key === 'Escape') {
      search.value = ''
      look()
    } else if (event.key === 'ArrowDown') {
      event.preventDefault()
      place.querySelector<HTMLElement>('[data-found]')?.focus()
    }
  })
  place.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const all = [...place.querySelectorAll<HTMLElement>('[data-found]')]
    const next = all.indexOf(document.activeElement as HTMLElement) + (event.key === 'ArrowDown' ? 1 : -1)
    if (next < 0) search.focus()
    else all[next]?.focus()
  })
}
