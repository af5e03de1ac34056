/** The effect of review on the leading figures, in words. */

import type { Frame } from '../../analysis/frame.ts'
import { rejectionEffects } from '../../analysis/rejections.ts'
import type { Catalogue, Locale } from '../locale/index.ts'
import type { Store } from '../store/store.ts'
import type { CollectionFrame } from './frames.ts'
import { formatCount, formatNumber } from './shown.ts'

export interface ShownEffect {
  readonly label: string
  readonly measure: string
  readonly accepted: string
  readonly together: string
}

/** Nothing where review rejected nothing. `frame` has the reader's labels. */
export function shownEffects(
  held: CollectionFrame,
  frame: Frame,
  { t, locale }: { readonly t: Catalogue; readonly locale: Locale },
): readonly ShownEffect[] {
  if (held.rejected === 0) return []
  const asked = new Set(held.frame.variables.slice(0, -2).map(({ name }) => name))
  return rejectionEffects({ ...held.frame, variables: frame.variables }, held.rejectedFrame)
    .filter(({ variable }) => asked.has(variable))
    .map(({ label, measure, choice, ...effect }) => {
      const figure = (value: number, n: number) =>
        `${measure === 'share' ? `${(100 * value).toFixed(1)}%` : formatNumber(value, locale)} (n = ${formatCount(n, locale)})`
      return {
        label,
        measure: measure === 'mean' ? t.summary.heading.mean : t.summary.shareOf({ choice: choice ?? '' }),
        accepted: figure(effect.accepted, effect.acceptedN),
        together: figure(effect.together, effect.togetherN),
      }
    })
}

/** How many were rejected for which reason. */
export async function rejectedBecause(
  { store, t, locale }: { readonly store: Store; readonly t: Catalogue; readonly locale: Locale },
  held: CollectionFrame,
): Promise<string> {
  if (held.rejected === 0) return ''
  const counted = await store.reviews.rejections(held.collection.id)
  const told = counted.map(({ reason, n }) =>
    t.review.reasonCount({
      reason: reason === '' ? t.review.unstated : t.review.reasons[reason],
      n: formatCount(n, locale),
    }),
  )
  return told.length === 0 ? '' : t.review.rejectedBecause({ reasons: told.join(t.common.semicolon) })
}
