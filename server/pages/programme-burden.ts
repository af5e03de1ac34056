/** Burden on units and places across topics, and its limit. */

import { allowed } from '../access/rights.ts'
import {
  areLimits,
  burdenLimits,
  burdenSince,
  setBurdenLimits,
  weeksBefore,
  type BurdenLimits,
} from '../fieldwork/burden.ts'
import { localTime } from './answering/surroundings.ts'
import { line, type FieldError } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

const mostShown = 300

/** Context of views/fieldwork/burden.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly weeks: number
  readonly lines: readonly {
    readonly place: string
    readonly times: number
    readonly topics: readonly string[]
    readonly first: string
    readonly last: string
    readonly over: boolean
  }[]
  readonly limits: Readonly<Record<'weeks' | 'times', string>> | null
}

export const programmeBurden: Page = {
  path: '/programme/burden',
  right: 'overview',
  postRight: 'organise',
  get: async (visit) => show(visit, await burdenLimits(visit.store), []),
  async post(visit) {
    const { store, t, viewer, now } = visit
    const number = (name: string) => Number(line(visit, name, 10).normalize('NFKC') || Number.NaN)
    const limits = { weeks: number('weeks'), times: number('times') }
    if (!areLimits(limits))
      return show(visit, await burdenLimits(store), [{ field: 'weeks', words: t.fieldwork.burdenWrong }])
    await setBurdenLimits(store, limits)
    const event = {
      actor: viewer?.id ?? null,
      kind: 'burden.limits',
      subject: 'burden',
      detail: { ...limits },
    }
    await store.history.append(event, now().toISOString())
    return redirect('/programme/burden', t.fieldwork.burdenSaved)
  },
}

async function show(visit: Visit, limits: BurdenLimits, errors: readonly FieldError[]): Promise<Reply> {
  const { store, t, locale, viewer, now, config } = visit
  const since = weeksBefore(localTime(now(), config.timeZone).day, limits.weeks)
  const burden = await burdenSince(store, { since, locale })
  const titles = new Map<string, string>()
  for (const { topics } of burden)
    for (const id of topics) if (!titles.has(id)) titles.set(id, (await store.topics.find(id))?.title ?? '')
  const typed = (name: keyof BurdenLimits) =>
    errors.length > 0 ? line(visit, name, 10) : String(limits[name])
  const context: Context = {
    title: t.fieldwork.burden,
    breadcrumb: [{ label: t.common.programme, href: '/programme' }, { label: t.fieldwork.burden }],
    errors,
    weeks: limits.weeks,
    lines: burden.slice(0, mostShown).map(({ place, times, topics, first, last }) => ({
      place,
      times,
      topics: [...topics].map((id) => titles.get(id) ?? ''),
      first,
      last,
      over: times > limits.times,
    })),
    limits: allowed('organise', viewer, []) ? { weeks: typed('weeks'), times: typed('times') } : null,
  }
  return view('fieldwork/burden', context, { status: errors.length > 0 ? 422 : 200 })
}
