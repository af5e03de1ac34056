/**
 * The frame cache: a collection's answers as typed columns, read from the store once.
 * Held by this process. Key (collection, last, changes): new rows are appended when `last` grows, everything is read
 * again when `changes` rises (review, correction, withdrawal) or another form version turns up; least recently used
 * collections are let go above a limit of memory.
 */

import type { Frame, Variable } from '../../analysis/frame.ts'
import type { Answers, Form, Value } from '../form/form.ts'
import { isRows, valueOrSkipped } from '../form/instances.ts'
import { compileForm } from '../form/definition.ts'
import type { Channel, Collection, Day, FormVersion, Store, Submission } from '../store/store.ts'
import { growing, NotANumber, type Growing } from './columns.ts'
import { repeatRows, repeatTables, type RepeatTable } from './repeats.ts'
import { originVariables, placedIn, variablesOf } from './variables.ts'

/** All accepted answers of a collection, with what a reader needs to know about the rest. */
export interface CollectionFrame {
  readonly collection: Collection
  readonly channels: readonly Channel[]
  /** The form versions in use, the collection's own first. */
  readonly versions: readonly FormVersion[]
  readonly forms: readonly Form[]
  /** Calculations that give words. */
  readonly texts: ReadonlySet<string>
  /** Labels are those of the Chinese reader; `variables.ts` makes them for others. */
  readonly frame: Frame
  /** The answers that review rejected, as columns of the same variables. */
  readonly rejectedFrame: Frame
  /** The rows of repeats, of all the answers in the frame. */
  readonly repeats: readonly RepeatFrame[]
  /** Sequence number of each row of the frame, ascending. */
  readonly seqs: readonly number[]
  /** Revisions of the answers whose content was changed after it was first received, by sequence number. */
  readonly revisions: ReadonlyMap<number, number>
  readonly received: number
  readonly rejected: number
  readonly firstDay: Day | null
  readonly lastDay: Day | null
  readonly last: number
  readonly changes: number
}

/** The rows of one repeat; `owners` holds for each the row of the main frame that it belongs to. */
export interface RepeatFrame {
  readonly table: RepeatTable
  readonly frame: Frame
  readonly owners: Uint32Array
}

export interface Frames {
  /** The frame as of now, or null for an unknown collection. */
  of(collectionId: string): Promise<CollectionFrame | null>
}

/** Names that origin variables have in the frame, before any clash with a question. */
const originWords = { channel: '渠道', receivedOn: '收到日期' }
const pageSize = 2_000

const framesByStore = new WeakMap<Store, Frames>()

/** The one cache of this process for a store. */
export function framesOf(store: Store): Frames {
  const existing = framesByStore.get(store)
  if (existing) return existing
  const made = createFrames(store)
  framesByStore.set(store, made)
  return made
}

export function createFrames(store: Store, limitBytes = 400e6): Frames {
  // Insertion order is order of use: the first is the least recently used.
  const loaded = new Map<string, Loaded>()
  const loading = new Map<string, Promise<CollectionFrame | null>>()

  async function current(id: string): Promise<CollectionFrame | null> {
    const collection = await store.collections.find(id)
    if (!collection) {
      loaded.delete(id)
      return null
    }
    const held = loaded.get(id)
    loaded.delete(id)
    const next = held && held.fits(collection) ? held : new Loaded(store, collection)
    await next.readOn(collection)
    loaded.set(id, next)
    let bytes = 0
    for (const frame of loaded.values()) bytes += frame.bytes()
    for (const [oldest, frame] of loaded) {
      if (bytes <= limitBytes || oldest === id) break
      bytes -= frame.bytes()
      loaded.delete(oldest)
    }
    return next.view(collection)
  }

  // Who comes while a frame is being read waits for the next reading, which sees what was committed meanwhile.
  const waiting = new Map<string, Promise<CollectionFrame | null>>()
  const read = (id: string) => {
    const started = current(id).finally(() => loading.delete(id))
    loading.set(id, started)
    return started
  }
  return {
    of(id) {
      const running = loading.get(id)
      if (!running) return read(id)
      const queued = waiting.get(id)
      if (queued) return queued
      const next = running
        .catch(() => null)
        .then(() => {
          waiting.delete(id)
          return read(id)
        })
      waiting.set(id, next)
      return next
    },
  }
}

/** Names of calculations, which may give numbers or words. */
function workedOut(forms: readonly Form[], inside: string | null): ReadonlySet<string> {
  return new Set(
    placedIn(forms, 'shared', inside).flatMap(({ question: { type, name } }) =>
      type === 'calculate' ? [name] : [],
    ),
  )
}

type Read = (answers: Answers) => Value | null | undefined

/** How the value of a column is read: of a question the answer, of a repeat the number of its rows. */
function readOf(name: string, repeats: ReadonlySet<string>): Read {
  if (!repeats.has(name)) return (answers) => valueOrSkipped(answers, name)
  return (answers) => {
    const rows = Object.hasOwn(answers, name) ? answers[name] : undefined
    return isRows(rows) ? rows.length : undefined
  }
}

interface GrowingRepeat {
  readonly table: RepeatTable
  readonly variables: readonly Variable[]
  readonly columns: readonly Growing[]
  readonly reads: readonly Read[]
  readonly owners: number[]
}

class Loaded {
  readonly #store: Store
  readonly #changes: number
  readonly #versionId: string
  #channels: readonly Channel[] = []
  #versions: FormVersion[] = []
  #forms: Form[] = []
  #texts = new Set<string>()
  #variables: readonly Variable[] = []
  #columns: Growing[] = []
  #rejectedColumns: Growing[] = []
  #reads: Read[] = []
  #repeats: GrowingRepeat[] = []
  #channelName = ''
  #receivedOnName = ''
  #seqs: number[] = []
  #revisions = new Map<number, number>()
  #rejected = 0
  #firstDay: Day | null = null
  #lastDay: Day | null = null
  #last = 0
  #view: CollectionFrame | null = null

  constructor(store: Store, collection: Collection) {
    this.#store = store
    this.#changes = collection.changes
    this.#versionId = collection.formVersionId
  }

  fits(collection: Collection): boolean {
    return (
      this.#changes === collection.changes &&
      this.#versionId === collection.formVersionId &&
      this.#last <= collection.last
    )
  }

  bytes(): number {
    const rows = this.#repeats.flatMap(({ columns }) => columns)
    return [...this.#columns, ...rows].reduce((sum, column) => sum + column.bytes(), this.#seqs.length * 8)
  }

  /** Takes in every row after the last one read, a page at a time, giving way to other work between pages. */
  async readOn(collection: Collection): Promise<void> {
    const channels = await this.#store.collections.channels(collection.id)
    if (this.#versions.length === 0 || channels.length !== this.#channels.length) {
      this.#channels = channels
      await this.#knowVersion(collection.formVersionId)
      this.#restart()
    }
    while (this.#last < collection.last) {
      const rows = await this.#store.submissions.rows(collection.id, this.#last, pageSize)
      if (rows.length === 0) break
      if (await this.#meetsNewVersion(rows)) {
        this.#restart()
        continue
      }
      try {
        for (const row of rows) this.#take(row)
      } catch (error) {
        if (!(error instanceof NotANumber)) throw error
        this.#texts.add(error.variable)
        this.#restart()
        continue
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    // Erased answers leave gaps at the end too.
    this.#last = Math.max(this.#last, collection.last)
  }

  view(collection: Collection): CollectionFrame {
    const held = this.#view
    if (
      held &&
      held.last === this.#last &&
      held.collection.title === collection.title &&
      held.collection.state === collection.state
    ) {
      return held.collection.received === collection.received ? held : (this.#view = { ...held, collection })
    }
    const n = this.#seqs.length
    this.#view = {
      collection,
      channels: this.#channels,
      versions: [...this.#versions],
      forms: [...this.#forms],
      texts: new Set(this.#texts),
      frame: {
        n,
        variables: this.#variables,
        columns: new Map(this.#variables.map(({ name }, index) => [name, this.#columns[index]!.column(n)])),
      },
      rejectedFrame: {
        n: this.#rejected,
        variables: this.#variables,
        columns: new Map(
          this.#variables.map(({ name }, index) => [
            name,
            this.#rejectedColumns[index]!.column(this.#rejected),
          ]),
        ),
      },
      repeats: this.#repeats.map(({ table, variables, columns, owners }) => ({
        table,
        frame: {
          n: owners.length,
          variables,
          columns: new Map(variables.map(({ name }, index) => [name, columns[index]!.column(owners.length)])),
        },
        owners: Uint32Array.from(owners),
      })),
      seqs: this.#seqs.slice(),
      revisions: new Map(this.#revisions),
      received: n + this.#rejected,
      rejected: this.#rejected,
      firstDay: this.#firstDay,
      lastDay: this.#lastDay,
      last: this.#last,
      changes: this.#changes,
    }
    return this.#view
  }

  async #meetsNewVersion(rows: readonly Submission[]): Promise<boolean> {
    let met = false
    for (const id of new Set(rows.map((row) => row.formVersionId))) {
      if (!this.#versions.some((version) => version.id === id)) met = (await this.#knowVersion(id)) || met
    }
    return met
  }

  async #knowVersion(id: string): Promise<boolean> {
    const version = await this.#store.forms.version(id)
    const form = version && compileForm(version.source).form
    if (!version || !form) return false
    this.#versions.push(version)
    this.#forms.push(form)
    return true
  }

  #restart(): void {
    const origin = originVariables(this.#forms, this.#channels, originWords)
    this.#channelName = origin.channel.name
    this.#receivedOnName = origin.receivedOn.name
    this.#variables = [
      ...variablesOf(this.#forms, { which: 'shared', locale: 'zh-CN', texts: this.#texts, counted: true }),
      origin.channel,
      origin.receivedOn,
    ]
    const worked = workedOut(this.#forms, null)
    this.#columns = this.#variables.map((variable) => growing(variable, worked.has(variable.name)))
    this.#rejectedColumns = this.#variables.map((variable) => growing(variable, worked.has(variable.name)))
    const tables = repeatTables(this.#forms)
    const names = new Set(tables.map(({ name }) => name))
    this.#reads = this.#variables.map(({ name }) => readOf(name, names))
    this.#repeats = tables.map((table) => {
      const variables = variablesOf(this.#forms, {
        which: 'shared',
        locale: 'zh-CN',
        texts: this.#texts,
        inside: table.name,
        counted: true,
      })
      const reads = variables.map(({ name }) => readOf(name, names))
      const inside = workedOut(this.#forms, table.name)
      return {
        table,
        variables,
        columns: variables.map((variable) => growing(variable, inside.has(variable.name))),
        reads,
        owners: [],
      }
    })
    this.#seqs = []
    this.#revisions = new Map()
    this.#rejected = 0
    this.#firstDay = null
    this.#lastDay = null
    this.#last = 0
    this.#view = null
  }

  #take(row: Submission): void {
    this.#last = row.seq
    const rejected = row.state === 'rejected'
    const columns = rejected ? this.#rejectedColumns : this.#columns
    const answers = JSON.parse(row.answers) as Answers
    for (let i = 0; i < columns.length; i++) {
      const { name } = this.#variables[i]!
      const value =
        name === this.#channelName
          ? row.channelId
          : name === this.#receivedOnName
            ? row.receivedOn
            : this.#reads[i]!(answers)
      columns[i]!.push(value)
    }
    if (rejected) {
      this.#rejected++
      return
    }
    if (this.#repeats.length > 0) this.#takeRepeats(row, answers)
    this.#seqs.push(row.seq)
    if (row.revision > 1) this.#revisions.set(row.seq, row.revision)
    if (this.#firstDay === null || row.receivedOn < this.#firstDay) this.#firstDay = row.receivedOn
    if (this.#lastDay === null || row.receivedOn > this.#lastDay) this.#lastDay = row.receivedOn
  }

  #takeRepeats(row: Submission, answers: Answers): void {
    const form = this.#forms[this.#versions.findIndex(({ id }) => id === row.formVersionId)]
    if (!form) return
    for (const { table, columns, reads, owners } of this.#repeats) {
      for (const inside of repeatRows(form, table.name, { answers, personal: {}, key: '' })) {
        for (let i = 0; i < columns.length; i++) columns[i]!.push(reads[i]!(inside.answers))
        owners.push(this.#seqs.length)
      }
    }
  }
}
