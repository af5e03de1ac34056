/** What is said and shown of sample sizes, allocations and the outcome of fieldwork. */

import type { Result } from '../statistics/result.ts'
import { column, note, row } from '../statistics/result.ts'
import { nothing } from '../statistics/scale-results.ts'
import type { Words } from '../words.ts'
import type { Allocation } from './allocation.ts'
import type { OutcomeRates } from './outcome-rates.ts'
import type { SampleSize } from './sizes.ts'

/** The steps from an endless population to invitations. */
export function sizeResult(of: SampleSize, responseRate: number, words: Words): Result {
  return {
    tables: [
      {
        columns: [column('measure', 'label'), column('value', 'number')],
        rows: [
          row([words.endlessSize, of.endless]),
          row([words.correctedSize, of.corrected]),
          row([words.designedSize, of.designed]),
          row([words.completes, of.completes], 'total'),
          row([words.invitations, of.invitations], 'total'),
        ],
        notes: [],
      },
    ],
    findings: [
      responseRate < 1
        ? note('sizeWithInvitations', {
            completes: of.completes,
            invitations: of.invitations,
            share: 100 * responseRate,
          })
        : note('sizeNeeded', { completes: of.completes }),
    ],
    notes: of.beyondPopulation ? [note('beyondPopulation')] : [],
  }
}

/** The sample of each stratum. */
export function allocationResult(
  labels: readonly string[],
  sizes: readonly number[],
  of: Allocation,
  words: Words,
): Result {
  const n = of.rounded.reduce((total, value) => total + value, 0)
  const population = sizes.reduce((total, value) => total + value, 0)
  const share = (count: number, base: number) => (base > 0 ? (100 * count) / base : null)
  return {
    tables: [
      {
        columns: [
          column('stratum', 'label'),
          column('population', 'count'),
          column('sample', 'count'),
          column('samplingFraction', 'percent'),
        ],
        rows: [
          ...of.rounded.map((value, h) => row([labels[h] ?? '', sizes[h]!, value, share(value, sizes[h]!)])),
          row([words.total, population, n, share(n, population)], 'total'),
        ],
        notes: [],
      },
    ],
    findings: [note('allocated', { n, strata: of.rounded.length })],
    notes: [
      ...(of.takeAll.length > 0
        ? [note('strataWhole', { labels: of.takeAll.map((h) => labels[h] ?? '').join(' / ') })]
        : []),
      ...(of.raised.length > 0
        ? [note('strataRaised', { labels: of.raised.map((h) => labels[h] ?? '').join(' / ') })]
        : []),
      ...(of.rounded.some((value, h) => value === 0 && sizes[h]! > 0) ? [note('strataWithout')] : []),
      ...(of.rounded.some((value) => value === 1) ? [note('strataWithOne')] : []),
    ],
  }
}

/** Response, cooperation, refusal and contact. */
export function outcomeResult(of: OutcomeRates): Result {
  const { rates } = of
  if (rates.RR6 === null) return nothing('noCases')
  return {
    tables: [
      {
        columns: [column('rate', 'label'), column('value', 'percent')],
        rows: Object.entries(rates).map(([name, rate]) => row([name, rate === null ? null : 100 * rate])),
        notes: [],
      },
    ],
    findings: rates.RR3 === null ? [] : [note('responseRate', { share: 100 * rates.RR3 })],
    notes: [
      note('aapor'),
      ...(of.eligible === null ? [] : [note('eligibleShare', { share: 100 * of.eligible })]),
    ],
  }
}
