/** 主要发现：句子、数字和来源说明。 */

type P = Readonly<Record<string, string | number>>

const by = (p: P) => (p['by'] === '' ? '' : `（按“${p['by']}”比较）`)

export const findings = {
  claim: {
    strongest: (p: P) => `“${p['group']}”的 ${p['items']} 项中，“${p['item']}”得分最高`,
    weakest: (p: P) => `“${p['group']}”的 ${p['items']} 项中，“${p['item']}”得分最低`,
    leading: (p: P) => `“${p['question']}”：选“${p['choice']}”的最多`,
    gapMean: (p: P) => `“${p['question']}”：“${p['high']}”的平均值高于“${p['low']}”${by(p)}`,
    gapShare: (p: P) =>
      `“${p['question']}”：选“${p['choice']}”的比例，“${p['high']}”高于“${p['low']}”${by(p)}`,
    sourcesMean: (p: P) => `来源不一致。“${p['question']}”：“${p['high']}”的平均值高于“${p['low']}”${by(p)}`,
    sourcesShare: (p: P) =>
      `来源不一致。“${p['question']}”：选“${p['choice']}”的比例，“${p['high']}”高于“${p['low']}”${by(p)}`,
    riseMean: (p: P) => `“${p['question']}”的平均值，“${p['later']}”比“${p['earlier']}”上升`,
    fallMean: (p: P) => `“${p['question']}”的平均值，“${p['later']}”比“${p['earlier']}”下降`,
    riseShare: (p: P) =>
      `“${p['question']}”：选“${p['choice']}”的比例，“${p['later']}”比“${p['earlier']}”上升`,
    fallShare: (p: P) =>
      `“${p['question']}”：选“${p['choice']}”的比例，“${p['later']}”比“${p['earlier']}”下降`,
    notes: (p: P) => `“${p['title']}”共 ${p['n']} 份记录，谈得最多的是“${p['theme']}”`,
    notesOnly: (p: P) => `“${p['title']}”共 ${p['n']} 份记录`,
    open: (p: P) => `“${p['question']}”的开放回答中，常提到：${p['words']}`,
  },
  figure: {
    mean: (p: P) => `“${p['label']}”平均 ${p['mean']}（n = ${p['n']}）`,
    meanInterval: (p: P) =>
      `“${p['label']}”平均 ${p['mean']}（95% 置信区间 ${p['from']} 至 ${p['to']}，n = ${p['n']}）`,
    share: (p: P) => `“${p['label']}”${p['share']}%（n = ${p['n']}）`,
    shareInterval: (p: P) =>
      `“${p['label']}”${p['share']}%（95% 置信区间 ${p['lower']}% 至 ${p['upper']}%，n = ${p['n']}）`,
    topTwo: (p: P) => `最高两档占 ${p['share']}%`,
    topTwoInterval: (p: P) => `最高两档占 ${p['share']}%（95% 置信区间 ${p['lower']}% 至 ${p['upper']}%）`,
    aboveOthers: (p: P) => `比其余各项的平均高 ${p['difference']}`,
    belowOthers: (p: P) => `比其余各项的平均低 ${p['difference']}`,
    nextChoice: (p: P) => `其次“${p['choice']}”${p['share']}%`,
    points: (p: P) => `相差 ${p['points']} 个百分点`,
    pointsInterval: (p: P) => `相差 ${p['points']} 个百分点（95% 置信区间 ${p['lower']} 至 ${p['upper']}）`,
    difference: (p: P) => `相差 ${p['difference']}`,
    differenceInterval: (p: P) => `相差 ${p['difference']}（95% 置信区间 ${p['from']} 至 ${p['to']}）`,
    themes: (p: P) => `${p['themes']}（共 ${p['n']} 份）`,
    quotes: (p: P) => `同意引用的原话 ${p['n']} 条`,
    wrote: (p: P) => `${p['n']} 人写了意见`,
    wroteMany: (p: P) => `至少 ${p['n']} 人写了意见`,
  },
  theme: (p: P) => `${p['label']} ${p['n']} 份`,
  word: (p: P) => `“${p['word']}”（${p['n']} 人）`,
  wordMany: (p: P) => `“${p['word']}”（至少 ${p['n']} 人）`,
  join: '；',
  colon: '：',
  end: '。',
  label: {
    probability: '',
    complex: '复杂概率样本，尚未按抽样设计和权重估计',
    quota: '非概率样本，只说明作答者',
    open: '非概率样本，只说明作答者',
    organised: '非概率样本，只说明作答者',
    census: '普查',
    notes: '记录的归纳，不代表全体',
  },
  test: (p: P) =>
    `在 ${p['tried']} 次比较中经 Holm 校正，p ${p['p']}；效应量 ${p['measure']} = ${p['effect']}`,
  testAssumes: '假定随机样本',
  testComplex: '方差按设计效应 2 放大',
  edited: (p: P) => `文字由${p['person']}于 ${p['day']} 修改，数字为实时数字`,
}
