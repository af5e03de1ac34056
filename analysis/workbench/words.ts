/** Headings of the workbench; the catalogues' `heading` area has words for each. */

export const workbenchHeadingKeys = [
  'populationPercent',
  'weightedPercent',
  'weightedCount',
  'percentOfAll',
  'raoScottF',
  'raoScottChi',
  'tDesign',
  'waldF',
  'byHolm',
  'byBonferroni',
  'byBH',
  'notAdjusted',
] as const
