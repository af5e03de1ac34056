/** The questions and sections in their order, each in each; every one is opened, moved and deleted by keyboard too. */

import { readingOf, type DraftRow } from '../../server/form/design/draft.ts'
import {
  blocksOf,
  duplicated,
  moved,
  removed,
  spotAfter,
  step,
  type Spot,
} from '../../server/form/design/editing.ts'
import { kindOf } from '../../server/form/design/kinds.ts'
import { specialOf } from '../../server/form/design/special.ts'
import { allBlocks, isSection, standingOf, type Block } from '../../server/form/design/outline.ts'
import { announce, byId, make, say, wordsAt } from './dom.ts'
import type { Desk } from './desk.ts'
import type { Fault } from './checking.ts'
import type { Clipboard } from './clipboard.ts'
import { labelOfRow } from './naming.ts'

export interface List {
  readonly draw: () => void
  /** Only the heading of one block. */
  readonly drawHead: (key: string) => void
  readonly setFaults: (faults: readonly Fault[]) => void
  readonly focus: (key: string) => void
  readonly act: (act: BlockAct, key: string) => void
}

export type BlockAct = 'up' | 'down' | 'duplicate' | 'remove'

interface Item {
  readonly element: HTMLLIElement
  readonly opener: HTMLButtonElement
  readonly panel: HTMLElement
  readonly inner: HTMLOListElement | null
  shown: string
}

export interface ListParts {
  readonly desk: Desk
  /** Draws the panel of the open block into its place. */
  readonly drawPanel: (panel: HTMLElement, key: string) => void
  readonly offerNew: (spot: Spot) => void
  readonly looked: (key: string) => void
  /** How many comments of a question wait. */
  readonly waiting: (name: string) => number
  /** How much advice on a block waits. */
  readonly advised: (key: string) => number
  /** The box by which a block is chosen with others, null while none are. */
  readonly box: (key: string) => HTMLInputElement | null
  readonly clipboard: Clipboard
}

export function openList(parts: ListParts): List {
  const { desk, drawPanel, offerNew, looked, waiting, advised, clipboard } = parts
  const root = byId<HTMLOListElement>('blocks')
  const items = new Map<string, Item>()
  let faulty = new Map<string, Fault['level']>()
  prepareDrag()

  function draw(): void {
    const blocks = blocksOf(desk.draft())
    const rows = new Map(desk.draft().survey.map((row) => [row.key, row]))
    const seen = new Set<string>()
    place(root, blocks)
    for (const [key, item] of items)
      if (!seen.has(key)) {
        item.element.remove()
        items.delete(key)
      }
    byId('blocks-empty').hidden = blocks.length > 0

    function place(list: HTMLElement, inside: readonly Block[]): void {
      let before: Element | null = list.firstElementChild
      const placed = inside.map((block) => {
        seen.add(block.key)
        const item = itemOf(block)
        if (before !== null && before.parentNode !== list) before = null
        if (item.element !== before) list.insertBefore(item.element, before)
        else before = before.nextElementSibling
        return item
      })
      // What is in a section may come from here: it moves once everything here has its place.
      inside.forEach((block, index) => {
        const item = placed[index]
        if (!item) return
        drawItem(item, block, rows.get(block.key))
        if (item.inner) place(item.inner, block.blocks)
      })
    }
  }

  function itemOf(block: Block): Item {
    const known = items.get(block.key)
    const section = isSection(block)
    if (known && (known.inner !== null) === section) return known
    known?.element.remove()
    const { key } = block
    const handle = make(
      'button',
      { type: 'button', class: 'drag', title: say('list.drag'), 'aria-label': say('list.drag') },
      '⠿',
    )
    const opener = make('button', { type: 'button', class: 'block-open', id: `open-${key}` })
    const panel = make('div', { class: 'block-panel', id: `panel-${key}`, hidden: true })
    const inner = section ? make('ol', { class: 'blocks', 'data-parent': key }) : null
    const element = make(
      'li',
      { class: section ? 'block section-block' : 'block', 'data-key': key },
      make('div', { class: 'block-head' }, handle, opener),
      panel,
      inner,
    )
    opener.addEventListener('click', () => {
      desk.setOpen(desk.open() === key ? null : key)
      document.getElementById(`open-${key}`)?.focus()
    })
    for (const control of [handle, opener])
      control.addEventListener('keydown', (event) => pressed(event, key))
    opener.addEventListener('focus', () => looked(key))
    const item: Item = { element, opener, panel, inner, shown: '' }
    items.set(key, item)
    if (inner) dragIn(inner)
    return item
  }

  function drawItem(item: Item, block: Block, row: DraftRow | undefined): void {
    if (row) drawOpener(item, block, row)
    drawBox(item, block.key)
    const open = desk.open() === block.key
    item.opener.setAttribute('aria-expanded', String(open))
    item.opener.setAttribute('aria-controls', item.panel.id)
    item.element.classList.toggle('open', open)
    if (open) drawPanel(item.panel, block.key)
    else if (!item.panel.hidden) item.panel.replaceChildren()
    item.panel.hidden = !open
  }

  function drawBox({ opener }: Item, key: string): void {
    const head = opener.parentElement
    const now = head?.querySelector(':scope > .choose') ?? null
    const box = parts.box(key)
    if (now === null && box === null) return
    if (box === null) now?.remove()
    else if (now === null) head?.prepend(box)
    else if (now instanceof HTMLInputElement) now.checked = box.checked
  }

  function drawOpener(item: Item, block: Block, row: DraftRow): void {
    const { cell } = readingOf(desk.draft().columns)
    const label = labelOfRow(desk, row)
    const kind = kindOf(block.type, cell(row, 'appearance'))
    const special = specialOf(block.type)
    const type =
      kind !== null
        ? say(`kind.${kind}`)
        : special === null
          ? cell(row, 'type')
          : say(`special.kind.${special}`)
    const level = faulty.get(block.key)
    const comments = waiting(cell(row, 'name'))
    const advice = advised(block.key)
    const tags = [
      type,
      /^(yes|true|true\(\)|1|是|必填|必答)$/i.test(cell(row, 'required')) ? say('list.required') : '',
      cell(row, 'relevant') === '' ? '' : say('list.conditional'),
      comments > 0 ? say('comment.titleCount', { count: comments }) : '',
      advice > 0 ? say('advice.panel.tab', { count: advice }) : '',
      level === 'error' ? say('list.fault') : level === 'warning' ? say('list.remark') : '',
    ]
    const shown = [block.number, label, cell(row, 'name'), level, ...tags].join('\n')
    if (item.shown === shown) return
    item.shown = shown
    const short = label.length > 120 ? `${label.slice(0, 120)}…` : label
    item.opener.replaceChildren(
      make('span', { class: 'block-number' }, block.number > 0 ? `${block.number}` : ''),
      make('span', { class: 'block-label' }, short),
      ...tags
        .filter((tag) => tag !== '')
        .map((tag, index) =>
          make(
            'span',
            {
              class: `tag${tag === say('list.fault') ? ' red' : tag === say('list.remark') ? ' amber' : index === 0 ? ' grey' : ' blue'}`,
            },
            tag,
          ),
        ),
    )
    item.element.classList.toggle('wrong', level === 'error')
  }

  function drawHead(key: string): void {
    const item = items.get(key)
    const row = desk.draft().survey.find((one) => one.key === key)
    const standing = standingOf(blocksOf(desk.draft()), key)
    if (item && row && standing) drawOpener(item, standing.block, row)
  }

  function pressed(event: KeyboardEvent, key: string): void {
    const keys: Readonly<Record<string, () => void>> = {
      'Alt+ArrowUp': () => act('up', key),
      'Alt+ArrowDown': () => act('down', key),
      ArrowUp: () => focusNext(key, -1),
      ArrowDown: () => focusNext(key, 1),
      Delete: () => act('remove', key),
      'Control+Enter': () => offerNew(spotAfter(desk.draft(), key)),
      'Meta+Enter': () => offerNew(spotAfter(desk.draft(), key)),
      'Control+c': () => clipboard.copy([key]),
      'Meta+c': () => clipboard.copy([key]),
      'Control+v': () => clipboard.paste(key),
      'Meta+v': () => clipboard.paste(key),
    }
    const name = `${event.altKey ? 'Alt+' : ''}${event.ctrlKey ? 'Control+' : ''}${event.metaKey ? 'Meta+' : ''}${event.key}`
    const found = keys[name]
    // Words that are selected somewhere are what is meant to be copied.
    const selected = name.endsWith('+c') && (window.getSelection()?.toString() ?? '') !== ''
    if (!found || selected) return
    event.preventDefault()
    found()
  }

  function focusNext(key: string, way: 1 | -1): void {
    const keys = allBlocks(blocksOf(desk.draft())).map((block) => block.key)
    const next = keys[keys.indexOf(key) + way]
    if (next !== undefined) focus(next)
  }

  function focus(key: string): void {
    const opener = items.get(key)?.opener
    opener?.scrollIntoView({ block: 'nearest' })
    opener?.focus()
  }

  function act(what: BlockAct, key: string): void {
    const draft = desk.draft()
    const labelOf = () => items.get(key)?.opener.querySelector('.block-label')?.textContent ?? ''
    if (what === 'up' || what === 'down') {
      const next = step(draft, key, what)
      if (!next || next === draft) return
      const handled = document.activeElement?.classList.contains('drag') ?? false
      desk.change(next)
      const item = items.get(key)
      item?.element.scrollIntoView({ block: 'nearest' })
      if (handled) item?.element.querySelector<HTMLElement>('.drag')?.focus()
      else item?.opener.focus()
      announce(say('list.movedTo', { label: labelOf(), place: placeWords(key) }))
    } else if (what === 'duplicate') {
      const copy = duplicated(draft, key, desk.newKey)
      if (!copy) return
      desk.change(copy.draft, { open: copy.key })
      focus(copy.key)
      announce(say('list.duplicated', { label: labelOf() }))
    } else {
      const label = labelOf()
      const keys = allBlocks(blocksOf(draft)).map((block) => block.key)
      const next = removed(draft, key)
      const left = new Set(allBlocks(blocksOf(next)).map((block) => block.key))
      const at = keys.indexOf(key)
      const near =
        keys.slice(at).find((one) => left.has(one)) ??
        keys
          .slice(0, at)
          .filter((one) => left.has(one))
          .slice(-1)[0]
      desk.change(next, { open: null })
      if (near !== undefined) focus(near)
      else byId('add-end').focus()
      announce(say('list.removed', { label }))
    }
  }

  function placeWords(key: string): string {
    const standing = standingOf(blocksOf(desk.draft()), key)
    if (!standing) return ''
    const { parent, place, siblings } = standing
    const section = parent
      ? (items.get(parent.key)?.opener.querySelector('.block-label')?.textContent ?? '')
      : ''
    const params = { place: place + 1, count: siblings.length, section }
    return say(parent ? 'list.placeIn' : 'list.place', params)
  }

  function prepareDrag(): void {
    void import('./dragging.ts').then(
      ({ makeSortable }) => {
        sortable = makeSortable
        for (const list of document.querySelectorAll<HTMLElement>('ol.blocks')) dragIn(list)
      },
      () => undefined,
    )
  }

  let sortable: typeof import('./dragging.ts').makeSortable | null = null
  function dragIn(list: HTMLElement): void {
    sortable?.(list, (key, parent, place) => {
      const draft = desk.draft()
      const standing = standingOf(blocksOf(draft), key)
      if (!standing) return
      const same = (standing.parent?.key ?? null) === parent
      const next = moved(draft, key, { parent, place: same && place > standing.place ? place + 1 : place })
      desk.change(next, { open: desk.open() })
      announce(say('list.movedTo', { label: '', place: placeWords(key) }))
    })
  }

  return {
    draw,
    drawHead,
    focus,
    act,
    setFaults(faults) {
      const next = new Map<string, Fault['level']>()
      for (const { key, level, sheet } of faults)
        if (key !== null && sheet === 'survey' && next.get(key) !== 'error') next.set(key, level)
      const changed = [...next, ...faulty].filter(([key]) => next.get(key) !== faulty.get(key))
      faulty = next
      for (const [key] of changed) drawHead(key)
    },
  }
}

/** The name of an offered kind, or the word of the sheet where there is none. */
export function kindWords(kind: string): string {
  return wordsAt(`kind.${kind}`) ?? kind
}
