/** What the doctor finds: a code whose sentence stands in both catalogues, and how much it matters. */

import type { Config } from '../../config.ts'
import type { Catalogue } from '../../locale/index.ts'
import type { Reading } from '../../store/reading.ts'

export type FindingCode = keyof Catalogue['upkeep']['finding']

/** `fault`: must be put right. `advice`: would be better otherwise. `good`: as it should be. */
export interface Finding {
  readonly level: 'good' | 'advice' | 'fault'
  readonly code: FindingCode
  readonly params?: Readonly<Record<string, string | number>>
}

/** The installation that is looked at. */
export interface Patient {
  readonly config: Config
  readonly source: string
  readonly now: Date
  /** The database, once it could be opened. */
  readonly reading: Reading | null
}

export const good = (code: FindingCode, params: Finding['params'] = {}): Finding => ({
  level: 'good',
  code,
  params,
})
export const advice = (code: FindingCode, params: Finding['params'] = {}): Finding => ({
  level: 'advice',
  code,
  params,
})
export const fault = (code: FindingCode, params: Finding['params'] = {}): Finding => ({
  level: 'fault',
  code,
  params,
})
