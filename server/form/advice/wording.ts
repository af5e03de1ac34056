/** Wording: one thing at a time, no answer put into people's mouths, no knots of negations. Patterns, not understanding. */

import type { Advice, Rule } from './advice.ts'
import { isScale } from './scales.ts'
import type { Asked } from './survey.ts'

export const adviseOnWording: Rule = ({ asked }) => asked.flatMap((one) => adviceOn(one))

function adviceOn(one: Asked): readonly Advice[] {
  const { question, texts } = one
  const at = { name: question.name, row: question.row }
  const found: Advice[] = []
  const leads = firstMatch(texts, leading)
  if (leads) found.push({ code: 'leading', ...at, params: { words: leads[0] } })
  const knot = firstMatch(texts, doubleNegative)
  if (knot) found.push({ code: 'doubleNegative', ...at, params: { words: knot[0] } })
  const pair = isJudged(one) ? twoThings(texts, one.matrix !== null) : null
  if (pair) found.push({ code: 'doubleBarrelled', ...at, params: { first: pair[0], second: pair[1] } })
  return found
}

/** Only where one answer is given about all that is named. */
function isJudged({ question, choices }: Asked): boolean {
  if (question.type === 'range') return true
  if (question.type !== 'select_one') return false
  return isScale(choices) || choices.length === 2
}

const leading: readonly RegExp[] = [
  /众所周知|大家都(知道|认为|说)|难道|显然|毫无疑问|不可否认|您?是不是也|您?是否也(认为|觉得|同意)/,
  /(不|没)(觉得|认为|感到).{0,20}吗|应该.{0,16}(对吧|对吗|是吧|吧)[？?]?$|(好|对|是)(吧|不好)[？?]$/,
  /(先进|优秀|优质|卓越|一流|卓有成效|深受欢迎)的.{0,16}(是否|满意|怎么样|如何)/,
  // The weight of others, of office, or of a good cause, put before the question.
  /(大多数|绝大多数|绝大部分|多数|许多|很多)(的)?(人|群众|居民|职工|干部|专家|家长|企业)(都)?(认为|觉得|支持|赞成|同意|表示)/,
  /(专家|研究|调查|上级|中央|文件)(都|已经?)?(认为|指出|表明|证明|要求|强调)[^？?]{0,30}[，,][^？?]{0,20}(您|你)/,
  /(惠民|利民|便民|民心|德政|暖心)(好)?(工程|政策|举措|实事|措施)[^？?]{0,16}(是否|满意|支持|赞成|认可)/,
  /(作为|身为)一?(名|位|个)?[^，,]{0,6}(党员|公民|干部|市民|居民)[，,]/,
  // 「您有多满意」 takes for granted that one is.
  /(有多|多么)(么)?(满意|支持|喜欢|赞成|认可|信任)/,
  /\b(don'?t|wouldn'?t|isn'?t|aren'?t|shouldn'?t) (you|it|we|they)\b|\bobviously\b|\bas (everyone|we all) knows?\b|\bsurely\b|\bof course\b|\bdo you agree that\b/i,
  /\b(most|many|the majority of) (people|residents|experts|parents|staff)\b.{0,12}\b(agree|think|believe|say|support)\b|\b(experts|studies|research) (say|agree|show|prove)s?\b|\bas a (good|responsible|loyal)\b/i,
  /\bhow much do you (like|love|support|enjoy|trust|approve)\b|\b(our|this|the) (excellent|outstanding|first-class|popular|successful)\b/i,
]

const doubleNegative: readonly RegExp[] = [
  /不是不|并非不|没有不|未尝不|不无|(不|反对|禁止|取消|拒绝)[^，。,；]{0,10}不(?!同|仅|但|断|少|足|久|久前|过|得|管|论|错|满意|清楚|知|了解|太)|不(同意|赞成|认为|觉得)[^，。,；]{0,12}(不|没有|禁止|取消)/,
  /\b(not|never)\b[^,.;]{0,30}\b(not|never|no|unless|without|un\w{4,})\b/i,
]

function firstMatch(texts: readonly string[], patterns: readonly RegExp[]): RegExpExecArray | null {
  for (const text of texts)
    for (const pattern of patterns) {
      const found = pattern.exec(text)
      if (found) return found
    }
  return null
}

const thing = '(?:(?!的)[\\u4e00-\\u9fff]){2,8}?'
const chinese = new RegExp(
  `(?:对|的|，|,|、|^)(${thing})(?:和|与|及|以及|并且|而且|、)(${thing})(?:是否|(?:都|的)?(?:感到|感觉)?(?:是否)?(?:满意|满意度|评价|看法|效果|质量|水平)|怎么样|如何|好不好|及时吗|合理吗)`,
)
/** A row of a matrix is all that is judged: 「卫生和治安」, “price and quality”. */
const row = /^((?:(?!的)[\u4e00-\u9fff]){2,6})(?:和|与|及|以及)((?:(?!的)[\u4e00-\u9fff]){2,6})$/
const englishRow = /^(?:the )?(\w{4,}(?: \w+)?) and (?:the )?(\w{4,}(?: \w+)?)$/i
const english =
  /\b(?:with|of|is|are|rate)\s+(?:the\s+|our\s+|your\s+)?(\w+(?:\s\w+)?)\s+and\s+(?:the\s+)?(\w+(?:\s\w+)?)\s*(?:[?？]|$|\bof\b|\bin\b|\bat\b|\b(?:satisf|good|fast|fair|easy|clear))/i

/** Words that are said together and mean one thing. */
const together =
  /^(?:您|你|家人|父母|党委|政府|群众|干部|经济|社会|教育|医疗|衣食|住行|水|电|安全|稳定|公平|公正|公开|简单|方便|便捷|高效|热情|周到|干净|整洁)$/

function twoThings(texts: readonly string[], inMatrix: boolean): readonly [string, string] | null {
  for (const text of texts) {
    const whole = inMatrix ? (row.exec(text.trim()) ?? englishRow.exec(text.trim())) : null
    const found = whole ?? chinese.exec(text) ?? english.exec(text)
    const [first, second] = [found?.[1] ?? '', found?.[2] ?? '']
    if (first !== '' && second !== '' && !together.test(first) && !together.test(second))
      return [first, second]
  }
  return null
}
