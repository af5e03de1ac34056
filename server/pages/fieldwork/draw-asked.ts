/** What the page of a list asks of a draw: all of the list, or so many of it by which method and seed. */

import { randomBytes } from 'node:crypto'
import type { Drawing } from '../../fieldwork/draw.ts'
import { drawMethods } from '../../store/store.ts'
import { line, type FieldError } from '../fields.ts'
import type { Visit } from '../page.ts'

export interface AskedDraw {
  /** Null where the whole list is taken. */
  readonly drawing: Drawing | null
  readonly errors: readonly FieldError[]
}

/** Without a seed of one's own one is made, which nobody can know before. */
export function askedDraw(visit: Visit, population: number): AskedDraw {
  const { t } = visit
  const method = drawMethods.find((each) => each === line(visit, 'method'))
  if (!method) return { drawing: null, errors: [] }
  const size = Number(line(visit, 'size', 10).normalize('NFKC') || Number.NaN)
  if (!Number.isInteger(size) || size < 1 || size > population)
    return { drawing: null, errors: [{ field: 'size', words: t.casework.wrongSize({ n: population }) }] }
  const seed = line(visit, 'seed', 100) || randomBytes(8).toString('hex')
  return { drawing: { method, size, seed }, errors: [] }
}
