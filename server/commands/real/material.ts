/** A folder with a real survey: its questionnaire, its answers, and what R computed from them. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'

export interface Material {
  readonly questionnaire: Buffer
  /** By question name; '' is a missing answer. */
  readonly answers: readonly Readonly<Record<string, string>>[]
  readonly expected: Expected
}

/** The shape of expected.json. */
export interface Expected {
  readonly n: number
  readonly frequency: Readonly<
    Record<string, { readonly counts: Readonly<Record<string, number>>; readonly missing: number }>
  >
  readonly number: Readonly<
    Record<
      string,
      {
        readonly n: number
        readonly missing: number
        readonly mean: number
        readonly sd: number
        readonly min: number
        readonly max: number
        readonly quartiles: readonly number[]
      }
    >
  >
  readonly crosstabs: readonly {
    readonly rows: string
    readonly columns: string
    readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>
    readonly missing: number
    readonly chisq: { readonly statistic: number; readonly df: number; readonly p: number }
  }[]
  readonly welch: readonly {
    readonly variable: string
    readonly by: string
    readonly first: string
    readonly second: string
    readonly t: number
    readonly df: number
    readonly p: number
  }[]
}

export function readMaterial(folder: string): Material {
  const text = readFileSync(join(folder, 'answers.csv'), 'utf8').replace(/^\uFEFF/, '')
  const parsed = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true })
  const [fault] = parsed.errors
  if (fault) throw new Error(`answers.csv, row ${fault.row ?? '?'}: ${fault.message}`)
  return {
    questionnaire: readFileSync(join(folder, 'questionnaire.xlsx')),
    answers: parsed.data,
    expected: JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected,
  }
}
