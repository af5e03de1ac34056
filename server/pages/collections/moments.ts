/** Local times as people type them, and the instants that are stored. */

import { localTime } from '../answering/surroundings.ts'

/** '2026-06-01 09:00' (or with T, full-width, a day alone) at a place as an instant; undefined if it is no time. */
export function instantOf(text: string, timeZone: string, endOfDay = false): string | null | undefined {
  const given = text
    .normalize('NFKC')
    .trim()
    .replace(/[年月/.]/g, '-')
    .replace('日', ' ')
    .replace('T', ' ')
    .trim()
  if (given === '') return null
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:\s+(\d{1,2}):(\d{2})(?::\d{2})?)?$/.exec(given)
  if (!found) return undefined
  const [, y = '', m = '', d = '', h = endOfDay ? '23' : '0', min = endOfDay ? '59' : '00'] = found
  const wall = Date.UTC(Number(y), Number(m) - 1, Number(d), Number(h), Number(min))
  const back = new Date(wall)
  const exact =
    back.getUTCMonth() === Number(m) - 1 &&
    back.getUTCDate() === Number(d) &&
    Number(h) < 24 &&
    Number(min) < 60
  return exact ? new Date(wall - offsetAt(wall, timeZone)).toISOString() : undefined
}

/** An instant as the field shows it: '2026-06-01 09:00'. */
export function localMoment(instant: string | null, timeZone: string): string {
  if (instant === null) return ''
  const { day, time } = localTime(new Date(instant), timeZone)
  return `${day} ${time.slice(0, 5)}`
}

/** Milliseconds that a place is ahead of UTC. */
function offsetAt(moment: number, timeZone: string): number {
  const found = /^([+-])(\d\d):?(\d\d)/.exec(localTime(new Date(moment), timeZone).offset)
  if (!found) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return (found[1] === '-' ? -minutes : minutes) * 60_000
}
