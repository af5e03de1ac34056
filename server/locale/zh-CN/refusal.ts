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
  notPlace: '请给出位置的纬度和经度，例如 30.2741 120.1551',
  notDateTime: '请填写有效的日期和时间，例如 2026-06-18 09:30',
  notFile: '无法接收这个文件，请重新选择',
  tooManyRows: (p: P) => `最多 ${p['limit']} 行，请删去一些`,
  tooMuchWork: '按这些回答，表单的计算量超出限度，请删去一些行',
  warning: '请核对这个回答是否正确',
}
