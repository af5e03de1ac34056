/** 我的任务: what is assigned to the person who looks, with a sketch of where; contact details on demand, each reading logged. */

import { burdenNow, type BurdenLimits } from '../fieldwork/burden.ts'
import { tasksOf, type Task } from '../fieldwork/tasks.ts'
import { Problem } from '../problem.ts'
import { localTime } from './answering/surroundings.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'

/** Context of views/fieldwork/tasks.ejs. */
interface Context {
  readonly title: string
  readonly today: string
  readonly tasks: readonly Task[]
  readonly personal: boolean
  readonly limits: BurdenLimits
}

export const tasksPage: Page = {
  path: '/tasks',
  right: 'signedIn',
  get: (visit) => show(visit, false),
  async post(visit) {
    await logReading(visit)
    return show(visit, true)
  },
}

/** The same for a device that will be without a network, with the contact details that it will need there. */
export const tasksJson: Page = {
  path: '/tasks.json',
  right: 'signedIn',
  async get(visit) {
    const { store, viewer, t } = visit
    if (!viewer) throw new Problem('signInNeeded')
    const tasks = await tasksOf(store, viewer.id, { t, personal: true, lately: await latelyOf(visit) })
    const told = tasks.some(({ cases }) => cases.some((one) => Object.keys(one.personal).length > 0))
    if (told) await logReading(visit)
    return { kind: 'json', value: { tasks }, headers: { 'Cache-Control': 'no-store' } }
  },
}

async function logReading({ store, viewer, now }: Visit): Promise<void> {
  if (!viewer) throw new Problem('signInNeeded')
  await store.history.append(
    { actor: viewer.id, kind: 'cases.personal', subject: viewer.id },
    now().toISOString(),
  )
}

/** What places have had of late, across topics. */
function latelyOf({ store, now, config, locale }: Visit) {
  return burdenNow(store, { today: localTime(now(), config.timeZone).day, locale })
}

async function show(visit: Visit, personal: boolean): Promise<Reply> {
  const { store, viewer, t, now, config } = visit
  if (!viewer) throw new Problem('signInNeeded')
  const lately = await latelyOf(visit)
  const context: Context = {
    title: t.fieldwork.tasks,
    today: localTime(now(), config.timeZone).day,
    tasks: await tasksOf(store, viewer.id, { t, personal, lately }),
    limits: lately.limits,
    personal,
  }
  return view('fieldwork/tasks', context)
}
