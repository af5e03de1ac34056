/** What an upkeep command cannot do, by a code whose sentence stands in both catalogues. */

import type { Catalogue } from '../locale/index.ts'

export type UpkeepCode = keyof Catalogue['upkeep']['problem']
export type UpkeepParams = Readonly<Record<string, string | number>>

export class UpkeepProblem extends Error {
  readonly code: UpkeepCode
  readonly params: UpkeepParams
  constructor(code: UpkeepCode, params: UpkeepParams = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options)
    this.name = 'UpkeepProblem'
    this.code = code
    this.params = params
  }
}

/** A full, read-only or forbidden disk as the problem that it is; anything else as it came. */
export function diskProblem(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const found = disk.find(({ codes }) => codes.some((one) => code === one || code.startsWith(`${one}_`)))
  return found ? new UpkeepProblem(found.problem, { folder }, { cause: error }) : error
}

const disk = [
  { codes: ['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL'], problem: 'diskFull' },
  { codes: ['EROFS', 'SQLITE_READONLY'], problem: 'diskReadOnly' },
  { codes: ['EACCES', 'EPERM', 'SQLITE_CANTOPEN'], problem: 'diskForbidden' },
  { codes: ['EIO', 'SQLITE_IOERR'], problem: 'diskFailing' },
] as const
