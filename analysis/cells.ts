/**
 * Cells: the parts into which a variable's rows fall, each with its count and words. A cell is usually one
 * category or one kind of missing answer; for protected readers several are merged into one.
 */

import type { Category, Variable } from './frame.ts'
import { skipped, unanswered } from './frame.ts'
import { chosenCode, notChosenCode, onlyMissingCode } from './totals.ts'
import type { Words } from './words.ts'

export type SampleType = 'probability' | 'complex' | 'quota' | 'open' | 'organised' | 'census'

/** Why the rows of a code are outside the valid base; null for a substantive answer. */
export type MissingRole = 'skipped' | 'unanswered' | 'not_applicable' | 'dont_know' | 'refused'

/** One possible code of a variable, in words. */
export interface CodeInfo {
  readonly code: number
  readonly label: string
  readonly missing: MissingRole | null
}

/** `mixed` cells merge answers with missing ones, so the valid base cannot be told. */
export interface Cell {
  readonly label: string
  readonly codes: readonly number[]
  readonly count: number
  readonly role: 'value' | 'missing' | 'mixed'
  /** The single missing status that the cell holds, if it holds just that. */
  readonly missing: MissingRole | null
}

/** How many rows a section rests on; null where a count is not shown to this reader. */
export interface Base {
  readonly n: number | null
  readonly valid: number | null
  readonly skipped: number | null
  readonly unanswered: number | null
  readonly dontKnow: number | null
  readonly refused: number | null
  readonly notApplicable: number | null
}

/** The codes of a coded variable in reading order: answers, declared missing answers, skipped, unanswered. */
export function codeInfos(variable: Variable, words: Words): readonly CodeInfo[] {
  const infos = variable.categories.map((category, place) => ({
    code: place + 2,
    label: category.label,
    missing: category.missing,
  }))
  return [
    ...infos.filter((info) => !info.missing),
    ...infos.filter((info) => info.missing),
    ...statusInfos(words),
  ]
}

/** The codes of one choice of a multiple-choice or ranking question. */
export function choiceInfos(variable: Variable, words: Words): readonly CodeInfo[] {
  const missing = variable.categories.filter((category) => category.missing)
  return [
    { code: chosenCode, label: words.chosen, missing: null },
    { code: notChosenCode, label: words.notChosen, missing: null },
    ...missing.map((category, k) => ({
      code: onlyMissingCode + k,
      label: category.label,
      missing: category.missing,
    })),
    ...statusInfos(words),
  ]
}

/** Skipped, unanswered and one code for every answer: for numbers, texts and dates. */
export function answeredInfos(words: Words): readonly CodeInfo[] {
  return [{ code: 2, label: words.valid, missing: null }, ...statusInfos(words)]
}

function statusInfos(words: Words): readonly CodeInfo[] {
  return [
    { code: skipped, label: words.skipped, missing: 'skipped' },
    { code: unanswered, label: words.unanswered, missing: 'unanswered' },
  ]
}

/** One cell for each code. */
export function plainCells(infos: readonly CodeInfo[], counts: ArrayLike<number>): readonly Cell[] {
  return infos.map((info) => ({
    label: info.label,
    codes: [info.code],
    count: counts[info.code] ?? 0,
    role: info.missing ? 'missing' : 'value',
    missing: info.missing,
  }))
}

/** One cell made of several, with a label that lists them. */
export function mergedCell(cells: readonly Cell[], words: Words): Cell {
  const [only] = cells
  if (cells.length === 1 && only) return only
  const missings = new Set(cells.map((cell) => cell.missing))
  const roles = new Set(cells.map((cell) => cell.role))
  const [missing] = missings
  return {
    label: words.merged + cells.map((cell) => withoutPrefix(cell, words)).join(words.separator),
    codes: cells.flatMap((cell) => cell.codes),
    count: cells.reduce((total, cell) => total + cell.count, 0),
    role: roles.size === 1 && !roles.has('mixed') ? (roles.has('value') ? 'value' : 'missing') : 'mixed',
    missing: missings.size === 1 ? (missing ?? null) : null,
  }
}

function withoutPrefix(cell: Cell, words: Words): string {
  return cell.codes.length > 1 && cell.label.startsWith(words.merged)
    ? cell.label.slice(words.merged.length)
    : cell.label
}

/** Sum of the cells inside the valid base; null if a mixed cell hides it. */
export function validCount(cells: readonly Cell[]): number | null {
  if (cells.some((cell) => cell.role === 'mixed' && cell.count > 0)) return null
  return cells.reduce((total, cell) => (cell.role === 'value' ? total + cell.count : total), 0)
}

/** The base of a section from its cells. `infos` says which codes are which. */
export function baseOf(cells: readonly Cell[], infos: readonly CodeInfo[]): Base {
  const of = (missing: MissingRole): number | null => {
    const codes = infos.filter((info) => info.missing === missing).map((info) => info.code)
    const holding = cells.filter((cell) => cell.codes.some((code) => codes.includes(code)))
    if (holding.some((cell) => cell.codes.some((code) => !codes.includes(code)))) return null
    return holding.reduce((total, cell) => total + cell.count, 0)
  }
  return {
    n: cells.reduce((total, cell) => total + cell.count, 0),
    valid: validCount(cells),
    skipped: of('skipped'),
    unanswered: of('unanswered'),
    dontKnow: of('dont_know'),
    refused: of('refused'),
    notApplicable: of('not_applicable'),
  }
}

/** The number that each substantive category stands for: its value where all are numbers, else 1, 2, 3 ... */
export function scoresOf(categories: readonly Category[]): {
  readonly scores: readonly number[]
  readonly given: boolean
} {
  const valid = categories.filter((category) => !category.missing)
  const given = valid.every((category) => /^-?\d+(\.\d+)?$/.test(category.value))
  let place = 0
  const scores = categories.map((category) => {
    if (category.missing) return NaN
    place += 1
    return given ? Number(category.value) : place
  })
  return { scores, given }
}
