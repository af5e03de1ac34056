/** Days as spreadsheets, survey services and people write them, made 'YYYY-MM-DD'; a spelling that can mean two days is none. */

import { dateOfDay, dateText } from '../../form/calendar.ts'

/** Which comes first where both are numbers: 3/5/2026. */
export type DayOrder = 'day' | 'month'

const yearFirst = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?/
const joined = /^(\d{4})(\d\d)(\d\d)$/
const twoDigitYear = /^(\d{2})\s*[-年]\s*(\d{1,2})\s*[-月]\s*(\d{1,2})\s*[日号]?$/
const yearLast = /^(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})/
const dayNamed = /^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})/i
const monthNamed = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})/i
const chinese =
  /^([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]$/
/** Days since the end of 1899, as a spreadsheet counts them: 1950 to 2100. */
const serial = /^(1[89]\d{3}|[2-6]\d{4}|7[0-3]\d{3})(?:\.\d+)?$/
const timeBehind = /^\s*[T\s,]?\s*(?:上午|下午|晚上|早上)?\s*\d{1,2}[:点时]\d{1,2}.*$/

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The day that a text means, with or without a time of day behind it; null if it means none, or one of two. */
export function readDay(written: string, order: DayOrder | null): string | null {
  const text = written.normalize('NFKC').trim()
  const counted = serial.exec(text)
  if (counted) return dateOfDay(Math.floor(Number(text)) - 25_569) || null
  const whole = joined.exec(text)
  if (whole) return day(whole[1], whole[2], whole[3])
  const short = twoDigitYear.exec(text)
  // 26-3-5 is of this century; a survey of 1970 would write its year in full.
  if (short) return day(`20${short[1]}`, short[2], short[3])
  const inWords = chinese.exec(text)
  if (inWords) return day(digitsOf(inWords[1] ?? ''), numeralOf(inWords[2]), numeralOf(inWords[3]))
  const first = yearFirst.exec(text)
  if (first) return endsWell(text, first[0]) ? day(first[1], first[2], first[3]) : null
  const last = yearLast.exec(text)
  if (last) return endsWell(text, last[0]) ? eitherWay(last[1], last[3], last[4], order) : null
  const named = dayNamed.exec(text)
  if (named) return endsWell(text, named[0]) ? day(named[3], monthOf(named[2]), named[1]) : null
  const american = monthNamed.exec(text)
  if (american)
    return endsWell(text, american[0]) ? day(american[3], monthOf(american[1]), american[2]) : null
  return null
}

/** What a whole column of 3/5/2026 tells of its order: a first part over 12 is a day. Null where nothing tells, or both. */
export function dayOrderOf(texts: Iterable<string>): DayOrder | null {
  let dayFirst = false
  let monthFirst = false
  for (const written of texts) {
    const parts = yearLast.exec(written.normalize('NFKC').trim())
    if (!parts) continue
    if (Number(parts[1]) > 12) dayFirst = true
    if (Number(parts[3]) > 12) monthFirst = true
  }
  if (dayFirst === monthFirst) return null
  return dayFirst ? 'day' : 'month'
}

/** Whether a text can mean two days, so that somebody has to say which part is the month. */
export function isAmbiguousDay(written: string): boolean {
  const parts = yearLast.exec(written.normalize('NFKC').trim())
  if (!parts) return false
  const [one, other] = [Number(parts[1]), Number(parts[3])]
  return one !== other && one >= 1 && one <= 12 && other >= 1 && other <= 12
}

function eitherWay(one = '', other = '', year = '', order: DayOrder | null): string | null {
  if (order === 'day') return day(year, other, one)
  if (order === 'month') return day(year, one, other)
  if (Number(one) === Number(other)) return day(year, one, other)
  // Where only one reading is a day at all, it is meant.
  const readings = [day(year, one, other), day(year, other, one)].filter((each) => each !== null)
  return readings.length === 1 ? (readings[0] ?? null) : null
}

function endsWell(text: string, found: string): boolean {
  const rest = text.slice(found.length)
  return rest === '' || timeBehind.test(rest)
}

function day(
  year = '',
  month: string | number | null = '',
  date: string | number | null = '',
): string | null {
  if (month === null || date === null) return null
  return dateText(Number(year), Number(month), Number(date))
}

function monthOf(word = ''): number | null {
  const place = months.indexOf(word.slice(0, 3).toLowerCase())
  return place < 0 ? null : place + 1
}

const numerals = '〇一二三四五六七八九'

function digitsOf(text: string): string {
  return [...text.replace(/[零○]/g, '〇')].map((sign) => numerals.indexOf(sign)).join('')
}

/** 一 to 三十一. */
function numeralOf(text = ''): number | null {
  const parts = /^([一二三])?(十)?([一二三四五六七八九])?$/.exec(text)
  if (!parts) return null
  const [, tens, ten, ones] = parts
  if (!ten) return text.length === 1 ? numerals.indexOf(text) : null
  return (tens ? numerals.indexOf(tens) : 1) * 10 + (ones ? numerals.indexOf(ones) : 0)
}
