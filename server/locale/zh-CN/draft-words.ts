/** What the reader of drafts says it took for granted. */

type P = Readonly<Record<string, string | number>>

export const draftGuesses = {
  skipElseUnderstood: (p: P) =>
    p['first'] === p['last']
      ? `只有第 ${p['number']} 题选“${p['option']}”的才答第 ${p['first']} 题。`
      : `只有第 ${p['number']} 题选“${p['option']}”的才答第 ${p['first']}–${p['last']} 题。`,
  tableGuessed: (p: P) => `这张表按矩阵题理解：${p['rows']} 个项目，${p['columns']} 个选项。`,
  scoresGuessed: (p: P) => `这张表按打分题理解：${p['rows']} 个项目，${p['start']}–${p['end']} 分。`,
  fieldsGuessed: (p: P) => `按 ${p['count']} 道题理解，每个填写处一道。`,
  numberGuessed: (p: P) => `单位是“${p['unit']}”，按数字题理解。`,
  dateGuessed: '有“年、月、日”，按日期题理解。',
  rankGuessed: '题目要求排序，按排序题理解。',
  severalGuessed: '题目问“哪些”，按多选题理解。',
  scaleGuessed: (p: P) => `按 ${p['start']}–${p['end']} 分的打分题理解。`,
  personalGuessed: '按个人信息处理，与答卷分开保存。',
  aloneGuessed: (p: P) => `选了“${p['label']}”就不能再选别的。`,
  paperWords: (p: P) => `“${p['words']}”只在纸上有用，没有放进题目。`,
  shareUnderstood: (p: P) => `按分配题理解，各项合计必须是 ${p['total']}。`,
}
