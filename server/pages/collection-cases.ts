/** Who is to collect what of a collection: the whole of it, or cases of a list; and how far each has come. */

import { Problem } from '../problem.ts'
import { burdenNow, burdenOf, burdenOfPlaces, placeOf, type BurdenLimits } from '../fieldwork/burden.ts'
import { placeKey } from '../form/place-key.ts'
import type { Case, CaseDraw, Collection, CollectionTask, ListQuery, Progress } from '../store/store.ts'
import { noteKinds } from '../summary/notes.ts'
import { localTime } from './answering/surroundings.ts'
import { day, line, lines, several, type FieldError, type Option } from './fields.ts'
import { collectorOptions, collectorsOf } from './fieldwork/people.ts'
import { listView, readListQuery, type ListView } from './listing.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

const mostTogether = 2_000
const shape = { sorts: [], filters: ['investigatorId', 'area', 'state'] }
const states = ['open', 'received', 'returned', 'approved', 'rejected'] as const

/** Context of views/fieldwork/cases.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly collection: Pick<Collection, 'id' | 'title' | 'anonymous'>
  readonly today: string
  readonly tasks: readonly CollectionTask[]
  readonly people: readonly Option[]
  readonly progress: readonly { readonly title: string; readonly lines: readonly Progress[] }[]
  readonly list: ListView
  readonly draws: readonly CaseDraw[]
  /** How often the place of the case was visited or is to be, in the last weeks. */
  readonly cases: readonly (Case & {
    readonly investigator: string
    readonly unit: string
    readonly times: number
  })[]
  readonly limits: BurdenLimits
  /** Null where nobody takes notes. */
  readonly outline: string | null
  readonly filters: Readonly<Record<'people' | 'areas' | 'states', readonly Option[]>>
  readonly typed: Readonly<Record<'person' | 'wanted' | 'due' | 'places' | 'note', string>>
  readonly chosen: ReadonlySet<string>
  readonly all: boolean
  /** Places that would be visited too often. */
  readonly burden: {
    readonly of: 'task' | 'assign'
    readonly words: string
    readonly lines: readonly string[]
  } | null
}

export const collectionCases: Page = {
  path: '/collections/:collection/cases',
  right: 'topic.manage',
  get: (visit) => show(visit, {}),
  async post(visit) {
    switch (line(visit, 'action')) {
      case 'task':
        return setTask(visit)
      case 'untask':
        return removeTask(visit)
      case 'assign':
        return assign(visit)
      case 'outline':
        return setOutline(visit)
      case 'remove':
        return remove(visit)
      default:
        throw new Problem('badRequest')
    }
  },
}

async function collectionOf({ store, params }: Visit): Promise<Collection> {
  const found = await store.collections.find(params['collection'] ?? '')
  if (!found) throw new Problem('notFound')
  return found
}

async function setTask(visit: Visit): Promise<Reply> {
  const { store, t } = visit
  const { id, topicId } = await collectionOf(visit)
  const person = (await collectorsOf(store, topicId)).find((one) => one.id === line(visit, 'person'))
  const wantedText = line(visit, 'wanted', 10).normalize('NFKC')
  const wanted = wantedText === '' ? null : Number(wantedText)
  const dueOn = day(visit, 'due')
  const places = placesOf(visit)
  const errors = [
    ...(person ? [] : [{ field: 'person', words: t.fieldwork.wrong.person }]),
    ...(wanted === null || (Number.isInteger(wanted) && wanted >= 1 && wanted <= 100_000)
      ? []
      : [{ field: 'wanted', words: t.fieldwork.wrong.wanted }]),
    ...(dueOn === undefined ? [{ field: 'due', words: t.fieldwork.wrong.due }] : []),
  ]
  if (!person || errors.length > 0) return show(visit, { errors })
  if (line(visit, 'anyway') !== 'yes') {
    const { locale } = visit
    const withoutTask = { collectionId: id, personId: person.id }
    const warned = await burdenOfPlaces(store, places, { today: todayOf(visit), locale, withoutTask })
    if (warned.over.length > 0) return show(visit, { burden: warningOf(visit, 'task', warned) })
  }
  const task = { wanted, dueOn: dueOn ?? null, note: lines(visit, 'note', 1_000), places }
  await store.assignments.setTask(id, person.id, task, visit.viewer?.id ?? null)
  return redirect(`/collections/${id}/cases`, t.common.saved)
}

/** Each place once, as it was written first. */
function placesOf(visit: Visit): readonly string[] {
  const places = new Map<string, string>()
  for (const written of lines(visit, 'places', 4_000).split('\n')) {
    const place = written.trim().slice(0, 200)
    const key = placeKey(place)
    if (key !== '' && !places.has(key)) places.set(key, place)
  }
  return [...places.values()].slice(0, 100)
}

async function setOutline(visit: Visit): Promise<Reply> {
  const { id } = await collectionOf(visit)
  await visit.store.assignments.setOutline(id, lines(visit, 'outline', 10_000))
  return redirect(`/collections/${id}/cases#outline`, visit.t.casework.outlineSaved)
}

function warningOf(
  { t }: Visit,
  of: 'task' | 'assign',
  { limits, over }: Awaited<ReturnType<typeof burdenOfPlaces>>,
): Context['burden'] {
  return {
    of,
    words: t.fieldwork.burdenWarning({ weeks: limits.weeks, limit: limits.times }),
    lines: over.slice(0, 50).map((one) => t.fieldwork.burdenLine(one)),
  }
}

async function removeTask(visit: Visit): Promise<Reply> {
  const { id } = await collectionOf(visit)
  await visit.store.assignments.removeTask(id, line(visit, 'person'), visit.viewer?.id ?? null)
  return redirect(`/collections/${id}/cases`, visit.t.common.saved)
}

/** The cases that were chosen, or all that match. */
async function chosenOf(visit: Visit, id: string): Promise<readonly string[]> {
  if (line(visit, 'scope') !== 'all') return several(visit, 'case').slice(0, mostTogether + 1)
  const { search, where } = queryOf(visit)
  const query = { ...(search ? { search } : {}), ...(where ? { where } : {}) }
  return visit.store.assignments.caseIds(id, query, mostTogether + 1)
}

function wrongNumber({ t }: Visit, ids: readonly string[]): readonly FieldError[] {
  if (ids.length === 0) return [{ field: 'scope-chosen', words: t.fieldwork.wrong.nothing }]
  if (ids.length <= mostTogether) return []
  return [{ field: 'scope-all', words: t.fieldwork.wrong.tooMany({ limit: mostTogether }) }]
}

async function assign(visit: Visit): Promise<Reply> {
  const { store, t, viewer, locale } = visit
  const { id, topicId } = await collectionOf(visit)
  const given = line(visit, 'to')
  const person = (await collectorsOf(store, topicId)).find((one) => one.id === given)
  const dueOn = day(visit, 'until')
  const ids = await chosenOf(visit, id)
  const errors = [
    ...(person || given === 'none' ? [] : [{ field: 'to', words: t.fieldwork.wrong.person }]),
    ...(dueOn === undefined ? [{ field: 'until', words: t.fieldwork.wrong.due }] : []),
    ...wrongNumber(visit, ids),
  ]
  if (errors.length > 0) return show(visit, { errors })
  if (person && line(visit, 'anyway') !== 'yes') {
    const cases = await store.assignments.casesByIds(id, ids)
    const fresh = cases.filter(({ investigatorId, state }) => investigatorId === null && state === null)
    const warned = await burdenOf(store, fresh, { today: todayOf(visit), locale })
    if (warned.over.length > 0) return show(visit, { burden: warningOf(visit, 'assign', warned) })
  }
  const note = lines(visit, 'instruction', 1_000)
  const n = await store.assignments.assign(id, {
    ids,
    investigatorId: person?.id ?? null,
    dueOn: dueOn ?? null,
    note: note === '' ? null : note,
    actor: viewer?.id ?? null,
  })
  return redirect(visit.url, t.fieldwork.assigned({ n }))
}

async function remove(visit: Visit): Promise<Reply> {
  const { id } = await collectionOf(visit)
  const ids = await chosenOf(visit, id)
  const errors = wrongNumber(visit, ids)
  if (errors.length > 0) return show(visit, { errors })
  const n = await visit.store.assignments.removeCases(id, ids, visit.viewer?.id ?? null)
  return redirect(visit.url, visit.t.fieldwork.removed({ n }))
}

function todayOf({ now, config }: Visit): string {
  return localTime(now(), config.timeZone).day
}

function queryOf(visit: Visit): ListQuery {
  const query = readListQuery(visit, shape)
  const { state, ...where } = query.where ?? {}
  return { ...query, where: states.some((each) => each === state) ? { ...where, state: state ?? '' } : where }
}

interface Shown {
  readonly errors?: readonly FieldError[]
  readonly burden?: Context['burden']
}

async function show(visit: Visit, { errors = [], burden = null }: Shown): Promise<Reply> {
  const { store, t } = visit
  const w = t.fieldwork
  const collection = await collectionOf(visit)
  const { id, title, topicId, kind } = collection
  const query = queryOf(visit)
  const [page, tasks, draws, collectors, areas, byPerson, byArea, tree, lately, outline] = await Promise.all([
    store.assignments.cases(id, query),
    store.assignments.tasks(id),
    store.assignments.draws(id),
    collectorsOf(store, topicId),
    store.assignments.areas(id),
    store.assignments.progress(id, 'investigator'),
    store.assignments.progress(id, 'area'),
    store.units.tree(),
    burdenNow(store, { today: todayOf(visit), locale: visit.locale }),
    store.assignments.outline(id),
  ])
  const people = collectorOptions(collectors)
  const names = new Map(byPerson.map((one) => [one.id, one.name]))
  const units = new Map(tree.map((unit) => [unit.id, unit.name]))
  const named = (progress: readonly Progress[], none: string) =>
    progress.map((one) => ({ ...one, name: one.name || none }))
  const context: Context = {
    title: w.assignTitle({ title }),
    breadcrumb: [
      { label: t.summary.topic, href: `/topics/${topicId}` },
      { label: title, href: `/collections/${id}` },
      { label: w.assign },
    ],
    errors,
    collection,
    today: todayOf(visit),
    tasks,
    people,
    progress: [
      { title: w.byInvestigator, lines: named(byPerson, w.unassigned) },
      { title: w.byArea, lines: named(byArea, w.noArea) },
    ],
    list: listView(visit, shape, query, page),
    cases: page.items.map((one) => ({
      ...one,
      investigator: names.get(one.investigatorId ?? '') ?? '',
      unit: units.get(one.unitId ?? '') ?? '',
      times: lately.of.get(placeKey(placeOf(one, units)))?.times ?? 0,
    })),
    draws,
    limits: lately.limits,
    outline: noteKinds.has(kind) ? outline : null,
    filters: {
      people: [{ value: '', label: w.anyPerson }, { value: 'none', label: w.unassigned }, ...people],
      areas: [
        { value: '', label: w.anyArea },
        ...areas.filter((area) => area !== '').map((area) => ({ value: area, label: area })),
      ],
      states: [
        { value: '', label: w.anyState },
        ...states.map((state) => ({ value: state, label: w.states[state] })),
      ],
    },
    typed: {
      person: line(visit, 'person'),
      wanted: line(visit, 'wanted', 10),
      due: line(visit, 'due', 20),
      places: lines(visit, 'places', 4_000),
      note: lines(visit, 'note', 1_000),
    },
    chosen: new Set(several(visit, 'case')),
    all: line(visit, 'scope') === 'all',
    burden,
  }
  const again = {
    to: line(visit, 'to'),
    until: line(visit, 'until', 20),
    instruction: lines(visit, 'instruction', 1_000),
  }
  return view('fieldwork/cases', { ...context, again }, { status: errors.length > 0 || burden ? 422 : 200 })
}
