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
  readonly read: Reader
}

/** PostgreSQL's documents hold no NUL and no lone surrogate. Forms refuse both; what came another way is left out. */
const nul = '\\u0000'
const surrogate = '\\ud'
const unstorable = '(?<!\\\\)((?:\\\\\\\\)*)\\\\u(?:0000|d[89a-f][0-9a-f]{2})'

/** What JavaScript reads as a decimal number. */
const numeric = '^\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*$'

/** The only places where the engines differ: the answers as a parsed document, and a number out of it. */
const readers = {
  sqlite: {
    document: sql`jsonb(answers)`,
    key: path,
    number: (name: string) => sql`number_of(document ->> ${path(name)})`,
  },
  postgres: {
    document: sql`cast(case
      when strpos(answers, ${nul}) = 0 and strpos(answers, ${surrogate}) = 0 then answers
      else regexp_replace(answers, ${unstorable}, ${'\\1'}, 'g') end as jsonb)`,
    key: (name: string) => name,
    number: (name: string) => sql`case jsonb_typeof(document -> ${name})
      when 'number' then cast(document -> ${name} as double precision)
      when 'string' then case
        when (document ->> ${name}) ~ ${numeric} then cast((document ->> ${name}) as double precision) end
      end`,
  },
} satisfies Record<Database['engine'], Reader>

interface Reader {
  readonly document: RawBuilder<unknown>
  readonly key: (name: string) => string
  readonly number: (name: string) => RawBuilder<unknown>
}

function fragment({ key }: Reader, name: string): RawBuilder<unknown> {
  return sql`cast((document -> ${key(name)}) as text)`
}

/** A limit, however high, keeps both engines from parsing a document again for each value that is taken out of it. */
const everything = Number.MAX_SAFE_INTEGER

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
    ...numbers.map((name, place) => sql`${fragment(read, name)} as ${sql.ref(`f${place}`)}`),
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
      from (
        select channel_id, ${read.document} as document
        from submissions
        where collection_id = ${collectionId}
          and state <> 'rejected'
        limit ${everything}
      ) parsed
    ) answered
    ${grouping}`
}

function keyOf(name: string, as: AnswerTotalsQuery['by'][number]['as'], read: Reading['read']) {
  if (as === 'channel') return sql`channel_id`
  if (as === 'day') return sql`'1'`
  const value = fragment(read, name)
  if (as === 'value') return value
  return sql`case
    when ${value} is null then null
    when ${value} in ('null', '""', '[]') then 'null'
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
