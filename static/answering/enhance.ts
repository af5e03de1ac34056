/** Makes the fields of rarer types easier to use; the code for each is loaded when the page has one. */

import type { Question } from '../../server/form/form.ts'
import type { Sheet } from './sheet.ts'

export interface Enhancing {
  readonly sheet: Sheet
  readonly question: Question
  readonly box: HTMLElement
  /** The part of the script that keeps things on this device. */
  readonly later: () => Promise<typeof import('./later.ts')>
  readonly instanceId: () => string
}

const loaders: Readonly<Record<string, () => Promise<{ readonly enhance: (enhancing: Enhancing) => void }>>> =
  {
    'data-rank': () => import('./types/rank.ts'),
    'data-file': () => import('./types/file.ts'),
    'data-drawing': () => import('./types/drawing.ts'),
    'data-place': () => import('./types/place.ts'),
    'data-points': () => import('./types/place.ts'),
    'data-barcode': () => import('./types/barcode.ts'),
    'data-combo': () => import('./types/combo.ts'),
    'data-filter': () => import('./types/filter.ts'),
    'data-slider': () => import('./types/slider.ts'),
    'data-masked': () => import('./types/text.ts'),
    'data-thousands': () => import('./types/text.ts'),
  }
const selector = Object.keys(loaders)
  .map((name) => `[${name}]`)
  .join(',')

/** Whether a question has a field that gains from more code. */
export function needsMore(box: HTMLElement): boolean {
  return box.querySelector(selector) !== null
}

export async function enhance(enhancing: Enhancing): Promise<void> {
  for (const name of Object.keys(loaders)) {
    if (!enhancing.box.querySelector(`[${name}]`)) continue
    try {
      const module = await loaders[name]?.()
      module?.enhance(enhancing)
    } catch {
      // Without it the plain field is there.
    }
  }
}
