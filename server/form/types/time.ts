/** A time of day, 'HH:MM', read from the ways in which people write one. */

import { timeText } from '../calendar.ts'
import { shortText } from './raw.ts'
import { slip, type TypeOfQuestion } from './type.ts'

const clock =
  /^(上午|早上|凌晨|中午|下午|晚上)?\s*(\d{1,2})\s*(?:[:点时]\s*(?:(\d{1,2})\s*分?|(半))?)(?::\d\d(?:\.\d+)?)?\s*(am|pm)?(?:z|[+-]\d\d:?\d\d)?$/i
const joined = /^(\d\d)(\d\d)$/

export const time: TypeOfQuestion = {
  column: 'text',
  statistics: ['texts'],
  view: 'time',
  read(raw) {
    const text = shortText(raw, 'notTime')
    if (typeof text !== 'string') return text
    if (text === '') return null
    const digits = joined.exec(text)
    if (digits) return timeText(Number(digits[1]), Number(digits[2])) ?? slip('notTime')
    const parts = clock.exec(text)
    if (!parts) return slip('notTime')
    const minute = parts[4] === undefined ? Number(parts[3] ?? 0) : 30
    return (
      timeText(hourOf(Number(parts[2]), (parts[1] ?? parts[5] ?? '').toLowerCase()), minute) ??
      slip('notTime')
    )
  },
}

/** The hour of 24 for an hour said with 下午 or pm; an hour past 12 says it by itself. */
function hourOf(hour: number, half: string): number {
  if (/^(下午|晚上|pm)$/.test(half)) return hour < 12 ? hour + 12 : hour
  if (half === '中午') return hour < 10 ? hour + 12 : hour
  return hour === 12 && half !== '' ? 0 : hour
}
