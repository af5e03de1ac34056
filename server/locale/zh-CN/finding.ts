/** One-sentence readings of results; none says more than the figures do. */
import { figure, pValue, share } from '../figures.ts'

type P = Readonly<Record<string, string | number>>
export const finding = {
  topChoice: (p: P) =>
    `在有效回答的 ${p['n'] ?? ''} 人中，选“${p['label'] ?? ''}”的最多，占 ${share(p['percent'])}。`,
  topChoiceInterval: (p: P) =>
    `在有效回答的 ${p['n'] ?? ''} 人中，选“${p['label'] ?? ''}”的最多，占 ${share(p['percent'])}（95% 置信区间 ${share(p['lower'])}～${share(p['upper'])}）。`,
  tiedTop: (p: P) =>
    `在有效回答的 ${p['n'] ?? ''} 人中，“${p['labels'] ?? ''}”并列最多，各占 ${share(p['percent'])}。`,
  topSelected: (p: P) =>
    `答题的 ${p['n'] ?? ''} 人中，选“${p['label'] ?? ''}”的最多，占 ${share(p['percent'])}（可多选）。`,
  topTwoSelected: (p: P) =>
    `答题的 ${p['n'] ?? ''} 人中，选“${p['label'] ?? ''}”的最多，占 ${share(p['percent'])}；其次是“${p['second'] ?? ''}”，占 ${share(p['secondPercent'])}（可多选）。`,
  tiedSelected: (p: P) =>
    `答题的 ${p['n'] ?? ''} 人中，“${p['labels'] ?? ''}”并列最多，各占 ${share(p['percent'])}（可多选）。`,
  scaleMean: (p: P) =>
    `平均 ${figure(p['mean'])} 分（${figure(p['low'])}～${figure(p['high'])} 分，n = ${p['n'] ?? ''}）。`,
  scaleMeanTop: (p: P) =>
    `平均 ${figure(p['mean'])} 分（${figure(p['low'])}～${figure(p['high'])} 分，n = ${p['n'] ?? ''}），选最高两档的占 ${share(p['top'])}。`,
  scaleRange: (p: P) =>
    `各项中，“${p['best'] ?? ''}”平均分最高（${figure(p['bestMean'])}），“${p['worst'] ?? ''}”最低（${figure(p['worstMean'])}）；分值范围 ${figure(p['low'])}～${figure(p['high'])}。`,
  numberSummary: (p: P) =>
    `${p['n'] ?? ''} 人作答，平均 ${figure(p['mean'])}，中位数 ${figure(p['median'])}。`,
  rankedFirst: (p: P) =>
    `综合名次最靠前的是“${p['label'] ?? ''}”：平均名次 ${figure(p['meanRank'])}，${share(p['share'])} 的人把它排在第一（n = ${p['n'] ?? ''}）。`,
  textsCount: (p: P) => `${p['n'] ?? ''} 份答卷中，${p['valid'] ?? ''} 份写了内容。`,
  datesSpan: (p: P) => `${p['n'] ?? ''} 个日期，从 ${p['from'] ?? ''} 到 ${p['to'] ?? ''}。`,
  notRelated: (p: P) => `差异在统计上不显著（${pValue(p['p'])}）。`,
  relatedWeakly: (p: P) => `差异在统计上显著（${pValue(p['p'])}），但关联很弱（V = ${figure(p['v'])}）。`,
  relatedModerately: (p: P) =>
    `差异在统计上显著（${pValue(p['p'])}），关联程度中等（V = ${figure(p['v'])}）；这不说明因果。`,
  relatedStrongly: (p: P) =>
    `差异在统计上显著（${pValue(p['p'])}），关联较强（V = ${figure(p['v'])}）；这不说明因果。`,
  meansDiffer: (p: P) =>
    `两组均值相差 ${figure(p['difference'])}，“${p['higher'] ?? ''}”较高，差异在统计上显著（${pValue(p['p'])}）。`,
  meansDoNotDiffer: (p: P) =>
    `两组均值相差 ${figure(p['difference'])}，差异在统计上不显著（${pValue(p['p'])}）。`,
  groupsDiffer: (p: P) =>
    `${p['groups'] ?? ''} 组的均值不全相同，差异在统计上显著（${pValue(p['p'])}）；检验没有说明是哪几组不同。`,
  groupsDoNotDiffer: (p: P) => `${p['groups'] ?? ''} 组均值的差异在统计上不显著（${pValue(p['p'])}）。`,
}
