/** The menu of everything that can be added, for one spot of the form. */

import { added, blocksOf, type Spot } from '../../server/form/design/editing.ts'
import { offeredKinds, type OfferedKind } from '../../server/form/design/kinds.ts'
import { readingOf } from '../../server/form/design/draft.ts'
import type { Desk } from './desk.ts'
import { announce, byId, button, make, say } from './dom.ts'
import { controlId } from './fields.ts'

export interface Adding {
  readonly offer: (spot: Spot) => void
  readonly offerAtEnd: () => void
}

export function openAdding(
  desk: Desk,
  focus: (key: string) => void,
  fromLibrary: (spot: Spot) => Promise<void>,
): Adding {
  const dialog = byId<HTMLDialogElement>('designer-add')
  const place = byId('designer-add-kinds')
  let spot: Spot = { parent: null, place: 0 }

  for (const [group, kinds] of Object.entries(offeredKinds)) {
    const buttons = kinds.map((kind) =>
      button(say(`kind.${kind}`), () => choose(kind), { 'data-kind': kind }),
    )
    place.append(
      make('section', {}, make('h3', {}, say(`adding.${group}`)), make('div', { class: 'row' }, ...buttons)),
    )
  }
  const library = button(say('shelf.fromLibrary'), () => {
    dialog.close()
    void fromLibrary(spot)
  })
  place.append(
    make('section', {}, make('h3', {}, say('library.title')), make('div', { class: 'row' }, library)),
  )
  byId('designer-add-close').addEventListener('click', () => dialog.close())

  function choose(kind: OfferedKind): void {
    dialog.close()
    const made = added(desk.draft(), spot, { kind, newKey: desk.newKey, language: desk.language() })
    desk.change(made.draft, { open: made.key })
    focus(made.key)
    const header = readingOf(desk.draft().columns).header('survey', 'label', desk.language())
    document.getElementById(controlId(made.key, header))?.focus()
    announce(say('adding.done', { kind: say(`kind.${kind}`) }))
  }

  function offer(next: Spot): void {
    spot = next
    dialog.showModal()
    place.querySelector('button')?.focus()
  }

  return {
    offer,
    offerAtEnd: () => offer({ parent: null, place: blocksOf(desk.draft()).length }),
  }
}
