/** What a server process notices of itself while it serves: its log, its counts, its clock and its upkeep. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createClockWatch, type ClockWatch } from './clock.ts'
import { createCounts, type Counts, type Kind } from './counts.ts'
import { noLog, type Log } from './log.ts'

/** Whose a request is, once its route is known. */
export interface Attribution {
  /** The path as the site map has it, without what stands for its parameters; null: not worth a line. */
  readonly route: string | null
  readonly kind: Kind
  /** The signed-in person's id. */
  readonly person?: string | null
}

export interface Watching {
  readonly startedAt: Date
  readonly log: Log
  readonly counts: Counts
  readonly clock: ClockWatch
  /** Counts the request when it is over; requests of staff get a line in the log. */
  observe(req: IncomingMessage, res: ServerResponse): void
  attribute(req: IncomingMessage, attribution: Attribution): void
  /** Counts a query and writes its text, without parameters, if it took too long. */
  query(text: string, milliseconds: number): void
  slowQueries(): number
  close(): void
}

export interface WatchingOptions {
  readonly now: () => Date
  readonly log?: Log
  readonly slowQueryMs?: number | null
}

/** Styles and scripts, probes, and paths that no page has. */
const unknown: Attribution = { route: null, kind: 'staff' }

/** Watches one process. */
export function createWatching({ now, log = noLog, slowQueryMs = null }: WatchingOptions): Watching {
  const startedAt = now()
  const counts = createCounts(() => now().getTime())
  const clock = createClockWatch(now)
  const attributions = new WeakMap<IncomingMessage, Attribution>()
  let slow = 0
  return {
    startedAt,
    log,
    counts,
    clock,
    observe: (req, res) => {
      const began = performance.now()
      res.once('close', () => {
        const { route, kind, person } = attributions.get(req) ?? unknown
        const milliseconds = performance.now() - began
        counts.served({ kind, status: res.statusCode, milliseconds })
        if (kind === 'respondent' || route === null) return
        const ms = Math.round(milliseconds)
        log.write({ event: 'request', method: req.method ?? '', route, status: res.statusCode, ms, person })
      })
    },
    attribute: (req, attribution) => attributions.set(req, attribution),
    query: (text, milliseconds) => {
      if (slowQueryMs === null || milliseconds < slowQueryMs) return
      slow++
      const sql = text.replaceAll(/\s+/g, ' ').trim().slice(0, 2_000)
      log.write({ event: 'slowQuery', level: 'warning', ms: Math.round(milliseconds), sql })
    },
    slowQueries: () => slow,
    close: () => {
      clock.stop()
      log.close()
    },
  }
}
