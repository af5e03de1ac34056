/** The report's own thread: takes reports one by one and gives back documents, so that intake never waits for them. */

import { parentPort } from 'node:worker_threads'
import type { Report } from './blocks.ts'
import type { Chart } from '../../analysis/chart.ts'
import type { Picture } from './drawing.ts'
import type { Drawn } from './word/document.ts'

export interface Order {
  readonly id: number
  readonly report: Report
}
export type Outcome =
  | { readonly id: number; readonly bytes: Uint8Array; readonly undrawn: string | null }
  | { readonly id: number; readonly failed: string }

const port = parentPort
if (!port) throw new Error('worker: to be started as a thread')

let work: Promise<void> = Promise.resolve()
port.on('message', (order: Order) => {
  work = work.then(() => serve(order)).then((outcome) => port.postMessage(outcome))
})

async function serve({ id, report }: Order): Promise<Outcome> {
  try {
    const { wordDocument } = await import('./word/document.ts')
    const { drawn, undrawn } = await drawnOf(report)
    return { id, bytes: await wordDocument(report, drawn), undrawn }
  } catch (error) {
    return { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** As many pictures may be on their way at a time: each holds some ten megabytes until it is packed. */
const atOnce = 3

/** Where the drawing library does not run on this machine, documents are made without pictures and say so. */
async function drawnOf(report: Report): Promise<{ readonly drawn: Drawn; readonly undrawn: string | null }> {
  let undrawn: string | null = null
  const failed = (error: unknown) => {
    undrawn = error instanceof Error ? error.message : String(error)
    return null
  }
  const drawn = new Map<Chart, readonly Picture[] | null>()
  const charts = report.chapters.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : [])),
  )
  if (charts.length === 0) return { drawn, undrawn }
  const drawing = await import('./drawing.ts').catch(failed)
  const running = new Set<Promise<void>>()
  for (const chart of charts) {
    const one = (drawing ? drawing.draw(chart).catch(failed) : Promise.resolve(null)).then((pictures) => {
      drawn.set(chart, pictures)
      running.delete(one)
    })
    running.add(one)
    if (running.size >= atOnce) await Promise.race(running)
  }
  await Promise.all(running)
  return { drawn, undrawn }
}
