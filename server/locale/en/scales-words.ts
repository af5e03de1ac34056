/** Words of scales, agreement, experts, samples and text: headings, readings and remarks. */
type P = Readonly<Record<string, string | number>>

export const scalesHeadings = {
  items: 'Items',
  alpha: 'Alpha',
  standardisedAlpha: 'Standardised alpha',
  meanCorrelation: 'Mean correlation',
  itemRest: 'Correlation with the rest',
  alphaWithout: 'Alpha without it',
  correlation: 'Correlation',
  spearmanBrown: 'Spearman–Brown',
  horst: 'Horst',
  guttman: 'Guttman',
  kmo: 'KMO',
  component: 'Component',
  eigenvalue: 'Eigenvalue',
  variancePercent: 'Variance explained',
  loadings: 'Loadings',
  rotatedLoadings: 'Rotated loadings',
  communality: 'Communality',
  meanHigh: 'Mean, high group',
  meanLow: 'Mean, low group',
  agreementPercent: 'Agreement',
  kappa: 'Kappa',
  scottPi: "Scott's pi",
  gwetAc1: "Gwet's AC1",
  raters: 'Raters',
  z: 'z',
  units: 'Units',
  pairable: 'Pairable values',
  observedDisagreement: 'Observed disagreement',
  expectedDisagreement: 'Expected disagreement',
  coefficient: 'Coefficient',
  judges: 'Ranked by',
  kendallW: "Kendall's W",
  cv: 'CV',
  iqr: 'Quartile distance',
  fullMarkPercent: 'Full marks',
  agreeing: 'Agreeing',
  verdict: 'Verdict',
  boundary: 'Boundary',
  keep: 'keep',
  discuss: 'discuss',
  drop: 'drop',
  consensus: 'Consensus',
  reached: 'reached',
  notReached: 'not reached',
  positiveCoefficient: 'Experts taking part',
  suggesting: 'With suggestions',
  basis: 'Basis Ca',
  familiarity: 'Familiarity Cs',
  authority: 'Authority Cr',
  changed: 'Changed',
  medianFirst: 'Median, first',
  medianSecond: 'Median, second',
  cvFirst: 'CV, first',
  cvSecond: 'CV, second',
  cvChange: 'Change of CV',
  agreeingExperts: 'Experts agreeing',
  contentIndex: 'I-CVI',
  modifiedKappa: 'Modified kappa',
  endlessSize: 'Endless population',
  correctedSize: 'Finite population',
  designedSize: 'With design effect',
  completes: 'Completed answers',
  invitations: 'Invitations',
  stratum: 'Stratum',
  population: 'Population',
  sample: 'Sample',
  samplingFraction: 'Sampling fraction',
  rate: 'Rate',
  word: 'Word',
  withWord: 'With',
  answersWith: 'Answers with it',
  occurrences: 'Occurrences',
  tfIdf: 'TF-IDF',
  jaccard: 'Jaccard',
  lift: 'Lift',
  insidePercent: 'This group',
  outsidePercent: 'The others',
  likelihoodRatio: 'Log-likelihood G²',
  adjustedP: 'Adjusted p',
  before: 'Before',
  after: 'After',
  answerText: 'Answer',
  answersAlike: 'Answers alike',
  code: 'Code',
  withCode: 'With',
  segments: 'Segments',
  documents: 'Documents',
  firstCoder: 'First coder',
  secondCoder: 'Second coder',
  bothCoders: 'Both',
}

export const scalesNotes = {
  noAlpha: 'Too few items or complete answers, or totals do not vary: reliability cannot be computed.',
  alphaGood: (p: P) =>
    `The items hang together well: alpha = ${p['alpha']} (95% interval ${p['from']} to ${p['to']}; ${p['k']} items, n = ${p['n']}).`,
  alphaFair: (p: P) =>
    `The items hang together fairly: alpha = ${p['alpha']} (95% interval ${p['from']} to ${p['to']}; ${p['k']} items, n = ${p['n']}).`,
  alphaLow: (p: P) =>
    `The items hang together too little for a total to be relied on: alpha = ${p['alpha']} (95% interval ${p['from']} to ${p['to']}; ${p['k']} items, n = ${p['n']}).`,
  alphaMeaning:
    "By custom 0.7 is usable and 0.8 good. A high alpha shows that items are related, not that they measure one thing or the right thing. The interval is Feldt's and assumes like items and a random sample.",
  scaleWeighted: (p: P) =>
    `Weighted: the ${p['n']} answers have an effective n of about ${p['effective']}, on which intervals and tests rest approximately.`,
  alphaBetterWithout: (p: P) =>
    `Alpha would rise without one of ${p['count']} items; whether to drop one is a matter of content.`,
  itemsTurned: (p: P) =>
    `Negatively related to the rest, perhaps worded the other way round: ${p['labels']}.`,
  itemsUnvarying: 'An item has the same answer throughout; its correlations cannot be computed.',
  itemsDependent: 'An item follows entirely from the others; KMO cannot be computed.',
  tooFewRows: 'Too few complete answers.',
  rowsLeftOut: (p: P) => `${p['count']} rows with a missing value are left out.`,
  splitHalf: (p: P) => `Reliability from the two halves is ${p['value']} (n = ${p['n']}).`,
  kmoGood: (p: P) =>
    `The items share much and suit a reduction to components: KMO = ${p['kmo']} (n = ${p['n']}).`,
  kmoFair: (p: P) => `The items share enough for components: KMO = ${p['kmo']} (n = ${p['n']}).`,
  kmoLow: (p: P) => `The items share too little for components: KMO = ${p['kmo']} (n = ${p['n']}).`,
  bartlettMeaning:
    "Bartlett's test only asks whether all correlations are 0; in large samples it is nearly always significant.",
  componentsExplain: (p: P) =>
    `The first ${p['components']} components explain ${p['share']}% of the variance (n = ${p['n']}).`,
  kaiserRule: (p: P) =>
    `${p['count']} eigenvalues exceed 1; how many components to keep is also a matter of the scree and of meaning.`,
  allDiscriminate: (p: P) =>
    `Every item tells the high group (${p['high']}) from the low group (${p['low']}).`,
  someDoNotDiscriminate: (p: P) =>
    `These items are not seen to tell the high group (${p['high']}) from the low group (${p['low']}): ${p['labels']}.`,
  discriminationMeaning: 'The total contains the item itself, so p is for screening only.',
  noKappa: 'Codes do not vary, or there are too few raters: no kappa.',
  onlyAgreement: (p: P) => `The two raters agree on ${p['share']}% (n = ${p['n']}).`,
  kappaStrong: (p: P) =>
    `Beyond chance the two raters agree strongly: kappa = ${p['kappa']} (95% interval ${p['from']} to ${p['to']}; ${p['share']}% agree, n = ${p['n']}).`,
  kappaModerate: (p: P) =>
    `Beyond chance the two raters agree moderately: kappa = ${p['kappa']} (95% interval ${p['from']} to ${p['to']}; ${p['share']}% agree, n = ${p['n']}).`,
  kappaWeak: (p: P) =>
    `Beyond chance the two raters agree little: kappa = ${p['kappa']} (95% interval ${p['from']} to ${p['to']}; ${p['share']}% agree, n = ${p['n']}).`,
  kappaParadox:
    'Where nearly all units have one code, kappa can be low although raters agree; look at AC1 as well.',
  fleissStrong: (p: P) =>
    `Beyond chance the ${p['raters']} raters agree strongly: kappa = ${p['kappa']} (n = ${p['n']}).`,
  fleissModerate: (p: P) =>
    `Beyond chance the ${p['raters']} raters agree moderately: kappa = ${p['kappa']} (n = ${p['n']}).`,
  fleissWeak: (p: P) =>
    `Beyond chance the ${p['raters']} raters agree little: kappa = ${p['kappa']} (n = ${p['n']}).`,
  krippendorffGood: (p: P) => `The observers agree reliably: alpha = ${p['alpha']} (${p['n']} units).`,
  krippendorffFair: (p: P) =>
    `The observers agree enough for tentative conclusions only: alpha = ${p['alpha']} (${p['n']} units).`,
  krippendorffLow: (p: P) => `The observers do not agree enough: alpha = ${p['alpha']} (${p['n']} units).`,
  noPairedRatings: 'No unit was rated twice.',
  oneValueOnly: 'All ratings are the same; there is nothing to agree about.',
  ratioUndefined: 'Values cancel; a ratio scale does not suit them.',
  tooManyValues: 'Too many different values for a ratio scale.',
  noIntraclass: 'Too few raters or units, or units do not differ.',
  intraclassInterval: (p: P) =>
    `The reliability of a single rater is ${p['icc']} (95% interval ${p['from']} to ${p['to']}; ${p['raters']} raters, n = ${p['n']}).`,
  intraclassValue: (p: P) =>
    `The reliability of a single rater is ${p['icc']} (${p['raters']} raters, n = ${p['n']}).`,
  intraclassForms:
    'ICC1: other raters for each unit; ICC2: raters drawn from many; ICC3: these raters only. Those with k are of the mean of all raters.',
  noConcordance: 'Too few judges or items, or every judge ties all items.',
  judgesAgree: (p: P) =>
    `The rankings agree well: W = ${p['w']} (p ${p['p']}; ${p['judges']} people, ${p['items']} items).`,
  judgesAgreeWeakly: (p: P) =>
    `The rankings are not at random but agree little: W = ${p['w']} (p ${p['p']}; ${p['judges']} people, ${p['items']} items).`,
  judgesDoNotAgree: (p: P) =>
    `No agreement of the rankings is seen (p ${p['p']}; ${p['judges']} people, ${p['items']} items).`,
  unrankedTied:
    "Kendall's W says how far the rankings agree (0 not at all, 1 fully); items left unranked count as tied for last.",
  fewItemsRanked: 'With few items and few people the chi-square approximation is rough.',
  boundaryVerdicts: (p: P) =>
    `By the boundaries: keep ${p['keep']}, discuss ${p['discuss']}, drop ${p['drop']}.`,
  boundaryRule:
    'Boundaries: mean and full marks at the average minus one standard deviation, CV at the average plus one; items that fail all three are dropped, those that fail one or two are for the team to discuss.',
  noBoundaries: 'Too few items for boundaries.',
  consensusReached: (p: P) => `${p['reached']} of ${p['of']} items have reached consensus.`,
  consensusUnknown: 'Some items have too few ratings to tell.',
  expertsTookPart: (p: P) => `${p['share']}% of the experts asked took part.`,
  authorityHigh: (p: P) => `The experts' authority is high: Cr = ${p['cr']} (n = ${p['n']}).`,
  authorityLow: (p: P) =>
    `The experts' authority is below the customary 0.7: Cr = ${p['cr']} (n = ${p['n']}).`,
  noAuthority: 'No expert told both basis and familiarity.',
  noPairs: 'No expert rated in both rounds.',
  roundsStable: (p: P) => `${p['stable']} of ${p['of']} items are stable between the rounds.`,
  stabilityRule: 'Stable means that fewer than 15% of experts changed; only experts of both rounds count.',
  contentValidity: (p: P) =>
    `Content validity: S-CVI/Ave = ${p['average']}, S-CVI/UA = ${p['universal']} (${p['n']} experts).`,
  sizeNeeded: (p: P) => `${p['completes']} completed answers are needed.`,
  sizeWithInvitations: (p: P) =>
    `${p['completes']} completed answers are needed; at a response rate of ${p['share']}%, invite ${p['invitations']}.`,
  beyondPopulation: 'This is more than the population: ask everyone, or accept less precision.',
  allocated: (p: P) => `${p['n']} are shared out over ${p['strata']} strata.`,
  strataWhole: (p: P) => `Taken whole: ${p['labels']}.`,
  strataRaised: (p: P) => `Raised to the minimum: ${p['labels']}.`,
  strataWithout: 'Some strata get none; nothing can be said of them.',
  strataWithOne: 'Some strata get a single one, which gives no sampling error; take at least 2 in each.',
  noCases: 'There is no eligible case.',
  responseRate: (p: P) => `The response rate (AAPOR RR3) is ${p['share']}%.`,
  aapor: "By AAPOR's Standard Definitions.",
  eligibleShare: (p: P) => `${p['share']}% of the cases of unknown eligibility are taken to be eligible.`,
  noWords: 'There are no words to count.',
  topWord: (p: P) =>
    `The most frequent word is “${p['label']}”, in ${p['share']}% of the answers (n = ${p['n']}).`,
  wordsCut:
    'Words are cut by a program, without common function words and single characters; it errs now and then.',
  wordsNotShown: (p: P) => `${p['count']} more words are not listed.`,
  noWordPairs: 'No words stand together.',
  topPair: (p: P) =>
    `“${p['first']}” and “${p['second']}” stand together most often: ${p['count']} answers (n = ${p['n']}).`,
  liftMeaning: 'A lift above 1 means together more often than by chance.',
  distinctiveWord: (p: P) =>
    `“${p['group']}” mentions “${p['label']}” more often (adjusted p ${p['p']}; ${p['tested']} words tested).`,
  noDistinctiveWord: (p: P) =>
    `No word is seen that “${p['group']}” mentions more often (${p['tested']} words tested).`,
  distinctiveRule: 'Tests count the answers with the word; p is adjusted for the number of words tested.',
  wordNotFound: 'No answer has this word.',
  wordStands: (p: P) => `“${p['label']}” stands ${p['places']} times in ${p['answers']} answers.`,
  placesNotShown: (p: P) => `${p['count']} more places are not listed.`,
  duplicatesFound: (p: P) =>
    `${p['answers']} of ${p['n']} answers are nearly the same as another, in ${p['groups']} groups.`,
  noDuplicates: (p: P) => `No nearly equal answers among ${p['n']}.`,
  duplicatesRule:
    'Like answers may be pasted or filled in by one hand, or people may simply agree; read them.',
  noCodePairs: 'No codes stand together.',
  codersAgree: (p: P) =>
    `The two coders' pooled kappa is ${p['kappa']} (${p['share']}% agree, ${p['codes']} codes).`,
  codeWithoutKappa: 'Some codes were given always or never by both and have no kappa.',
}
