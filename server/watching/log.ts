/**
 * The server's log: one JSON object a line, a file a day below the data folder, kept as long as promise 10 asks. What
 * goes in names no respondent and no address; requests of respondents are not written one by one (promise 1).
 */

import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What happened; every other field is a plain value beside it. */
export interface Entry {
  readonly event: string
  readonly level?: 'info' | 'warning' | 'error'
  readonly [field: string]: string | number | boolean | null | undefined
}

export interface Log {
  write(entry: Entry): void
  /** Lines that could not be written, because the disk was full or could only be read. */
  dropped(): number
  /** Writes what is waiting; nothing is written afterwards. */
  close(): void
}

export interface LogOptions {
  readonly folder: string
  /** Files older than so many days are removed. */
  readonly keepDays: number
  readonly now: () => Date
  /** Writes to standard output instead, where something else keeps the logs. */
  readonly toStdout?: boolean
}

/** A log that goes nowhere, for tests and commands. */
export const noLog: Log = { write: () => undefined, dropped: () => 0, close: () => undefined }

const every = 500

export function openLog({ folder, keepDays, now, toStdout = false }: LogOptions): Log {
  let waiting: string[] = []
  let lost = 0
  let busy = false
  let cleanedOn = ''
  if (!toStdout) makeFolder(folder)

  const fileOf = (day: string) => join(folder, `${day}.jsonl`)
  const today = () => now().toISOString().slice(0, 10)

  const clean = (day: string) => {
    if (cleanedOn === day) return
    cleanedOn = day
    for (const name of oldFiles(readNames(folder), day, keepDays)) rmSync(join(folder, name), { force: true })
  }
  const flush = async () => {
    if (busy || waiting.length === 0) return
    busy = true
    const lines = waiting
    waiting = []
    try {
      const day = today()
      await appendFile(fileOf(day), lines.join(''), { mode: 0o640 })
      clean(day)
    } catch {
      // A log that cannot be written must not stop the server; how much is missing is shown to the admin.
      lost += lines.length
    }
    busy = false
  }
  const timer = toStdout ? null : setInterval(() => void flush(), every)
  timer?.unref()

  return {
    write: ({ event, level = 'info', ...fields }) => {
      const line = `${JSON.stringify({ time: now().toISOString(), level, event, ...fields })}\n`
      if (toStdout) process.stdout.write(line)
      else if (waiting.length < 20_000) waiting.push(line)
      else lost++
    },
    dropped: () => lost,
    close: () => {
      if (timer) clearInterval(timer)
      if (waiting.length === 0) return
      try {
        appendFileSync(fileOf(today()), waiting.join(''), { mode: 0o640 })
      } catch {
        lost += waiting.length
      }
      waiting = []
    },
  }
}

/** The names of daily files that are older than so many days before `day`. */
export function oldFiles(names: readonly string[], day: string, keepDays: number): readonly string[] {
  const oldest = new Date(Date.parse(`${day}T00:00:00Z`) - keepDays * 86_400_000).toISOString().slice(0, 10)
  return names.filter((name) => /^\d{4}-\d{2}-\d{2}\.jsonl$/.test(name) && name.slice(0, 10) < oldest)
}

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o750 })
  } catch {
    // Shown as dropped lines as soon as something is to be written.
  }
}
