/** What failed, as a Problem that people can be told of, and a line in the log where the mistake was our own. */

import { randomBytes } from 'node:crypto'
import { Problem } from './problem.ts'

export interface Failure {
  readonly problem: Problem
  /** The number that the log has too; null unless the mistake was ours. */
  readonly reference: string | null
}

/** Anything that is not a Problem is our own mistake and goes to the log. */
export function failureOf(error: unknown, where: string, log: (line: string) => void = toStderr): Failure {
  const problem = problemOf(error)
  if (problem.code !== 'internal') return { problem, reference: null }
  const reference = randomBytes(4).toString('hex')
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  log(`${new Date().toISOString()} ${reference} ${where}\n${text}`)
  return { problem, reference }
}

/** What people are told of an error. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof Error && error.name === 'DatabaseUnavailable')
    return new Problem('unavailable', {}, { cause: error })
  if (error instanceof Error && error.name === 'TooManyTexts')
    return new Problem('tooManyTexts', {}, { cause: error })
  // The answers changed while a page was being made of them: the same page asked for again is made of the new ones.
  if (error instanceof Error && error.name === 'FrameGone')
    return new Problem('conflict', {}, { cause: error })
  if (error instanceof Error && error.name === 'ValueOutOfRange')
    return new Problem('badRequest', {}, { cause: error })
  // Express and its router: a path that is not valid UTF-8.
  const status = (error as { status?: unknown } | null)?.status
  if (error instanceof URIError || status === 400) return new Problem('badRequest', {}, { cause: error })
  return new Problem('internal', {}, { cause: error })
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`)
}
