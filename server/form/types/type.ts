/** What a question type has to say of itself. */

import type { Choice, Question, RefusalCode, Value } from '../form.ts'

/** Why a raw value is none of the type; the question's name and the form's own words are added by checkAnswers. */
export interface Slip {
  readonly slip: RefusalCode
  readonly params: Readonly<Record<string, string | number>>
}

/** A value, null for a blank, or a slip. */
export type Reading = Value | null | Slip

/** What a type may ask about the question at hand while it reads. */
export interface Asked {
  readonly question: Question
  /** The choices now on offer, filtered. */
  readonly choices: () => readonly Choice[]
  /** The value of the choice if it is now on offer; cheaper than `choices` for long lists. */
  readonly offers: (value: string) => boolean
  /** The offset from UTC at the place of the answer, '+08:00', for a time that names none. */
  readonly offset: string
}

/** The kinds of column in analysis/frame.ts, and 'none' for what has no answer. */
export type ColumnKind = 'coded' | 'number' | 'set' | 'rank' | 'text' | 'date' | 'none'

/** One question type; the registry is index.ts. */
export interface TypeOfQuestion {
  readonly column: ColumnKind
  /** The statistics that a summary shows of it, by their names in analysis/statistics. */
  readonly statistics: readonly string[]
  /** How it looks unless its appearance asks for something else: views/question/<view>.ejs; null for what is not shown. */
  readonly view: string | null
  /** Reads what a form post (strings, lists of strings) or JSON holds. */
  readonly read: (raw: unknown, asked: Asked) => Reading
}

/** A slip with its parameters. */
export function slip(code: RefusalCode, params: Slip['params'] = {}): Slip {
  return { slip: code, params }
}

/** Whether a reading is a slip. */
export function isSlip(reading: Reading): reading is Slip {
  return typeof reading === 'object' && reading !== null && 'slip' in reading
}
