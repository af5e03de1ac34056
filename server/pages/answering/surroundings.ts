/** What checking an answer needs from outside: the day, the time and a regular-expression engine of linear time. */

import type { Surroundings } from '../../form/form.ts'
import { matches } from '../../patterns.ts'
import type { Visit } from '../page.ts'
import type { Fielded } from './fielded.ts'

export { matches }

const formats = new Map<string, Intl.DateTimeFormat>()

/** An anonymous collection knows no time of day, so that no calculation can store one (promise 1). */
export function surroundingsOf(now: Date, timeZone: string, anonymous: boolean): Surroundings {
  const { day, time, offset } = localTime(now, timeZone)
  return { today: day, now: `${day}T${anonymous ? '00:00:00' : time}${offset}`, matches, anonymous }
}

interface LocalTime {
  readonly day: string
  readonly time: string
  readonly offset: string
}

// Thousands ask within one second, and a calendar is dear.
let latest: { readonly second: number; readonly timeZone: string; readonly local: LocalTime } | null = null

/** The surroundings of one answer of a collection: what is known of who fills it in, unless it is anonymous. */
export function surroundingsFor(
  visit: Pick<Visit, 'now' | 'config' | 'viewer'>,
  { collection, channel }: Pick<Fielded, 'collection' | 'channel'>,
  seed: string,
): Surroundings {
  const { anonymous, formVersionId } = collection
  const investigator = channel.kind === 'investigator' ? visit.viewer : null
  return {
    ...surroundingsOf(visit.now(), visit.config.timeZone, anonymous),
    anonymous,
    seed,
    formVersion: formVersionId,
    metadata: anonymous || !investigator ? {} : { username: investigator.login },
  }
}

/** Date, time and offset of an instant at a place. */
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
