/** The quality of a collection: what the checks found, by investigator, by question, and the limits of the checks. */

import { flagNames, type FlagName } from '../../analysis/quality/flag.ts'
import { say } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import { askedFrame } from '../quality/data.ts'
import type { QualityReport } from '../quality/report.ts'
import { changedSettings, limitNames, type LimitName, type QualitySettings } from '../quality/settings.ts'
import type { Collection } from '../store/store.ts'
import { framesOf } from '../summary/frames.ts'
import { formatCount, formatNumber } from '../summary/shown.ts'
import type { FieldError, Option } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { frameSoon, soon } from './summarising/waiting.ts'
import { reportFor } from './reviewing/flags.ts'
import { looksDue, timesShown, type TimesShown } from './reviewing/quality-times.ts'
import {
  readLimits,
  shownLimit,
  typedLimits,
  typedOf,
  type Around,
  type TypedLimits,
} from './reviewing/quality-limits.ts'

/** Context of views/review/quality.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly collection: Pick<Collection, 'id' | 'title' | 'topicId'>
  readonly counted: string
  readonly any: boolean
  readonly flags: readonly {
    readonly name: FlagName
    readonly label: string
    readonly means: string
    readonly n: number
    readonly percent: string
    readonly remark: string
  }[]
  readonly complete: boolean
  readonly withoutWords: boolean
  readonly interviewers: readonly (readonly string[])[]
  /** What is said of investigators and of questions. */
  readonly looks: readonly string[]
  readonly times: TimesShown | null
  readonly effects: readonly (readonly string[])[]
  readonly backCheck: { readonly pairs: number; readonly rows: readonly (readonly string[])[] } | null
  readonly limits: readonly LimitField[]
}

interface LimitField {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly hint?: string
  readonly rows?: number
  readonly options?: readonly Option[]
  readonly short?: boolean
}

export const collectionQuality: Page = {
  path: '/collections/:collection/quality',
  right: 'topic.analyse',
  async get(visit) {
    const report = await reportOf(visit)
    return show(visit, report, typedOf(report.settings), [])
  },
  async post(visit) {
    const report = await reportOf(visit)
    const typed = typedLimits(visit)
    const id = visit.params['collection'] ?? ''
    const { settings, errors } = readLimits(typed, await aroundOf(visit), visit.t)
    if (errors.length > 0) return show(visit, report, typed, errors)
    await visit.store.quality.setLimits(id, changedSettings(settings), visit.viewer?.id ?? null)
    return redirect(`/collections/${id}/quality`, visit.t.quality.limitsSaved)
  },
}

async function reportOf(visit: Visit): Promise<QualityReport> {
  const id = visit.params['collection'] ?? ''
  const held = await frameSoon(visit, id)
  const report = held && (await soon(visit, reportFor(visit, id), held))
  if (!report) throw new Problem('notFound')
  return report
}

async function aroundOf({
  store,
  params,
  locale,
}: Visit): Promise<Around & { readonly titles: ReadonlyMap<string, string> }> {
  const held = await framesOf(store).of(params['collection'] ?? '')
  if (!held) throw new Problem('notFound')
  const { items } = await store.collections.list({ where: { topicId: held.collection.topicId }, limit: 200 })
  const others = await Promise.all(
    items
      .filter(({ id, anonymous }) => id !== held.collection.id && !anonymous)
      .map(async ({ id }) => {
        const other = await framesOf(store).of(id)
        return { id, questions: new Set(other?.frame.variables.map(({ name }) => name) ?? []) }
      }),
  )
  return {
    frame: askedFrame(held, locale),
    others,
    titles: new Map(items.map(({ id, title }) => [id, title])),
  }
}

async function show(
  visit: Visit,
  report: QualityReport,
  typed: TypedLimits,
  errors: readonly FieldError[],
): Promise<Reply> {
  const { store, t, locale } = visit
  const collection = await store.collections.find(visit.params['collection'] ?? '')
  if (!collection) throw new Problem('notFound')
  const percent = (share: number) => (100 * share).toFixed(1)
  const names = await namesOf(visit, report)
  const context: Context = {
    title: t.quality.titleOf({ title: collection.title }),
    breadcrumb: [
      { label: t.summary.topic, href: `/topics/${collection.topicId}` },
      { label: collection.title, href: `/collections/${collection.id}` },
      { label: t.quality.title },
    ],
    errors,
    collection,
    counted: t.quality.counted({
      n: formatCount(report.n, locale),
      flagged: formatCount(report.flagged, locale),
      percent: report.n === 0 ? '0.0' : percent(report.flagged / report.n),
    }),
    any: report.n > 0,
    flags: flagNames.map((name) => {
      const n = report.counts.get(name) ?? 0
      return {
        name,
        label: t.quality.names[name],
        means: meansWords(name, report.settings, visit),
        n,
        percent: report.n === 0 ? '0.0' : percent(n / report.n),
        remark: isOff(name, report.settings)
          ? t.quality.off
          : report.without.has(name)
            ? t.quality.noData
            : '',
      }
    }),
    complete: report.complete,
    withoutWords: report.withoutWords,
    interviewers: interviewerRows(visit, report, names),
    looks: looksDue(report, names, visit),
    times: timesShown(report, names, visit, collection.anonymous),
    effects: report.effects
      .slice(0, 50)
      .map(({ label, n, interviewers, rho, designEffect, f, p }) => [
        label,
        formatCount(n, locale),
        formatCount(interviewers, locale),
        rho.toFixed(3),
        designEffect.toFixed(2),
        f === null ? '—' : f.toFixed(2),
        p === null ? '—' : shownP(p),
      ]),
    backCheck: report.backCheck && {
      pairs: report.backCheck.pairs,
      rows: report.backCheck.questions.map((one) => [
        one.label,
        formatCount(one.pairs, locale),
        formatCount(one.differ, locale),
        `${percent(one.share)}%`,
        `${percent(one.lower)}%–${percent(one.upper)}%`,
        one.meanDifference === null ? '—' : formatNumber(one.meanDifference, locale),
      ]),
    },
    limits: limitFields(typed, await aroundOf(visit), visit),
  }
  return view('review/quality', context, { status: errors.length > 0 ? 422 : 200 })
}

const offBy: Partial<Record<FlagName, readonly LimitName[]>> = {
  tooFast: ['fastShare'],
  fastQuestions: ['questionShare', 'fastQuestions'],
  longPause: ['pauseMinutes'],
  straightLining: ['straightItems'],
  duplicate: ['comparedQuestions'],
  nearDuplicate: ['comparedQuestions', 'nearShare'],
  sameDevice: ['sameDevice'],
  samePlace: ['samePlace'],
  outsideArea: ['areaMetres'],
  farOut: ['farOut'],
  missing: ['missingShare'],
  backCheck: ['backCheckShare'],
}

function isOff(name: FlagName, settings: QualitySettings): boolean {
  if (name === 'outsideHours') return settings.earliest === null && settings.latest === null
  if (name === 'impossible') return settings.bounds.length === 0
  if (name === 'attention') return settings.attention.length === 0
  if (name === 'backCheck' && settings.backCheck === null) return true
  return (offBy[name] ?? []).some((limit) => settings[limit] === null)
}

/** What a check looks for, with its limits in it. */
function meansWords(name: FlagName, settings: QualitySettings, { t }: Visit): string {
  const numbers = limitNames.map((limit) => [limit, shownLimit(limit, settings[limit]) || '—'] as const)
  return say(t.quality.means, name, { ...Object.fromEntries(numbers), placeMetres: settings.placeMetres })
}

function shownP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3)
}

async function namesOf(
  { store }: Visit,
  { interviewers }: QualityReport,
): Promise<ReadonlyMap<string, string>> {
  const people = await Promise.all(interviewers.map(({ id }) => store.people.find(id)))
  return new Map(people.flatMap((person) => (person ? [[person.id, person.name]] : [])))
}

function interviewerRows(
  { t, locale }: Visit,
  report: QualityReport,
  names: ReadonlyMap<string, string>,
): readonly (readonly string[])[] {
  return report.interviewers.map((line) => {
    const { digits, checked } = line
    return [
      names.get(line.id) ?? '—',
      formatCount(line.n, locale),
      `${formatCount(line.flagged, locale)} (${line.n === 0 ? '0.0' : ((100 * line.flagged) / line.n).toFixed(1)}%)`,
      formatCount(line.rejected, locale),
      line.medianSeconds === null ? '—' : (line.medianSeconds / 60).toFixed(1),
      line.open === null ? '—' : `${(100 * line.open).toFixed(1)}%`,
      line.fast === null ? '—' : `${(100 * line.fast).toFixed(1)}%`,
      digits
        ? t.quality.roundedOf({
            percent: ((100 * digits.rounded) / digits.numbers).toFixed(0),
            n: formatCount(digits.numbers, locale),
            p: digits.p < 0.001 ? '< 0.001' : `= ${digits.p.toFixed(3)}`,
          })
        : '—',
      checked
        ? t.quality.checkedOf({
            percent: ((100 * checked.differ) / checked.compared).toFixed(0),
            differ: checked.differ,
            compared: checked.compared,
          })
        : '—',
    ]
  })
}

function limitFields(
  typed: TypedLimits,
  { frame, others, titles }: Awaited<ReturnType<typeof aroundOf>>,
  { t, locale }: Visit,
): readonly LimitField[] {
  const q = t.quality
  const value = (name: string) => typed[name] ?? ''
  const short = limitNames
    .flatMap((name) => (name === 'areaMetres' ? (['placeMetres', name] as const) : [name]))
    .map((name): LimitField => ({ name, label: q.limits[name], value: value(name), short: true }))
  const shared = frame.variables.filter(({ name }) => others.some(({ questions }) => questions.has(name)))
  return [
    ...short,
    { name: 'bounds', label: q.limits.bounds, hint: q.boundsHint, value: value('bounds'), rows: 3 },
    {
      name: 'attention',
      label: q.limits.attention,
      hint: q.attentionHint,
      value: value('attention'),
      rows: 2,
    },
    ...(others.length === 0
      ? []
      : [
          {
            name: 'backCheckCollection',
            label: q.limits.backCheckCollection,
            value: value('backCheckCollection'),
            options: [
              { value: '', label: q.backCheckNone },
              ...others.map(({ id }) => ({ value: id, label: titles.get(id) ?? '' })),
            ],
          },
          {
            name: 'backCheckQuestion',
            label: q.limits.backCheckQuestion,
            value: value('backCheckQuestion'),
            options: [
              { value: '', label: t.common.choose },
              ...shared
                .toSorted((a, b) => a.label.localeCompare(b.label, locale))
                .map(({ name, label }) => ({ value: name, label: `${label} (${name})` })),
            ],
          },
        ]),
  ]
}
