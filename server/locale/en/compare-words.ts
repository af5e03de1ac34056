/** Words of comparisons and relations: headings, readings and remarks. */
type P = Readonly<Record<string, string | number>>

export const compareHeadings = {
  test: 'Test',
  df2: 'df 2',
  effectSize: 'Effect sizes',
  pair: 'Pair',
  standardError: 'SE',
  robustError: 'Robust SE (HC3)',
  meanOfRanks: 'Mean rank in the data',
  tStudent: 't test (equal variances)',
  tWelch: "Welch's t test",
  tPaired: 'Paired t test',
  fAnova: 'Analysis of variance, F',
  fWelch: "Welch's F test",
  levene: 'Equal spread (Brown–Forsythe)',
  mannWhitney: 'Mann–Whitney U test',
  signedRank: 'Wilcoxon signed-rank test',
  kruskalWallis: 'Kruskal–Wallis test',
  friedman: 'Friedman test',
  cochranQ: "Cochran's Q test",
  mcnemar: "McNemar's test",
  bowker: "Bowker's test of symmetry",
  exactBinomial: 'Exact binomial test',
  tukey: 'Pairs (Tukey)',
  gamesHowell: 'Pairs (Games–Howell)',
  dunn: 'Pairs (Dunn)',
  cohensD: "Cohen's d",
  hedgesG: "Hedges' g",
  eta2: 'η²',
  omega2: 'ω²',
  epsilon2: 'ε²',
  shift: 'Shift (Hodges–Lehmann)',
  rankBiserial: 'Rank-biserial correlation',
  chanceHigher: 'Chance that the first group is higher',
  chiSquare: "Pearson's chi-square",
  chiSquareYates: "Chi-square (Yates' correction)",
  likelihoodTest: 'Likelihood-ratio chi-square',
  fisher: "Fisher's exact test",
  linearTrend: 'Linear trend',
  kendallZ: "Kendall's test (z)",
  trend: 'Trend of proportions',
  mantelHaenszel: 'Cochran–Mantel–Haenszel test',
  homogeneity: 'Same odds ratio in all layers (Breslow–Day)',
  correctedV: 'V, bias-corrected',
  contingency: 'Contingency coefficient',
  phi: 'φ',
  oddsRatio: 'Odds ratio',
  riskRatio: 'Ratio of shares',
  gamma: 'γ',
  tauB: "Kendall's τ-b",
  somersD: "Somers' d",
  spearman: "Spearman's ρ",
  pearson: "Pearson's r",
  lambda: 'λ',
  uncertainty: 'Uncertainty coefficient',
  adjustedResidual: 'Adjusted residuals',
  letters: 'Significantly higher than',
  layer: 'Layer',
  together: 'All layers',
  term: 'Variable',
  estimate: 'Coefficient',
  standardised: 'Standardised coefficient',
  vif: 'VIF',
  r2: 'R²',
  adjustedR2: 'Adjusted R²',
  sigma: 'Residual SD',
  aic: 'AIC',
  bic: 'BIC',
  mcFadden: "McFadden's R²",
  nagelkerke: "Nagelkerke's R²",
  accuracy: 'Share classified rightly',
  areaUnderCurve: 'Area under the ROC curve',
  trimmedMean: 'Trimmed mean (5%)',
  medianDeviation: 'Median absolute deviation',
  skewness: 'Skewness',
  kurtosis: 'Excess kurtosis',
  shapiroWilk: 'Shapiro–Wilk test of normality',
  promoters: 'Promoters (9–10)',
  passives: 'Passives (7–8)',
  detractors: 'Detractors (0–6)',
  netPromoters: 'Net promoter score',
  index: 'Index (0–100)',
}

export const compareNotes = {
  differenceSignificant: (p: P) =>
    `“${p['higher']}” is higher than “${p['lesser']}”, by ${p['difference']} on average; the difference is statistically significant (p ${p['p']}).`,
  groupsDifferSignificantly: (p: P) =>
    `The means of the ${p['groups']} groups are not all the same; the difference is statistically significant (p ${p['p']}).`,
  differenceNotSignificant: (p: P) => `The difference is not statistically significant (p ${p['p']}).`,
  ranksDiffer: (p: P) =>
    `Values of “${p['higher']}” tend to be higher than those of “${p['lesser']}”; the difference is statistically significant (p ${p['p']}).`,
  groupsDifferByRank: (p: P) =>
    `Values are not equally high in all ${p['groups']} groups; the difference is statistically significant (p ${p['p']}).`,
  ratingsDiffer: (p: P) =>
    `The same people rate the items differently; the difference is statistically significant (p ${p['p']}, W = ${p['w']}, n = ${p['n']}).`,
  sharesDiffer: (p: P) =>
    `The same people say yes to some more often than to others; the difference is statistically significant (p ${p['p']}, n = ${p['n']}).`,
  answersMoved: (p: P) =>
    `Answers moved in one direction, statistically significantly (p ${p['p']}); ${p['moved']} people changed theirs (${p['share']}%, n = ${p['n']}).`,
  answersNotMoved: (p: P) =>
    `The change between the two times is not statistically significant (p ${p['p']}); ${p['moved']} people changed their answer (${p['share']}%, n = ${p['n']}).`,
  relationNotSignificant: (p: P) =>
    `The relation between the two is not statistically significant (p ${p['p']}).`,
  relatedWithin: (p: P) =>
    `Within the layers of the third question the two are related, statistically significantly (p ${p['p']}).`,
  notRelatedWithin: (p: P) =>
    `Within the layers of the third question the relation is not statistically significant (p ${p['p']}).`,
  choicesDiffer: (p: P) => `Choices whose shares differ significantly between groups: ${p['labels']}.`,
  choicesDoNotDiffer: (p: P) =>
    `No choice differs statistically significantly between the ${p['groups']} groups.`,
  sharesRise: (p: P) =>
    `Shares rise along the order of the groups; the trend is statistically significant (p ${p['p']}).`,
  sharesFall: (p: P) =>
    `Shares fall along the order of the groups; the trend is statistically significant (p ${p['p']}).`,
  noTrend: (p: P) =>
    `There is no statistically significant trend along the order of the groups (p ${p['p']}).`,
  correlatedUp: (p: P) =>
    `Where “${p['first']}” is higher, “${p['second']}” tends to be higher too (r = ${p['r']}, p ${p['p']}, n = ${p['n']}).`,
  correlatedDown: (p: P) =>
    `Where “${p['first']}” is higher, “${p['second']}” tends to be lower (r = ${p['r']}, p ${p['p']}, n = ${p['n']}).`,
  correlationNotSignificant: (p: P) =>
    `The correlation of “${p['first']}” and “${p['second']}” is not statistically significant (r = ${p['r']}, p ${p['p']}, n = ${p['n']}).`,
  strongestPair: (p: P) =>
    `The strongest correlation is that of “${p['first']}” and “${p['second']}” (r = ${p['r']}, p ${p['p']}).`,
  numberExplained: (p: P) =>
    `The model accounts for ${p['share']}% of the variation of “${p['outcome']}”; with the other variables held constant, significantly related to it: ${p['names']} (n = ${p['n']}).`,
  numberNotExplained: (p: P) =>
    `The model accounts for ${p['share']}% of the variation of “${p['outcome']}”; no variable is statistically significantly related to it (n = ${p['n']}).`,
  yesExplained: (p: P) =>
    `With the other variables held constant, significantly related to “${p['outcome']}”: ${p['names']} (n = ${p['n']}).`,
  yesNotExplained: (p: P) =>
    `No variable is statistically significantly related to “${p['outcome']}” (n = ${p['n']}).`,
  infiniteLeftOut: (p: P) => `${p['count']} infinite values are left out.`,
  tooManyGroups: (p: P) =>
    `${p['count']} groups are more than the ${p['limit']} that make a readable table; merge some first.`,
  pairsLeftOut: (p: P) => `With more than ${p['limit']} groups, pairs are not compared.`,
  spreadsDiffer: (p: P) =>
    `Groups differ in spread (p ${p['p']}); a test that assumes equal variances is not to be trusted. Take Welch's.`,
  etaInterval: 'The interval of η² is of 90%, as goes with the F test.',
  exactP: 'p is exact.',
  normalP: 'p is from the normal distribution, corrected for ties and continuity.',
  ranksNotMeans: 'Rank tests compare which values are higher, not means.',
  adjustedByHolm: "p is adjusted by Holm's method.",
  simultaneous: 'Limits and p hold for all pairs together.',
  nobodyMoved: 'Nobody changed their answer; there is nothing to test.',
  ratiosDiffer: (p: P) =>
    `Odds ratios differ between layers (p ${p['p']}); the common one is an average only.`,
  fisherSimulated: (p: P) =>
    `Fisher's test is simulated with ${p['tables']} random tables; p is off by about ${p['error']}.`,
  residualMeaning:
    'Beyond 2 in size, a cell holds clearly more or fewer people than if the two were unrelated.',
  lettersMeaning:
    'A letter names a column whose share is significantly lower (adjusted for many comparisons, α = 0.05).',
  needsThreePairs: 'At least three pairs of values are needed.',
  noCause: 'A relation is not a cause.',
  manyPairs: 'p is not adjusted for the number of pairs; among many, some come out by chance.',
  collinear: (p: P) =>
    `Variables with a VIF above 10 are closely related to each other, so their coefficients are unstable: ${p['names']}.`,
  robustMeaning: 'Robust standard errors hold where the spread differs from row to row.',
  oddsMeaning: 'An odds ratio above 1 means that a yes is likelier where the variable is higher.',
  regressionDependent: (p: P) =>
    `No regression: these variables can be worked out from the others; leave them out: ${p['names']}.`,
  regressionSeparated: (p: P) =>
    `No regression: these variables separate yes from no completely, so that their coefficients have no finite estimate: ${p['names']}.`,
  regressionTooFew: 'No regression: there are no more valid rows than coefficients.',
  regressionNoVariation: 'No regression: the outcome does not vary, or is fully accounted for.',
  regressionNotConverged: 'No regression: the computation did not converge.',
  notNormal: (p: P) => `The distribution differs significantly from a normal one (p ${p['p']}).`,
  normalNotRejected: (p: P) =>
    `No departure from a normal distribution is seen (p ${p['p']}); that does not make it normal.`,
  promotersMinusDetractors: (p: P) =>
    `Net promoter score ${p['score']} (per cent promoters minus per cent detractors, n = ${p['n']}).`,
  indexIs: (p: P) => `Index ${p['index']} (0 lowest, 100 highest, n = ${p['n']}).`,
  outsideScale: (p: P) => `${p['count']} values outside the scale are left out.`,
  missingValues: (p: P) => `${p['count']} without a value are left out.`,
}
