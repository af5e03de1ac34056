/** Skip notes: （选B跳至第5题）, `→跳至第8题`, (if B, go to 5), （第3题选A者回答）. */

import { hanNumber } from './numbering.ts'
import type { Condition, DraftOption, Jump, JumpTarget } from './draft.ts'

const go =
  '(?:跳(?:转|答|过|到|至|问)?(?:至|到|答)?|转(?:至|到|问)|请到|(?:继续|直接)?(?:回答|填写|作答|答)(?=\\s*(?:第|Q|问题))|(?:please )?(?:go|skip|jump|proceed|move)(?: directly| straight)? to(?: the)?)'
const where =
  '(?:第|问题|Q|question|题)?\\s*(\\d{1,3}|[一二三四五六七八九十]{1,3}(?=\\s*题)|问卷(?:结尾|结束|末尾)|结束(?:问卷|答题|作答|调查)?|末尾|end(?: of (?:the )?(?:survey|questionnaire))?)\\s*(?:题|问)?'
const end =
  '(?:结束(?:问卷|答题|作答|调查|访问)|终止(?:问卷|答题|作答|调查|访问)|end (?:the )?(?:survey|questionnaire|interview))'

const optionJump = new RegExp(
  `\\s*(?:[（(【[［]|→|➔|⇒|=+>|-+>|——|,|，)?\\s*(?:请|则|直接|继续|若选此项|选此项|选择此项|,|，)*\\s*(?:${go}\\s*${where}|(${end}))(?:继续)?(?:开始)?(?:作答|回答|填写|答题)?\\s*[.。]?\\s*[)）】\\]］]?\\s*$`,
  'i',
)

/** Takes a jump off the end of an option's words: `B. 否（跳至第5题）`. */
export function takeJump(words: string): { readonly text: string; readonly target: JumpTarget | null } {
  const found = optionJump.exec(words)
  if (!found || found.index === 0) return { text: words, target: null }
  return { text: words.slice(0, found.index).trim(), target: targetOf(found[1]) }
}

function targetOf(words: string | undefined): JumpTarget {
  if (words === undefined) return 'end'
  if (/^\d+$/.test(words)) return Number(words)
  return /^[一二三四五六七八九十]+$/.test(words) ? hanNumber(words) : 'end'
}

const quoted = '(?:["“「『][^"“”「」『』]{1,30}["”」』]\\s*(?:或者?|和|及|、|or|and)?\\s*){1,8}'
const chosen = `(?:如果|如|若|凡|if(?: you)?(?: answered| chose| selected| choose| select)?)?\\s*(?:您)?(?:本题)?(?:选择了?|选了?|回答|答|答案为|为)?\\s*(?:option )?(${quoted}|['‘’]?[^"“”」』'‘’，,。；;（）()]{1,40}?['‘’]?)\\s*(?:选项|项)?(?:的人|的|者)?`
const questionJump = new RegExp(
  `^\\s*${chosen}\\s*[,，:：]?\\s*(?:请|则|直接|可|then|please|,|，|→|-+>)*\\s*(?:${go}\\s*${where}|(${end}))(?:继续)?(?:作答|回答|填写|答题)?\\s*[.。]?\\s*$`,
  'i',
)
const of = '(?:第\\s*(?:\\d{1,3}|[一二三四五六七八九十]{1,3})\\s*题|Q\\s?\\d{1,3})'
const conditions = [
  new RegExp(
    `^(?:仅|只|仅限|请)?\\s*(?:在)?(${of})\\s*(?:中)?\\s*(?:选择了?|选了?|回答|答|为)\\s*["“「『]?([^"”」』，,]{1,40}?)["”」』]?\\s*(?:选项|项)?(?:的人|的受访者|的|者|时)?\\s*(?:请|才|继续|方可|需|须)*\\s*(?:回答|填写|作答|答|填)?(?:本题|此题)?$`,
  ),
  /^(?:ask |answer )?(?:only )?if\s+(?:you (?:answered|chose|selected) )?["“]?([^"”]{1,40}?)["”]?\s+(?:to|in|at)\s+(?:Q|question)?\s*(\d{1,3})$/i,
  /^(?:ask |answer )?(?:only )?if\s+(?:Q|question)\s*(\d{1,3})\s*(?:=|is|:)\s*["“]?([^"”]{1,40}?)["”]?$/i,
  // As survey sites print it below a question.
  /^依赖于第\s*(\d{1,3})\s*题第\s*(\d{1,2})\s*个选项$/,
]

/** 「如果您在第7题选择“不赞成”，请说明原因」: a condition before the words of the question. */
const leading = new RegExp(
  `^(?:如果|如|若)\\s*(?:您)?(?:在)?(${of})\\s*(?:中)?(?:选择了?|选了?|回答|答)\\s*(${quoted}|[^"“”，,]{1,30}?)(?:的|者|时)?\\s*[,，]\\s*(?=\\S)`,
)
/** 「选A跳至第6题，否则跳至第7题」. */
const otherwise =
  /^(.+?)\s*[,，]\s*(?:否则|其他(?:选项|情况)?|其余(?:选项|情况)?|otherwise|else)\s*[,，]?\s*(.+)$/i

const beginsSkip = /^(?:如果|如|若|凡|选|回答|答|if\b|仅|只)/i
const bracketed = /[（(【［[]([^（()）【】［\][]{2,80})[)）】］\]]/g

/** Takes skip notes and conditions out of a question's line: in brackets, or the whole line. */
export function takeSkips(
  line: number,
  words: string,
): { readonly text: string; readonly jumps: readonly Jump[]; readonly conditions: readonly Condition[] } {
  const jumps: Jump[] = []
  const found: Condition[] = []
  const read = (part: string): boolean => {
    const more = jumpsIn(line, part)
    if (more) jumps.push(...more)
    const condition = more ? null : conditionIn(line, part)
    if (condition) found.push(condition)
    return more !== null || condition !== null
  }
  const first = leading.exec(words)
  if (first) found.push({ line, number: numberOf(first[1] ?? ''), options: namesIn(first[2] ?? '') })
  const text = (first ? words.slice(first[0].length) : words)
    .replace(bracketed, (whole, inside: string) => {
      if (readAll(inside, read)) return ' '
      // 「单选，选B跳至第5题」: marks and skips in one bracket.
      const parts = inside.split(/\s*[，,；;]\s*/)
      const rest = parts.filter((part) => !(beginsSkip.test(part) && readAll(part, read)))
      return rest.length === parts.length ? whole : `（${rest.join('，')}）`
    })
    .trim()
  if (text !== '' && readAll(text, read)) return { text: '', jumps, conditions: found }
  return { text: text.replace(/\s{2,}/g, ' '), jumps, conditions: found }
}

/** 「选A跳至第3题；选B跳至第5题」: all parts must be understood, or none is taken. */
function readAll(words: string, read: (part: string) => boolean): boolean {
  const parts = words.split(/[;；。]/).filter((part) => part.trim() !== '')
  if (
    parts.length === 0 ||
    !parts.every((part) => jumpsIn(0, part) !== null || conditionIn(0, part) !== null)
  )
    return false
  parts.forEach(read)
  return true
}

/** A jump, or two where the note says what the others do; null where it is none. */
function jumpsIn(line: number, part: string): readonly Jump[] | null {
  const both = otherwise.exec(part.trim())
  const main = questionJump.exec(both?.[1] ?? part)
  if (!main) return null
  const options = namesIn(main[1] ?? '')
  const jump = { line, options, otherwise: false, target: targetOf(main[2]) }
  if (!both) return [jump]
  const others = optionJump.exec(both[2] ?? '')
  return others?.index === 0 ? [jump, { ...jump, otherwise: true, target: targetOf(others[1]) }] : null
}

function conditionIn(line: number, part: string): Condition | null {
  const [chinese, to, equals, listed] = conditions.map((pattern) => pattern.exec(part.trim()))
  if (chinese) return { line, number: numberOf(chinese[1] ?? ''), options: namesIn(chinese[2] ?? '') }
  if (to) return { line, number: Number(to[2]), options: namesIn(to[1] ?? '') }
  if (equals) return { line, number: Number(equals[1]), options: namesIn(equals[2] ?? '') }
  return listed ? { line, number: Number(listed[1]), options: [listed[2] ?? ''] } : null
}

/** 「第7题」, 「Q7」, 「第七题」 → 7. */
function numberOf(words: string): number {
  const digits = /\d+/.exec(words)?.[0]
  return digits ? Number(digits) : hanNumber(/[一二三四五六七八九十]+/.exec(words)?.[0] ?? '')
}

/** 「A、B或C」 → A, B, C. Words are kept whole where no letters are listed. */
function namesIn(words: string): readonly string[] {
  const text = words.trim()
  const inQuotes = [...text.matchAll(/["“「『]([^"“”「」『』]{1,30})["”」』]/g)].map(
    (found) => found[1] ?? '',
  )
  if (inQuotes.length > 0) return inQuotes
  const letters = text.split(/\s*(?:[、,，/和或及与]|\bor\b|\band\b)\s*/i).filter((part) => part !== '')
  return letters.every((part) => /^([A-Za-z]|\d{1,2}|[①-⑳])$/.test(part))
    ? letters
    : [text.replace(/['‘’]/g, '')]
}

/** The position of the option that a skip note means: by its letter, or by its words; −1 if none or several do. */
export function optionMeant(options: readonly DraftOption[], name: string): number {
  const byLetter = options.findIndex(({ letter }) => letter !== '' && letter === name.toUpperCase())
  if (byLetter >= 0) return byLetter
  const exact = options.findIndex(({ label }) => label.toLowerCase() === name.toLowerCase())
  if (exact >= 0) return exact
  // 「选2者」 where the options are numbered 1, 2, 3.
  const place = /^\d{1,2}$/.test(name) ? Number(name) : '①②③④⑤⑥⑦⑧⑨⑩'.indexOf(name) + 1
  if (place > 0 && name !== '' && options[place - 1] !== undefined) return place - 1
  const starting = options.flatMap(({ label }, index) =>
    label.toLowerCase().startsWith(name.toLowerCase()) ? [index] : [],
  )
  return starting.length === 1 ? (starting[0] ?? -1) : -1
}
