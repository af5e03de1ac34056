/** The form on the desk: its draft, how it came about (undo, redo), and whoever wants to know of changes. */

import type { Draft } from '../../server/form/design/draft.ts'
import type { FormSource } from '../../server/form/form.ts'

/** `text`: a cell was typed into and nothing else moved. `all`: anything may be different. */
export type Extent = { readonly kind: 'text'; readonly key: string } | { readonly kind: 'all' }

export interface Change {
  /** Changes of one name that follow each other closely are undone together. */
  readonly together?: string
  /** The row whose text was typed; without it everything is drawn anew. */
  readonly typed?: string
  /** The block to be open after this. */
  readonly open?: string | null
}

interface Moment {
  readonly draft: Draft
  readonly open: string | null
}

export interface Desk {
  readonly draft: () => Draft
  /** The key of the block that is open. */
  readonly open: () => string | null
  readonly setOpen: (key: string | null) => void
  readonly change: (next: Draft, change?: Change) => void
  readonly undo: () => boolean
  readonly redo: () => boolean
  readonly may: () => { readonly undo: boolean; readonly redo: boolean }
  /** Another state takes the place of every state, made from each of them: what came from outside is not undone. */
  readonly rebase: (rebased: (draft: Draft) => Draft) => void
  readonly listen: (listener: (extent: Extent) => void) => void
  readonly newKey: () => string
  /** The lists from files beside the form: their names and columns. */
  readonly files: () => NonNullable<FormSource['files']>
  readonly setFiles: (files: NonNullable<FormSource['files']>) => void
  readonly language: () => string
  readonly setLanguage: (language: string) => void
}

interface Beginning {
  readonly language: string
  readonly files: NonNullable<FormSource['files']>
}

const mostUndone = 200
const closely = 1500

export function openDesk(
  first: Draft,
  newKey: () => string,
  { language: firstLanguage, files: firstFiles }: Beginning,
): Desk {
  let files = firstFiles
  let now: Moment = { draft: first, open: null }
  let past: Moment[] = []
  let future: Moment[] = []
  let language = firstLanguage
  let last: { readonly name: string; readonly at: number } | null = null
  const listeners: ((extent: Extent) => void)[] = []
  const tell = (extent: Extent) => listeners.forEach((listener) => listener(extent))

  function travel(from: Moment[], to: Moment[]): boolean {
    const next = from.pop()
    if (!next) return false
    to.push(now)
    now = next
    last = null
    tell({ kind: 'all' })
    return true
  }

  return {
    draft: () => now.draft,
    open: () => now.open,
    setOpen(key) {
      now = { ...now, open: key }
      last = null
      tell({ kind: 'all' })
    },
    change(next, { together, typed, open } = {}) {
      if (next === now.draft && open === undefined) return
      const at = Date.now()
      const joined = together !== undefined && last?.name === together && at - last.at < closely
      if (!joined && next !== now.draft) past.push(now)
      if (past.length > mostUndone) past.shift()
      if (next !== now.draft) future = []
      last = together === undefined ? null : { name: together, at }
      now = { draft: next, open: open === undefined ? now.open : open }
      tell(typed === undefined ? { kind: 'all' } : { kind: 'text', key: typed })
    },
    undo: () => travel(past, future),
    redo: () => travel(future, past),
    may: () => ({ undo: past.length > 0, redo: future.length > 0 }),
    rebase(rebased) {
      const each = (moment: Moment): Moment => ({ ...moment, draft: rebased(moment.draft) })
      past = past.map(each)
      future = future.map(each)
      now = each(now)
      last = null
      tell({ kind: 'all' })
    },
    listen: (listener) => void listeners.push(listener),
    newKey,
    files: () => files,
    setFiles(next) {
      files = next
      tell({ kind: 'all' })
    },
    language: () => language,
    setLanguage(next) {
      language = next
      tell({ kind: 'all' })
    },
  }
}
