/** Words of estimates from sample designs: headings, readings, remarks, and what a design cannot do. */

import type { DesignProblem } from '../../../analysis/design/design-error.ts'

type P = Readonly<Record<string, string | number>>

export const designHeadings = {
  missingN: 'Missing',
  weightedBase: 'Weighted base',
  standardError: 'Standard error',
  designEffect: 'Design effect',
  effectiveN: 'Effective n',
  percentile: 'Population below',
  weights: 'Weights',
  term: 'Term',
  oddsRatio: 'Odds ratio',
  wave: 'Wave',
  earlier: 'From',
  later: 'To',
  change: 'Change',
}

const problems = {
  designEmpty: 'There are no rows to make a sample design of.',
  designMissing: (p: P) =>
    `Row ${p['row']} has no value in “${p['what']}”; a sample design needs one in every row.`,
  designLength: (p: P) => `“${p['what']}” does not have as many rows as the data.`,
  weightsMissing: (p: P) => `Row ${p['row']} has no weight.`,
  weightsNegative: (p: P) => `Row ${p['row']} has a negative weight.`,
  weightsZero: 'All weights are 0: nothing can be estimated.',
  weightsInfinite: (p: P) => `Row ${p['row']} has an infinite weight.`,
  onePsu: 'The design has only one sampling unit, so sampling errors cannot be estimated.',
  clustersNotNested: (p: P) =>
    `Cluster “${p['cluster']}” is in stratum “${p['other']}” and in stratum “${p['stratum']}”. If cluster numbers repeat between strata, say so in the design.`,
  fpcMixed:
    'Population sizes and sampling fractions are mixed: give either sizes (1 or more) or fractions (at most 1).',
  fpcTooSmall: (p: P) =>
    `Stratum “${p['stratum']}”, stage ${p['stage']}: the population (${p['population']}) is smaller than the sample (${p['sampled']}).`,
  fpcStages: (p: P) => `The design has ${p['stages']} stages, but population sizes for ${p['given']}.`,
  ppsFractions:
    'With unequal probabilities, give inclusion probabilities (at most 1) instead of population sizes.',
  ppsStages: 'Overton’s method for unequal probabilities takes one stage only.',
  lonelyPsu: (p: P) =>
    `Stratum “${p['stratum']}” has only one sampling unit at stage ${p['stage']}. Merge it with a similar stratum, or choose how such strata are treated.`,
  jackknifeStrata: 'JK1 is for designs without strata, JKn for designs with strata.',
  jackknifeFpc: 'The population size differs within a stratum, so jackknife weights cannot be made.',
  replicatesNone: 'There are no replicate weights.',
  replicatesMany: 'So many replicate weights do not fit in memory; use the linearised errors.',
  replicateScale: 'The scale of the replicate weights is missing or does not fit their number.',
  pairsNeeded: (p: P) =>
    `Half samples need two sampling units in every stratum; stratum “${p['stratum']}” has ${p['units']}.`,
  marginMissing: (p: P) =>
    `Margin “${p['margin']}”: row ${p['row']} has no value. Fill the gaps or leave these rows out first.`,
  marginUnobserved: (p: P) =>
    `Margin “${p['margin']}”: nobody in the sample is in “${p['level']}”. Merge it with another level.`,
  marginUnknown: (p: P) =>
    `Margin “${p['margin']}”: the sample has “${p['level']}”, for which no population count is given.`,
  marginZero: (p: P) =>
    `Margin “${p['margin']}”: the population count of “${p['level']}” is 0 or not a number, but the sample has it.`,
  rakingFailed: (p: P) =>
    `Raking did not settle in ${p['cycles']} rounds; farthest off is “${p['level']}” of margin “${p['margin']}”.`,
  rakingContradiction: (p: P) =>
    `The margins contradict each other: when the others fit, “${p['level']}” of margin “${p['margin']}” does not.`,
  calibrationMissing: (p: P) => `Calibration: row ${p['row']} has no value in “${p['variable']}”.`,
  calibrationTotals: (p: P) => `Calibration: the population total of “${p['variable']}” is not a number.`,
  calibrationDependent: (p: P) =>
    `Calibration: “${p['variable']}” follows from the other variables; leave it out.`,
  calibrationBounds:
    'Calibration: the bounds must lie on both sides of 1, and the logit distance needs both.',
  calibrationFailed: (p: P) =>
    `Calibration did not settle: the total of “${p['variable']}” cannot be met. Widen the bounds or check the totals.`,
  trimImpossible: (p: P) =>
    `Weights cannot be trimmed to ${p['lower']}–${p['upper']}: nobody is left to take the rest.`,
  classWithoutResponse: (p: P) => `Nobody in class “${p['class']}” answered. Merge it with a similar class.`,
  infiniteValue: (p: P) => `Row ${p['row']} has an infinite value.`,
  termUnknown: (p: P) => `The model has no term “${p['term']}”.`,
  termsDependent: (p: P) => `“${p['term']}” follows from the other terms of the model; leave it out.`,
  outcomeNotBinary: (p: P) => `Logistic regression needs an outcome of 0 and 1; row ${p['row']} has neither.`,
  separation:
    'Some combination of the terms tells the two outcomes apart completely, so their effects cannot be estimated. Merge categories or leave a term out.',
  regressionFailed: 'The regression did not settle.',
  needsTwoLevels: (p: P) => `“${p['variable']}” has only one category in these data.`,
  wavesDiffer:
    'The waves were not drawn in the same way (stages, strata, weights), so they cannot be put in one design.',
} satisfies Readonly<Record<DesignProblem, string | ((p: P) => string)>>

export const designSentences = {
  ...problems,
  designMean: (p: P) =>
    `The population mean of “${p['label']}” is estimated at ${p['mean']} (95% interval ${p['from']} to ${p['to']}, n = ${p['n']}).`,
  designNoError: (p: P) => `No interval can be given for “${p['label']}”: too few sampling units.`,
  designShare: (p: P) =>
    `Most frequent: “${p['label']}”, estimated at ${p['percent']}% of the population (95% interval ${p['lower']}%–${p['upper']}%, n = ${p['n']}).`,
  designWeightedBase: (p: P) => `Percentages are weighted: ${p['n']} answers stand for ${p['base']}.`,
  designLogit:
    'Intervals of percentages are 95%, on the log odds, with the degrees of freedom of the design.',
  designEffective: (p: P) =>
    `Because weights differ, the ${p['n']} answers are worth about ${p['effective']} equally weighted ones for a mean.`,
  designWideWeights: (p: P) => `The largest weight is ${p['ratio']} times the smallest; consider trimming.`,
  designMissingRows: (p: P) =>
    `${p['n']} rows without a value are left out; the design stays that of the whole sample.`,
  designNonProbability:
    'Not a probability sample: weighted figures describe those who answered; there are no errors, intervals or tests.',
  designReplicates: (p: P) =>
    `Errors come from ${p['count']} replicate weights (${p['type']}), ${p['df']} degrees of freedom.`,
  designStratified: (p: P) =>
    `Design: ${p['psus']} sampling units in ${p['strata']} strata, ${p['df']} degrees of freedom.`,
  designUnstratified: (p: P) =>
    `Design: ${p['psus']} sampling units without strata, ${p['df']} degrees of freedom.`,
  designStages: (p: P) => `Errors take in ${p['stages']} stages of sampling.`,
  designCorrected: 'Errors take into account what part of the population was drawn.',
  designWithReplacement: 'Errors treat the sampling units as drawn with replacement.',
  designAdjusted: 'Errors take into account that weights were fitted to known population totals.',
  designLonely_remove: (p: P) => `${p['strata']} strata with one sampling unit add nothing to the errors.`,
  designLonely_certainty: (p: P) =>
    `${p['strata']} strata with one sampling unit are taken as surely drawn and add nothing to the errors.`,
  designLonely_adjust: (p: P) =>
    `${p['strata']} strata with one sampling unit are compared with the mean of all units, which makes errors rather too large.`,
  designLonely_average: (p: P) =>
    `${p['strata']} strata with one sampling unit count as the average of the other strata.`,
  designNoDegrees: 'There are too few sampling units for errors and tests.',
  designFewDegrees: (p: P) => `With only ${p['df']} degrees of freedom the errors themselves are uncertain.`,
  designRowPercents: 'Row percentages are weighted; n counts people.',
  designRaoScott: 'Test: Pearson’s chi-square with Rao and Scott’s second-order correction for the design.',
  designNoTest: 'A test is not possible here: too few groups, sampling units or differences.',
  designRelated: (p: P) =>
    `In the population the two are very likely related (design-based test, p ${p['p']}, n = ${p['n']}); that says nothing about cause.`,
  designNotRelated: (p: P) =>
    `The sample does not show that the two are related (design-based test, p ${p['p']}, n = ${p['n']}).`,
  designMeansDiffer: (p: P) =>
    `The means differ beyond sampling error: “${p['higher']}” is higher by ${p['difference']} (p ${p['p']}).`,
  designMeansAlike: (p: P) => `The difference of the means is not statistically significant (p ${p['p']}).`,
  designSecondMinusFirst: (p: P) => `Difference: “${p['second']}” minus “${p['first']}”.`,
  designTermsClear: (p: P) =>
    `With the other terms held equal, “${p['outcome']}” goes together with: ${p['terms']} (p below 0.05, n = ${p['n']}). This shows association, not cause.`,
  designTermsUnclear: (p: P) =>
    `No term is clearly associated with “${p['outcome']}” once the others are held equal (n = ${p['n']}).`,
  designLogistic: (p: P) =>
    `Logistic regression with design-based errors; n = ${p['n']}, ${p['df']} degrees of freedom. The last limits are those of the odds ratio.`,
  designLinear: (p: P) =>
    `Linear regression with design-based errors; n = ${p['n']}, ${p['df']} degrees of freedom.`,
  designTotal: (p: P) =>
    `The population total of “${p['label']}” is estimated at ${p['total']} (95% interval ${p['from']} to ${p['to']}, n = ${p['n']}).`,
  designTotalMissing: 'Totals leave out those without a value and are therefore too small by their share.',
  designRatio: (p: P) =>
    `${p['label']} is estimated at ${p['ratio']} in the population (95% interval ${p['from']} to ${p['to']}, n = ${p['n']}).`,
  designNoRatio: 'The denominator adds up to 0: there is no ratio.',
  designMedian: (p: P) =>
    `Half of the population has a “${p['label']}” of at most about ${p['median']} (95% interval ${p['from']} to ${p['to']}, n = ${p['n']}).`,
  designWoodruff: 'Intervals of quantiles are 95%, by Woodruff’s method on the log odds.',
  designRanksDiffer: (p: P) =>
    `The groups’ distributions differ beyond sampling error (design-based rank test, p ${p['p']}, n = ${p['n']}).`,
  designRanksAlike: (p: P) =>
    `The difference between the groups’ distributions is not statistically significant (design-based rank test, p ${p['p']}, n = ${p['n']}).`,
  designWilcoxon: 'Test: Wilcoxon’s, with ranks estimated for the population.',
  designKruskal: 'Test: Kruskal and Wallis’, with ranks estimated for the population.',
  designKappa: (p: P) => `Agreement beyond chance in the population: kappa ${p['kappa']} (n = ${p['n']}).`,
  designAlpha: (p: P) =>
    `Cronbach’s alpha of the ${p['items']} items in the population is ${p['alpha']} (n = ${p['n']}).`,
  needsTwoWaves: 'Change needs at least two waves.',
  designHolm: 'p values of several changes are adjusted by Holm’s method.',
  designPoints: 'Changes of percentages are in percentage points.',
  trendUnclear: (p: P) =>
    `From “${p['earlier']}” to “${p['later']}” the change is not statistically significant (p ${p['p']}).`,
  trendMeanRose: (p: P) =>
    `From “${p['earlier']}” to “${p['later']}” the mean rose by ${p['change']} (p ${p['p']}).`,
  trendMeanFell: (p: P) =>
    `From “${p['earlier']}” to “${p['later']}” the mean fell by ${p['change']} (p ${p['p']}).`,
  trendShareRose: (p: P) =>
    `From “${p['earlier']}” to “${p['later']}” the share rose by ${p['change']} percentage points (p ${p['p']}).`,
  trendShareFell: (p: P) =>
    `From “${p['earlier']}” to “${p['later']}” the share fell by ${p['change']} percentage points (p ${p['p']}).`,
}
