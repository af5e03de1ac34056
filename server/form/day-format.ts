/** Days in the letters of XForms' format-date. */

import { momentOfDay } from './calendar.ts'

const shortMonths = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const shortDays = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ')

/** A day number in the letters of XForms' format-date (%Y %m %d %H %M …), or '' if there is no such day. */
export function formatDay(days: number, format: string): string {
  const text = momentOfDay(days)
  if (text === '') return ''
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)]
  const [hour, minute, second] = [text.slice(11, 13), text.slice(14, 16), text.slice(17, 19)]
  const letters: Readonly<Record<string, string>> = {
    Y: year,
    y: year.slice(2),
    m: month,
    n: String(Number(month)),
    b: shortMonths[Number(month) - 1] ?? '',
    d: day,
    e: String(Number(day)),
    a: shortDays[new Date(`${text}Z`).getUTCDay()] ?? '',
    H: hour,
    h: String(Number(hour)),
    M: minute,
    S: second,
    '3': '000',
    '%': '%',
  }
  return format.replace(/%(.)/g, (whole, letter: string) => letters[letter] ?? whole)
}
