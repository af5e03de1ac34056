/** Questions copied in one form and pasted in it or another one: kept in this browser, for the same person, for an hour. */

import { inserted, pieceOf, type Piece } from '../../server/form/design/pieces.ts'
import { spotAfter } from '../../server/form/design/editing.ts'
import type { Desk } from './desk.ts'
import { announce, byId, say } from './dom.ts'
import type { Island } from './island.ts'

const place = 'diaoyan-designer-piece'
const keptMs = 3_600_000

interface KeptPiece {
  readonly person: string
  readonly until: number
  readonly piece: Piece
}

export interface Clipboard {
  readonly copy: (keys: readonly string[]) => void
  /** After a question, or at the end of the form. */
  readonly paste: (after: string | null) => void
}

export function openClipboard(island: Island, desk: Desk, goTo: (key: string) => void): Clipboard {
  const offer = byId<HTMLButtonElement>('paste-end')
  offer.addEventListener('click', () => paste(null))
  window.addEventListener('storage', show)
  window.addEventListener('focus', show)
  show()

  function kept(): Piece | null {
    try {
      const found = JSON.parse(localStorage.getItem(place) ?? 'null') as KeptPiece | null
      if (!found) return null
      if (found.until > Date.now() && found.person === island.person) return found.piece
      localStorage.removeItem(place)
    } catch {
      // A browser that keeps nothing, or what another version kept.
    }
    return null
  }

  function show(): void {
    offer.hidden = kept() === null
  }

  function copy(keys: readonly string[]): void {
    const piece = pieceOf(desk.draft(), keys)
    if (piece.survey.length === 0) return
    const keep: KeptPiece = { person: island.person, until: Date.now() + keptMs, piece }
    try {
      localStorage.setItem(place, JSON.stringify(keep))
      announce(say('clipboard.copied', { count: keys.length }))
    } catch {
      announce(say('clipboard.failed'))
    }
    show()
  }

  function paste(after: string | null): void {
    const piece = kept()
    if (!piece) return
    const made = inserted(desk.draft(), spotAfter(desk.draft(), after), piece, {
      newKey: desk.newKey,
      locale: island.locale,
    })
    const [first] = made.keys
    if (first === undefined) return
    desk.change(made.draft, { open: first })
    goTo(first)
    announce(say('clipboard.pasted'))
  }

  return { copy, paste }
}
