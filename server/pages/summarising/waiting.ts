/**
 * What takes long: the page says how far it has come and asks again by itself, with or without JavaScript, until what
 * was begun is there.
 */

import type { Catalogue } from '../../locale/index.ts'
import { framesOf, type CollectionFrame, type Progress } from '../../summary/frames.ts'
import { view, type Reply, type Visit } from '../page.ts'

/** Milliseconds that a reader waits for a page before being told how far it has come. */
const patience = 3_000
/** Fewer answers than this are always waited for. */
const fewest = 50_000
const secondsBetween = 2

/** Thrown by a page whose figures are still being made. */
export class StillWorking extends Error {
  readonly what: 'reading' | 'working'
  readonly progress: Progress | null
  constructor(what: 'reading' | 'working', progress: Progress | null) {
    super('the figures are still being made')
    this.what = what
    this.progress = progress
  }
}

export interface WaitingContext {
  readonly title: string
  readonly words: string
  readonly progress: Progress | null
  /** This page again, for who does not wait for it to come by itself. */
  readonly again: string
}

/** The frame of a collection; rejects with StillWorking where reading it takes longer than a reader waits. */
export async function frameSoon({ store, method }: Who, id: string): Promise<CollectionFrame | null> {
  const frames = framesOf(store)
  if (method === 'POST') return frames.of(id)
  const frame = await within(frames.of(id), () => (frames.progress(id)?.of ?? 0) >= fewest)
  if (frame === late) throw new StillWorking('reading', frames.progress(id))
  return frame
}

/** What is being worked out of many answers; rejects with StillWorking where that takes longer than a reader waits. */
export async function soon<T>(
  { method }: Pick<Who, 'method'>,
  work: Promise<T>,
  held: CollectionFrame,
): Promise<T> {
  if (method === 'POST') return work
  const done = await within(work, () => held.received >= fewest)
  if (done === late) throw new StillWorking('working', null)
  return done
}

/** Who posts something waits: only a page that is asked for can be asked for again. */
type Who = Pick<Visit, 'store' | 'method'>

const late = Symbol('late')

async function within<T>(work: Promise<T>, mayBeLate: () => boolean): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | null = null
  const end = new Promise<typeof late>((resolve) => {
    const look = () => {
      if (mayBeLate()) resolve(late)
      else timer = setTimeout(look, patience)
    }
    timer = setTimeout(look, patience)
  })
  try {
    const first = await Promise.race([work, end])
    // It goes on without this reader; whoever asks next is told what becomes of it.
    if (first === late) work.catch(() => undefined)
    return first
  } finally {
    if (timer) clearTimeout(timer)
  }
}

/** The page that is shown meanwhile. */
export function waitingReply({ what, progress }: StillWorking, url: string, t: Catalogue): Reply {
  const words =
    what === 'reading' && progress
      ? t.waiting.reading({ rows: progress.rows, of: progress.of })
      : t.waiting.working
  const context: WaitingContext = { title: t.waiting.title, words, progress, again: url }
  return view('summary/waiting', context, {
    status: 202,
    headers: { 'Cache-Control': 'no-store', Refresh: String(secondsBetween) },
  })
}
