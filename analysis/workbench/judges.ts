/**
 * Agreement of raters and ratings of experts. In: for agreement one variable a rater, one row a thing rated; for experts
 * one variable an item, one row an expert. Weights and designs are not used; a remark says so.
 */

import { boundaries } from '../expert/boundaries.ts'
import { itemMeansChart, ratedItemsResult } from '../expert/expert-results.ts'
import { ratedItems } from '../expert/items.ts'
import { designKappa } from '../statistics/design-measures.ts'
import {
  concordanceResult,
  fleissResult,
  intraclassResult,
  kappaResult,
  krippendorffResult,
} from '../statistics/agreement-results.ts'
import { concordance } from '../statistics/concordance.ts'
import { fleissKappa } from '../statistics/fleiss.ts'
import { intraclass } from '../statistics/intraclass.ts'
import { cohenKappa, pairAgreement, ratingTable } from '../statistics/kappa.ts'
import type { KappaWeights } from '../statistics/kappa.ts'
import { krippendorffAlpha } from '../statistics/krippendorff.ts'
import { note } from '../statistics/result.ts'
import { scoreNotes } from './means.ts'
import type { Prepared } from './prepare.ts'
import { keptCodes, unweightedNotes } from './same-people.ts'
import { together } from './scales.ts'
import type { Numbers, Side } from './sides.ts'
import { keptValues, numbersOfName, sideOf } from './sides.ts'
import type { Chosen, Piece, Statistic } from './statistic.ts'
import { emptyPiece, labelOf } from './statistic.ts'

export const agreement: Statistic = {
  name: 'agreement',
  rows: { least: 2, most: 40 },
  columns: { least: 0, most: 0 },
  options: { scale: ['nominal', 'ordinal', 'interval'] },
  run: (data, chosen) => [agreed(data, chosen)],
}

function agreed(data: Prepared, chosen: Chosen): Piece {
  const { frame, words, kept, n } = data
  const title = [chosen.rows.map((name) => labelOf(frame, name)).join(words.separator)]
  const scale = chosen.option('scale') as 'nominal' | 'ordinal' | 'interval'
  const numbers = numbersOf(data, chosen)
  if ('wrong' in numbers)
    return emptyPiece(title, n, note('needsNumber', { variable: labelOf(frame, numbers.wrong) }))
  if (n > unitLimit) return emptyPiece(title, n, note('tooManyUnits', { limit: unitLimit }))
  const sides = chosen.rows.flatMap((name): readonly Side[] => {
    const side = sideOf(frame, name, words)
    return side?.kind === 'coded' ? [side] : []
  })
  const alike =
    sides.length === chosen.rows.length && new Set(sides.map(({ labels }) => labels.join('\n'))).size === 1
  const values = numbers.items.map((item) => keptValues(item.values, kept))
  const codes = alike ? sides.map((side) => keptCodes(side.codes, kept)) : []
  const size = sides[0]?.labels.length ?? 0
  const [a, b] = codes
  const table = a && b && codes.length === 2 ? ratingTable(a, b, size) : null
  const weights: KappaWeights = scale === 'nominal' ? 'none' : scale === 'ordinal' ? 'linear' : 'quadratic'
  const made = together(
    ...(table ? [kappaResult(cohenKappa(table, weights), pairAgreement(table))] : []),
    ...(codes.length > 2 ? [fleissResult(sides[0]!.labels, fleissKappa(codes, size))] : []),
    ...(data.design && alike && sides.length === 2
      ? [designKappa(data.design, sides[0]!, sides[1]!, data)]
      : []),
    krippendorffResult(krippendorffAlpha(values, scale)),
    ...(scale === 'interval' ? [intraclassResult(intraclass(values))] : []),
  )
  const said = [
    ...(alike ? [] : [note('choicesUnlike')]),
    ...scoreNotes(numbers.items),
    ...unweightedNotes(data),
  ]
  return { title, n, ...made, notes: [...said, ...made.notes], chart: null }
}

/** More rated things than this take too long for a page. */
const unitLimit = 100_000

export const experts: Statistic = {
  name: 'experts',
  rows: { least: 1, most: 60 },
  columns: { least: 0, most: 0 },
  options: { full: ['highest', '5', '7', '9', '10', '100'] },
  run(data, chosen) {
    const { frame, words, kept, n } = data
    const title = [chosen.rows.map((name) => labelOf(frame, name)).join(words.separator)]
    const numbers = numbersOf(data, chosen)
    if ('wrong' in numbers)
      return [emptyPiece(title, n, note('needsNumber', { variable: labelOf(frame, numbers.wrong) }))]
    const values = numbers.items.map((item) => keptValues(item.values, kept))
    const labels = numbers.items.map(({ label }) => label)
    const highest = values.reduce(
      (most, column) => column.reduce((own, value) => (value > own ? value : own), most),
      -Infinity,
    )
    if (highest === -Infinity) return [emptyPiece(title, n, note('noAnswers'))]
    const full = chosen.option('full') === 'highest' ? highest : Number(chosen.option('full'))
    const items = ratedItems(values, { fullMark: full, agreeMinimum: 0.8 * full })
    const made = together(
      ratedItemsResult(labels, items, boundaries(items), words),
      ...(values.length > 1 ? [concordanceResult(labels, concordance(values))] : []),
    )
    const said = [
      note('fullMarkIs', { full, agree: 0.8 * full }),
      ...scoreNotes(numbers.items),
      ...unweightedNotes(data),
    ]
    return [
      {
        title,
        n,
        ...made,
        notes: [...said, ...made.notes],
        chart: itemMeansChart(labels, items, words.mean),
      },
    ]
  },
}

function numbersOf(
  { frame, words }: Prepared,
  chosen: Chosen,
): { readonly items: readonly Numbers[] } | { readonly wrong: string } {
  const items = chosen.rows.map((name) => numbersOfName(frame, name, words))
  const wrong = chosen.rows.find((_, k) => items[k] === null)
  return wrong === undefined ? { items: items.flatMap((item) => (item ? [item] : [])) } : { wrong }
}
