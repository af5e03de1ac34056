/** A request that cannot be served, in words for people. Anything else thrown is our own mistake and becomes a 500. */

import type { Catalogue } from './locale/index.ts'

export type ProblemCode = keyof Catalogue['problem']

const statusOf = {
  badRequest: 400,
  badCsrf: 403,
  signInNeeded: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  differentAnswer: 409,
  gone: 410,
  tooLarge: 413,
  unsupportedMedia: 415,
  unprocessable: 422,
  unknownColumn: 422,
  tooManyTexts: 422,
  badFilter: 422,
  locked: 423,
  tooMany: 429,
  tooManyExports: 429,
  internal: 500,
  unavailable: 503,
  diskFull: 507,
} as const satisfies Record<ProblemCode, number>

export class Problem extends Error {
  readonly status: number
  readonly code: ProblemCode
  readonly params: Readonly<Record<string, string | number>>
  constructor(
    code: ProblemCode,
    params: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(code, options)
    this.name = 'Problem'
    this.code = code
    this.params = params
    this.status = statusOf[code]
  }
}
