/**
 * What review changes: the leading figure of each question as it is, and as it would be with the answers that were
 * rejected (promise 4).
 *
 * In: the accepted and the rejected answers as two frames of the same variables. Out: for a single choice the share of
 * the choice that leads among accepted valid answers, for a multiple choice the share of those who answered that took
 * the leading one, for a number the mean; null where nothing is left. Missing values and codes are outside both bases;
 * no weights. Questions to which no rejected answer has a value are left out. Source: counts and sums.
 */

import type { Column, Frame, Variable } from './frame.ts'
import { answered } from './frame.ts'

export interface RejectionEffect {
  readonly variable: string
  readonly label: string
  readonly measure: 'share' | 'mean'
  /** The choice whose share it is; null for a mean. */
  readonly choice: string | null
  readonly accepted: number
  readonly acceptedN: number
  readonly together: number
  readonly togetherN: number
}

export function rejectionEffects(accepted: Frame, rejected: Frame): readonly RejectionEffect[] {
  return accepted.variables.flatMap((variable) => {
    const [kept, gone] = [accepted.columns.get(variable.name), rejected.columns.get(variable.name)]
    if (!kept || !gone) return []
    return effectOf(variable, kept, gone) ?? []
  })
}

function effectOf(variable: Variable, kept: Column, gone: Column): RejectionEffect | null {
  const { name, label, categories } = variable
  if (kept.kind === 'number' && gone.kind === 'number') {
    const [a, b] = [sumOf(kept.values, kept.status), sumOf(gone.values, gone.status)]
    if (a.n === 0 || b.n === 0) return null
    const ns = { acceptedN: a.n, togetherN: a.n + b.n }
    return {
      variable: name,
      label,
      measure: 'mean',
      choice: null,
      accepted: a.sum / a.n,
      together: (a.sum + b.sum) / (a.n + b.n),
      ...ns,
    }
  }
  const [a, b] = [choicesOf(variable, kept), choicesOf(variable, gone)]
  if (!a || !b || a.n === 0 || b.n === 0) return null
  const lead = a.counts.indexOf(Math.max(...a.counts))
  return {
    variable: name,
    label,
    measure: 'share',
    choice: categories[lead]?.label ?? '',
    accepted: a.counts[lead]! / a.n,
    acceptedN: a.n,
    together: (a.counts[lead]! + b.counts[lead]!) / (a.n + b.n),
    togetherN: a.n + b.n,
  }
}

function sumOf(values: Float64Array, status: Uint8Array): { readonly sum: number; readonly n: number } {
  let sum = 0
  let n = 0
  for (let i = 0; i < status.length; i += 1) {
    if (status[i] !== answered) continue
    sum += values[i]!
    n += 1
  }
  return { sum, n }
}

/** Counts of the substantive choices by category, and the valid base; null for other kinds. */
function choicesOf(
  { categories }: Variable,
  column: Column,
): { readonly counts: readonly number[]; readonly n: number } | null {
  const counts = categories.map(() => 0)
  let n = 0
  if (column.kind === 'coded') {
    for (const code of column.codes) {
      if (code < 2 || categories[code - 2]?.missing !== null) continue
      counts[code - 2]! += 1
      n += 1
    }
    return { counts, n }
  }
  if (column.kind !== 'set') return null
  for (let i = 0; i < column.status.length; i += 1) {
    let substantive = false
    categories.forEach(({ missing }, place) => {
      if (missing !== null || column.chosen[place]![i] !== 1) return
      counts[place]! += 1
      substantive = true
    })
    if (substantive) n += 1
  }
  return { counts, n }
}
