/**
 * Grouped sums over the answers of a collection, by one GROUP BY in the database: what a big collection is asked for
 * instead of its rows. The groups are of the values as they stand in the JSON; what they mean, the caller knows.
 */

import { sql, type RawBuilder } from 'kysely'
import { all, type Database } from './database.ts'
import type { AnswerTotals, AnswerTotalsQuery, Store } from './store.ts'

export function createTotals({ engine, on }: Database): Store['submissions']['totals'] {
  return async (collectionId, query) => {
    const numbers = [...new Set([...query.sums.flat(), ...(query.weight === null ? [] : [query.weight])])]
    const rows = await all(on, statementOf(collectionId, { query, numbers, read: readers[engine] }))
    for (const [place, name] of numbers.entries())
      if (rows.some((row) => Number(row[`bad${place}`]) > 0))
        throw new Error(`totals: ${name} is not a number`)
    return rows.map((row) => totalsOf(row, query))
  }
}

type Row = Readonly<Record<string, string | number | null>>

interface Reading {
  readonly query: AnswerTotalsQuery
  readonly numbers: readonly string[]
  readonly read: (typeof readers)['sqlite']
}

/** The only places where the engines differ: reaching into the JSON, and a number out of it. */
const readers = {
  sqlite: {
    fragment: (name: string) => sql`cast((answers -> ${path(name)}) as text)`,
    number: (name: string) => sql`number_of(answers ->> ${path(name)})`,
  },
  postgres: {
    fragment: (name: string) => sql`cast((cast(answers as json) -> ${name}) as text)`,
    number: (name: string) => {
      const text = sql`(cast(answers as json) ->> ${name})`
      return sql`case when ${text} ~ ${numeric} then cast(${text} as double precision) end`
    },
  },
} satisfies Record<Database['engine'], Record<string, (name: string) => RawBuilder<unknown>>>

/** What JavaScript reads as a decimal number. */
const numeric = '^\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*$'

/** A name is one key of the object, whatever signs it has. */
function path(name: string): string {
  return `$."${name.replaceAll('"', '')}"`
}

function statementOf(collectionId: string, { query, numbers, read }: Reading): RawBuilder<Row> {
  const group = (place: number) => sql.ref(`g${place}`)
  const number = (name: string) => sql.ref(`x${numbers.indexOf(name)}`)
  const weight = query.weight === null ? sql`1.0` : sql`coalesce(${number(query.weight)}, 0.0)`
  const inner = [
    ...query.by.map(({ name, as }, place) => sql`${keyOf(name, as, read)} as ${group(place)}`),
    ...numbers.map((name) => sql`${read.number(name)} as ${number(name)}`),
    ...numbers.map((name, place) => sql`${read.fragment(name)} as ${sql.ref(`f${place}`)}`),
    sql`1 as one`,
  ]
  const outer = [
    ...query.by.map((_, place) => group(place)),
    sql`count(*) as n`,
    sql`sum(${weight}) as weight`,
    ...query.sums.map(
      (names, place) =>
        sql`sum(${sql.join([weight, ...names.map(number)], sql` * `)}) as ${sql.ref(`s${place}`)}`,
    ),
    // Words where a number should be; an empty text is no answer.
    ...numbers.map(
      (name, place) => sql`count(case when ${number(name)} is null and ${sql.ref(`f${place}`)} <> 'null'
        and ${sql.ref(`f${place}`)} <> '""' then 1 end) as ${sql.ref(`bad${place}`)}`,
    ),
  ]
  const grouping =
    query.by.length === 0 ? sql`` : sql`group by ${sql.join(query.by.map((_, place) => group(place)))}`
  return sql<Row>`
    select ${sql.join(outer)}
    from (
      select ${sql.join(inner)}
      from submissions
      where collection_id = ${collectionId}
        and state <> 'rejected'
    ) answered
    ${grouping}`
}

function keyOf(name: string, as: AnswerTotalsQuery['by'][number]['as'], read: Reading['read']) {
  if (as === 'channel') return sql`channel_id`
  if (as === 'day') return sql`'1'`
  const fragment = read.fragment(name)
  if (as === 'value') return fragment
  return sql`case
    when ${fragment} is null then null
    when ${fragment} in ('null', '""', '[]') then 'null'
    else '1' end`
}

function totalsOf(row: Row, query: AnswerTotalsQuery): AnswerTotals {
  const text = (name: string) => {
    const value = row[name] ?? null
    return value === null ? null : String(value)
  }
  return {
    values: query.by.map((_, place) => text(`g${place}`)),
    n: Number(row['n']),
    weight: Number(row['weight'] ?? 0),
    sums: query.sums.map((_, place) => Number(row[`s${place}`] ?? 0)),
  }
}
