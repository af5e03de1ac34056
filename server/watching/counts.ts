/**
 * How much was served, how fast, and what came of answers: kept in memory, of this process alone. What concerns
 * respondents moves on in steps of five, so that a collected figure never tells when a single answer came (promise 1).
 */

/** Whose request it was. */
export type Kind = 'respondent' | 'staff'

export interface Served {
  readonly kind: Kind
  readonly status: number
  readonly milliseconds: number
}

/** Upper ends of the classes of duration, in seconds. */
export const durationClasses = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

/** Requests of one kind so far. */
export interface Requests {
  readonly total: number
  readonly byStatus: Readonly<Record<string, number>>
  /** How many took at most the class's end, cumulative, in the order of `durationClasses`. */
  readonly within: readonly number[]
  readonly seconds: number
}

export interface Counts {
  served(request: Served): void
  answered(outcome: string): void
  requests(kind: Kind): Requests
  /** Answers by what came of them: stored, duplicate, corrected, different, closed … */
  answers(): Readonly<Record<string, number>>
  /** In the last sixty minutes. */
  lastHour(): { readonly staff: number; readonly respondent: number; readonly answers: number }
}

interface Growing {
  total: number
  byStatus: Record<string, number>
  within: number[]
  seconds: number
}

const step = 5
const classOf = (status: number) => `${Math.trunc(status / 100)}xx`

export function createCounts(now: () => number): Counts {
  const growing = { respondent: empty(), staff: empty() }
  let shown: Requests = empty()
  const outcomes = new Map<string, number>()
  const minutes = { staff: recent(now), respondent: recent(now), answers: recent(now) }

  return {
    served: ({ kind, status, milliseconds }) => {
      const counts = growing[kind]
      const seconds = milliseconds / 1000
      counts.total++
      counts.seconds += seconds
      counts.byStatus[classOf(status)] = (counts.byStatus[classOf(status)] ?? 0) + 1
      for (const [place, end] of durationClasses.entries())
        if (seconds <= end) counts.within[place] = (counts.within[place] ?? 0) + 1
      minutes[kind].add()
    },
    answered: (outcome) => {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      if (outcome === 'stored') minutes.answers.add()
    },
    requests: (kind) => {
      if (kind === 'staff') return copy(growing.staff)
      if (growing.respondent.total - shown.total >= step) shown = copy(growing.respondent)
      return shown
    },
    answers: () =>
      Object.fromEntries([...outcomes].map(([outcome, count]) => [outcome, inSteps(count)] as const)),
    lastHour: () => ({
      staff: minutes.staff.sum(),
      respondent: inSteps(minutes.respondent.sum()),
      answers: inSteps(minutes.answers.sum()),
    }),
  }
}

/** A count as it may be shown of respondents: the last whole step. */
export function inSteps(count: number): number {
  return count - (count % step)
}

function empty(): Growing {
  return { total: 0, byStatus: {}, within: durationClasses.map(() => 0), seconds: 0 }
}

function copy({ total, byStatus, within, seconds }: Growing): Requests {
  return { total, byStatus: { ...byStatus }, within: [...within], seconds }
}

/** A count of the last sixty minutes, a cell a minute. */
function recent(now: () => number) {
  const cells = new Map<number, number>()
  const minute = () => Math.floor(now() / 60_000)
  return {
    add: () => {
      const at = minute()
      cells.set(at, (cells.get(at) ?? 0) + 1)
      if (cells.size > 61) for (const old of cells.keys()) if (old <= at - 60) cells.delete(old)
    },
    sum: () => {
      const at = minute()
      let sum = 0
      for (const [one, count] of cells) if (one > at - 60 && one <= at) sum += count
      return sum
    },
  }
}
