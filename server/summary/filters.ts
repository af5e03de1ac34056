/** Filters of a summary, as its address holds them: a channel, days, and single choices. */

import type { Condition } from '../../analysis/filter.ts'
import type { Frame, Variable } from '../../analysis/frame.ts'

/** One value of one variable; of a date the month 'YYYY-MM'. */
export interface Single {
  readonly variable: string
  readonly value: string
}

export interface Filter {
  readonly singles: readonly Single[]
  readonly from: string | null
  readonly to: string | null
}

const fields = ['where', 'where2', 'where3'] as const
const day = /^\d{4}-\d{2}-\d{2}$/

/** What the query asks for, as far as the frame knows it; anything else is left out. */
export function readFilter(query: Readonly<Record<string, string>>, frame: Frame): Filter {
  const singles: Single[] = []
  for (const field of ['channel', ...fields]) {
    const single = singleOf(query[field] ?? '', frame)
    if (single) singles.push(single)
  }
  const from = query['from'] ?? ''
  const to = query['to'] ?? ''
  return { singles, from: day.test(from) ? from : null, to: day.test(to) ? to : null }
}

export function filters({ singles, from, to }: Filter): boolean {
  return singles.length > 0 || from !== null || to !== null
}

/** The filter as analysis takes it, days being those on which answers were received. */
export function conditionOf({ singles, from, to }: Filter, receivedOn: string): Condition {
  return {
    values: singles.map(({ variable, value }) => ({ variable, among: [value] })),
    ...(from === null && to === null ? {} : { dates: { variable: receivedOn, from, to } }),
  }
}

export function singleKey({ variable, value }: Single): string {
  return `${variable}=${value}`
}

function singleOf(text: string, frame: Frame): Single | null {
  const at = text.indexOf('=')
  if (at <= 0) return null
  const variable = frame.variables.find(({ name }) => name === text.slice(0, at))
  const value = text.slice(at + 1)
  if (!variable || value === '') return null
  if (variable.kind === 'date') return /^\d{4}-\d{2}$/.test(value) ? { variable: variable.name, value } : null
  return variable.categories.some((category) => category.value === value)
    ? { variable: variable.name, value }
    : null
}

/** One question with its values, for a select. */
export interface FilterGroup {
  readonly label: string
  readonly options: readonly { readonly key: string; readonly label: string }[]
}

const optionLimit = 60

/** What can be filtered by. Protected readers filter by single choices and months; analysts have days of their own. */
export function filterGroups(
  variables: readonly Variable[],
  frame: Frame,
  reader: 'full' | 'protected',
  channelName: string,
): readonly FilterGroup[] {
  return variables.flatMap((variable) => {
    if (reader === 'full' && variable.name === channelName) return []
    if (variable.kind === 'date') {
      const months = reader === 'protected' ? monthsOf(frame, variable.name) : []
      return months.length > 1
        ? [
            {
              label: variable.label,
              options: months.map((month) => ({ key: `${variable.name}=${month}`, label: month })),
            },
          ]
        : []
    }
    const choices = variable.kind === 'coded' || (variable.kind === 'set' && reader === 'full')
    if (!choices || variable.categories.length === 0 || variable.categories.length > optionLimit) return []
    return [
      {
        label: variable.label,
        options: variable.categories.map(({ value, label }) => ({ key: `${variable.name}=${value}`, label })),
      },
    ]
  })
}

function monthsOf(frame: Frame, name: string): readonly string[] {
  const column = frame.columns.get(name)
  if (column?.kind !== 'text') return []
  const months = new Set<string>()
  for (const text of column.texts) if (text !== null) months.add(text.slice(0, 7))
  return [...months].toSorted().slice(0, optionLimit)
}
