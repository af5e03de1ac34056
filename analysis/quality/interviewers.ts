/**
 * What interviewers have to do with what was answered.
 *
 * `interviewerEffects` estimates for each number, and for each single choice whose categories are ordered, how much of
 * its variation lies between interviewers: the intra-interviewer correlation rho of a one-way analysis of variance, with
 * F and its upper p. In: a frame, and the interviewer of each row (below 0: none, left out); interviewers with fewer
 * than 5 answers to the question are left out, and questions with fewer than 2 such interviewers. 不清楚 and 拒答 are
 * missing. Out: from the largest rho. It rests on interviewers working among like people: where they worked in different
 * places, the places are in it.
 *
 * `lastDigits` tells for each interviewer how many of the numbers of two digits or more end in 0 or 5, which two in ten
 * do by chance, and the chance of as many or more (exact binomial, upper). Whole numbers of questions whose answers
 * have at least 20 values.
 * `digitFlags` and `effectFlags` say of which of them a look is due, and why.
 * Source: Kish 1962; R `anova(lm())`; Myers 1940 for digits; R `binom.test(alternative = "greater")`.
 */

import { binomialTail } from '../discrete-distributions.ts'
import { answered, type Column, type Frame, type Variable } from '../frame.ts'
import { intracluster } from '../sampling/intracluster.ts'
import type { Note } from '../table.ts'
import { oneWayAnova } from '../statistics/one-way-anova.ts'
import { moments } from '../sums.ts'

const fewestEach = 5
const fewestValues = 20
const byChance = 0.2

export interface InterviewerEffect {
  readonly variable: string
  readonly label: string
  readonly n: number
  readonly interviewers: number
  readonly rho: number
  /** 1 + (mean number of answers - 1) rho: how much the variance of a mean grows by it. */
  readonly designEffect: number
  readonly f: number | null
  readonly p: number | null
}

export function interviewerEffects(
  frame: Frame,
  interviewer: ArrayLike<number>,
): readonly InterviewerEffect[] {
  const effects = frame.variables.flatMap((variable): readonly InterviewerEffect[] => {
    const column = frame.columns.get(variable.name)
    const values = column && scoresOf(variable, column)
    if (!values) return []
    const groups = new Map<number, number[]>()
    values.forEach((value, row) => {
      const who = interviewer[row]!
      if (!Number.isFinite(value) || who < 0) return
      const group = groups.get(who)
      if (group) group.push(value)
      else groups.set(who, [value])
    })
    const kept = [...groups].filter(([, group]) => group.length >= fewestEach)
    if (kept.length < 2) return []
    const all = Float64Array.from(kept.flatMap(([, group]) => group))
    const clusters = kept.flatMap(([who, group]) => group.map(() => who))
    const estimate = intracluster(all, clusters)
    if (!estimate) return []
    const test = oneWayAnova(kept.map(([, group]) => moments(group)))
    return [
      {
        variable: variable.name,
        label: variable.label,
        n: estimate.n,
        interviewers: estimate.clusters,
        rho: estimate.rho,
        designEffect: estimate.designEffect,
        f: test?.statistic ?? null,
        p: test?.p ?? null,
      },
    ]
  })
  return effects.toSorted((a, b) => b.rho - a.rho)
}

/** Numbers as they are, ordered choices by their place; NaN where missing; null for other kinds. */
function scoresOf({ categories, ordered }: Variable, column: Column): Float64Array | null {
  if (column.kind === 'number') return column.values
  if (column.kind !== 'coded' || !ordered) return null
  return Float64Array.from(column.codes, (code) =>
    code < 2 || categories[code - 2]?.missing !== null ? Number.NaN : code - 1,
  )
}

export interface LastDigits {
  readonly interviewer: number
  readonly numbers: number
  /** Of them, those that end in 0 or 5. */
  readonly rounded: number
  readonly p: number
}

export function lastDigits(frame: Frame, interviewer: ArrayLike<number>): readonly LastDigits[] {
  const counts = new Map<number, { numbers: number; rounded: number }>()
  for (const { name } of frame.variables) {
    const column = frame.columns.get(name)
    if (column?.kind !== 'number' || !isVaried(column.values, column.status)) continue
    column.values.forEach((value, row) => {
      const who = interviewer[row]!
      if (who < 0 || column.status[row] !== answered || !Number.isInteger(value) || Math.abs(value) < 10)
        return
      const count = counts.get(who) ?? { numbers: 0, rounded: 0 }
      count.numbers += 1
      if (value % 5 === 0) count.rounded += 1
      counts.set(who, count)
    })
  }
  return [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([who, { numbers, rounded }]) => ({
      interviewer: who,
      numbers,
      rounded,
      // As many or more: the upper tail beyond one less.
      p: binomialTail(rounded - 1, numbers, byChance, 'upper'),
    }))
}

function isVaried(values: Float64Array, status: Uint8Array): boolean {
  const seen = new Set<number>()
  for (let row = 0; row < values.length && seen.size < fewestValues; row += 1)
    if (status[row] === answered && Number.isInteger(values[row]!)) seen.add(values[row]!)
  return seen.size >= fewestValues
}

/** A reason to look at an investigator, or at a question; never a verdict. */
export interface EffectFlag<Of> {
  readonly of: Of
  readonly why: Note
}

/** With fewer numbers even a run of round ones says little. */
const fewestDigits = 20

/** Investigators of whose numbers more end in 0 or 5 than chance gives: 20 numbers or more, p below the limit. */
export function digitFlags(
  digits: readonly LastDigits[],
  p: number,
): readonly EffectFlag<LastDigits['interviewer']>[] {
  if (!(p > 0 && p <= 1)) throw new Error(`digitFlags: p ${p} is not in (0, 1]`)
  return digits
    .filter((one) => one.numbers >= fewestDigits && one.p < p)
    .map(({ interviewer, numbers, rounded, p }) => ({
      of: interviewer,
      why: { code: 'digits', params: { n: rounded, of: numbers, percent: (100 * rounded) / numbers, p } },
    }))
}

/** Questions of whose variation so large a share or more lies between investigators, by more than chance (p below 0.05). */
export function effectFlags(
  effects: readonly InterviewerEffect[],
  rho: number,
): readonly EffectFlag<InterviewerEffect['variable']>[] {
  if (!(rho > 0 && rho <= 1)) throw new Error(`effectFlags: rho ${rho} is not in (0, 1]`)
  return effects
    .filter((effect) => effect.rho >= rho && effect.p !== null && effect.p < 0.05)
    .map(({ variable, label, rho, designEffect }) => ({
      of: variable,
      why: { code: 'interviewerEffect', params: { label, percent: 100 * rho, designEffect } },
    }))
}
