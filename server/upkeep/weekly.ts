/** Makes the weekly snapshots of the topics that want them, on Monday morning or as soon after it as it can. */

import type { Config } from '../config.ts'
import { catalogues } from '../locale/index.ts'
import type { Day, Store } from '../store/store.ts'
import { makeSnapshot } from '../summary/snapshots.ts'
import type { Schedule } from './schedule.ts'

/** Local time on Monday from which the week's snapshots are due. */
const dueAt = '06:00'

export interface WeeklyOptions {
  readonly store: Store
  readonly config: Pick<Config, 'timeZone'>
  readonly now: () => Date
  readonly failed: (error: unknown) => void
}

/** Looks every ten minutes; several servers on one database make one snapshot a week between them. */
export function scheduleWeekly(options: WeeklyOptions): Schedule {
  let busy = false
  const look = async () => {
    if (busy) return
    busy = true
    await makeDue(options).catch(options.failed)
    busy = false
  }
  const timer = setInterval(() => void look(), 600_000)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** Makes what is due and not there yet; resolves to how many. */
export async function makeDue({ store, config, now, failed }: WeeklyOptions): Promise<number> {
  const week = weekOf(now(), config.timeZone)
  if (week === null) return 0
  let made = 0
  for (const topicId of await store.snapshots.dueFor(week)) {
    try {
      const topic = await store.topics.find(topicId)
      const title = catalogues['zh-CN'].briefing.weekTitle({ week })
      if (topic && (await makeSnapshot(store, topic, { title, madeBy: null, week })) !== null) made += 1
    } catch (error) {
      // One topic that cannot be made must not keep the others from theirs.
      failed(error)
    }
  }
  return made
}

/** The Monday of the local week; null before its hour. */
export function weekOf(moment: Date, timeZone: string): Day | null {
  const [day = '', time = ''] = moment.toLocaleString('sv-SE', { timeZone }).split(' ')
  const monday = new Date(`${day}T00:00:00Z`)
  const since = (monday.getUTCDay() + 6) % 7
  if (since === 0 && time.slice(0, 5) < dueAt) return null
  monday.setUTCDate(monday.getUTCDate() - since)
  return monday.toISOString().slice(0, 10)
}
