/** Personal and sensitive questions: marked, not against a promise, and with a right to refuse. */

import type { Advice, Rule } from './advice.ts'
import { labelsOf, type Asked } from './survey.ts'

export const adviseOnPersonal: Rule = ({ asked, words }) => {
  const promise = words.map((text) => anonymous.exec(text)).find((found) => found !== null)
  return asked.flatMap((one) => {
    const { question } = one
    const at = { name: question.name, row: question.row }
    const named = isTyped(one) ? matchIn(one, personal) : null
    const found: Advice[] = []
    if (named && !question.personal) found.push({ code: 'personalUnmarked', ...at, params: { words: named } })
    if (promise && (named ?? question.personal))
      found.push({ code: 'anonymityContradicted', ...at, params: { words: promise[0] } })
    const touchy = isSensitive(one)
    const mayRefuse = one.choices.some(
      (choice) => choice.missing === 'refused' || labelsOf(choice).some((label) => refuses.test(label)),
    )
    // A rule that asks for an answer only sometimes has been thought about.
    const always = question.required?.kind === 'call' && question.required.name === 'true'
    if (touchy && always && !mayRefuse)
      found.push({ code: 'requiredSensitive', ...at, params: { words: touchy } })
    return found
  })
}

const anonymous = /匿名|不记名|不需要?(填写|留下)(姓名|名字)|无需(署名|实名)|\banonymous(ly)?\b/i
const personal =
  /姓名|名字|电话|手机号|联系方式|身份证|微信号|QQ号|邮箱|电子邮件|住址|家庭地址|详细地址|门牌|银行卡|车牌|签名|\b(full name|your name|phone|mobile|e-?mail|id (card )?number|passport|home address|date of birth)\b/i
const sensitive =
  /收入|工资|薪酬|存款|积蓄|财产|负债|欠款|债务|疾病|患病|病史|残疾|健康状况|宗教|信仰|婚姻|离婚|生育|怀孕|违法|违纪|案底|吸毒|性取向|政治面貌|\b(income|salary|wage|savings|debts?|disease|illness|disab\w+|health status|religio\w+|marital|pregnan\w+|sexual|political)\b/i
const refuses = /不愿意?(回答|透露|填写|说|讲)|拒绝|拒答|不便|不方便|保密|prefer not|refuse|rather not/i

/** The word of a text that asks who somebody is or where to find them, or null. */
export function namesPerson(text: string): string | null {
  return personal.exec(text)?.[0] ?? null
}

/** What is typed can be a name or a number that leads to somebody; a choice among districts does not. */
function isTyped({ question }: Asked): boolean {
  return ['text', 'integer', 'decimal', 'barcode', 'date'].includes(question.type)
}

/** The word for which a question is sensitive, or null. */
export function isSensitive(one: Asked): string | null {
  return matchIn(one, sensitive)
}

function matchIn({ texts }: Asked, pattern: RegExp): string | null {
  for (const text of texts) {
    const found = pattern.exec(text)
    if (found) return found[0]
  }
  return null
}
