/** Date, time and offset of an instant at a place. */

export interface LocalTime {
  readonly day: string
  readonly time: string
  readonly offset: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

// Thousands ask within one second, and a calendar is dear.
let latest: { readonly second: number; readonly timeZone: string; readonly local: LocalTime } | null = null

export function localTime(now: Date, timeZone: string): LocalTime {
  const second = Math.floor(now.getTime() / 1000)
  if (latest?.second !== second || latest.timeZone !== timeZone)
    latest = { second, timeZone, local: readLocalTime(now, timeZone) }
  return latest.local
}

function readLocalTime(now: Date, timeZone: string): LocalTime {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    })
    formats.set(timeZone, format)
  }
  const part: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(now)) part[type] = value
  const offset = (part['timeZoneName'] ?? '').replace('GMT', '') || '+00:00'
  return {
    day: `${part['year']}-${part['month']}-${part['day']}`,
    time: `${part['hour']}:${part['minute']}:${part['second']}`,
    offset,
  }
}
