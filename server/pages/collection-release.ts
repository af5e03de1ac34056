/** Publishing data: how well somebody could be found in them, what makes them coarser, and the file that results. */

import { Readable } from 'node:stream'
import type { Rule } from '../../analysis/public/coarsen.ts'
import type { Risk } from '../../analysis/public/risk.ts'
import type { Variable } from '../../analysis/frame.ts'
import { csvSubject, type CsvSubject } from '../exports/index.ts'
import { releaseArchive, ruleWords } from '../exports/public-files.ts'
import {
  makeRelease,
  releasable,
  smallestK,
  type Release,
  type ReleaseAsked,
  type Role,
} from '../exports/public-release.ts'
import { narrowed } from '../exports/selection.ts'
import { catalogues } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import type { Collection } from '../store/store.ts'
import { fileName, selectionFor } from './exporting/choices.ts'
import { primed } from './exporting/primed.ts'
import { selectionFields, type SelectionFields } from './exporting/selection.ts'
import type { Option } from './fields.ts'
import { view, type Page, type Visit } from './page.ts'

interface ShownVariable {
  readonly name: string
  readonly label: string
  readonly kind: Variable['kind']
  readonly chosen: string
  readonly options: readonly Option[]
  readonly blanked: number
}

/** Context of views/summary/release.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly collection: Pick<Collection, 'id' | 'title' | 'sampleType'>
  readonly selection: SelectionFields
  readonly variables: readonly ShownVariable[]
  readonly k: number
  readonly mode: ReleaseAsked['mode']
  readonly cells: 'codes' | 'labels'
  readonly result: {
    readonly lines: readonly { readonly name: string; readonly risk: Risk; readonly words: string }[]
    readonly small: readonly string[]
    readonly telling: readonly string[]
    readonly n: number
    readonly droppedRows: number
    readonly blanked: number
  } | null
  readonly downloadUrl: string | null
}

export const collectionRelease: Page = {
  path: '/collections/:collection/release',
  right: 'topic.analyse',
  async get(visit) {
    const { store, t, query } = visit
    const { subject, asked, cells } = await askedOf(visit)
    const release = await makeRelease(store, subject, asked)
    const { collection } = subject
    const some = release !== null && release.n > release.droppedRows
    const context: Context = {
      title: t.publicRelease.title,
      breadcrumb: [
        { label: t.summary.topic, href: `/topics/${collection.topicId}` },
        { label: collection.title, href: `/collections/${collection.id}/summary` },
        { label: t.exports.title, href: `/collections/${collection.id}/export` },
        { label: t.publicRelease.title },
      ],
      collection,
      selection: selectionFields(visit, await csvSubject(store, collection.id)),
      variables: releasable(subject, asked.locale).map((variable) =>
        shownVariable(variable, query, release, visit),
      ),
      k: asked.k,
      mode: asked.mode,
      cells,
      result: release && resultOf(visit, release, asked),
      downloadUrl: some
        ? `/collections/${collection.id}/release.zip?${new URLSearchParams(query).toString()}`
        : null,
    }
    return view('summary/release', context)
  },
}

export const collectionReleaseFile: Page = {
  path: '/collections/:collection/release.zip',
  right: 'topic.analyse',
  async get(visit) {
    const { store, viewer, now } = visit
    const { subject, asked, cells } = await askedOf(visit)
    const release = await makeRelease(store, subject, asked)
    // Without a key nothing is known of the risk, and without rows there is nothing.
    if (!release || release.n === release.droppedRows) throw new Problem('unprocessable')
    const { collection } = subject
    const detail = { rows: release.n - release.droppedRows, k: asked.k }
    await store.history.append(
      { actor: viewer?.id ?? null, kind: 'export.public', subject: collection.id, detail },
      now().toISOString(),
    )
    const t = catalogues[asked.locale]
    const pieces = releaseArchive(release, asked, { title: collection.title, t, cells })
    return {
      kind: 'stream',
      stream: Readable.from(await primed(pieces), { objectMode: false, highWaterMark: 1 << 20 }),
      type: 'application/zip',
      headers: {
        'Content-Disposition': fileName(`${collection.title}-${t.publicRelease.fileName}`, 'zip'),
      },
    }
  },
}

async function askedOf(visit: Visit): Promise<{
  readonly subject: CsvSubject
  readonly asked: ReleaseAsked
  readonly cells: 'codes' | 'labels'
}> {
  const { query, locale, t } = visit
  const whole = await csvSubject(visit.store, visit.params['collection'] ?? '')
  const selection = selectionFor(visit, whole)
  const subject = narrowed(whole, selection)
  const k = query['k'] ? Number(query['k']) : smallestK
  if (!Number.isInteger(k) || k < smallestK || k > 1000) throw new Problem('badFilter', { name: 'k' })
  const roles = new Map<string, Role>()
  for (const variable of releasable(subject, locale)) {
    const given = query[`v.${variable.name}`] ?? ''
    const role = roleOf(given, variable, k, t)
    if (given !== '' && !role) throw new Problem('badFilter', { name: variable.name })
    if (role) roles.set(variable.name, role)
  }
  return {
    subject,
    cells: query['cells'] === 'codes' ? 'codes' : 'labels',
    asked: { roles, k, mode: query['mode'] === 'rows' ? 'rows' : 'cells', selection, locale },
  }
}

const widths = [5, 10, 20, 50, 100, 1000]
const lengths = [2, 4, 6, 9]

/** The rules that make sense for a kind of variable, by their names in the address. */
function rulesFor({ kind, categories }: Variable, k: number, t: Visit['t']): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>([['keep', { kind: 'keep' }]])
  if (kind === 'number') for (const width of widths) rules.set(`bands-${width}`, { kind: 'bands', width })
  if (kind === 'date')
    for (const each of ['month', 'quarter', 'year'] as const) rules.set(each, { kind: each })
  if (kind === 'coded') {
    rules.set('rare', { kind: 'rare', fewerThan: k, label: t.publicRelease.others })
    // Codes of places, as GB/T 2260 has them.
    if (categories.length > 0 && categories.every(({ value }) => /^\d{4,12}$/.test(value)))
      for (const length of lengths) rules.set(`prefix-${length}`, { kind: 'prefix', length })
  }
  return rules
}

function roleOf(given: string, variable: Variable, k: number, t: Visit['t']): Role | null {
  if (given === 'open') return { kind: 'open' }
  const isKey = variable.kind === 'coded' || variable.kind === 'number' || variable.kind === 'date'
  const rule = given.startsWith('key-') && isKey ? rulesFor(variable, k, t).get(given.slice(4)) : undefined
  return rule ? { kind: 'key', rule } : null
}

function shownVariable(
  variable: Variable,
  query: Visit['query'],
  release: Release | null,
  { t }: Visit,
): ShownVariable {
  const w = t.publicRelease
  const { name, label, kind } = variable
  const isKey = kind === 'coded' || kind === 'number' || kind === 'date'
  const keys = isKey ? [...rulesFor(variable, smallestK, t)] : []
  return {
    name,
    label,
    kind,
    chosen: query[`v.${name}`] ?? '',
    options: [
      { value: '', label: w.leftOut },
      ...keys.map(([rule, of]) => ({ value: `key-${rule}`, label: w.keyWith({ rule: ruleWords(of, t) }) })),
      { value: 'open', label: w.openOption },
    ],
    blanked: release?.columns.find((column) => column.name === name)?.blanked ?? 0,
  }
}

function resultOf({ t }: Visit, release: Release, { k }: ReleaseAsked): Context['result'] {
  const w = t.publicRelease
  const words = (risk: Risk) =>
    risk.n === 0
      ? w.nothingLeft
      : risk.unique > 0
        ? w.someUnique({ n: risk.n, unique: risk.unique, below: risk.below, k })
        : risk.below > 0
          ? w.someRare({ n: risk.n, below: risk.below, smallest: risk.smallest, k })
          : w.nobodyRare({ n: risk.n, smallest: risk.smallest })
  return {
    lines: [
      { name: w.asChosen, risk: release.before, words: words(release.before) },
      { name: w.coarsened, risk: release.coarse, words: words(release.coarse) },
      { name: w.asReleased, risk: release.after, words: words(release.after) },
    ],
    small: release.small
      .slice(0, 10)
      .map(({ columns, cells, rows }) => w.smallCells({ columns: columns.join(' × '), cells, rows, k })),
    telling: release.telling.slice(0, 10).map(({ label, classes }) => w.telling({ label, classes })),
    n: release.n,
    droppedRows: release.droppedRows,
    blanked: release.columns.reduce((sum, { blanked }) => sum + blanked, 0),
  }
}
