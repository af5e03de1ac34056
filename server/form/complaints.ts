/** Collects what is wrong in a form while it is compiled. */

import type { Complaint, ComplaintCode } from './form.ts'

export interface Place {
  readonly sheet: string
  readonly row: number | null
  readonly column: string | null
}

export interface Complaints {
  readonly all: readonly Complaint[]
  error(code: ComplaintCode, place: Place, params?: Complaint['params']): void
  warn(code: ComplaintCode, place: Place, params?: Complaint['params']): void
}

/** More would not be read, and a broken sheet can have one in every cell. */
const most = 200

/** An empty book of complaints. */
export function openComplaints(): Complaints {
  const errors: Complaint[] = []
  const warnings: Complaint[] = []
  const note = (
    level: Complaint['level'],
    code: ComplaintCode,
    place: Place,
    params: Complaint['params'] = {},
  ) => {
    const book = level === 'error' ? errors : warnings
    // Two expressions of a row can have the same flaw; once is enough.
    const repeated = book.some(
      (each) =>
        each.code === code &&
        each.row === place.row &&
        each.column === place.column &&
        each.sheet === place.sheet &&
        JSON.stringify(each.params) === JSON.stringify(params),
    )
    if (!repeated && book.length < most) book.push({ level, code, ...place, params: clipped(params) })
  }
  const sheets: readonly string[] = ['survey', 'choices', 'settings']
  return {
    get all() {
      return [...errors, ...warnings].toSorted(
        (a, b) => sheets.indexOf(a.sheet) - sheets.indexOf(b.sheet) || (a.row ?? 0) - (b.row ?? 0),
      )
    },
    error: (code, place, params) => note('error', code, place, params),
    warn: (code, place, params) => note('warning', code, place, params),
  }
}

function clipped(params: Complaint['params']): Complaint['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      typeof value === 'string' && value.length > 300 ? `${value.slice(0, 300)}…` : value,
    ]),
  )
}
