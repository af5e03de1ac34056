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
  shareWithoutItems: '分配题要有两个以上的项目。请在下面写“口味____分 价格____分”。',
  shareUnderstood: (p: P) => `按分配题理解，各项合计必须是 ${p['total']}。`,
}

/** What was understood, question by question, and the clicks that correct it. */
export const readBack = {
  title: '识别结果',
  lead: '逐题核对。标“请核对”的是推测，不对就点按钮改，左边的文字会同时加上标记，其他文字不动。',
  check: '请核对',
  checkCount: (p: P) => `${p['count']} 处推测，请核对`,
  required: '必答',
  personal: '个人信息',
  rows: (p: P) => `${p['count']} 个项目`,
  options: (p: P) => `${p['count']} 个选项`,
  when: (p: P) => `如果${p['condition']}，才显示`,
  change: '改为…',
  toLine: '看原文',
  pasted: '已读入 Word 的编号、表格和方框。请核对识别结果。',
  kind: {
    select_one: '单选',
    select_multiple: '多选',
    rank: '排序',
    text: '填空',
    multiline: '简答',
    integer: '整数',
    decimal: '数字',
    date: '日期',
    time: '时间',
    range: '打分',
    matrix: '矩阵单选',
    matrixSeveral: '矩阵多选',
    scores: '逐项打分',
    shares: '分配',
  },
  fix: {
    select_one: '改为单选',
    select_multiple: '改为多选',
    rank: '改为排序',
    text: '改为填空',
    multiline: '改为简答',
    integer: '改为数字',
    date: '改为日期',
    range: '改为打分',
    required: '设为必答',
    optional: '不必答',
    personal: '是个人信息',
    impersonal: '不是个人信息',
    alone: '选它不能选别的',
    together: '可以和别的一起选',
    substantive: '算有效回答',
    unskipped: '不要跳转',
    asked: '这是题目',
    offered: '这是选项',
    said: '这是说明',
  },
}
