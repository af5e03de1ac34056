/** Sections in words: numbers as people read them, each with its full value beside it for those who copy it. */

import type { Base } from '../../analysis/cells.ts'
import type { Chart } from '../../analysis/chart.ts'
import type { Section } from '../../analysis/section.ts'
import type { Crossing } from '../../analysis/summarise.ts'
import type { Result } from '../../analysis/statistics/result.ts'
import type { Note, Table } from '../../analysis/table.ts'
import { say, type Catalogue, type Locale } from '../locale/index.ts'

export interface ShownCell {
  readonly text: string
  /** The number itself, for `<data value>`; null for words and for cells that are not shown. */
  readonly value: number | null
}
export interface ShownTable {
  readonly caption: string
  readonly key: string
  readonly columns: readonly { readonly label: string; readonly key: string; readonly numeric: boolean }[]
  readonly rows: readonly {
    readonly role: string
    readonly head: string
    readonly cells: readonly ShownCell[]
  }[]
}
export interface ShownSection {
  readonly id: string
  readonly variable: string
  readonly title: string
  readonly kind: Section['kind']
  readonly base: readonly string[]
  readonly findings: readonly string[]
  readonly notes: readonly string[]
  readonly tables: readonly ShownTable[]
  readonly chart: Chart | null
}
export interface ShownCrossing {
  readonly title: string
  readonly base: readonly string[]
  readonly findings: readonly string[]
  readonly notes: readonly string[]
  readonly tables: readonly ShownTable[]
  readonly chart: Chart | null
}

/** A statistic's result that stands for itself. */
export interface ShownResult {
  readonly findings: readonly string[]
  readonly notes: readonly string[]
  readonly tables: readonly ShownTable[]
}

interface Wording {
  readonly t: Catalogue
  readonly locale: Locale
}

export function shownSection(section: Section, wording: Wording): ShownSection {
  return {
    id: `q-${section.variable}`,
    variable: section.variable,
    title: section.title,
    kind: section.kind,
    base: baseWords(section.base, wording),
    findings: sentences(section.findings, wording),
    notes: sentences([...section.notes, ...section.tables.flatMap(({ notes }) => notes)], wording),
    tables: section.tables.map((table) => shownTable(table, section.title, wording)),
    chart: section.chart,
  }
}

export function shownCrossing(crossing: Crossing, wording: Wording): ShownCrossing {
  const { t } = wording
  const title = t.summary.crossTitle({ rows: crossing.rows.label, columns: crossing.columns.label })
  return {
    title,
    base: crossing.n === null ? [] : [t.summary.baseN({ n: formatCount(crossing.n, wording.locale) })],
    findings: sentences(crossing.findings, wording),
    notes: sentences([...crossing.notes, ...crossing.tables.flatMap(({ notes }) => notes)], wording),
    tables: crossing.tables.map((table) => shownTable(table, title, wording)),
    chart: crossing.chart,
  }
}

export function shownResult(result: Result, title: string, wording: Wording): ShownResult {
  return {
    findings: sentences(result.findings, wording),
    notes: sentences([...result.notes, ...result.tables.flatMap(({ notes }) => notes)], wording),
    tables: result.tables.map((table) => shownTable(table, title, wording)),
  }
}

/** How many the section rests on; what is not known to this reader is left out. */
function baseWords(base: Base, { t, locale }: Wording): readonly string[] {
  const words: string[] = []
  const told = (
    value: number | null,
    name:
      | 'baseN'
      | 'baseValid'
      | 'baseSkipped'
      | 'baseUnanswered'
      | 'baseDontKnow'
      | 'baseRefused'
      | 'baseNotApplicable',
    always = false,
  ) => {
    if (value !== null && (always || value > 0))
      words.push(t.summary[name]({ n: formatCount(value, locale) }))
  }
  told(base.n, 'baseN', true)
  told(base.valid, 'baseValid', true)
  told(base.skipped, 'baseSkipped')
  told(base.unanswered, 'baseUnanswered')
  told(base.dontKnow, 'baseDontKnow')
  told(base.refused, 'baseRefused')
  told(base.notApplicable, 'baseNotApplicable')
  return words
}

function shownTable(table: Table, title: string, { t, locale }: Wording): ShownTable {
  const heading = (key: string) => say(t.summary.heading, key)
  return {
    caption: table.caption ? `${title} · ${heading(table.caption)}` : title,
    key: table.caption ?? 'main',
    columns: table.columns.map(({ key, label, kind }) => ({
      key,
      label: label ?? heading(key),
      numeric: kind !== 'label',
    })),
    rows: table.rows.map(({ cells, role, kind: own }) => {
      const [first, ...rest] = table.columns.map(({ kind }, place) =>
        shownCell(cells[place] ?? null, kind === 'label' ? kind : (own ?? kind), locale),
      )
      return table.columns[0]?.kind === 'label'
        ? { role, head: first?.text ?? '', cells: rest }
        : { role, head: '', cells: first ? [first, ...rest] : rest }
    }),
  }
}

function shownCell(
  cell: string | number | null,
  kind: Table['columns'][number]['kind'],
  locale: Locale,
): ShownCell {
  if (cell === null) return { text: '—', value: null }
  if (typeof cell === 'string') return { text: cell, value: null }
  if (!Number.isFinite(cell)) return { text: '—', value: null }
  const text =
    kind === 'count'
      ? formatCount(cell, locale)
      : kind === 'percent'
        ? `${formatPercent(cell)}%`
        : kind === 'p'
          ? formatP(cell)
          : formatNumber(cell, locale)
  return { text, value: cell }
}

const percents = new Set(['percent', 'secondPercent', 'share', 'lower', 'upper', 'top', 'points'])

function sentences(notes: readonly Note[], { t, locale }: Wording): readonly string[] {
  const said = notes.map(({ code, params }) => say(t.summary.note, code, paramsInWords(params, locale)))
  return [...new Set(said)]
}

/** The numbers of a sentence as people read them, by what their names say they are. */
export function paramsInWords(params: Note['params'], locale: Locale): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' ? paramText(name, value, locale) : value,
    ]),
  )
}

function paramText(name: string, value: number, locale: Locale): string {
  if (percents.has(name)) return formatPercent(value)
  if (name === 'p') return value < 0.001 ? '< 0.001' : `= ${value.toFixed(3)}`
  return Number.isInteger(value) ? formatCount(value, locale) : formatNumber(value, locale)
}

/** A formatter costs far more to make than to use, and a summary writes thousands of numbers. */
const formatters = new Map<string, Intl.NumberFormat>()

function formatter(locale: Locale, decimals: number): Intl.NumberFormat {
  const key = `${locale} ${decimals}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, { maximumFractionDigits: decimals })
  formatters.set(key, made)
  return made
}

export function formatCount(value: number, locale: Locale): string {
  // Three decimals are what a formatter gives that is told nothing.
  return formatter(locale, 3).format(value)
}

function formatPercent(value: number): string {
  return value.toFixed(1)
}

function formatP(value: number): string {
  return value < 0.001 ? '< 0.001' : value.toFixed(3)
}

/** Two decimals, more for small numbers, none lost to rounding to zero. */
export function formatNumber(value: number, locale: Locale): string {
  const size = Math.abs(value)
  if (size !== 0 && size < 0.01) return value.toPrecision(2)
  return formatter(locale, size >= 1000 ? 1 : 2).format(value)
}
