/** /topics/:topic/findings: organisers order, word and hide the findings of a topic's summary. */

import type { ShownFinding } from '../summary/findings/shown.ts'
import type { ArrangedFinding } from '../store/summary-nouns.ts'
import { topicContent } from '../summary/topic-content.ts'
import { line, lines, several, type FieldError } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { topicBreadcrumb, topicOfVisit } from './topics/tabs.ts'

interface Row {
  readonly key: string
  readonly ownWords: string
  readonly figures: string
  readonly place: string
  readonly words: string
  readonly hidden: boolean
  readonly pins: string
}
export interface TopicFindingsContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly topic: { readonly id: string }
  readonly rows: readonly Row[]
  /** Edited findings that the data no longer bear out. */
  readonly gone: readonly string[]
  readonly errors: readonly FieldError[]
}

export const topicFindings: Page = {
  path: '/topics/:topic/findings',
  right: 'topic.manage',
  get: (visit) => show(visit, null, []),
  async post(visit) {
    const { store, t, viewer } = visit
    const topic = await topicOfVisit(visit)
    const typed = typedRows(visit)
    const known = new Set((await store.pins.list(topic.id)).map(({ number }) => number))
    const errors = typed.flatMap((row, place) => errorsOf(visit, row, { place, known }))
    if (errors.length > 0 || !viewer) return show(visit, typed, errors)
    const current = await findingsOf(visit)
    const own = new Map(current.map((finding) => [finding.key, finding]))
    const before = await store.findings.arranged(topic.id)
    const arranged = typed.flatMap((row) => arrangedOf(row, own.get(row.key)) ?? [])
    const shown = new Set(typed.map(({ key }) => key))
    // What the data do not bear out today may come back: its words are kept.
    await store.findings.arrange(
      topic.id,
      [...arranged, ...before.filter(({ key }) => !shown.has(key))],
      viewer.id,
    )
    return redirect(`/topics/${topic.id}/summary`, t.briefing.arrangeSaved)
  },
}

async function show(
  visit: Visit,
  typed: readonly Row[] | null,
  errors: readonly FieldError[],
): Promise<Reply> {
  const { store, t } = visit
  const topic = await topicOfVisit(visit)
  const [findings, arranged] = [await findingsOf(visit), await store.findings.arranged(topic.id)]
  const held = new Map(arranged.map((each) => [each.key, each]))
  const given = new Map((typed ?? []).map((row) => [row.key, row]))
  const keys = new Set(findings.map(({ key }) => key))
  const context: TopicFindingsContext = {
    title: t.briefing.arrangeTitle,
    breadcrumb: topicBreadcrumb(visit, topic, t.briefing.arrangeTitle),
    topic,
    rows: findings.map((finding) => given.get(finding.key) ?? rowOf(finding, held.get(finding.key))),
    gone: arranged.filter(({ key, words }) => words !== '' && !keys.has(key)).map(({ words }) => words),
    errors,
  }
  return view('summary/findings', context, { status: errors.length > 0 ? 422 : 200 })
}

async function findingsOf(visit: Visit): Promise<readonly ShownFinding[]> {
  const topic = await topicOfVisit(visit)
  const { findings } = await topicContent(visit.store, topic, { reader: 'full', locale: visit.locale })
  return [...findings.shown, ...findings.hidden]
}

function rowOf(finding: ShownFinding, held: ArrangedFinding | undefined): Row {
  const { key, ownWords, figures } = finding
  return {
    key,
    ownWords,
    figures,
    place: held?.position == null ? '' : String(held.position),
    words: held?.words ?? '',
    hidden: held?.hidden ?? false,
    pins: held?.pins.join(', ') ?? '',
  }
}

/** The rows as posted, in the order of their hidden keys. */
function typedRows(visit: Visit): readonly Row[] {
  return several(visit, 'key')
    .slice(0, 500)
    .map((key, place) => ({
      key: key.slice(0, 1_000),
      ownWords: line(visit, `own${place}`, 2_000),
      figures: line(visit, `figures${place}`, 2_000),
      place: line(visit, `place${place}`, 4),
      words: lines(visit, `words${place}`, 500),
      hidden: line(visit, `hidden${place}`, 2) === '1',
      pins: line(visit, `pins${place}`, 100),
    }))
}

const number = /\d+(?:\.\d+)?\s*[%％‰]|\d+[.．]\d+|百分之/

function errorsOf(
  { t }: Visit,
  { words, pins }: Row,
  { place, known }: { readonly place: number; readonly known: ReadonlySet<number> },
): readonly FieldError[] {
  const unknown = pinNumbers(pins).find((pin) => !known.has(pin))
  return [
    ...(number.test(words) ? [{ field: `words${place}`, words: t.briefing.numbersInWords }] : []),
    ...(unknown === undefined
      ? []
      : [{ field: `pins${place}`, words: t.briefing.pinUnknown({ number: unknown }) }]),
  ]
}

function pinNumbers(text: string): readonly number[] {
  return [...new Set((text.normalize('NFKC').match(/\d{1,6}/g) ?? []).map(Number))].slice(0, 20)
}

/** Nothing is kept of a row that leaves everything to the product. */
function arrangedOf(
  row: Row,
  finding: ShownFinding | undefined,
): Omit<ArrangedFinding, 'changedBy' | 'changedAt'> | null {
  const position = /^\d+$/.test(row.place.normalize('NFKC')) ? Number(row.place.normalize('NFKC')) : null
  const words = row.words === finding?.ownWords ? '' : row.words
  const pins = pinNumbers(row.pins)
  if (position === null && words === '' && !row.hidden && pins.length === 0) return null
  return { key: row.key, position, hidden: row.hidden, words, pins }
}
