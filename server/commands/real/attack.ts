/** A leader who tries to find out about single people: by totals, filters, crosstabs and waiting for one more answer. */

import { questionsOf } from '../../form/walk.ts'
import type { Element } from '../html.ts'
import type { Answered } from '../visitor.ts'
import type { Checks } from './checks.ts'
import { sendAnswer, t, type Fielded } from './journey.ts'
import type { Material } from './material.ts'
import { cellAt, partOf, tablesIn, type ReadTable } from './reading.ts'

const { heading } = t.summary
/** The fewest people that a figure may rest on (promise 3). */
const fewest = 5

/** Counts of a question as shown, by row head; a merged row stands under its merged head. */
type Shown = ReadonlyMap<string, number>

/** Every check is that an attack fails. */
export async function attackAsLeader(
  checks: Checks,
  fielded: Fielded,
  material: Pick<Material, 'answers'>,
): Promise<void> {
  const coded = questionsOf(fielded.form)
    .filter(({ type }) => type === 'select_one')
    .map(({ name }) => name)
  const whole = await summary(fielded)
  checks.same('the summary opens for the leader', whole.status, 200)
  checks.holds(
    'the leader is shown something',
    coded.some((name) => countsOf(whole.page, name).size > 0),
  )
  byTotals(checks, whole.page, coded)
  await byCrosstabs(checks, fielded, coded)
  await byFilters(checks, fielded, coded, whole.page)
  await byOtherDoors(checks, fielded)
  await byWaiting(checks, fielded, material, coded)
}

function byTotals(checks: Checks, page: Element, coded: readonly string[]): void {
  for (const name of coded) {
    for (const table of tablesIn(partOf(page, `q-${name}`))) checkCounts(checks, `leader, ${name}`, table)
  }
}

/** No count of 1 to 4, and none that the total of the same table gives back. */
function checkCounts(checks: Checks, what: string, table: ReadTable): void {
  for (const [place, column] of table.columns.entries()) {
    const counts = table.rows.map(({ cells }) => cells[place])
    const isCount = column === 'count' || table.columns.includes('total')
    if (!isCount) continue
    const small = counts.filter((count) => typeof count === 'number' && count > 0 && count < fewest)
    checks.same(`${what}: ${column} has no figure under five`, small.length, 0)
    const total = table.rows.find(({ head }) => head === heading.total)?.cells[place]
    const parts = table.rows.filter(({ head }) => head !== heading.total && head !== heading.valid)
    if (typeof total !== 'number') continue
    const shown = parts.reduce(
      (sum, { cells }) => sum + (typeof cells[place] === 'number' ? cells[place] : 0),
      0,
    )
    const hidden = total - shown
    checks.holds(
      `${what}: ${column} minus what is shown is none or five`,
      hidden === 0 || hidden >= fewest,
      hidden,
    )
  }
}

async function byCrosstabs(checks: Checks, fielded: Fielded, coded: readonly string[]): Promise<void> {
  for (const rows of coded) {
    for (const columns of coded) {
      if (rows >= columns) continue
      const { page } = await fielded.leader.get(
        `/collections/${fielded.collectionId}/crosstab?${new URLSearchParams({ rows, columns }).toString()}`,
      )
      const [counts] = tablesIn(page)
      if (counts) checkCounts(checks, `leader, ${rows} × ${columns}`, counts)
    }
  }
}

/** Each single choice as a filter; what the filter shows and what it leaves out must both be none or five. */
async function byFilters(
  checks: Checks,
  fielded: Fielded,
  coded: readonly string[],
  whole: Element,
): Promise<void> {
  for (const [by, value] of singleChoices(fielded, coded)) {
    const filtered = await summary(fielded, { [by]: value })
    for (const name of coded) {
      const before = countsOf(whole, name)
      for (const [head, count] of countsOf(filtered.page, name)) {
        const what = `leader, ${name} where ${by} is ${value}: ${head}`
        checks.holds(`${what} is none or five`, count === 0 || count >= fewest, count)
        const rest = (before.get(head) ?? count) - count
        checks.holds(`${what}, the others are none or five`, rest === 0 || rest >= fewest, rest)
      }
    }
  }
  const [first] = singleChoices(fielded, coded)
  const other = singleChoices(fielded, coded).find(([by]) => by !== first?.[0])
  if (first && other) {
    const both = await summary(fielded, { [first[0]]: first[1], [other[0]]: other[1] })
    const shown = coded.filter((name) => countsOf(both.page, name).size > 0)
    checks.same('leader: two filters at once show nothing', shown.length, 0)
  }
}

function singleChoices({ form }: Fielded, coded: readonly string[]): readonly (readonly [string, string])[] {
  return questionsOf(form)
    .filter(({ name }) => coded.includes(name))
    .flatMap(({ name, list }) => (form.lists[list ?? ''] ?? []).map(({ value }) => [name, value] as const))
}

/** Rows, exports and open answers one by one are for analysts. */
async function byOtherDoors(checks: Checks, { leader, collectionId, topicId }: Fielded): Promise<void> {
  for (const door of ['export', 'export.csv', 'codebook.csv']) {
    const { status } = await leader.get(`/collections/${collectionId}/${door}`)
    checks.same(`leader: ${door} is refused`, status, 403)
  }
  const { status } = await leader.get(`/topics/${topicId}/edit`)
  checks.same('leader: changing the topic is refused', status, 403)
}

/** Five more answers, one after the other: the leader's figures move once, by five. */
async function byWaiting(
  checks: Checks,
  fielded: Fielded,
  { answers }: Pick<Material, 'answers'>,
  coded: readonly string[],
): Promise<void> {
  const row = answers[0]
  if (!row) return
  let before = await summary(fielded)
  let moves = 0
  for (let i = 0; i < fewest; i++) {
    const sent = await sendAnswer(fielded, row)
    checks.same(`leader, one more answer ${i + 1}: it is taken`, sent.status, 201)
    const after = await summary(fielded)
    const steps = coded.map((name) => sizeOf(after.page, name) - sizeOf(before.page, name))
    const moved = steps.some((step) => step !== 0)
    if (moved) moves += 1
    checks.holds(
      `leader, one more answer ${i + 1}: figures stand still or move by five`,
      steps.every((step) => step === 0 || step === fewest || Number.isNaN(step)),
      steps.join(' '),
    )
    before = after
  }
  checks.same('leader: five more answers move the figures once', moves, 1)
}

async function summary(
  { leader, collectionId }: Fielded,
  filter: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const fields = ['where', 'where2']
  const query = new URLSearchParams(
    Object.fromEntries(
      Object.entries(filter).map(([name, value], i) => [fields[i] ?? '', `${name}=${value}`]),
    ),
  )
  return leader.get(`/collections/${collectionId}/summary${query.size > 0 ? `?${query.toString()}` : ''}`)
}

function countsOf(page: Element, name: string): Shown {
  const [table] = tablesIn(partOf(page, `q-${name}`))
  const place = table?.columns.indexOf('count') ?? -1
  const counts = new Map<string, number>()
  for (const { head, cells } of table?.rows ?? []) {
    const count = cells[place]
    if (typeof count === 'number' && head !== heading.total && head !== heading.valid) counts.set(head, count)
  }
  return counts
}

function sizeOf(page: Element, name: string): number {
  const [table] = tablesIn(partOf(page, `q-${name}`))
  return Number(cellAt(table, heading.total, 'count') ?? 0)
}
