/** Headline findings: sentences, their figures, and what they are figures of. */

type P = Readonly<Record<string, string | number>>

const by = (p: P) => (p['by'] === '' ? '' : ` (compared by “${p['by']}”)`)

export const findings = {
  claim: {
    strongest: (p: P) => `Of the ${p['items']} items of “${p['group']}”, “${p['item']}” scores highest`,
    weakest: (p: P) => `Of the ${p['items']} items of “${p['group']}”, “${p['item']}” scores lowest`,
    leading: (p: P) => `“${p['question']}”: “${p['choice']}” is chosen most often`,
    gapMean: (p: P) =>
      `“${p['question']}”: the mean is higher for “${p['high']}” than for “${p['low']}”${by(p)}`,
    gapShare: (p: P) =>
      `“${p['question']}”: “${p['choice']}” is chosen more often by “${p['high']}” than by “${p['low']}”${by(p)}`,
    sourcesMean: (p: P) =>
      `Sources disagree. “${p['question']}”: the mean is higher in “${p['high']}” than in “${p['low']}”${by(p)}`,
    sourcesShare: (p: P) =>
      `Sources disagree. “${p['question']}”: “${p['choice']}” is chosen more often in “${p['high']}” than in “${p['low']}”${by(p)}`,
    riseMean: (p: P) => `“${p['question']}”: the mean rose from “${p['earlier']}” to “${p['later']}”`,
    fallMean: (p: P) => `“${p['question']}”: the mean fell from “${p['earlier']}” to “${p['later']}”`,
    riseShare: (p: P) =>
      `“${p['question']}”: the share choosing “${p['choice']}” rose from “${p['earlier']}” to “${p['later']}”`,
    fallShare: (p: P) =>
      `“${p['question']}”: the share choosing “${p['choice']}” fell from “${p['earlier']}” to “${p['later']}”`,
    notes: (p: P) => `“${p['title']}”: ${p['n']} records, most often about “${p['theme']}”`,
    notesOnly: (p: P) => `“${p['title']}”: ${p['n']} records`,
    open: (p: P) => `Open answers to “${p['question']}” often mention ${p['words']}`,
  },
  figure: {
    mean: (p: P) => `“${p['label']}” mean ${p['mean']} (n = ${p['n']})`,
    meanInterval: (p: P) =>
      `“${p['label']}” mean ${p['mean']} (95% interval ${p['from']} to ${p['to']}, n = ${p['n']})`,
    share: (p: P) => `“${p['label']}” ${p['share']}% (n = ${p['n']})`,
    shareInterval: (p: P) =>
      `“${p['label']}” ${p['share']}% (95% interval ${p['lower']}% to ${p['upper']}%, n = ${p['n']})`,
    topTwo: (p: P) => `${p['share']}% in the top two answers`,
    topTwoInterval: (p: P) =>
      `${p['share']}% in the top two answers (95% interval ${p['lower']}% to ${p['upper']}%)`,
    aboveOthers: (p: P) => `${p['difference']} above the mean of the other items`,
    belowOthers: (p: P) => `${p['difference']} below the mean of the other items`,
    nextChoice: (p: P) => `next “${p['choice']}” ${p['share']}%`,
    points: (p: P) => `${p['points']} points apart`,
    pointsInterval: (p: P) => `${p['points']} points apart (95% interval ${p['lower']} to ${p['upper']})`,
    difference: (p: P) => `${p['difference']} apart`,
    differenceInterval: (p: P) => `${p['difference']} apart (95% interval ${p['from']} to ${p['to']})`,
    themes: (p: P) => `${p['themes']} (of ${p['n']} records)`,
    quotes: (p: P) => `${p['n']} quotes with consent`,
    wrote: (p: P) => `${p['n']} people wrote something`,
    wroteMany: (p: P) => `at least ${p['n']} people wrote something`,
  },
  theme: (p: P) => `${p['label']} in ${p['n']}`,
  word: (p: P) => `“${p['word']}” (${p['n']} people)`,
  wordMany: (p: P) => `“${p['word']}” (at least ${p['n']} people)`,
  join: '; ',
  colon: ': ',
  end: '.',
  label: {
    probability: '',
    complex: 'complex probability sample, not yet estimated with its design and weights',
    quota: 'non-probability sample: tells of those who answered only',
    open: 'non-probability sample: tells of those who answered only',
    organised: 'non-probability sample: tells of those who answered only',
    census: 'census',
    notes: 'a reading of the records; stands for nobody else',
  },
  test: (p: P) =>
    `p ${p['p']} after Holm over ${p['tried']} comparisons; effect size ${p['measure']} = ${p['effect']}`,
  testAssumes: 'assumes a random sample',
  testComplex: 'variance doubled for the unused design',
  edited: (p: P) => `words edited by ${p['person']} on ${p['day']}; figures are live`,
}
