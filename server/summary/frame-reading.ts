/** Reads a collection into a frame: out of its column file as far as that goes, and out of the answers from there on. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Form } from '../form/form.ts'
import { openAnswerPages, type AnswerPages } from '../store/answer-pages.ts'
import {
  makeColumnFile,
  openColumnFile,
  openRuns,
  type FileHead,
  type OpenColumnFile,
} from './column-file.ts'
import { NotANumber } from './columns.ts'
import { planPrint, type FramePlan } from './planned.ts'
import type { FileBase } from './file-columns.ts'
import { GrowingFrame, type Before, type FramePart } from './growing-frame.ts'

export interface FrameOrder {
  readonly database: string
  readonly collectionId: string
  readonly plan: FramePlan
  /** The counters of the collection when the order was given. */
  readonly last: number
  readonly changes: number
  /** The file to read and to add to; null for none. */
  readonly file: { readonly path: string; readonly isThere: boolean } | null
  /** Fewer rows than this at the end are not worth a run of their own: the next start reads them from the answers. */
  readonly fewest: number
  /** The rows stay in the file: they are too many for memory. */
  readonly inFile: boolean
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
    }
  /** A calculation that gives words. */
  | { readonly words: string }
  /** A form version that the plan does not have. */
  | { readonly version: string }

/** Rows between two runs in the file: their texts leave the memory then. */
const rowsInRun = 20_000

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
  const forms = await formsOf(order.plan)
  let frame = new GrowingFrame(order.plan, forms)
  const known = new Set(order.plan.versions.map(({ id }) => id))
  const file = fileOf(order, frame)
  const base = order.inFile && file !== null ? { path: file.path, runs: file.runs } : null
  // Where the rows stay in the file, the frame is only ever of those behind them.
  const standing = base?.runs.at(-1)
  if (standing) {
    const { extent, firstDay, lastDay, last } = standing
    frame = new GrowingFrame(order.plan, forms, { extent, firstDay, lastDay, last })
  }
  try {
    let kept = frame.last
    const { accepted, rejected } = frame.extent()
    let rows = accepted + rejected
    let written = rows
    told(rows)
    for await (const page of pages.pages(frame.last, order.last)) {
      const stranger = page.find(({ formVersionId }) => !known.has(formVersionId))
      if (stranger) return { version: stranger.formVersionId }
      for (const row of page) frame.take(row)
      rows += page.length
      told(rows)
      if (rows - written >= rowsInRun) {
        await file?.append(frame)
        kept = frame.last
        written = rows
        if (base) frame = frame.next()
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    // Erased answers leave gaps at the end too.
    frame.last = Math.max(frame.last, order.last)
    if (rows - written >= order.fewest) {
      await file?.append(frame)
      kept = frame.last
      if (base) frame = frame.next()
    }
    await file?.written()
    // What was erased while it was read must not stay in the file.
    const stands = file !== null && (await pages.stamp())?.changes === order.changes
    return { part: frame.give(frame.start()), kept: stands ? kept : 0, base, before: frame.before }
  } finally {
    file?.close()
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

/** The file of an order, its rows read into the frame; null if there is to be none. */
function fileOf(
  { file, collectionId, changes, plan, inFile }: FrameOrder,
  frame: GrowingFrame,
): OpenColumnFile | null {
  if (file === null) return null
  const head: FileHead = {
    build: ownBuild(),
    collectionId,
    plan: planPrint(plan),
    changes,
    versions: plan.versions.map(({ id }) => id),
    texts: plan.texts,
  }
  const open = asNotKept(() => {
    if (!file.isThere) return makeColumnFile(file.path, head, frame.start())
    return inFile ? openRuns(file.path, frame.start()) : openColumnFile(file.path, frame)
  })
  if (open === null) throw new NotKept(`${file.path} cannot be read`)
  return {
    path: open.path,
    runs: open.runs,
    append: (of) => open.append(of).catch(notKept),
    written: () => open.written().catch(notKept),
    close: () => open.close(),
  }
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
