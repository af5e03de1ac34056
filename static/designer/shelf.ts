/** The library beside the form: lists and questions are searched, and put in after the open question. */

import { readingOf } from '../../server/form/design/draft.ts'
import { spotAfter, withCell, type Spot } from '../../server/form/design/editing.ts'
import { typeCell, withoutLists, ownedLists } from '../../server/form/design/options.ts'
import { inserted, type Piece } from '../../server/form/design/pieces.ts'
import { readType } from '../../server/form/question-type.ts'
import type { Desk } from './desk.ts'
import { announce, button, byId, make, say } from './dom.ts'
import { field, selectControl } from './fields.ts'
import { ask, post, type Island } from './island.ts'
import { wordsOfBlock } from './naming.ts'

interface Offered {
  readonly id: string
  readonly kind: 'list' | 'question'
  readonly title: string
  readonly rows: readonly string[]
  readonly choices: readonly string[]
  readonly moreChoices: number
  readonly tags: readonly string[]
  readonly uses: number
  readonly kept: { readonly author: string; readonly addedAt: string; readonly mayRemove: boolean } | null
  readonly content: Piece
}

interface Found {
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly items: readonly Offered[]
}

export interface Shelf {
  /** Looks again, e.g. after something was kept. */
  readonly look: () => void
  /** Where the next thing goes, if not after the open question. */
  readonly aim: (spot: Spot | null) => void
}

const patience = 250

export function openShelf(island: Island, desk: Desk, goTo: (key: string) => void): Shelf {
  const place = byId('designer-library')
  const asked = { q: '', kind: '', from: '', page: 1 }
  let timer = 0
  let round = 0
  let spot: Spot | null = null
  let found: Found | null = null

  const search = make('input', { type: 'search', id: 'shelf-search', maxlength: '100', autocomplete: 'off' })
  search.placeholder = say('library.searchHint')
  search.addEventListener('input', () => {
    asked.q = search.value
    asked.page = 1
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void look(), patience)
  })
  const any = { value: '', label: say('library.any') }
  const narrow = (
    name: 'kind' | 'from',
    options: readonly { readonly value: string; readonly label: string }[],
  ) =>
    field(
      say(`library.${name}`),
      selectControl(`shelf-${name}`, [any, ...options], '', (value) => {
        asked[name] = value
        asked.page = 1
        void look()
      }),
    )
  const target = make('p', { class: 'small', id: 'shelf-target' })
  const outcome = make('div', { class: 'stack', id: 'shelf-found' })
  place.replaceChildren(
    field(say('library.search'), search),
    make(
      'div',
      { class: 'shelf-filters' },
      narrow(
        'kind',
        (['list', 'question'] as const).map((value) => ({ value, label: say(`library.kinds.${value}`) })),
      ),
      narrow(
        'from',
        (['own', 'builtIn'] as const).map((value) => ({ value, label: say(`library.sources.${value}`) })),
      ),
    ),
    target,
    outcome,
  )
  desk.listen(() => {
    drawTarget()
    if (found && selectOpen() !== lists) show()
  })
  drawTarget()
  void look()

  function drawTarget(): void {
    const open = desk.open()
    const words =
      spot !== null
        ? say('shelf.atSpot')
        : open === null
          ? say('shelf.atEnd')
          : say('shelf.after', { label: wordsOfBlock(desk, open) })
    if (target.textContent !== words) target.textContent = words
  }

  async function look(): Promise<void> {
    const mine = ++round
    outcome.removeAttribute('data-done')
    const { q, kind, from, page } = asked
    const words = new URLSearchParams(Object.entries({ q, kind, from, page: String(page) }))
    try {
      const { status, reply } = await ask<Found>(island, `/library?${words.toString()}`)
      if (mine !== round) return
      if (status !== 200) throw new Error(`designer: library ${status}`)
      found = reply
      show()
    } catch {
      if (mine === round)
        outcome.replaceChildren(make('p', { class: 'notice bad', role: 'alert' }, say('shelf.failed')))
    }
  }

  /** The open question, if it has choices of the form: a list can become its list. */
  function selectOpen(): string | null {
    const row = desk.draft().survey.find(({ key }) => key === desk.open())
    if (!row) return null
    const type = readType(readingOf(desk.draft().columns).cell(row, 'type'))
    return type.kind === 'question' && type.list !== null && type.from === 'choices' ? row.key : null
  }

  let lists: string | null = null
  function show(): void {
    if (!found) return
    lists = selectOpen()
    const { items, total, page, pages } = found
    outcome.replaceChildren(
      make(
        'p',
        { class: 'small muted', role: 'status' },
        total === 0 ? say('library.none') : say('library.found', { count: total }),
      ),
      make('ul', { class: 'plain-list stack' }, ...items.map((item) => card(item))),
      make(
        'div',
        { class: 'row' },
        page > 1 ? button(say('library.previous'), () => turn(page - 1)) : null,
        page < pages ? button(say('library.next'), () => turn(page + 1)) : null,
      ),
    )
    outcome.setAttribute('data-done', 'yes')
  }

  function turn(page: number): void {
    asked.page = page
    void look().then(() => outcome.querySelector<HTMLElement>('.button')?.focus())
  }

  function card(item: Offered): HTMLElement {
    const { title, kind, tags, uses, kept, rows, choices, moreChoices } = item
    const named = (words: string) => ({ 'aria-label': `${words}${say('colon')}${title}` })
    const acts =
      kind === 'question'
        ? [button(say('shelf.add'), () => add(item, item.content), named(say('shelf.add')))]
        : [
            lists === null
              ? null
              : button(say('shelf.useHere'), () => useHere(item), named(say('shelf.useHere'))),
            button(
              say('shelf.addAsOne'),
              () => add(item, asked1(item, 'select_one')),
              named(say('shelf.addAsOne')),
            ),
          ]
    const remove =
      kept?.mayRemove === true
        ? button(say('library.remove'), () => void removeKept(item), named(say('library.remove')))
        : null
    return make(
      'li',
      { class: 'card shelf-item', 'data-item': item.id },
      make('h3', {}, title),
      make(
        'p',
        { class: 'row small' },
        make('span', { class: 'tag grey' }, say(`library.kinds.${kind}`)),
        ...tags.map((tag) => button(tag, () => searchFor(tag), { class: 'tag tag-button' })),
        uses > 0 ? make('span', { class: 'muted' }, say('library.uses', { count: uses })) : null,
      ),
      kept
        ? make(
            'p',
            { class: 'small muted' },
            say('library.keptBy', { name: kept.author, date: kept.addedAt.slice(0, 10) }),
          )
        : null,
      rows.length > 0
        ? make('ul', { class: 'small' }, ...rows.slice(0, 6).map((row) => make('li', {}, row)))
        : null,
      choices.length > 0
        ? make(
            'p',
            { class: 'small' },
            choices.join(' / '),
            moreChoices > 0 ? ` ${say('library.more', { count: moreChoices })}` : '',
          )
        : null,
      make('div', { class: 'row' }, ...acts, remove),
    )
  }

  function searchFor(tag: string): void {
    search.value = tag
    asked.q = tag
    asked.page = 1
    search.focus()
    void look()
  }

  /** A list as the choices of a new question without words yet. */
  function asked1({ content, title }: Offered, kind: 'select_one' | 'select_multiple'): Piece {
    const list = content.choices[0]?.['list_name'] ?? ''
    return {
      survey: [{ type: typeCell(kind, list, false), name: 'q1', label: title }],
      choices: content.choices,
    }
  }

  function add(item: Offered, piece: Piece): void {
    const at = spot ?? spotAfter(desk.draft(), desk.open())
    const made = inserted(desk.draft(), at, piece, { newKey: desk.newKey, locale: island.locale })
    const [first] = made.keys
    if (first === undefined) return
    spot = null
    desk.change(made.draft, { open: first })
    told(item)
    goTo(first)
  }

  /** The choices of the open question become those of a list. */
  function useHere(item: Offered): void {
    const key = selectOpen()
    const row = desk.draft().survey.find((one) => one.key === key)
    if (!row || key === null) return
    const { cell, header } = readingOf(desk.draft().columns)
    const type = readType(cell(row, 'type'))
    if (type.kind !== 'question') return
    const piece = { survey: [], choices: item.content.choices }
    const made = inserted(desk.draft(), spotAfter(desk.draft(), key), piece, {
      newKey: desk.newKey,
      locale: island.locale,
    })
    const left = ownedLists(desk.draft(), [row]).filter((list) => list !== made.list)
    const typed = withCell(
      made.draft,
      'survey',
      key,
      header('survey', 'type'),
      typeCell(type.type, made.list, type.orOther),
    )
    desk.change(withoutLists(typed, left), { open: key })
    told(item)
    goTo(key)
  }

  function told({ id, title }: Offered): void {
    announce(say('shelf.added', { title }))
    drawTarget()
    void post(island, '/library', { do: 'used', item: id })
      .then(() => look())
      .catch(() => undefined)
  }

  async function removeKept({ id }: Offered): Promise<void> {
    try {
      const { status } = await post(island, '/library', { do: 'remove', item: id })
      if (status !== 200) throw new Error(`designer: library ${status}`)
      announce(say('library.removed'))
      await look()
      search.focus()
    } catch {
      announce(say('shelf.failed'))
    }
  }

  return {
    look: () => void look(),
    aim(next) {
      spot = next
      drawTarget()
    },
  }
}
