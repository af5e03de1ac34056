/**
 * Recodes that a collection keeps, as columns of files and of the data view: computed from each answer alone, so that any
 * number of answers streams. The same variables as in the workbench (analysis/workbench/recode.ts).
 */

import type { Column, Frame, Variable } from '../../analysis/frame.ts'
import { bandOf, datePart, indexValue, recoded } from '../../analysis/workbench/recode.ts'
import type { Recode } from '../../analysis/workbench/script.ts'
import type { Answers, Value } from '../form/form.ts'
import { isRows, valueOrSkipped } from '../form/instances.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import type { Submission } from '../store/store.ts'
import { originVariables, takenNames, variablesOf } from '../summary/variables.ts'
import type { CsvSubject } from './csv.ts'

/** An answer, as far as a recode reads it. */
interface Given {
  readonly row: Submission
  readonly answers: Answers
}

export interface RecodeColumn {
  readonly variable: Variable
  /** Out of which variable, and the analyst's note. */
  readonly documented: string
  /** Undefined where the answer was skipped, null where there is none. */
  readonly read: (given: Given) => Value | null | undefined
}

/** In the order they were kept; one that can no longer be made, or whose name a question has, is left out. */
export function recodeColumns(subject: CsvSubject, locale: Locale): readonly RecodeColumn[] {
  if (subject.recodes.length === 0) return []
  const sources = sourcesOf(subject, locale)
  const taken = takenNames(subject.forms)
  const words = catalogues[locale].workbench
  return subject.recodes.flatMap((recode): readonly RecodeColumn[] => {
    const source = sources.get(recode.from)
    if (!source || taken.has(recode.name) || sources.has(recode.name)) return []
    const made = compiled(recode, source, locale)
    if (!made) return []
    sources.set(recode.name, made)
    const line = words.recodeLine({ label: recode.label, name: recode.name, from: source.variable.label })
    return [{ ...made, documented: recode.note === '' ? line : `${line} · ${recode.note}` }]
  })
}

type Source = Pick<RecodeColumn, 'variable' | 'read'>

/** What the workbench recodes: questions asked once that are not personal, and where and when an answer came. */
function sourcesOf(subject: CsvSubject, locale: Locale): Map<string, Source> {
  const { forms, channels } = subject
  const t = catalogues[locale]
  const asked = variablesOf(forms, { which: 'shared', locale, counted: true }).map(
    (variable): readonly [string, Source] => [
      variable.name,
      {
        variable,
        read: ({ answers }) => {
          const rows = Object.hasOwn(answers, variable.name) ? answers[variable.name] : undefined
          return isRows(rows) ? rows.length : valueOrSkipped(answers, variable.name)
        },
      },
    ],
  )
  const { channel, receivedOn } = originVariables(forms, channels, {
    channel: t.summary.channel,
    receivedOn: t.summary.receivedOn,
  })
  return new Map<string, Source>([
    ...asked,
    [channel.name, { variable: channel, read: ({ row }) => row.channelId }],
    [receivedOn.name, { variable: receivedOn, read: ({ row }) => row.receivedOn }],
  ])
}

function compiled(recode: Recode, source: Source, locale: Locale): Source | null {
  const { variable, read } = source
  if (variable.kind === 'coded' && recode.kind !== 'date') return byCategory(recode, source, locale)
  const head = { name: recode.name, label: recode.label || recode.name, group: null }
  const through = (of: (value: Value) => Value | null): Source['read'] => {
    return (given) => {
      const value = read(given)
      return value === undefined || value === null ? value : of(value)
    }
  }
  if (recode.kind === 'date' && variable.kind === 'date')
    return {
      variable: { ...head, kind: 'text', categories: [], ordered: true },
      read: through((value) =>
        typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? datePart(value, recode.part) : null,
      ),
    }
  if (variable.kind !== 'number') return null
  const number = (value: Value) => (value === '' || typeof value === 'object' ? NaN : Number(value))
  if (recode.kind === 'bands') {
    const made = recoded(emptyNumber(variable), recode, catalogues[locale].summary.heading)
    if ('problem' in made) return null
    return {
      variable: made.variable,
      read: through((value) => {
        const of = number(value)
        return Number.isFinite(of) ? String(bandOf(recode.cuts, of) + 1) : null
      }),
    }
  }
  if (recode.kind === 'index')
    return {
      variable: { ...head, kind: 'number', categories: [], ordered: false },
      read: through((value) => {
        const of = indexValue(recode, number(value))
        return Number.isNaN(of) ? null : of
      }),
    }
  return null
}

/** Every answer there can be recoded once; what an answer becomes is then looked up. */
function byCategory(recode: Recode, { variable, read }: Source, locale: Locale): Source | null {
  const codes = Uint16Array.from(variable.categories, (_, k) => k + 2)
  const frame: Frame = {
    n: codes.length,
    variables: [variable],
    columns: new Map<string, Column>([[variable.name, { kind: 'coded', codes }]]),
  }
  const made = recoded(frame, recode, catalogues[locale].summary.heading)
  if ('problem' in made) return null
  const { column } = made
  const becomes = new Map(
    variable.categories.map(({ value }, row): readonly [string, Value | null] => {
      if (column.kind === 'coded')
        return [value, made.variable.categories[column.codes[row]! - 2]?.value ?? null]
      return [value, column.kind === 'number' && column.status[row] === 2 ? column.values[row]! : null]
    }),
  )
  return {
    variable: made.variable,
    read: (given) => {
      const value = read(given)
      return value === undefined || value === null ? value : (becomes.get(String(value)) ?? null)
    },
  }
}

function emptyNumber(variable: Variable): Frame {
  const column: Column = { kind: 'number', values: new Float64Array(0), status: new Uint8Array(0) }
  return { n: 0, variables: [variable], columns: new Map([[variable.name, column]]) }
}
