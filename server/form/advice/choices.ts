/** Lists of choices: is there a place for everybody, and is the list short enough to be read to its end? */

import type { Advice, AdviceCode, Rule } from './advice.ts'
import { bandsOf } from './bands.ts'
import { isScale } from './scales.ts'
import { allOf, labelsOf, substantive, wayOut, type Asked } from './survey.ts'

/** Readers choose more often what stands at the top, and listeners what they heard last. */
const longList = 12

export const adviseOnChoices: Rule = ({ asked }) => asked.flatMap((one) => adviceOn(one))

function adviceOn(one: Asked): readonly Advice[] {
  const { question, choices, matrix, texts } = one
  if (question.type !== 'select_one' && question.type !== 'select_multiple') return []
  const found: [AdviceCode, Advice['params']][] = []
  const real = substantive(choices)
  const labels = choices.flatMap(labelsOf)
  const scale = isScale(choices)
  const ordered = scale || bandsOf(choices) !== null || real.every((choice) => labelsOf(choice).some(isPlain))
  if (
    !ordered &&
    real.length >= 4 &&
    lists.test(texts.join('\n')) &&
    !labels.some((label) => other.test(label) || none.test(label))
  )
    found.push(['missingOther', {}])
  if (
    question.type === 'select_multiple' &&
    question.required &&
    !labels.some((label) => none.test(label) || wayOut.test(label)) &&
    mayBeNone.test(texts.join('\n'))
  )
    found.push(['missingNone', {}])
  const judged = scale && question.required && matrix === null && judges.test(texts.join('\n'))
  if (judged && real.length === choices.length) found.push(['missingDontKnow', {}])
  const fixed =
    !question.randomize && question.choiceFilter === null && !question.appearance.includes('autocomplete')
  if (!ordered && real.length >= longList && fixed && !isKnownOrder(one))
    found.push(['longList', { count: real.length }])
  return found.map(([code, params]) => ({ code, name: question.name, row: question.row, params }))
}

const lists =
  /原因|为什么|哪些|哪[一]?类|哪[一]?种|哪方面|什么(困难|问题|方式|途径|渠道|原因)|主要困难|主要问题|通过.{0,6}(渠道|途径|方式)|\b(which of|why|(main|most important) (reasons?|problems?|difficult\w*)|how did you (learn|hear|find))\b/i
const other = /其他|其它|另有|以上都|都没有|都不|\b(other|none of)\b/i
const none = /没有|都不|以上都|无$|^无|未(参加|使用|遇到)|\bnone\b|\bno problem/i
const mayBeNone =
  /困难|问题|不满|不足|参加过|使用过|遇到|享受过|接受过|患有|\b(problems?|difficult|used|attended|received)\b/i
const judges = /满意|评价|效果|质量|怎么样|如何|落实|\b(satisf|rate|quality|how (good|well))\w*/i

/** 1, 2, 3 … and the like have an order of their own. */
function isPlain(label: string): boolean {
  return /^\d+([.．、分级岁年次])?$/.test(label.trim())
}

/** Places, months, schooling and the like are looked up, not read from the top. */
function isKnownOrder({ question, texts }: Asked): boolean {
  const words = [...texts, ...allOf(question.hint)].join('\n')
  return /省|市|县|区|乡|镇|村|街道|社区|单位|部门|月份|年份|学历|文化程度|年级|职务|职称|行业|民族|\b(province|city|county|district|month|year|education|country|occupation|industry)\b/i.test(
    words,
  )
}
