/** Reads a collection into a frame: out of its column file as far as that goes, and out of the answers from there on. */

import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import type { Form } from '../form/form.ts'
import { openAnswerPages, type AnswerPages, type AnswerRow } from '../store/answer-pages.ts'
import type { ChangeMark } from '../store/changed-answers.ts'
import { makeColumnFile, openColumnFile, type FileHead, type OpenColumnFile } from './column-file.ts'
import { NotANumber } from './columns.ts'
import { planPrint, type FramePlan } from './planned.ts'
import type { FileBase } from './file-columns.ts'
import { behind, GrowingFrame, type Before, type FramePart } from './growing-frame.ts'

export interface FrameOrder {
  readonly database: string
  readonly collectionId: string
  readonly plan: FramePlan
  /** Everything up to this sequence number is to be read. */
  readonly last: number
  /** The file to read and to add to; null for none. */
  readonly file: { readonly path: string; readonly isThere: boolean } | null
  /** Fewer rows than this at the end are not worth a run of their own: the next start reads them from the answers. */
  readonly fewest: number
  /** The rows stay in the file: they are too many for memory. */
  readonly inFile: boolean
  /** Rows of a run in the file; tests set it low. */
  readonly inRun: number
}

/** What became of an order: the frame, or what has to be known before it can be read. */
export type FrameReply =
  | {
      readonly part: FramePart
      /** The sequence number up to which the file holds it; 0 if there is no file. */
      readonly kept: number
      /** What stands before the part, in the file; null if the part is all. */
      readonly base: FileBase | null
      readonly before: Before
      /** The state of the answers that the frame is of. */
      readonly mark: ChangeMark
    }
  /** A calculation that gives words. */
  | { readonly words: string }
  /** A form version that the plan does not have. */
  | { readonly version: string }
  /** The file is of no use: answers in it were erased, or more changed than is worth keeping. */
  | { readonly stale: true }

/** Rows of a run in the file: their texts leave the memory then, and they are read again together where one changes. */
export const rowsInRun = 5_000

/** `told`: how many answers have been read. */
export async function readFrame(order: FrameOrder, told: (rows: number) => void): Promise<FrameReply> {
  const pages = await openAnswerPages(order.database, order.collectionId)
  try {
    return await readInto(order, pages, told)
  } catch (error) {
    if (error instanceof NotANumber) return { words: error.variable }
    // A disk that is full or cannot be written costs the file, not the frame.
    if (error instanceof NotKept) return await readInto({ ...order, file: null, inFile: false }, pages, told)
    throw error
  } finally {
    await pages.close()
  }
}

/** The column file could not be written. */
class NotKept extends Error {}

async function readInto(
  order: FrameOrder,
  pages: AnswerPages,
  told: (rows: number) => void,
): Promise<FrameReply> {
  const now = await pages.mark()
  if (!now) throw new Error(`frames: there is no collection ${order.collectionId}`)
  const frame = new GrowingFrame(order.plan, await formsOf(order.plan))
  const file = fileOf(order, now)
  try {
    const reading = new Reading(order, pages, { file, frame, told })
    const mark = file && file.runs.length > 0 ? await reading.renew(file) : now
    if (mark === null) return { stale: true }
    const held = reading.heldByFile()
    if (held === null) return { stale: true }
    const { tail, kept } = await reading.readOn(held)
    if (file && reading.wrote) await file.settle(mark).catch(notKept)
    await file?.written().catch(notKept)
    // What was erased while it was read must not stay in the file.
    const stands = file !== null && (await pages.changedSince(mark)).seqs !== null
    const base = order.inFile && file !== null ? { path: file.path, runs: file.runs } : null
    return { part: tail.give(), kept: stands ? kept : 0, base, before: tail.before, mark }
  } catch (error) {
    if (error instanceof Stranger) return { version: error.version }
    throw error
  } finally {
    file?.close()
  }
}

/** An answer of a form version that the plan does not have. */
class Stranger extends Error {
  readonly version: string
  constructor(version: string) {
    super(`the form version ${version} is not known yet`)
    this.version = version
  }
}

interface Means {
  readonly file: OpenColumnFile | null
  /** An empty frame of the plan. */
  readonly frame: GrowingFrame
  readonly told: (rows: number) => void
}

/** One reading of a collection, run by run. */
class Reading {
  readonly #order: FrameOrder
  readonly #pages: AnswerPages
  readonly #means: Means
  readonly #known: ReadonlySet<string>
  #rows = 0
  /** Whether anything was added to the file. */
  wrote = false

  constructor(order: FrameOrder, pages: AnswerPages, means: Means) {
    this.#order = order
    this.#pages = pages
    this.#means = means
    this.#known = new Set(order.plan.versions.map(({ id }) => id))
  }

  /** Reads the runs again of which an answer has changed; the state that the file is of then, null if it is of no use. */
  async renew(file: OpenColumnFile): Promise<ChangeMark | null> {
    const { mark, seqs } = await this.#pages.changedSince(file.mark)
    if (seqs === null || file.waste > 2 * file.used) return null
    let after = 0
    for (const [place, { last }] of file.runs.entries()) {
      if (seqs.some((seq) => seq > after && seq <= last)) {
        const run = this.#means.frame.apart()
        for await (const page of this.#pages.pages(after, last)) for (const row of page) this.#take(run, row)
        run.last = last
        await this.#put(file, run, place)
      }
      after = last
    }
    await file.written().catch(notKept)
    return mark
  }

  /** The frame of what stands in the file, or a frame behind it where the rows stay there; null if it is broken. */
  heldByFile(): GrowingFrame | null {
    const { file, frame } = this.#means
    if (!file) return frame
    if (this.#order.inFile) return frame.after(file.runs.reduce(behind, frame.before))
    for (const run of file.runs) {
      const part = file.part(run)
      if (part === null) return null
      frame.adopt(part)
    }
    return frame
  }

  /** Reads what comes behind the frame. `kept`: up to where it stands in the file. */
  async readOn(held: GrowingFrame): Promise<{ readonly tail: GrowingFrame; readonly kept: number }> {
    const { file, told } = this.#means
    const { inFile, inRun, last, fewest } = this.#order
    const { accepted, rejected } = held.extent()
    this.#rows = accepted + rejected
    told(this.#rows)
    let tail = held
    let kept = held.last
    let run = held.apart()
    const close = async () => {
      const part = file ? await this.#put(file, run, file.runs.length) : run.give()
      if (inFile && file) tail = tail.after(behind(tail.before, part))
      else tail.adopt(part)
      kept = run.last
      run = run.apart()
    }
    for await (const page of this.#pages.pages(held.last, last)) {
      for (const row of page) {
        this.#take(run, row)
        if (run.accepted.n + run.rejected.n >= inRun) await close()
      }
      this.#rows += page.length
      told(this.#rows)
      await new Promise((resolve) => setImmediate(resolve))
    }
    // Erased answers leave gaps at the end too.
    run.last = Math.max(run.last, last)
    if (run.accepted.n + run.rejected.n >= fewest) await close()
    else tail.adopt(run.give())
    return { tail, kept }
  }

  #take(run: GrowingFrame, row: AnswerRow): void {
    if (!this.#known.has(row.formVersionId)) throw new Stranger(row.formVersionId)
    run.take(row)
  }

  async #put(file: OpenColumnFile, run: GrowingFrame, place: number): Promise<FramePart> {
    this.wrote = true
    return file.put(run.give(), place).catch(notKept)
  }
}

/** The forms of a plan whose repeats are to be found; the language of forms is not loaded for others. */
async function formsOf({ repeats, versions }: FramePlan): Promise<ReadonlyMap<string, Form>> {
  if (repeats.length === 0) return new Map()
  const { compileForm } = await import('../form/definition.ts')
  return new Map(
    versions.flatMap(({ id, source }) => {
      const { form } = compileForm(source)
      return form ? [[id, form] as const] : []
    }),
  )
}

/** The file of an order, made where there is none that can be read; null if there is to be none. */
function fileOf({ file, collectionId, plan }: FrameOrder, mark: ChangeMark): OpenColumnFile | null {
  if (file === null) return null
  const head: FileHead = {
    build: ownBuild(),
    collectionId,
    plan: planPrint(plan),
    mark,
    versions: plan.versions.map(({ id }) => id),
    texts: plan.texts,
  }
  return asNotKept(() => {
    const found = file.isThere ? openColumnFile(file.path) : null
    if (found) return found
    rmSync(file.path, { force: true })
    return makeColumnFile(file.path, head)
  })
}

function asNotKept<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    return notKept(error)
  }
}

function notKept(cause: unknown): never {
  throw new NotKept('the column file cannot be written', { cause })
}

let build: string | null = null

/** What tells one program from another as far as columns go: the text of the modules that make them. */
export function ownBuild(): string {
  if (build !== null) return build
  const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
  const hash = createHash('sha256')
  for (const name of [
    'cells',
    'column-file',
    'column-run',
    'columns',
    'growing-frame',
    'json-bytes',
    'scanning',
    'repeats',
  ])
    hash.update(readFileSync(new URL(`./${name}${ending}`, import.meta.url)))
  return (build = hash.digest('base64url').slice(0, 22))
}
