/** Words of the page of comments on a form. */
type P = Readonly<Record<string, string | number>>
export const comments = {
  title: '同事意见',
  lead: '看得到课题的人都可以对整份表单或某道题提意见；牵头人和组织者处理后标为“已处理”。',
  about: '关于',
  whole: '整份表单',
  words: '意见',
  add: '发表',
  none: '还没有意见。',
  empty: '请写下意见。',
  settled: '已处理',
  settle: '标为已处理',
  reopen: '重新打开',
  gone: (p: P) => `已不在表单里的题目（${p['name']}）`,
}
