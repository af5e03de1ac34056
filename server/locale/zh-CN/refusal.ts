/** Why an answer is not accepted, and what to do; one entry for each RefusalCode. */

type P = Readonly<Record<string, string | number>>

export const refusal = {
  required: '请回答这道题',
  constraint: '请检查这个回答，它不符合本题的要求',
  notNumber: '请填写数字，例如 12.5',
  notInteger: '请填写整数，例如 12',
  notDate: '请填写有效日期，例如 2026-06-18',
  notTime: '请填写有效时间，例如 09:30',
  notChoice: '请从列出的选项中选择',
  repeatedChoice: '同一选项只能出现一次，请修改',
  rankIncomplete: '请为每一项排出不重复的名次',
  outOfRange: (p: P) => `请填写 ${p['minimum']} 到 ${p['maximum']} 之间的数`,
  tooLong: (p: P) => `文字太长，最多 ${p['limit'] ?? 10000} 个字，请缩短`,
  badText: '文字中有无法保存的字符，请删去后重新填写',
  badShape: '无法识别这个回答，请重新填写',
}
