/**
 * Choosing one person of a household: Kish's grid, and the next birthday.
 *
 * Kish: eligible members are numbered, men from the oldest to the youngest, then women likewise; each household gets
 * one of eight tables, in twelfths as Kish gave them, and the table and the number of members name the chosen one.
 * Chances are equal for one to four and six members; with five, numbers 3 and 5 have 1/4 and the others 1/6; from seven
 * on, numbers after 6 are never chosen. A person's weight is the inverse of that chance.
 * Source: Kish 1949; Salmon and Nichols 1983 for birthdays.
 */

import type { Generator } from './generator.ts'

export type KishTable = 'A' | 'B1' | 'B2' | 'C' | 'D' | 'E1' | 'E2' | 'F'

/** Twelfths of the households that get the table, and the chosen number for 1, 2, 3, 4, 5, 6 and more members. */
export const kishTables: readonly {
  readonly table: KishTable
  readonly twelfths: 1 | 2
  readonly chosen: readonly number[]
}[] = [
  { table: 'A', twelfths: 2, chosen: [1, 1, 1, 1, 1, 1] },
  { table: 'B1', twelfths: 1, chosen: [1, 1, 1, 1, 2, 2] },
  { table: 'B2', twelfths: 1, chosen: [1, 1, 1, 2, 2, 2] },
  { table: 'C', twelfths: 2, chosen: [1, 1, 2, 2, 3, 3] },
  { table: 'D', twelfths: 2, chosen: [1, 2, 2, 3, 4, 4] },
  { table: 'E1', twelfths: 1, chosen: [1, 2, 3, 3, 3, 5] },
  { table: 'E2', twelfths: 1, chosen: [1, 2, 3, 4, 5, 5] },
  { table: 'F', twelfths: 2, chosen: [1, 2, 3, 4, 5, 6] },
]

/** A table for a household: below(12) counts through the twelfths in the tables' order. */
export function drawKishTable(random: Generator): KishTable {
  let left = random.below(12)
  for (const { table, twelfths } of kishTables) {
    if (left < twelfths) return table
    left -= twelfths
  }
  throw new Error('drawKishTable: the tables do not make twelve twelfths')
}

/** The number of the chosen member, from 1; an Error without members. */
export function kishMember(table: KishTable, members: number): number {
  if (!Number.isInteger(members) || members < 1) throw new Error(`kishMember: ${members} members`)
  return kishTables.find((each) => each.table === table)!.chosen[Math.min(members, 6) - 1]!
}

/** The chance that the grid chooses a member of a household. */
export function kishChance(member: number, members: number): number {
  return kishTables
    .filter(({ table }) => kishMember(table, members) === member)
    .reduce((total, { twelfths }) => total + twelfths / 12, 0)
}

/** Month 1 to 12 and day of the month. */
export interface DayOfYear {
  readonly month: number
  readonly day: number
}

/**
 * The place (from 0) of the member whose birthday comes next, today's counting as next; of equal ones below(their number)
 * chooses, in the members' order. 29 February stands between 28 February and 1 March. An Error where a day is none.
 */
export function nextBirthday(birthdays: readonly DayOfYear[], today: DayOfYear, random: Generator): number {
  if (birthdays.length === 0) throw new Error('nextBirthday: no members')
  const from = dayNumber(today)
  const waits = birthdays.map((birthday) => (dayNumber(birthday) - from + 372) % 372)
  const soonest = Math.min(...waits)
  const next = waits.flatMap((wait, place) => (wait === soonest ? [place] : []))
  return next.length === 1 ? next[0]! : next[random.below(next.length)]!
}

function dayNumber({ month, day }: DayOfYear): number {
  const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  if (days === undefined || !Number.isInteger(day) || day < 1 || day > days)
    throw new Error(`nextBirthday: there is no day ${day} of month ${month}`)
  return (month - 1) * 31 + day - 1
}
