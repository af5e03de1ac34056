/**
 * The frame cache: a collection's answers as typed columns, read from the store once.
 * Held by this process. Key (collection, last, changes): new rows are appended when `last` grows; when `changes` rises,
 * the history tells which answers were corrected or rejected, and only what stands with these in the column file is read
 * again (everything, after an erasure, or when another form version turns up). Least recently used collections are let go
 * above a limit of memory. Many rows are read by a thread of their own, which keeps them in a column file for the next
 * start.
 */

import { existsSync } from 'node:fs'
import type { Form } from '../form/form.ts'
import { compileForm } from '../form/definition.ts'
import type { ChangeMark } from '../store/changed-answers.ts'
import type { Channel, Collection, FormVersion, Store, Submission } from '../store/store.ts'
import { readApart } from './apart.ts'
import { readFileHead } from './column-file.ts'
import { NotANumber } from './columns.ts'
import { framePlan } from './frame-plan.ts'
import { ownBuild, rowsInRun, type FrameReply } from './frame-reading.ts'
import { GrowingFrame } from './growing-frame.ts'
import type { FileBase } from './file-columns.ts'
import { heldOf, type CollectionFrame } from './held.ts'
import { planPrint, type FramePlan } from './planned.ts'

export type { CollectionFrame, RepeatFrame } from './held.ts'

/** How far the reading of a frame has come. */
export interface Progress {
  readonly rows: number
  readonly of: number
}

export interface Frames {
  /** The frame as of now, or null for an unknown collection. */
  of(collectionId: string): Promise<CollectionFrame | null>
  /** Null where no frame of the collection is being read that takes long. */
  progress(collectionId: string): Progress | null
}

/** More answers than this are not read into memory: a frame of them takes gigabytes. */
export const rowLimit = 1_000_000
const pageSize = 2_000
/** So many rows are read on the spot; more of them by a thread of its own. */
const readHere = 3_000
/** When so many rows are in memory and not in the file, the file is brought up to them. */
const keptEvery = 20_000

const framesByStore = new WeakMap<Store, Frames>()

/** The one cache of this process for a store. */
export function framesOf(store: Store): Frames {
  const existing = framesByStore.get(store)
  if (existing) return existing
  const made = createFrames(store)
  framesByStore.set(store, made)
  return made
}

export interface FramesOptions {
  readonly limitBytes?: number
  /** Collections of more answers stay in their column file. */
  readonly inMemory?: number
  /** So many rows are read on the spot, and are not worth writing; tests set it low. */
  readonly here?: number
  /** Rows that stand together in a file, and are read again together; tests set it low. */
  readonly inRun?: number
}

export function createFrames(
  store: Store,
  { limitBytes = 400e6, here = readHere, inMemory = rowLimit, inRun = rowsInRun }: FramesOptions = {},
): Frames {
  // Insertion order is order of use: the first is the least recently used.
  const loaded = new Map<string, Loaded>()
  const loading = new Map<string, Promise<CollectionFrame | null>>()
  const progress = new Map<string, Progress>()

  async function current(id: string): Promise<CollectionFrame | null> {
    const collection = await store.collections.find(id)
    if (!collection) {
      loaded.delete(id)
      return null
    }
    const held = loaded.get(id)
    loaded.delete(id)
    const next =
      held && (await held.fits(collection)) ? held : new Loaded(store, collection, { here, inMemory, inRun })
    try {
      await next.readOn(collection, (rows) => progress.set(id, { rows, of: collection.received }))
    } finally {
      progress.delete(id)
    }
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
    progress: (id) => progress.get(id) ?? null,
  }
}

type Limits = Required<Omit<FramesOptions, 'limitBytes'>>

class Loaded {
  readonly #store: Store
  readonly #here: number
  readonly #inMemory: number
  readonly #inRun: number
  readonly #versionId: string
  /** The state of the answers that the rows are of. */
  #mark: ChangeMark = { event: 0, changes: 0 }
  #channels: readonly Channel[] = []
  #versions: FormVersion[] = []
  #forms: Form[] = []
  #texts = new Set<string>()
  #grown: GrowingFrame | null = null
  /** The file holds everything up to this sequence number. */
  #kept = 0
  #path: string | null = null
  /** What of the rows stays in the file. */
  #base: FileBase | null = null
  #view: CollectionFrame | null = null

  constructor(store: Store, collection: Collection, { here, inMemory, inRun }: Limits) {
    this.#store = store
    this.#here = here
    this.#inMemory = inMemory
    this.#inRun = inRun
    this.#versionId = collection.formVersionId
  }

  /** Whether what is held still stands; what review decided without changing a figure is caught up with. */
  async fits(collection: Collection): Promise<boolean> {
    if (
      this.#versionId !== collection.formVersionId ||
      (this.#grown?.last ?? 0) > collection.last ||
      // A file that was found to be broken is gone; what it held is read again.
      (this.#path !== null && !existsSync(this.#path))
    )
      return false
    if (this.#mark.changes >= collection.changes) return true
    const { mark, seqs } = await this.#store.submissions.changedSince(collection.id, this.#mark)
    if (seqs?.length !== 0 || mark.changes < collection.changes) return false
    this.#mark = mark
    return true
  }

  bytes(): number {
    return this.#grown?.bytes() ?? 0
  }

  /** Takes in every row after the last one read, a page at a time, giving way to other work between pages. */
  async readOn(collection: Collection, told: (rows: number) => void): Promise<void> {
    const channels = await this.#store.collections.channels(collection.id)
    if (!this.#grown || channels.length !== this.#channels.length) {
      this.#channels = channels
      await this.#knowVersion(collection.formVersionId)
      this.#grown = null
    }
    for (;;) {
      const last = this.#grown?.last ?? 0
      if (this.#grown && last >= collection.last) return
      const apart = this.#store.apart !== null && this.#mayKeep(collection.last - last, last)
      const done = apart ? await this.#readApart(collection, told) : await this.#readHere(collection)
      if (done) return
      this.#grown = null
    }
  }

  #mayKeep(coming: number, last: number): boolean {
    return coming > this.#here || (this.#kept > 0 && last + coming - this.#kept > keptEvery)
  }

  /** False where something has to be known first, and is known now. */
  async #readHere(collection: Collection): Promise<boolean> {
    if (!this.#grown) this.#mark = await this.#markOf(collection)
    const frame = (this.#grown ??= new GrowingFrame(this.#plan(), this.#formsById()))
    try {
      while (frame.last < collection.last) {
        const rows = await this.#store.submissions.rows(collection.id, frame.last, pageSize)
        if (rows.length === 0) break
        if (await this.#meetsNewVersion(rows)) return false
        for (const row of rows) frame.take({ ...row, rejected: row.state === 'rejected' })
        await new Promise((resolve) => setImmediate(resolve))
      }
    } catch (error) {
      if (!(error instanceof NotANumber)) throw error
      this.#texts.add(error.variable)
      return false
    }
    // Erased answers leave gaps at the end too.
    frame.last = Math.max(frame.last, collection.last)
    return true
  }

  async #markOf({ id }: Collection): Promise<ChangeMark> {
    const mark = await this.#store.submissions.mark(id)
    if (!mark) throw new Error(`frames: the collection ${id} has no counters`)
    return mark
  }

  async #readApart(collection: Collection, told: (rows: number) => void): Promise<boolean> {
    const { apart } = this.#store
    if (!apart) return false
    const found = await this.#fileOf(collection)
    const plan = this.#plan()
    const path = found ?? apart.columns.place(collection.id)
    const { id: collectionId, last } = collection
    const inFile = collection.received > this.#inMemory
    const file = path === null ? null : { path, isThere: found !== null }
    const reply = await readApart(
      {
        database: apart.database,
        collectionId,
        plan,
        last,
        file,
        fewest: this.#here,
        inFile,
        inRun: this.#inRun,
      },
      told,
    ).catch(async (error: unknown) => {
      if (path !== null) await apart.columns.forget(collection.id, [path])
      throw error
    })
    if ('part' in reply && reply.kept > 0) {
      const others = apart.columns.own(collection.id).filter((other) => other !== path)
      await apart.columns.forget(collection.id, others)
    } else if (path !== null) await apart.columns.forget(collection.id, [path])
    this.#path = 'part' in reply && reply.kept > 0 ? path : null
    return this.#learn(reply, plan)
  }

  async #learn(reply: FrameReply, plan: FramePlan): Promise<boolean> {
    if ('words' in reply) this.#texts.add(reply.words)
    else if ('version' in reply) {
      if (!(await this.#knowVersion(reply.version)))
        throw new Error(`frames: the form version ${reply.version} cannot be read`)
    } else if ('part' in reply) {
      this.#mark = reply.mark
      this.#grown = new GrowingFrame(plan, this.#formsById(), reply.before)
      this.#grown.adopt(reply.part)
      this.#base = reply.base
      this.#kept = reply.kept
      this.#view = null
      return true
    }
    return false
  }

  /** The column file of the collection, if it fits what stands there now; what it knew of forms is known then. */
  async #fileOf(collection: Collection): Promise<string | null> {
    const { apart } = this.#store
    for (const path of apart?.columns.own(collection.id) ?? []) {
      const head = readFileHead(path)
      if (
        head?.build !== ownBuild() ||
        head.collectionId !== collection.id ||
        head.versions[0] !== collection.formVersionId
      )
        continue
      for (const id of head.versions) await this.#knowVersion(id)
      for (const name of head.texts) this.#texts.add(name)
      if (planPrint(this.#plan()) === head.plan) return path
    }
    return null
  }

  #formsById(): ReadonlyMap<string, Form> {
    return new Map(this.#versions.map(({ id }, place) => [id, this.#forms[place]!]))
  }

  #plan(): FramePlan {
    return framePlan({
      versions: this.#versions,
      forms: this.#forms,
      channels: this.#channels,
      texts: this.#texts,
    })
  }

  view(collection: Collection): CollectionFrame {
    const grown = this.#grown
    if (!grown) throw new Error('frames: nothing has been read')
    const held = this.#view
    if (
      held &&
      held.last === grown.last &&
      held.changes === this.#mark.changes &&
      held.collection.title === collection.title &&
      held.collection.state === collection.state
    ) {
      return held.collection.received === collection.received ? held : (this.#view = { ...held, collection })
    }
    this.#view = heldOf(
      {
        collection,
        channels: this.#channels,
        versions: [...this.#versions],
        texts: [...this.#texts],
        changes: this.#mark.changes,
      },
      [...this.#forms],
      grown,
      this.#base,
    )
    return this.#view
  }

  async #meetsNewVersion(rows: readonly Submission[]): Promise<boolean> {
    let met = false
    for (const id of new Set(rows.map((row) => row.formVersionId))) met = (await this.#knowVersion(id)) || met
    return met
  }

  /** True if the version is new here. */
  async #knowVersion(id: string): Promise<boolean> {
    if (this.#versions.some((version) => version.id === id)) return false
    const version = await this.#store.forms.version(id)
    const form = version && compileForm(version.source).form
    if (!version || !form) return false
    this.#versions.push(version)
    this.#forms.push(form)
    return true
  }
}
