/** Several questions chosen at once: boxes at their headings, and a bar of what can be done with them. */

import { blocksOf } from '../../server/form/design/editing.ts'
import { allBlocks } from '../../server/form/design/outline.ts'
import {
  allGrouped,
  allMoved,
  allRemoved,
  allRequired,
  chosenBlocks,
  destinations,
  endOf,
} from '../../server/form/design/several.ts'
import type { Clipboard } from './clipboard.ts'
import type { Desk } from './desk.ts'
import { announce, button, byId, make, say } from './dom.ts'
import { selectControl } from './fields.ts'
import { wordsOfBlock } from './naming.ts'

export interface Choosing {
  /** The box at the heading of a block, null while none are shown. */
  readonly box: (key: string) => HTMLInputElement | null
}

export function openChoosing(desk: Desk, clipboard: Clipboard): Choosing {
  const toggle = byId<HTMLButtonElement>('designer-choose')
  const bar = byId('designer-chosen')
  let on = false
  let chosen: ReadonlySet<string> = new Set()
  let last: string | null = null
  toggle.addEventListener('click', () => set(!on))
  desk.listen(() => {
    if (on) draw()
  })

  function set(next: boolean): void {
    on = next
    chosen = new Set()
    last = null
    toggle.setAttribute('aria-pressed', String(on))
    byId('designer-questions').classList.toggle('choosing', on)
    bar.hidden = !on
    // The headings take their boxes up, or put them away.
    desk.change(desk.draft(), { open: on ? null : desk.open() })
    draw()
  }

  function box(key: string): HTMLInputElement | null {
    if (!on) return null
    const input = make('input', { type: 'checkbox', class: 'choose', 'aria-labelledby': `open-${key}` })
    input.checked = chosen.has(key)
    input.addEventListener('click', (event) => choose(key, input.checked, event.shiftKey))
    return input
  }

  /** With shift, everything from the last one to this. */
  function choose(key: string, checked: boolean, range: boolean): void {
    const keys = allBlocks(blocksOf(desk.draft())).map((block) => block.key)
    const [from, to] = [keys.indexOf(last ?? key), keys.indexOf(key)]
    const meant = range && from >= 0 ? keys.slice(Math.min(from, to), Math.max(from, to) + 1) : [key]
    const next = new Set(chosen)
    for (const one of meant)
      if (checked) next.add(one)
      else next.delete(one)
    last = key
    mark(next)
  }

  function mark(next: ReadonlySet<string>): void {
    chosen = next
    for (const one of document.querySelectorAll<HTMLInputElement>('.block > .block-head > .choose'))
      one.checked = chosen.has(one.closest('li')?.dataset['key'] ?? '')
    draw()
  }

  function draw(): void {
    const draft = desk.draft()
    const keys = new Set(allBlocks(blocksOf(draft)).map(({ key }) => key))
    chosen = new Set([...chosen].filter((key) => keys.has(key)))
    const active = document.activeElement?.id ?? ''
    const count = chosenBlocks(draft, chosen).length
    const may = { disabled: count === 0 }
    const options = [
      { value: '', label: say('choose.moveTo') },
      { value: '^', label: say('choose.first') },
      ...destinations(draft, chosen).map(({ key }) => ({
        value: key,
        label: say('choose.intoSection', { section: wordsOfBlock(desk, key) }),
      })),
      { value: '$', label: say('choose.last') },
    ]
    const move = selectControl('chosen-move', options, '', (value) => {
      if (value !== '') moveTo(value)
    })
    move.disabled = count === 0
    move.setAttribute('aria-label', say('choose.moveTo'))
    bar.replaceChildren(
      make(
        'p',
        { role: 'status', class: 'small' },
        count === 0 ? say('choose.hint') : say('choose.count', { count }),
      ),
      make(
        'div',
        { class: 'row' },
        button(say('choose.all'), chooseAll, { id: 'chosen-all' }),
        move,
        button(say('choose.group'), group, { ...may, id: 'chosen-group' }),
        button(say('choose.required'), () => change(allRequired(draft, chosen, true), 'choose.done'), {
          ...may,
          id: 'chosen-required',
        }),
        button(say('choose.optional'), () => change(allRequired(draft, chosen, false), 'choose.done'), {
          ...may,
          id: 'chosen-optional',
        }),
        button(say('choose.copy'), copy, { ...may, id: 'chosen-copy' }),
        button(say('choose.remove'), remove, { ...may, id: 'chosen-remove' }),
        button(
          say('choose.close'),
          () => {
            set(false)
            toggle.focus()
          },
          { id: 'chosen-close' },
        ),
      ),
    )
    if (active.startsWith('chosen-')) {
      const again = document.getElementById(active)
      if (again instanceof HTMLButtonElement && again.disabled) byId('chosen-all').focus()
      else again?.focus()
    }
  }

  function change(next: ReturnType<Desk['draft']>, words: string): void {
    const count = chosenBlocks(desk.draft(), chosen).length
    desk.change(next, { open: null })
    announce(say(words, { count }))
  }

  function chooseAll(): void {
    const keys = allBlocks(blocksOf(desk.draft())).map(({ key }) => key)
    const all = keys.every((key) => chosen.has(key))
    mark(new Set(all ? [] : keys))
  }

  function moveTo(value: string): void {
    const draft = desk.draft()
    const spot = value === '^' ? { parent: null, place: 0 } : endOf(draft, value === '$' ? null : value)
    change(allMoved(draft, chosen, spot), 'choose.moved')
  }

  function group(): void {
    const made = allGrouped(desk.draft(), chosen, desk.newKey)
    if (!made) return
    change(made.draft, 'choose.grouped')
    mark(new Set([made.key]))
  }

  function copy(): void {
    clipboard.copy(chosenBlocks(desk.draft(), chosen).map(({ key }) => key))
  }

  function remove(): void {
    change(allRemoved(desk.draft(), chosen), 'choose.removed')
  }

  return { box }
}
