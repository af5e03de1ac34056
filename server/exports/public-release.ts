/** A file for everybody: the chosen columns alone, coarsened and suppressed until nobody stands out, with a codebook that says all of it. */

import { coarsened, type Rule } from '../../analysis/public/coarsen.ts'
import type { KeyColumn } from '../../analysis/public/column.ts'
import { riskOf, sameAnswer, smallCells, type Risk, type SmallCells } from '../../analysis/public/risk.ts'
import { suppressed } from '../../analysis/public/suppress.ts'
import type { Variable } from '../../analysis/frame.ts'
import type { Answers, Value } from '../form/form.ts'
import { isRows, valueOrSkipped } from '../form/instances.ts'
import { isMedia, isMetadata } from '../form/walk.ts'
import type { Locale } from '../locale/index.ts'
import type { Day, Store } from '../store/store.ts'
import { placedIn, variablesOf } from '../summary/variables.ts'
import type { CsvSubject } from './csv.ts'
import { selecting, type Selection } from './selection.ts'

/** What becomes of a variable; what is not named is left out. */
export type Role = { readonly kind: 'open' } | { readonly kind: 'key'; readonly rule: Rule }

export interface ReleaseAsked {
  readonly roles: ReadonlyMap<string, Role>
  /** Every combination of keys is shared by at least so many. */
  readonly k: number
  readonly mode: 'cells' | 'rows'
  readonly selection: Selection
  readonly locale: Locale
}

/** A column of the file: a key, an open answer, or a choice of several. */
export interface ReleasedColumn extends KeyColumn {
  readonly variable: Variable
  readonly label: string
  readonly role: Role
  /** Values that were blanked because their rows were too rare. */
  readonly blanked: number
}

export interface Release {
  readonly columns: readonly ReleasedColumn[]
  readonly dropped: Uint8Array
  readonly n: number
  readonly droppedRows: number
  readonly before: Risk
  readonly coarse: Risk
  readonly after: Risk
  readonly small: readonly SmallCells[]
  /** Open columns in which classes give an answer away. */
  readonly telling: readonly {
    readonly name: string
    readonly label: string
    readonly classes: number
    readonly rows: number
  }[]
  readonly lastDay: Day | null
}

/** Fewer share nothing that a page may show to everybody (promise 3). */
export const smallestK = 5

/** Variables that can go out: no words that people wrote, no files, no places, nothing personal, nothing of devices, no repeats. */
export function releasable(subject: CsvSubject, locale: Locale): readonly Variable[] {
  const shut = new Set(
    placedIn(subject.forms, 'shared').flatMap(({ question: { name, type } }) =>
      isMedia(type) || isMetadata(type) || type.startsWith('geo') || type === 'barcode' ? [name] : [],
    ),
  )
  return variablesOf(subject.forms, { which: 'shared', locale }).filter(
    ({ name, kind }) => kind !== 'text' && !shut.has(name),
  )
}

/** Works the release out; null where no key is named, for then nothing can be said of its risk. */
export async function makeRelease(
  store: Store,
  subject: CsvSubject,
  asked: ReleaseAsked,
): Promise<Release | null> {
  const wanted = releasable(subject, asked.locale).flatMap((variable) => {
    const role = asked.roles.get(variable.name)
    return role ? [{ variable, role }] : []
  })
  const drafts = wanted.flatMap(({ variable, role }) => draftsOf(variable, role))
  if (!drafts.some(({ role }) => role.kind === 'key')) return null
  const lastDay = await fill(store, subject, asked.selection, drafts)
  const columns = drafts.map(settled)
  const n = columns[0]?.codes.length ?? 0
  const keys = columns.filter(({ role }) => role.kind === 'key')
  const open = columns.filter(({ role }) => role.kind === 'open')
  const coarse = keys.map((column) =>
    column.role.kind === 'key' ? coarsened(column, column.role.rule) : column,
  )
  const left = suppressed(coarse, n, asked)
  const released = columns.map((column): ReleasedColumn => {
    const key = left.columns.find(({ name }) => name === column.name)
    return key
      ? { ...column, codes: key.codes, values: key.values, blanked: left.blanked.get(column.name) ?? 0 }
      : column
  })
  const stays = (column: KeyColumn): KeyColumn => ({
    ...column,
    codes: column.codes.filter((_, row) => left.dropped[row] === 0),
  })
  const staying = n - left.droppedRows
  const finalKeys = left.columns.map(stays)
  return {
    columns: released,
    dropped: left.dropped,
    n,
    droppedRows: left.droppedRows,
    before: riskOf(keys, n, asked.k),
    coarse: riskOf(coarse, n, asked.k),
    after: riskOf(finalKeys, staying, asked.k),
    small: smallCells(coarse, n, asked.k),
    telling: open.flatMap((column) => {
      const same = sameAnswer(finalKeys, stays(column), staying)
      return same.classes > 0 ? [{ name: column.name, label: column.label, ...same }] : []
    }),
    lastDay,
  }
}

interface Draft {
  readonly variable: Variable
  readonly role: Role
  readonly name: string
  readonly label: string
  readonly read: (value: Value | null | undefined) => string | null
  readonly values: Map<string, number>
  readonly codes: number[]
}

function draftsOf(variable: Variable, role: Role): readonly Draft[] {
  const draft = (name: string, label: string, read: Draft['read']): Draft => ({
    variable,
    role,
    name,
    label,
    read,
    values: new Map(),
    codes: [],
  })
  const { name, label, kind, categories } = variable
  if (kind === 'set' || kind === 'rank')
    return categories.map((choice) =>
      draft(`${name}/${choice.value}`, `${label}/${choice.label}`, (value) => {
        if (typeof value !== 'object' || value === null) return null
        const place = value.indexOf(choice.value)
        return kind === 'set' ? (place < 0 ? '0' : '1') : place < 0 ? null : String(place + 1)
      }),
    )
  return [
    draft(name, label, (value) =>
      value === undefined || value === null || value === '' || typeof value === 'object'
        ? null
        : String(value),
    ),
  ]
}

/** In the order of the random ids, so that the order of the rows tells nothing. */
async function fill(
  store: Store,
  subject: CsvSubject,
  selection: Selection,
  drafts: readonly Draft[],
): Promise<Day | null> {
  const keeps = selecting(selection, subject)
  let lastDay: Day | null = null
  for (let after = ''; ;) {
    const rows = await store.submissions.rowsByInstance(subject.collection.id, after, 500)
    const last = rows.at(-1)
    if (!last) return lastDay
    for (const row of rows) {
      if (!keeps(row)) continue
      if (lastDay === null || row.receivedOn > lastDay) lastDay = row.receivedOn
      const answers = JSON.parse(row.answers) as Answers
      for (const draft of drafts) add(draft, answers)
    }
    after = last.instanceId
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function add({ variable: { name }, read, values, codes }: Draft, answers: Answers): void {
  const given = Object.hasOwn(answers, name) && isRows(answers[name]) ? null : valueOrSkipped(answers, name)
  const value = read(given)
  if (value === null) {
    codes.push(-1)
    return
  }
  let code = values.get(value)
  if (code === undefined) values.set(value, (code = values.size))
  codes.push(code)
}

function settled({ variable, role, name, label, values, codes }: Draft): ReleasedColumn {
  return {
    variable,
    role,
    name,
    label,
    values: [...values.keys()],
    codes: Int32Array.from(codes),
    blanked: 0,
  }
}
