/** 抽样设计估计的用语：表头、读数、说明，以及设计做不到的事。 */

import type { DesignProblem } from '../../../analysis/design/design-error.ts'

type P = Readonly<Record<string, string | number>>

export const designHeadings = {
  missingN: '缺失',
  weightedBase: '加权基数',
  standardError: '标准误',
  designEffect: '设计效应',
  effectiveN: '有效样本量',
  percentile: '总体占比',
  weights: '权重',
  term: '变量',
  oddsRatio: '优势比',
  wave: '期次',
  earlier: '前期',
  later: '后期',
  change: '变化',
}

const problems = {
  designEmpty: '没有数据，无法建立抽样设计。',
  designMissing: (p: P) => `第 ${p['row']} 行的“${p['what']}”没有值；抽样设计要求每一行都有。`,
  designLength: (p: P) => `“${p['what']}”的行数与数据不一致。`,
  weightsMissing: (p: P) => `第 ${p['row']} 行没有权重。`,
  weightsNegative: (p: P) => `第 ${p['row']} 行的权重为负数。`,
  weightsZero: '权重全部为 0，无法估计。',
  weightsInfinite: (p: P) => `第 ${p['row']} 行的权重为无穷大。`,
  onePsu: '设计中只有一个抽样单位，无法估计抽样误差。',
  clustersNotNested: (p: P) =>
    `群“${p['cluster']}”既在“${p['other']}”层，又在“${p['stratum']}”层。如果各层的群编号会重复，请在设计中注明。`,
  fpcMixed: '总体规模与抽样比混在一起：请统一填规模（不小于 1）或抽样比（不大于 1）。',
  fpcTooSmall: (p: P) =>
    `“${p['stratum']}”层第 ${p['stage']} 阶段：总体数（${p['population']}）小于样本数（${p['sampled']}）。`,
  fpcStages: (p: P) => `设计有 ${p['stages']} 个阶段，却给了 ${p['given']} 个阶段的总体规模。`,
  ppsFractions: '不等概率抽样请填入样概率（不大于 1），不要填总体规模。',
  ppsStages: 'Overton 的不等概率算法只适用于一个阶段。',
  lonelyPsu: (p: P) =>
    `“${p['stratum']}”层在第 ${p['stage']} 阶段只有一个抽样单位。请与相近的层合并，或选定这类层的处理办法。`,
  jackknifeStrata: 'JK1 用于不分层的设计，JKn 用于分层的设计。',
  jackknifeFpc: '同一层内的总体规模不一致，无法生成刀切权重。',
  replicatesNone: '没有复制权重。',
  replicatesMany: '复制权重太多，内存放不下；请使用线性化的标准误。',
  replicateScale: '复制权重缺少比例系数，或系数与权重个数不符。',
  pairsNeeded: (p: P) => `半样本法要求每层恰有两个抽样单位；“${p['stratum']}”层有 ${p['units']} 个。`,
  marginMissing: (p: P) => `边际“${p['margin']}”：第 ${p['row']} 行没有值。请先补齐或去掉这些行。`,
  marginUnobserved: (p: P) => `边际“${p['margin']}”：样本中没有“${p['level']}”的人。请与其他类合并。`,
  marginUnknown: (p: P) => `边际“${p['margin']}”：样本中有“${p['level']}”，但没有给出它的总体数。`,
  marginZero: (p: P) => `边际“${p['margin']}”：“${p['level']}”的总体数为 0 或不是数字，而样本中有这一类。`,
  rakingFailed: (p: P) =>
    `迭代 ${p['cycles']} 轮后仍未收敛；差得最多的是边际“${p['margin']}”中的“${p['level']}”。`,
  rakingContradiction: (p: P) =>
    `各边际互相矛盾：其他边际吻合时，边际“${p['margin']}”中的“${p['level']}”对不上。`,
  calibrationMissing: (p: P) => `校准：第 ${p['row']} 行的“${p['variable']}”没有值。`,
  calibrationTotals: (p: P) => `校准：“${p['variable']}”的总体总量不是数字。`,
  calibrationDependent: (p: P) => `校准：“${p['variable']}”可由其他变量推出，请去掉。`,
  calibrationBounds: '校准：上下界必须在 1 的两侧，logit 距离要求两个界都给出。',
  calibrationFailed: (p: P) => `校准未收敛：“${p['variable']}”的总量无法满足。请放宽上下界或核对总量。`,
  trimImpossible: (p: P) => `权重无法截到 ${p['lower']}–${p['upper']}：没有人可以承接截下的部分。`,
  classWithoutResponse: (p: P) => `“${p['class']}”类中没有人作答。请与相近的类合并。`,
  infiniteValue: (p: P) => `第 ${p['row']} 行有无穷大的值。`,
  termUnknown: (p: P) => `模型中没有“${p['term']}”。`,
  termsDependent: (p: P) => `“${p['term']}”可由模型中的其他变量推出，请去掉。`,
  outcomeNotBinary: (p: P) => `逻辑回归的因变量只能是 0 和 1；第 ${p['row']} 行不是。`,
  separation: '变量的某种组合把两种结果完全分开，效应无法估计。请合并类别或去掉一个变量。',
  regressionFailed: '回归未收敛。',
  needsTwoLevels: (p: P) => `“${p['variable']}”在这些数据中只有一个类别。`,
  wavesDiffer: '各期的抽样方式（阶段、分层、权重）不同，不能并入同一个设计。',
} satisfies Readonly<Record<DesignProblem, string | ((p: P) => string)>>

export const designSentences = {
  ...problems,
  designMean: (p: P) =>
    `“${p['label']}”的总体平均数估计为 ${p['mean']}（95% 置信区间 ${p['from']} 至 ${p['to']}，n = ${p['n']}）。`,
  designNoError: (p: P) => `“${p['label']}”无法给出置信区间：抽样单位太少。`,
  designShare: (p: P) =>
    `选择最多的是“${p['label']}”，估计占总体的 ${p['percent']}%（95% 置信区间 ${p['lower']}%–${p['upper']}%，n = ${p['n']}）。`,
  designWeightedBase: (p: P) => `百分比为加权结果：${p['n']} 份回答代表 ${p['base']}。`,
  designLogit: '百分比的区间为 95% 置信区间，按对数优势计算，自由度取自抽样设计。',
  designEffective: (p: P) =>
    `由于权重不等，这 ${p['n']} 份回答在估计平均数时大约相当于 ${p['effective']} 份等权的回答。`,
  designWideWeights: (p: P) => `最大权重是最小权重的 ${p['ratio']} 倍，可考虑截尾。`,
  designMissingRows: (p: P) => `没有值的 ${p['n']} 行未参与计算；抽样设计仍按全部样本。`,
  designNonProbability: '非概率样本：加权数字只描述填答的人，不给标准误、置信区间和检验。',
  designReplicates: (p: P) => `标准误由 ${p['count']} 组复制权重（${p['type']}）算出，自由度 ${p['df']}。`,
  designStratified: (p: P) => `抽样设计：${p['strata']} 层共 ${p['psus']} 个抽样单位，自由度 ${p['df']}。`,
  designUnstratified: (p: P) => `抽样设计：不分层，共 ${p['psus']} 个抽样单位，自由度 ${p['df']}。`,
  designStages: (p: P) => `标准误计入了 ${p['stages']} 个抽样阶段。`,
  designCorrected: '标准误考虑了抽取部分占总体的比例。',
  designWithReplacement: '标准误按有放回抽取抽样单位计算。',
  designAdjusted: '标准误考虑了权重已按总体总量调整。',
  designLonely_remove: (p: P) => `${p['strata']} 个只有一个抽样单位的层不计入标准误。`,
  designLonely_certainty: (p: P) => `${p['strata']} 个只有一个抽样单位的层视为必选，不计入标准误。`,
  designLonely_adjust: (p: P) =>
    `${p['strata']} 个只有一个抽样单位的层与全部单位的平均数比较，标准误会偏大。`,
  designLonely_average: (p: P) => `${p['strata']} 个只有一个抽样单位的层按其他层的平均计。`,
  designNoDegrees: '抽样单位太少，无法计算标准误和检验。',
  designFewDegrees: (p: P) => `自由度只有 ${p['df']}，标准误本身也不很可靠。`,
  designRowPercents: '行百分比为加权结果，n 为人数。',
  designRaoScott: '检验：皮尔逊卡方，按抽样设计作 Rao–Scott 二阶校正。',
  designNoTest: '这里无法检验：组数、抽样单位太少，或没有差别。',
  designRelated: (p: P) =>
    `在总体中两者很可能有关联（按抽样设计检验，p ${p['p']}，n = ${p['n']}）；这不说明因果。`,
  designNotRelated: (p: P) => `样本没有显示两者有关联（按抽样设计检验，p ${p['p']}，n = ${p['n']}）。`,
  designMeansDiffer: (p: P) =>
    `平均数之差超出了抽样误差：“${p['higher']}”高 ${p['difference']}（p ${p['p']}）。`,
  designMeansAlike: (p: P) => `平均数的差异在统计上不显著（p ${p['p']}）。`,
  designSecondMinusFirst: (p: P) => `差值为“${p['second']}”减“${p['first']}”。`,
  designTermsClear: (p: P) =>
    `其他变量相同时，与“${p['outcome']}”有关联的是：${p['terms']}（p 小于 0.05，n = ${p['n']}）。这是关联，不是因果。`,
  designTermsUnclear: (p: P) => `其他变量相同时，没有变量与“${p['outcome']}”有明显关联（n = ${p['n']}）。`,
  designLogistic: (p: P) =>
    `逻辑回归，标准误按抽样设计计算；n = ${p['n']}，自由度 ${p['df']}。最后两列为优势比的上下限。`,
  designLinear: (p: P) => `线性回归，标准误按抽样设计计算；n = ${p['n']}，自由度 ${p['df']}。`,
  designTotal: (p: P) =>
    `“${p['label']}”的总体总量估计为 ${p['total']}（95% 置信区间 ${p['from']} 至 ${p['to']}，n = ${p['n']}）。`,
  designTotalMissing: '总量不含没有值的人，因此会按其比例偏小。',
  designRatio: (p: P) =>
    `${p['label']} 在总体中估计为 ${p['ratio']}（95% 置信区间 ${p['from']} 至 ${p['to']}，n = ${p['n']}）。`,
  designNoRatio: '分母合计为 0，没有比值。',
  designMedian: (p: P) =>
    `总体中约一半的“${p['label']}”不超过 ${p['median']}（95% 置信区间 ${p['from']} 至 ${p['to']}，n = ${p['n']}）。`,
  designWoodruff: '分位数的区间为 95% 置信区间，按 Woodruff 法在对数优势上计算。',
  designRanksDiffer: (p: P) =>
    `各组分布的差异超出了抽样误差（按抽样设计的秩检验，p ${p['p']}，n = ${p['n']}）。`,
  designRanksAlike: (p: P) =>
    `各组分布的差异在统计上不显著（按抽样设计的秩检验，p ${p['p']}，n = ${p['n']}）。`,
  designWilcoxon: '检验：Wilcoxon 秩检验，秩按总体估计。',
  designKruskal: '检验：Kruskal–Wallis 秩检验，秩按总体估计。',
  designKappa: (p: P) => `总体中超出机遇的一致程度：Kappa 为 ${p['kappa']}（n = ${p['n']}）。`,
  designAlpha: (p: P) => `这 ${p['items']} 个题目在总体中的克朗巴赫 α 为 ${p['alpha']}（n = ${p['n']}）。`,
  needsTwoWaves: '至少要有两期才能看变化。',
  designHolm: '多个变化的 p 值已按 Holm 法校正。',
  designPoints: '百分比的变化以百分点计。',
  trendUnclear: (p: P) => `从“${p['earlier']}”到“${p['later']}”的变化在统计上不显著（p ${p['p']}）。`,
  trendMeanRose: (p: P) =>
    `从“${p['earlier']}”到“${p['later']}”，平均数上升了 ${p['change']}（p ${p['p']}）。`,
  trendMeanFell: (p: P) =>
    `从“${p['earlier']}”到“${p['later']}”，平均数下降了 ${p['change']}（p ${p['p']}）。`,
  trendShareRose: (p: P) =>
    `从“${p['earlier']}”到“${p['later']}”，比例上升了 ${p['change']} 个百分点（p ${p['p']}）。`,
  trendShareFell: (p: P) =>
    `从“${p['earlier']}”到“${p['later']}”，比例下降了 ${p['change']} 个百分点（p ${p['p']}）。`,
}
