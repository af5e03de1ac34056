/** Type marks in brackets: （单选）［多选］【多选题，最多选3项】(排序) 打分（0-10分）（数字）（必填）(single choice). */

import type { MarkedType, Marks } from './draft.ts'

export const noMarks: Marks = {
  type: null,
  matrix: false,
  likert: false,
  minimal: false,
  yesNo: false,
  required: false,
  personal: false,
  impersonal: false,
  exclusive: false,
  together: false,
  substantive: false,
  share: null,
  min: null,
  max: null,
  range: null,
}

/** `stem` is the line around the brackets, made only where it is asked for. */
type Reading = (token: string, stem: () => string) => Partial<Marks> | null

const kinds: readonly (readonly [RegExp, Partial<Marks>])[] = [
  [/^(矩阵|表格)(单选|量表|评分|打分)?题?$|^(matrix|grid|likert( grid)?)( question)?$/i, { matrix: true }],
  [/^(矩阵|表格)多选题?$|^multiple choice (matrix|grid)$/i, { matrix: true, type: 'select_multiple' }],
  [
    /^(必须)?单项?选择?题?$|^只?选一项$|^限选1项$|^single([ -](choice|select|answer|response))?$|^(choose|select|pick) (only )?one( only)?( answer)?$|^radio$|^one answer$/i,
    { type: 'select_one' },
  ],
  [
    /^不定项(选择)?题?$|^可?多项?选择?题?$|^可选多项$|^可复选$|^复选题?$|^multiple([ -](choice|select|answers?|responses?|selection))?$|^(choose|select|check|tick|mark) (all|any)( that apply)?$|^multi-?select$|^checkbox(es)?$/i,
    { type: 'select_multiple' },
  ],
  [/^下拉(单选)?题?$|^dropdown$/i, { type: 'select_one', minimal: true }],
  [/^(判断|是非)题?$|^(yes\/no|yes or no|true\/false)$/i, { type: 'select_one', yesNo: true }],
  [
    /^(请)?(按.{0,12})?(排序|排列)题?$|^rank(ing|ed)?( question)?$|^rank( all)?( in order)?( of .{1,30})?$/i,
    { type: 'rank' },
  ],
  [/^(打分|评分|量分|滑动条?|滑块)题?$|^(score|scoring|rating|rate|slider)$/i, { type: 'range' }],
  [/^(李克特)?量表题?$|^(scale|likert)( question)?$/i, { likert: true }],
  [/^(单行)?(填空|文本)题?$|^(short )?(text|answer)$|^fill[ -]in( the blank)?$/i, { type: 'text' }],
  [
    /^(简答|问答|开放|开放式|主观|论述|多行文本)(问)?题?$|^(open([ -]ended)?( question)?|long (text|answer)|essay|paragraph)$/i,
    { type: 'multiline' },
  ],
  [/^(填)?(数字|数值|整数)(填空)?题?$|^(number|integer|numeric|whole number)$/i, { type: 'integer' }],
  [/^小数题?$|^(填)?(数字|数值)[,，]?(可|保留).{0,4}小数.{0,4}$|^decimal$/i, { type: 'decimal' }],
  [/^(填)?日期题?$|^date$/i, { type: 'date' }],
  [/^(填)?时间题?$|^time$/i, { type: 'time' }],
  [/^(说明|提示|说明文字|note|statement)$/i, { type: 'note' }],
  [/^(必填|必答|必选)题?$|^(required|mandatory)$/i, { required: true }],
  [/^(均为?|都是?)?(选填|选答|可不填|非必填|可选)题?$|^optional$/i, { required: false }],
  [/^(个人信息|隐私|敏感信息|personal|private)$/i, { personal: true }],
  [/^(互斥|互斥项|排他|exclusive)$/i, { exclusive: true }],
  [/^(非个人信息|not personal)$/i, { impersonal: true }],
  [/^(不互斥|可同选|not exclusive)$/i, { together: true }],
  [/^(有效选项|有效回答|substantive)$/i, { substantive: true }],
  [/^(比重|权重|分配|比例分配)题?$|^(allocation|constant sum)$/i, { share: 100 }],
]

const readings: readonly Reading[] = [
  (token) => kinds.find(([pattern]) => pattern.test(token))?.[1] ?? null,
  (token) => {
    const most =
      /^(?:最多|至多|限|不超过|不多于)(?:可?选择?)?\s*(.{1,3}?)\s*(?:项|个|种)(?:以内)?$|^(?:可)?选(?:择)?不超过\s*(.{1,3}?)\s*(?:项|个)$|^(?:(?:choose|select|pick|check) )?(?:up to|at most|max(?:imum)?(?: of)?|no more than) (\w+)(?: (?:answers|options|items|choices))?$/i.exec(
        token,
      )
    const n = most && countIn(most[1] ?? most[2] ?? most[3])
    return n ? { max: n } : null
  },
  (token) => {
    const least =
      /^(?:至少|最少|不少于)(?:选择?)?\s*(.{1,3}?)\s*(?:项|个|种)$|^(?:(?:choose|select|pick) )?(?:at least|min(?:imum)?(?: of)?) (\w+)(?: (?:answers|options|items|choices))?$/i.exec(
        token,
      )
    const n = least && countIn(least[1] ?? least[2])
    return n ? { min: n } : null
  },
  (token) => {
    const both = /^(?:请|可|限)?选(?:择)?\s*(.{1,2}?)\s*[-–—~～至到]\s*(.{1,2}?)\s*(?:项|个)$/.exec(token)
    const min = both && countIn(both[1])
    const max = both && countIn(both[2])
    return min && max && min <= max ? { min, max } : null
  },
  (token) => {
    const exact =
      /^(?:请|任|限|必)?选(?:择)?\s*(.{1,3}?)\s*(?:项|个|种)$|^(?:choose|select|pick) (two|three|four|five|\d+)$/i.exec(
        token,
      )
    const n = exact && countIn(exact[1] ?? exact[2])
    return n && n > 1 ? { min: n, max: n } : n === 1 ? { type: 'select_one' } : null
  },
  (token, stem) => {
    const span =
      /^(?:打分|评分|满分|score|rate|rating|from)?\s*[:：]?\s*(\d{1,3})\s*(分|points?)?\s*(?:[-–—~～至到]|to)\s*(\d{1,3})\s*(分|points?)?(?:制|打分|评分)?$/i.exec(
        token,
      )
    if (!span) return null
    const said =
      span[2] !== undefined ||
      span[4] !== undefined ||
      /打分|评分|几分|分值|score|rate|rating|scale|points?|打\s*_*\s*分/i.test(token + stem())
    const range = [Number(span[1]), Number(span[3])] as const
    return said && range[0] < range[1] ? { type: 'range', range } : null
  },
  (token) => {
    const total =
      /^(?:各项)?(?:合计|总和|共计|加总|相加)(?:应?为|等于|须为|是)?\s*(\d{2,4})\s*(?:分|%|％)?$|^(?:adding|add|sums?) (?:up )?to (\d{2,4})$/i.exec(
        token,
      )
    return total ? { share: Number(total[1] ?? total[2]) } : null
  },
  (token) => {
    const full = /^(十|百|\d{1,3})分制$/.exec(token)
    return full ? { type: 'range', range: [0, countIn(full[1]) ?? 10] } : null
  },
]

const words: Readonly<Record<string, number>> = {
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  百: 100,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
}

function countIn(text: string | undefined): number | null {
  if (text === undefined) return null
  const value = /^\d+$/.test(text) ? Number(text) : words[text.toLowerCase()]
  return value !== undefined && value >= 1 && value <= 200 ? value : null
}

const bracketed = /[（(［[【〔]([^（()）［[\]］【】〔〕\n]{1,60})[)）\]］】〕]/g

/** Takes the marks out of a line; words in their brackets that are no mark come back as hints, other brackets stay. */
export function readMarks(line: string): {
  readonly text: string
  readonly marks: Marks
  readonly hints: readonly string[]
  readonly marked: boolean
} {
  let marks = noMarks
  let marked = false
  const hints: string[] = []
  const text = line.replace(bracketed, (whole, inside: string) => {
    const tokens = tokensOf(inside)
    const read = tokens.map((token) => ({ token, found: readToken(token, () => line.replace(whole, '')) }))
    if (read.every(({ found }) => found === null)) return whole
    for (const { found } of read) if (found) marks = mergeMarks(marks, found)
    const rest = read.filter(({ found }) => found === null).map(({ token }) => token)
    if (rest.length > 0) hints.push(rest.join('，'))
    marked = true
    return ' '
  })
  return { text: text.replace(/\s{2,}/g, ' ').trim(), marks, hints, marked }
}

function tokensOf(inside: string): readonly string[] {
  const whole = inside.trim()
  // 「数字，可保留小数」 is one mark though it has a comma.
  if (kinds.some(([pattern]) => pattern.test(whole))) return [whole]
  return whole.split(/\s*[,，;；、:：/·]\s*/).filter((token) => token !== '')
}

function readToken(token: string, stem: () => string): Partial<Marks> | null {
  for (const reading of readings) {
    const found = reading(token.replace(/[。.]$/, ''), stem)
    if (found) return found
  }
  return null
}

/** Which of the marks a word in brackets says something of: `type`, `required` …; none where it is no mark. */
export function kindOfMark(token: string, line: string): readonly string[] {
  return Object.keys(readToken(token.trim(), () => line) ?? {})
}

/** Marks may stand in several brackets: （多选）…（最多3项）. */
export function mergeMarks(marks: Marks, more: Partial<Marks>): Marks {
  const type: MarkedType | null = more.type ?? marks.type
  const merged = { ...marks, ...more, type }
  // 「最多选3项」 alone already says that several may be chosen.
  if ((more.max ?? 0) > 1 && merged.type === null) merged.type = 'select_multiple'
  return {
    ...merged,
    matrix: marks.matrix || merged.matrix,
    likert: marks.likert || merged.likert,
    minimal: marks.minimal || merged.minimal,
    yesNo: marks.yesNo || merged.yesNo,
    personal: marks.personal || merged.personal,
    impersonal: marks.impersonal || merged.impersonal,
    exclusive: marks.exclusive || merged.exclusive,
    together: marks.together || merged.together,
    substantive: marks.substantive || merged.substantive,
    share: more.share ?? marks.share,
    required: marks.required || merged.required,
    min: more.min ?? marks.min,
    max: more.max ?? marks.max,
    range: more.range ?? marks.range,
  }
}
