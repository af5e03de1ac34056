/** Dates and times as the form language counts them: local wall-clock text, and days since 1970-01-01. */

const millisecondsOfDay = 86_400_000
const isoDate = /^(\d{4})-(\d\d)-(\d\d)$/
const isoMoment = /^(?:(\d{4})-(\d\d)-(\d\d)T)?(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(?:Z|[+-]\d\d(?::?\d\d)?)?$/

/** The date 'YYYY-MM-DD' of a calendar day, or null if there is no such day. */
export function dateText(year: number, month: number, day: number): string | null {
  if (year < 1000 || year > 9999) return null
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  return `${year}-${two(month)}-${two(day)}`
}

/** The time 'HH:MM', or null if there is no such time. */
export function timeText(hour: number, minute: number): string | null {
  if (hour > 23 || minute > 59) return null
  return `${two(hour)}:${two(minute)}`
}

/**
 * Days since 1970-01-01 of a date, of a date with time (with a fraction) or of a time (the fraction alone); NaN for any
 * other text. A zone is left aside: `now()` is the wall clock, so that it compares with dates that people typed.
 */
export function dayNumber(text: string): number {
  const date = isoDate.exec(text)
  if (date) return daysUntil(date[1], date[2], date[3])
  const moment = isoMoment.exec(text)
  if (!moment) return NaN
  const seconds = Number(moment[4]) * 3600 + Number(moment[5]) * 60 + Number(moment[6] ?? 0)
  if (Number(moment[4]) > 23 || Number(moment[5]) > 59 || Number(moment[6] ?? 0) >= 60) return NaN
  const days = moment[1] === undefined ? 0 : daysUntil(moment[1], moment[2], moment[3])
  return days + seconds / 86_400
}

/** The date of a day number, or '' if there is none. */
export function dateOfDay(days: number): string {
  return momentOfDay(days).slice(0, 10)
}

/** The date and time of a day number to the second, 'YYYY-MM-DDTHH:MM:SS', or '' if there is none. */
export function momentOfDay(days: number): string {
  const milliseconds = Math.round(days * 86_400) * 1000
  // Years 1000 to 9999, as everywhere in the language.
  if (!(milliseconds >= -30_610_224_000_000 && milliseconds < 253_402_300_800_000)) return ''
  return new Date(milliseconds).toISOString().slice(0, 19)
}

function daysUntil(year = '', month = '', day = ''): number {
  if (dateText(Number(year), Number(month), Number(day)) === null) return NaN
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / millisecondsOfDay
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}
