/** Adapters of the kinds `svy.*` that test: association, groups, regression; and of the first weights. */

import { surveyAssociation } from '../../../analysis/design/association.ts'
import type { FTest } from '../../../analysis/design/association.ts'
import {
  surveyGroupTest,
  surveyMeanTest,
  surveyRankTest,
  surveyRankTestOfGroups,
} from '../../../analysis/design/group-tests.ts'
import type { RankScore, SurveyTest } from '../../../analysis/design/group-tests.ts'
import { modelMatrix, modelRows } from '../../../analysis/design/model-matrix.ts'
import { surveyRegression } from '../../../analysis/design/regression.ts'
import type { Family } from '../../../analysis/design/regression.ts'
import { adjustNonResponse, twoStageWeights } from '../../../analysis/design/weighting.ts'
import type { Adapter } from './adapters.ts'
import { column, numbersOf } from './cases.ts'
import { levelsOf } from './columns.ts'
import { codesOf, designOf, variableOf } from './survey-designs.ts'

export const chiSquare: Adapter = (args, data) => {
  const [row, col] = [String(args['row']), String(args['col'])]
  const of = surveyAssociation(designOf(args, data), {
    row: codesOf(data, row),
    rowLevels: levelsOf(data, row).length,
    column: codesOf(data, col),
    columnLevels: levelsOf(data, col).length,
  })
  const fields = (test: FTest | null) =>
    test && { statistic: test.statistic, ndf: test.df1, ddf: test.df2, p: test.p }
  return {
    F: fields(of.f),
    Chisq: of.chiSquare && { pearson_x2: of.chiSquare.pearson, df: of.chiSquare.df, p: of.chiSquare.p },
    Wald: fields(of.wald),
    adjWald: fields(of.adjustedWald),
  }
}

function testFields(of: SurveyTest | null) {
  if (!of) return null
  const { statistic, df, p, estimate, error, lower, upper } = of
  return { statistic, df, p, estimate, se: error, lower, upper }
}

export const ttest: Adapter = (args, data) =>
  testFields(
    surveyGroupTest(
      designOf(args, data),
      numbersOf(data, String(args['y'])),
      codesOf(data, String(args['group'])),
    ),
  )

export const ttestOne: Adapter = (args, data) =>
  testFields(surveyMeanTest(designOf(args, data), numbersOf(data, String(args['y']))))

export const rankTest: Adapter = (args, data) =>
  surveyRankTest(
    designOf(args, data),
    numbersOf(data, String(args['y'])),
    codesOf(data, String(args['group'])),
    args['test'] as RankScore,
  )

export const rankTestOfGroups: Adapter = (args, data) => {
  const name = String(args['group'])
  const of = surveyRankTestOfGroups(
    designOf(args, data),
    numbersOf(data, String(args['y'])),
    codesOf(data, name),
    { levels: levelsOf(data, name).length, score: (args['test'] ?? 'KruskalWallis') as RankScore },
  )
  return of && { chisq: of.chiSquare, df: of.df, ddf: of.residualDf, F: of.F, p: of.p }
}

export const regression: Adapter = (args, data) => {
  const design = designOf(args, data)
  const terms = (args['terms'] as readonly string[]).map((term) => term.split(':'))
  const variables = [...new Set(terms.flat())].map((name) => variableOf(data, name))
  const outcome = numbersOf(data, String(args['y']))
  const rows = modelRows(design, outcome, variables)
  const { columns } = modelMatrix(variables, terms, { n: design.n, rows })
  const of = surveyRegression(design, {
    outcome,
    columns,
    family: args['family'] as Family,
    level: Number(args['conf'] ?? 0.95),
  })
  return {
    coefficients: of.coefficients.map(({ name, estimate, error, t, p, lower, upper }) => ({
      term: name,
      estimate,
      se: error,
      t,
      p,
      lower,
      upper,
    })),
    df_residual: of.residualDf,
    df_design: of.designDf,
    vcov: of.covariance,
    n: of.n,
    wald_tests: ((args['test_terms'] ?? []) as readonly string[]).map((term) => {
      const { F, df, residualDf, p } = of.test(term)
      return { term, F, df, ddf: residualDf, p }
    }),
  }
}

export const nonResponse: Adapter = (_, data) => {
  const of = adjustNonResponse(
    numbersOf(data, 'w'),
    column(data.columns, 'cell'),
    numbersOf(data, 'responded'),
  )
  return {
    factors: Object.fromEntries(of.factors),
    weights: [...of.weights],
    sum_before: of.before,
    sum_after: of.after,
  }
}

export const twoStage: Adapter = (_, data) => {
  const of = twoStageWeights({
    clusters: numbersOf(data, 'M'),
    sampledClusters: numbersOf(data, 'm'),
    units: numbersOf(data, 'N'),
    sampledUnits: numbersOf(data, 'n'),
  })
  return { pi1: of.first, pi2: of.second, weight: of.weights }
}
