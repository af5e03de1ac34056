import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { authority } from '../../analysis/expert/authority.ts'
import { boundaries } from '../../analysis/expert/boundaries.ts'
import { consensus } from '../../analysis/expert/consensus.ts'
import { contentValidity } from '../../analysis/expert/content-validity.ts'
import {
  consensusResult,
  expertsResult,
  itemMeansChart,
  ratedItemsResult,
  stabilityResult,
  validityResult,
} from '../../analysis/expert/expert-results.ts'
import { ratedItems } from '../../analysis/expert/items.ts'
import { expertResponse } from '../../analysis/expert/response.ts'
import { stability } from '../../analysis/expert/stability.ts'
import { allocate } from '../../analysis/sampling/allocation.ts'
import { outcomeRates } from '../../analysis/sampling/outcome-rates.ts'
import { allocationResult, outcomeResult, sizeResult } from '../../analysis/sampling/sampling-results.ts'
import { proportionSize } from '../../analysis/sampling/sizes.ts'
import {
  concordanceResult,
  fleissResult,
  intraclassResult,
  kappaResult,
  krippendorffResult,
} from '../../analysis/statistics/agreement-results.ts'
import { alpha } from '../../analysis/statistics/alpha.ts'
import { components, varimax } from '../../analysis/statistics/components.ts'
import { concordance } from '../../analysis/statistics/concordance.ts'
import { fleissKappa } from '../../analysis/statistics/fleiss.ts'
import { intraclass } from '../../analysis/statistics/intraclass.ts'
import { itemDiscrimination } from '../../analysis/statistics/item-discrimination.ts'
import { cohenKappa, pairAgreement, ratingTable } from '../../analysis/statistics/kappa.ts'
import { krippendorffAlpha } from '../../analysis/statistics/krippendorff.ts'
import { rankAgreement } from '../../analysis/statistics/rank-agreement.ts'
import type { Result } from '../../analysis/statistics/result.ts'
import { samplingAdequacy } from '../../analysis/statistics/sampling-adequacy.ts'
import {
  adequacyResult,
  alphaResult,
  componentsResult,
  discriminationResult,
  screeChart,
  splitHalfResult,
} from '../../analysis/statistics/scale-results.ts'
import { splitHalf } from '../../analysis/statistics/split-half.ts'
import { codeCooccurrence } from '../../analysis/text/code-cooccurrence.ts'
import { codeFrequencies } from '../../analysis/text/code-frequencies.ts'
import { coderAgreement } from '../../analysis/text/coder-agreement.ts'
import { distinctiveWords } from '../../analysis/text/distinctive-words.ts'
import { keywordContexts } from '../../analysis/text/keywords-in-context.ts'
import { nearDuplicates } from '../../analysis/text/near-duplicates.ts'
import {
  codePairsResult,
  codersResult,
  codesResult,
  contextsResult,
  distinctiveResult,
  duplicatesResult,
  wordPairsResult,
  wordsChart,
  wordsResult,
} from '../../analysis/text/text-results.ts'
import { wordCooccurrence } from '../../analysis/text/word-cooccurrence.ts'
import { wordFrequencies } from '../../analysis/text/word-frequencies.ts'
import { cutTexts } from '../../analysis/text/words.ts'
import { catalogues, say } from '../../server/locale/index.ts'
import { words } from './frames.ts'

type Columns = readonly Float64Array[]

const columns = (rows: number, count: number, of: (row: number, k: number) => number): Columns =>
  Array.from({ length: count }, (_, k) => Float64Array.from({ length: rows }, (_, row) => of(row, k)))

/** From plenty to nothing: each set of four columns goes through every statistic. */
const sets: Readonly<Record<string, Columns>> = {
  ordinary: columns(40, 4, (row, k) => 1 + ((row * (k + 3) + row * row) % 5)),
  alike: columns(20, 4, (row) => 1 + (row % 5)),
  gaps: columns(12, 4, (row, k) => (row % 4 === k ? NaN : 1 + ((row * 7 + k) % 5))),
  sparse: columns(6, 4, (row, k) => (row === k ? 3 : NaN)),
  constant: columns(9, 4, () => 4),
  mixed: columns(9, 4, (row, k) => (k === 0 ? 3 : 1 + ((row * (k + 1)) % 5))),
  infinite: columns(5, 4, (row, k) => (row === 2 && k === 1 ? Infinity : row + k)),
  two: columns(2, 4, (row, k) => 1 + ((row + k) % 3)),
  one: columns(1, 4, (_, k) => 1 + k),
  missing: columns(5, 4, () => NaN),
  empty: columns(0, 4, () => 0),
  none: [],
}

const labels = ['甲', '乙', '丙', '丁']

function results(of: Columns): readonly Result[] {
  const codes = of.map((values) =>
    Array.from(values, (v) => (Number.isFinite(v) ? Math.abs(Math.round(v)) % 5 : -1)),
  )
  const [a = [], b = []] = codes
  const table = ratingTable(a, b, 5)
  const rated = ratedItems(of, { fullMark: 5, agreeMinimum: 4 })
  const marks = of.map((values) => values.map((v) => (Number.isFinite(v) ? Number(v > 3) : NaN)))
  const texts = Array.from(of[0] ?? [], (v) =>
    Number.isFinite(v) ? `停车 难 电梯${v} 小区里的停车位实在太少了` : null,
  )
  const cut = cutTexts(texts, (text) => text.split(' '))
  const rank = { kind: 'rank' as const, ranks: of.map((values) => Uint8Array.from(values, (v) => (v >= 1 && v <= 4 ? v : 0))), status: new Uint8Array(of[0]?.length ?? 0).fill(2) } // prettier-ignore
  const parts = components(of, 2)
  return [
    alphaResult(labels, alpha(of)),
    splitHalfResult(splitHalf(of.slice(0, 2), of.slice(2))),
    adequacyResult(labels, samplingAdequacy(of)),
    componentsResult(labels, parts),
    componentsResult(labels, parts, typeof parts === 'string' ? null : varimax(parts.loadings)),
    discriminationResult(labels, itemDiscrimination(of)),
    kappaResult(cohenKappa(table, 'linear'), pairAgreement(table)),
    fleissResult(['0', '1', '2', '3', '4'], fleissKappa(codes, 5)),
    ...(['nominal', 'ordinal', 'interval', 'ratio'] as const).map((metric) =>
      krippendorffResult(krippendorffAlpha(of, metric)),
    ),
    intraclassResult(intraclass(of)),
    concordanceResult(labels, concordance(of)),
    concordanceResult(labels, rankAgreement(rank)),
    ratedItemsResult(labels, rated, boundaries(rated), words),
    consensusResult(labels, rated.map((item) => consensus(item, { agreePercent: 75, iqr: 1 })), words),
    expertsResult(expertResponse({ sent: 20, returned: of.length, suggesting: 0 }), of[0] ? authority([of[0]], of[1]!) : null),
    stabilityResult(labels, of.slice(0, 2).map((values) => stability(values, of[2]!))),
    validityResult(labels, contentValidity(of, 3)),
    wordsResult(wordFrequencies(cut), cut, 2),
    wordPairsResult(wordCooccurrence(cut), cut.answers),
    distinctiveResult(distinctiveWords(cut.rows, cut.rows.map((_, row) => row % 2 === 0), { fewest: 1 }), '城区'),
    contextsResult(keywordContexts(texts, '停车', { limit: 3 }), '停车'),
    duplicatesResult(nearDuplicates(texts), texts),
    codesResult(labels, codeFrequencies(marks, new Float64Array(of[0]?.length ?? 0))),
    codePairsResult(labels, codeCooccurrence(marks)),
    codersResult(['甲', '乙'], coderAgreement(marks.slice(0, 2), marks.slice(2))),
  ] // prettier-ignore
}

const sampling: readonly Result[] = [
  sizeResult(proportionSize(0.5, 0.05, { level: 0.95 }), 1, words),
  sizeResult(proportionSize(0.5, 0.05, { level: 0.95, population: 300, designEffect: 2, responseRate: 0.4 }), 0.4, words),
  allocationResult(labels, [10, 200, 3000, 4], allocate([{ size: 10 }, { size: 200 }, { size: 3000 }, { size: 4 }], { n: 60, rule: 'equal', minimum: 5 }), words),
  allocationResult(labels, [10, 200, 3000, 4], allocate([{ size: 10 }, { size: 200 }, { size: 3000 }, { size: 4 }], { n: 60, rule: 'proportional' }), words),
  allocationResult(labels, [1, 200], allocate([{ size: 1 }, { size: 200 }], { n: 40, rule: 'proportional', minimum: 3 }), words),
  outcomeResult(outcomeRates({ complete: 5, partial: 1, refusal: 2, nonContact: 3, other: 0, unknownHousehold: 4, unknownOther: 0 })),
  outcomeResult(outcomeRates({ complete: 0, partial: 0, refusal: 0, nonContact: 0, other: 0, unknownHousehold: 0, unknownOther: 0 })),
] // prettier-ignore

function sound(result: Result): void {
  expect(result.tables.length + result.notes.length).toBeGreaterThan(0)
  for (const { columns: heads, rows } of result.tables)
    for (const { cells } of rows) {
      expect(cells.length).toBe(heads.length)
      for (const cell of cells) if (typeof cell === 'number') expect(Number.isFinite(cell)).toBe(true)
    }
  for (const { note, heading } of Object.values(catalogues).map(({ summary }) => summary)) {
    for (const { code, params } of [...result.findings, ...result.notes]) {
      expect(say(note, code, params)).not.toMatch(/undefined|NaN|Infinity|null/)
      expect(Object.values(params).every((value) => value !== '')).toBe(true)
    }
    for (const { columns: heads, caption } of result.tables)
      for (const key of [...heads.map(({ key }) => key), ...(caption ? [caption] : [])])
        expect(say(heading, key)).not.toBe('')
  }
}

describe('Results', () => {
  it.each(Object.entries(sets))(
    'of %s data have words in both languages and no number that is none',
    (_, of) => {
      results(of).forEach(sound)
    },
  )

  it('of samples have them too', () => {
    sampling.forEach(sound)
  })

  it('say how sure they are, not more', () => {
    const [reliability] = results(sets['ordinary']!)
    const said = reliability!.findings.map(({ code, params }) =>
      say(catalogues.en.summary.note, code, params),
    )
    expect(said.join()).toMatch(/95% interval/)
  })

  it('have charts where they help', () => {
    const parts = components(sets['ordinary']!, 2)
    if (typeof parts === 'string') throw new Error(parts)
    expect(screeChart(parts, '特征值')!.config.data.labels).toHaveLength(4)
    const rated = ratedItems(sets['gaps']!, { fullMark: 5, agreeMinimum: 4 })
    expect(itemMeansChart(labels, rated, '均数')!.lines).toBe(4)
    const cut = cutTexts(['停车 停车难', '停车'], (text) => text.split(' '))
    expect(wordsChart(wordFrequencies(cut), '%')!.config.data.labels).toEqual([['停车'], ['停车难']])
    expect(wordsChart([], '%')).toBeNull()
  })
})

describe('Agreement of a ranking', () => {
  it('fills what was left unranked as R’s ranks do', () => {
    // R 4.2.2: friedman.test(rbind(c(1, 2, 3.5, 3.5), c(2, 1, 3, 4), c(1, 3, 3, 3)))
    const ranks = [[1, 2, 1, 0], [2, 1, 0, 0], [0, 3, 0, 0], [0, 4, 0, 0]].map((marks) => Uint8Array.from(marks)) // prettier-ignore
    const of = rankAgreement({ kind: 'rank', ranks, status: Uint8Array.from([2, 2, 2, 2]) })!
    expect([of.judges, of.df]).toEqual([3, 3])
    expect([of.statistic, of.p]).toEqual([expect.closeTo(6.6, 11), expect.closeTo(0.0858010874001229, 11)])
  })

  it('is the same from sums over the rows as from the rows themselves', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4])
    fc.assert(
      fc.property(fc.array(order, { maxLength: 20 }), (rows) => {
        const ranks = Array.from({ length: 5 }, (_, item) =>
          Uint8Array.from(rows, (row) => row.indexOf(item) + 1),
        )
        const used = rows.filter((row) => row.length > 0)
        const filled = ranks.map((_, item) =>
          Float64Array.from(used, (row) =>
            row.includes(item) ? row.indexOf(item) + 1 : (row.length + 6) / 2,
          ),
        )
        const status = new Uint8Array(rows.length).fill(2)
        expect(rankAgreement({ kind: 'rank', ranks, status })).toEqual(concordance(filled))
      }),
    )
    // Two items on one place: no ranking question gives that, but the rows still tell.
    const tied = [Uint8Array.from([1, 2]), Uint8Array.from([1, 1]), Uint8Array.from([3, 3])]
    expect(rankAgreement({ kind: 'rank', ranks: tied, status: Uint8Array.from([2, 2]) })).toEqual(
      concordance(tied.map((marks) => Float64Array.from(marks))),
    )
  })
})
