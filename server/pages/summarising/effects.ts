/** The effect of review on the leading figures, in words. */

import type { Frame } from '../../../analysis/frame.ts'
import { rejectionEffects } from '../../../analysis/rejections.ts'
import type { Catalogue, Locale } from '../../locale/index.ts'
import type { CollectionFrame } from '../../summary/frames.ts'
import { formatCount, formatNumber } from '../../summary/shown.ts'

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
