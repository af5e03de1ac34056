/** What has been read of a draft so far, and what was said of it. */

import type { DraftBlock, DraftNote, DraftNoteCode, DraftQuestion } from './draft.ts'
import type { Numbering } from './numbering.ts'

export interface Line {
  readonly line: number
  readonly text: string
  /** What stands between its tabs; empty where it has none. */
  readonly cells: readonly string[]
}

export interface Reading {
  readonly lines: readonly Line[]
  readonly mainStyle: Numbering['style'] | null
  readonly blocks: DraftBlock[]
  readonly notes: DraftNote[]
  title: string
  current: DraftQuestion | null
  lastNumber: number
  afterHeading: boolean
}

/** A question takes its place at the end; what follows belongs to it. */
export function push(reading: Reading, question: DraftQuestion): void {
  reading.blocks.push(question)
  reading.current = question
  reading.afterHeading = false
}

export function note(
  reading: Reading,
  level: DraftNote['level'],
  code: DraftNoteCode,
  line: number,
  params: DraftNote['params'] = {},
): void {
  const text = reading.lines.find((candidate) => candidate.line === line)?.text ?? ''
  reading.notes.push({ level, code, line, text, params })
}
