/** Numbers agree with R: every case of the kinds that the analysis room computes. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { differences } from '../../server/commands/reference/compare.ts'
import { runReference } from '../../server/commands/reference/run.ts'

/** Kinds with the number of their cases, so that a case that goes missing is noticed. */
const covered: Readonly<Record<string, number>> = {
  'desc.summary': 11,
  'desc.quantile': 16,
  'desc.weighted': 6,
  'desc.freq': 13,
  'desc.multi': 6,
  'desc.likert': 2,
  'desc.text': 1,
  'desc.dates': 1,
  topbox: 7,
  nps: 6,
  'weights.kish': 1,
  'svy.info': 15,
  'svy.mean': 174,
  'svy.total': 81,
  'svy.by': 30,
  'svy.table': 6,
  'svy.chisq': 21,
  'svy.quantile': 41,
  'svy.ciprop': 64,
  'svy.ttest': 10,
  'svy.ttest_one': 5,
  'svy.ranktest': 17,
  'svy.ranktest_k': 8,
  'svy.glm': 40,
  'svy.var': 7,
  'svy.ratio': 36,
  'svy.standardize': 5,
  'svy.contrast': 6,
  'svy.domain_contrast': 7,
  'svy.kappa': 3,
  'svy.cralpha': 4,
  'svy.replicates': 21,
  'svy.weights': 18,
  'weights.nonresponse': 1,
  'weights.two_stage': 1,
  'ci.mean': 11,
  'ci.prop': 29,
  'ci.propdiff': 14,
  'xtab.table': 4,
  'xtab.chisq': 13,
  'xtab.chisq_table': 12,
  'ttest.one': 9,
  'ttest.two': 13,
  'ttest.paired': 11,
  'anova.welch': 11,
  'anova.oneway': 11,
  'anova.twoway': 11,
  levene: 14,
  'bartlett.variance': 11,
  tukey: 10,
  games_howell: 9,
  'pairwise.t': 11,
  dunn: 12,
  mannwhitney: 12,
  'wilcoxon.signed': 11,
  kruskal: 11,
  friedman: 7,
  padjust: 15,
  'normality.shapiro': 11,
  'cor.pearson': 12,
  'cor.spearman': 11,
  'cor.kendall': 11,
  'cor.matrix': 11,
  'cor.partial': 7,
  lm: 14,
  'glm.logistic': 10,
  'xtab.fisher2x2': 13,
  'xtab.fisher': 10,
  'xtab.ordinal': 8,
  'xtab.ordinal_table': 7,
  'xtab.nominal': 6,
  'xtab.colprop': 12,
  'xtab.mcnemar': 11,
  'xtab.cochran_q': 6,
  'xtab.trend': 7,
  'xtab.cmh': 10,
  'rank.items': 4,
  'rank.slots': 3,

  'scale.alpha': 11,
  'scale.split_half': 7,
  'scale.kmo': 5,
  'scale.pca': 5,
  'scale.varimax': 5,
  'scale.score': 5,
  'scale.item_discrimination': 6,
  'scale.ave_cr': 4,
  'kappa.cohen': 7,
  'kappa.cohen_table': 21,
  'kappa.fleiss': 6,
  'agree.pair': 6,
  'kripp.alpha': 18,
  icc: 6,
  'kendall.w': 6,
  'delphi.items': 5,
  'delphi.authority': 3,
  'delphi.positive': 3,
  'delphi.stability': 4,
  'expert.cvi': 4,
  'ss.proportion': 8,
  'ss.mean': 6,
  'ss.moe': 6,
  'ss.power_prop': 6,
  'ss.power_t': 8,
  'ss.stratified': 4,
  'ss.cluster': 2,
  'ss.rho': 3,
  alloc: 22,
  'round.largest_remainder': 3,
  'incl.probs': 3,
  'incl.joint': 3,
  'sys.pps': 4,
  'sys.equal': 6,
  'ht.estimate': 3,
  'sampling.properties': 4,
  aapor: 6,
  'code.cooccurrence': 3,
  'code.freq': 3,
  'code.kappa': 3,
}

const outcomes = runReference(import.meta.dirname)

describe('The analysis room agrees with R', () => {
  test.each(Object.entries(covered))('in every case of %s', (kind, count) => {
    const cases = outcomes.filter((outcome) => outcome.kind === kind)
    expect(cases).toHaveLength(count)
    const bad = cases.filter(({ reason, differences: found }) => reason !== null || found.length > 0)
    expect(bad).toEqual([])
  })

  test('and the set holds no case of another kind', () => {
    expect(outcomes.filter(({ kind }) => !Object.hasOwn(covered, kind))).toEqual([])
  })

  test('and says of a kind that it does not know that there is no adapter', () => {
    const folder = mkdtempSync(join(tmpdir(), 'reference-'))
    mkdirSync(join(folder, 'cases'))
    const unknown = { id: 'X/1', kind: 'horoscope', data: null, args: {}, expected: {} }
    writeFileSync(join(folder, 'cases', 'x.json'), JSON.stringify({ cases: [unknown] }))
    expect(runReference(folder)).toEqual([
      { id: 'X/1', kind: 'horoscope', reason: 'no adapter', differences: [] },
    ])
    rmSync(folder, { recursive: true })
  })
})

describe('Comparing with a case', () => {
  test('takes the larger of both tolerances, and a field of its own where it is named', () => {
    const tolerance = { rel: 1e-6, abs: 1e-12, fields: { se: { rel: 0.1 } } }
    expect(differences({ mean: 2, se: 2 }, { mean: 2.000001, se: 2.1 }, tolerance)).toEqual([])
    expect(
      differences({ mean: 2, rows: [{ se: 2 }] }, { mean: 2.00001, rows: [{ se: 2.3 }] }, tolerance),
    ).toEqual([
      { path: '.mean', expected: 2, actual: 2.00001 },
      { path: '.rows[0].se', expected: 2, actual: 2.3 },
    ])
  })

  test('notices a missing field, another length, another text and a number where none is defined', () => {
    const expected = { a: 1, b: [1, 2], c: 'x', d: null, e: 'Inf', f: 'NaN' }
    expect(differences(expected, { a: 1, b: [1, 2], c: 'x', d: NaN, e: Infinity, f: null, more: 1 })).toEqual(
      [],
    )
    const found = differences(expected, { b: [1], c: 'y', d: 0, e: 1e300, f: 0 })
    expect(found.map(({ path }) => path)).toEqual(['.a', '.b', '.c', '.d', '.e', '.f'])
  })
})
