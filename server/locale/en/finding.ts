/** One-sentence readings of results; none says more than the figures do. */
import { figure, pValue, share } from '../figures.ts'

type P = Readonly<Record<string, string | number>>
export const finding = {
  topChoice: (p: P) =>
    `Of ${p['n'] ?? ''} valid answers, “${p['label'] ?? ''}” is the most frequent (${share(p['percent'])}).`,
  topChoiceInterval: (p: P) =>
    `Of ${p['n'] ?? ''} valid answers, “${p['label'] ?? ''}” is the most frequent: ${share(p['percent'])} (95% interval ${share(p['lower'])} to ${share(p['upper'])}).`,
  tiedTop: (p: P) =>
    `Of ${p['n'] ?? ''} valid answers, “${p['labels'] ?? ''}” are equally the most frequent (${share(p['percent'])} each).`,
  topSelected: (p: P) =>
    `Of ${p['n'] ?? ''} respondents, most chose “${p['label'] ?? ''}” (${share(p['percent'])}; several answers possible).`,
  topTwoSelected: (p: P) =>
    `Of ${p['n'] ?? ''} respondents, ${share(p['percent'])} chose “${p['label'] ?? ''}”, followed by “${p['second'] ?? ''}” with ${share(p['secondPercent'])} (several answers possible).`,
  tiedSelected: (p: P) =>
    `Of ${p['n'] ?? ''} respondents, equally many chose “${p['labels'] ?? ''}” (${share(p['percent'])} each; several answers possible).`,
  scaleMean: (p: P) =>
    `Mean ${figure(p['mean'])} on a scale from ${figure(p['low'])} to ${figure(p['high'])} (n = ${p['n'] ?? ''}).`,
  scaleMeanTop: (p: P) =>
    `Mean ${figure(p['mean'])} on a scale from ${figure(p['low'])} to ${figure(p['high'])} (n = ${p['n'] ?? ''}); ${share(p['top'])} gave one of the two highest answers.`,
  scaleRange: (p: P) =>
    `“${p['best'] ?? ''}” has the highest mean (${figure(p['bestMean'])}), “${p['worst'] ?? ''}” the lowest (${figure(p['worstMean'])}); the scale runs from ${figure(p['low'])} to ${figure(p['high'])}.`,
  numberSummary: (p: P) =>
    `${p['n'] ?? ''} answers; mean ${figure(p['mean'])}, median ${figure(p['median'])}.`,
  rankedFirst: (p: P) =>
    `“${p['label'] ?? ''}” comes first overall: mean rank ${figure(p['meanRank'])}, put first by ${share(p['share'])} (n = ${p['n'] ?? ''}).`,
  textsCount: (p: P) => `${p['valid'] ?? ''} of ${p['n'] ?? ''} responses have something written here.`,
  datesSpan: (p: P) => `${p['n'] ?? ''} dates, from ${p['from'] ?? ''} to ${p['to'] ?? ''}.`,
  notRelated: (p: P) => `The difference is not statistically significant (${pValue(p['p'])}).`,
  relatedWeakly: (p: P) =>
    `The difference is statistically significant (${pValue(p['p'])}), but the association is very weak (V = ${figure(p['v'])}).`,
  relatedModerately: (p: P) =>
    `The difference is statistically significant (${pValue(p['p'])}), with a moderate association (V = ${figure(p['v'])}); this does not show a cause.`,
  relatedStrongly: (p: P) =>
    `The difference is statistically significant (${pValue(p['p'])}), with a strong association (V = ${figure(p['v'])}); this does not show a cause.`,
  meansDiffer: (p: P) =>
    `The two means differ by ${figure(p['difference'])}; “${p['higher'] ?? ''}” is higher. The difference is statistically significant (${pValue(p['p'])}).`,
  meansDoNotDiffer: (p: P) =>
    `The two means differ by ${figure(p['difference'])}; the difference is not statistically significant (${pValue(p['p'])}).`,
  groupsDiffer: (p: P) =>
    `The means of the ${p['groups'] ?? ''} groups are not all equal (${pValue(p['p'])}); the test does not say which differ.`,
  groupsDoNotDiffer: (p: P) =>
    `The means of the ${p['groups'] ?? ''} groups do not differ significantly (${pValue(p['p'])}).`,
}
