/** Several items as one scale: reliability, components, how well each item tells high from low. */

import { alpha } from '../statistics/alpha.ts'
import { components, varimax } from '../statistics/components.ts'
import { itemDiscrimination } from '../statistics/item-discrimination.ts'
import { note } from '../statistics/result.ts'
import type { Result } from '../statistics/result.ts'
import { samplingAdequacy } from '../statistics/sampling-adequacy.ts'
import {
  adequacyResult,
  alphaResult,
  componentsResult,
  discriminationResult,
  screeChart,
  splitHalfResult,
} from '../statistics/scale-results.ts'
import { splitHalf } from '../statistics/split-half.ts'
import { scoreNotes } from './means.ts'
import type { Prepared } from './prepare.ts'
import { unweightedNotes } from './same-people.ts'
import { keptValues, numbersOfName } from './sides.ts'
import type { Chosen, Piece, Statistic } from './statistic.ts'
import { emptyPiece, labelOf } from './statistic.ts'

export const scales: Statistic = {
  name: 'scale',
  rows: { least: 2, most: 60 },
  columns: { least: 0, most: 0 },
  options: { show: ['reliability', 'components', 'discrimination'] },
  run: (data, chosen) => [ofItems(data, chosen)],
}

function ofItems(data: Prepared, chosen: Chosen): Piece {
  const { frame, words, kept, n } = data
  const title = [chosen.rows.map((name) => labelOf(frame, name)).join(words.separator)]
  const items = chosen.rows.map((name) => numbersOfName(frame, name, words))
  const wrong = chosen.rows.find((_, k) => items[k] === null)
  if (wrong !== undefined)
    return emptyPiece(title, n, note('needsNumber', { variable: labelOf(frame, wrong) }))
  const named = items.flatMap((item) => (item ? [item] : []))
  const values = named.map((item) => keptValues(item.values, kept))
  const labels = named.map(({ label }) => label)
  const weights = data.design ? keptValues(data.design.weights, kept) : undefined
  const said = scoreNotes(named)
  switch (chosen.option('show')) {
    case 'components': {
      const of = components(values, values.length, weights)
      const wanted = typeof of === 'string' ? 1 : Math.max(1, of.aboveOne)
      const few = components(values, wanted, weights)
      const rotation = typeof few === 'string' || wanted < 2 ? null : varimax(few.loadings)
      const made = together(
        adequacyResult(labels, samplingAdequacy(values, weights)),
        componentsResult(labels, few, rotation),
      )
      return { title, n, ...made, notes: [...said, ...made.notes], chart: scree(of, words.eigenvalue) }
    }
    case 'discrimination': {
      const made = discriminationResult(labels, itemDiscrimination(values))
      return { title, n, ...made, notes: [...said, ...unweightedNotes(data), ...made.notes], chart: null }
    }
    default: {
      const half = Math.ceil(values.length / 2)
      const odd = values.filter((_, k) => k % 2 === 0)
      const even = values.filter((_, k) => k % 2 === 1)
      const made = together(
        alphaResult(labels, alpha(values, 0.95, weights)),
        ...(half >= 2 ? [splitHalfResult(splitHalf(odd, even, weights))] : []),
      )
      return {
        title,
        n,
        ...made,
        notes: [...said, ...(half >= 2 ? [note('oddEven')] : []), ...made.notes],
        chart: null,
      }
    }
  }
}

function scree(of: ReturnType<typeof components>, title: string): Piece['chart'] {
  return typeof of === 'string' ? null : screeChart(of, title)
}

/** Results one after another. */
export function together(...results: readonly Result[]): Result {
  return {
    tables: results.flatMap(({ tables }) => tables),
    findings: results.flatMap(({ findings }) => findings),
    notes: results.flatMap(({ notes }) => notes),
  }
}
