/** What is said and shown of a round of experts. */

import type { Chart } from '../chart.ts'
import { barChart } from '../chart.ts'
import type { Result } from '../statistics/result.ts'
import { column, note, row } from '../statistics/result.ts'
import { missingNote, nothing } from '../statistics/scale-results.ts'
import type { Words } from '../words.ts'
import type { Authority } from './authority.ts'
import type { Boundaries } from './boundaries.ts'
import type { Consensus } from './consensus.ts'
import type { ContentValidity } from './content-validity.ts'
import type { RatedItem } from './items.ts'
import type { ExpertResponse } from './response.ts'
import type { Stability } from './stability.ts'

/** The items' figures with what 界值法 says of each. */
export function ratedItemsResult(
  labels: readonly string[],
  items: readonly RatedItem[],
  of: Boundaries | null,
  words: Words,
): Result {
  if (items.every(({ n }) => n === 0)) return nothing('noAnswers')
  const verdicts = of?.items.map(({ verdict }) => words[verdict]) ?? null
  const count = (verdict: 'keep' | 'discuss' | 'drop') =>
    of?.items.filter((each) => each.verdict === verdict).length ?? 0
  const limit = (criterion: 'mean' | 'fullMarkRate' | 'cv') =>
    of?.boundaries.find((each) => each.criterion === criterion)?.limit ?? null
  const full = limit('fullMarkRate')
  return {
    tables: [
      {
        columns: [
          column('item', 'label'),
          column('n', 'count'),
          column('mean', 'number'),
          column('sd', 'number'),
          column('cv', 'number'),
          column('median', 'number'),
          column('iqr', 'number'),
          column('fullMarkPercent', 'percent'),
          column('agreeing', 'percent'),
          ...(verdicts ? [column('verdict', 'label')] : []),
        ],
        rows: [
          ...items.map((item, k) =>
            row([
              labels[k] ?? '',
              item.n,
              item.mean,
              item.sd,
              item.cv,
              item.median,
              item.iqr,
              item.fullMarkRate === null ? null : 100 * item.fullMarkRate,
              item.agreePercent,
              ...(verdicts ? [verdicts[k] ?? null] : []),
            ]),
          ),
          ...(of
            ? [
                row(
                  [
                    words.boundary,
                    null,
                    limit('mean'),
                    null,
                    limit('cv'),
                    null,
                    null,
                    full === null ? null : 100 * full,
                    null,
                    null,
                  ],
                  'total',
                ),
              ]
            : []),
        ],
        notes: [],
      },
    ],
    findings: of
      ? [note('boundaryVerdicts', { keep: count('keep'), discuss: count('discuss'), drop: count('drop') })]
      : [],
    notes: [note(of ? 'boundaryRule' : 'noBoundaries')],
  }
}

/** Mean ratings, in the order of the items. */
export function itemMeansChart(
  labels: readonly string[],
  items: readonly RatedItem[],
  axisTitle: string,
): Chart | null {
  const rows = items.flatMap(({ mean }, k) =>
    mean === null ? [] : [{ label: labels[k] ?? '', value: mean, muted: false }],
  )
  return barChart(rows, axisTitle, '')
}

/** How many items have reached consensus. */
export function consensusResult(
  labels: readonly string[],
  items: readonly Consensus[],
  words: Words,
): Result {
  if (items.length === 0) return nothing('noAnswers')
  const reached = items.filter((item) => item.reached).length
  return {
    tables: [
      {
        columns: [column('item', 'label'), column('consensus', 'label')],
        rows: items.map((item, k) => row([labels[k] ?? '', item.reached ? words.reached : words.notReached])),
        notes: [],
      },
    ],
    findings: [note('consensusReached', { reached, of: items.length })],
    notes: items.some(({ unknown }) => unknown.length > 0) ? [note('consensusUnknown')] : [],
  }
}

/** 积极系数 and 权威系数. */
export function expertsResult(response: ExpertResponse, of: Authority | null): Result {
  const percent = (share: number | null) => (share === null ? null : 100 * share)
  return {
    tables: [
      {
        columns: [
          column('positiveCoefficient', 'percent'),
          column('suggesting', 'percent'),
          column('basis', 'number'),
          column('familiarity', 'number'),
          column('authority', 'number'),
        ],
        rows: [
          row([
            percent(response.positive),
            percent(response.suggestions),
            of?.basis ?? null,
            of?.familiarity ?? null,
            of?.authority ?? null,
          ]),
        ],
        notes: [],
      },
    ],
    findings: [
      ...(response.positive === null ? [] : [note('expertsTookPart', { share: 100 * response.positive })]),
      ...(of
        ? [note(of.authority >= 0.7 ? 'authorityHigh' : 'authorityLow', { cr: of.authority, n: of.n })]
        : []),
    ],
    notes: of ? missingNote(of.missing) : [note('noAuthority')],
  }
}

/** Whether ratings moved between two rounds. */
export function stabilityResult(labels: readonly string[], items: readonly (Stability | null)[]): Result {
  const known = items.filter((item) => item !== null)
  if (known.length === 0) return nothing('noPairs')
  const stable = known.filter(({ changedPercent }) => changedPercent < 15).length
  return {
    tables: [
      {
        columns: [
          column('item', 'label'),
          column('n', 'count'),
          column('changed', 'percent'),
          column('medianFirst', 'number'),
          column('medianSecond', 'number'),
          column('cvFirst', 'number'),
          column('cvSecond', 'number'),
          column('cvChange', 'number'),
        ],
        rows: items.map((of, k) =>
          row([
            labels[k] ?? '',
            of?.n ?? 0,
            of?.changedPercent ?? null,
            of?.first.median ?? null,
            of?.second.median ?? null,
            of?.first.cv ?? null,
            of?.second.cv ?? null,
            of?.cvChange ?? null,
          ]),
        ),
        notes: [],
      },
    ],
    findings: [note('roundsStable', { stable, of: known.length })],
    notes: [note('stabilityRule')],
  }
}

/** Content validity of the items. */
export function validityResult(labels: readonly string[], of: ContentValidity | null): Result {
  if (!of) return nothing('noAnswers')
  return {
    tables: [
      {
        columns: [
          column('item', 'label'),
          column('agreeingExperts', 'count'),
          column('contentIndex', 'number'),
          column('modifiedKappa', 'number'),
        ],
        rows: of.items.map(({ agree, index, kappa }, k) => row([labels[k] ?? '', agree, index, kappa])),
        notes: [],
      },
    ],
    findings: [note('contentValidity', { average: of.average, universal: of.universal, n: of.experts })],
    notes: missingNote(of.missing),
  }
}
