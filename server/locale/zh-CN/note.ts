/** Remarks below tables: how figures were made, and why some are not shown. */
import { figure } from '../figures.ts'

type P = Readonly<Record<string, string | number>>
export const note = {
  noAnswers: '还没有有效回答。',
  tooFew: (p: P) => `只有 ${p['n'] ?? ''} 个有效回答，不足以计算标准差。`,
  tooFewToShow: '人数太少，为保护答卷人，这里不显示数字。',
  crossTooSmall: '交叉后有的格子人数太少，无法合并到足够大，为保护答卷人不显示此表。',
  filterTooSmall: '这一组（或其余人）人数太少，为保护答卷人，不能按它筛选。',
  filterUnknown: '没有这个筛选条件。',
  merged: '为保护答卷人，人数太少的类别已与其他类别合并，合并部分不再分列。',
  hiddenCells: '为保护答卷人，人数太少的数字以及可由此推算的数字不显示。',
  minMaxHidden: '为保护答卷人，不显示最小值和最大值。',
  rounded: (p: P) => `为保护答卷人，数值按 ${figure(p['step'])} 取整。`,
  roundedGroups: '为保护答卷人，各组的平均值和标准差已取整，人数太少的组已合并。',
  firstChoicesOnly: '为保护答卷人，只显示排在第一位的人数。',
  wilsonInterval: '概率样本：百分比附 95% 置信区间（Wilson 法，按简单随机抽样计算）。',
  nonProbability: '非概率样本：结果只说明参与答卷的人，不能推断总体，因此不给出置信区间。',
  census: '普查：结果即全体的情况，不给出抽样置信区间。',
  assumesRandomSample: '非概率样本，检验假定随机样本，结果仅供参考。',
  censusTest: '普查没有抽样误差；检验把数据视作随机样本，仅供参考。',
  severalChoices: '可多选：占答题人数的百分比相加可超过 100%。',
  scoresGiven: (p: P) =>
    `按选项的分值 ${figure(p['low'])}～${figure(p['high'])} 计算平均值；不清楚、拒答、不适用不计入。`,
  scoresByOrder: (p: P) =>
    `选项从前到后依次计 ${figure(p['low'])}～${figure(p['high'])} 分，据此计算平均值；不清楚、拒答、不适用不计入。`,
  binsClosedLeft: '每个区间含左端点，不含右端点。',
  rankMeaning: (p: P) =>
    `共 ${p['n'] ?? ''} 人排序。平均名次只计排了该项的人，越小越靠前；博尔达得分越大越靠前，未排的计 0 分。`,
  smallExpected: (p: P) =>
    `有 ${p['cells'] ?? ''} 个格子（共 ${p['of'] ?? ''} 个）的期望频数小于 5，最小为 ${figure(p['min'])}，卡方检验只是粗略近似。`,
  oneCategory: '只有一行或一列有数据，无法检验。',
  missingLeftOut: (p: P) => `有 ${p['n'] ?? ''} 份答卷在其中一题没有有效回答，未计入。`,
  missingIncluded: '表中包括未作答等情况，使各表的合计一致。',
  groupsLeftOut: (p: P) => `有 ${p['count'] ?? ''} 组只有一个值，未参加检验。`,
  needsTwoGroups: '至少要有两组、每组至少两个值，才能检验。',
  noVariation: '有的组内数值全部相同，无法检验。',
  sameVariable: '请选择两个不同的题目。',
  cannotCross: '开放题、多选题整题和排序题整题不能直接交叉，请选择其中一个选项；两个数值题也不能交叉。',
  tooManyCategories: (p: P) => `类别超过 ${p['limit'] ?? ''} 个，无法列成表格。`,
}
