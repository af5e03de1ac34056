/** Putting something of the library at the end of a form that is stored. */

import { draftOf, sourceOf } from '../form/design/draft.ts'
import { blocksOf } from '../form/design/editing.ts'
import { inserted } from '../form/design/pieces.ts'
import type { FormSource } from '../form/form.ts'
import type { LibraryContent } from './item.ts'

/** The form with the item at its end, and what its list is called there; an equal list that stands already is used again. */
export function withItem(
  source: FormSource,
  content: LibraryContent,
  locale: string,
): { readonly source: FormSource; readonly list: string } {
  let last = 0
  const newKey = () => String(++last)
  const draft = draftOf(source, newKey)
  const spot = { parent: null, place: blocksOf(draft).length }
  const { draft: filled, list } = inserted(draft, spot, content, { newKey, locale })
  return { source: { ...source, ...sourceOf(filled) }, list }
}
