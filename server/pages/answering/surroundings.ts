/** What checking an answer needs from outside: the day, the time and a regular-expression engine of linear time. */

import type { Surroundings } from '../../form/form.ts'
import { localTime } from '../../local-time.ts'
import { matches } from '../../patterns.ts'
import type { Visit } from '../page.ts'
import type { Fielded } from './fielded.ts'

export { localTime, matches }

/** An anonymous collection knows no time of day, so that no calculation can store one (promise 1). */
export function surroundingsOf(now: Date, timeZone: string, anonymous: boolean): Surroundings {
  const { day, time, offset } = localTime(now, timeZone)
  return { today: day, now: `${day}T${anonymous ? '00:00:00' : time}${offset}`, matches, anonymous }
}

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
