/** What is asked of the sample size calculator, from the address, with what is wrong of it. */

import type { AllocationRule } from '../../../analysis/sampling/allocation.ts'
import type { Catalogue } from '../../locale/index.ts'
import { line, lines, type FieldError } from '../fields.ts'
import { numberOf, strataOf, type TypedStratum } from './strata.ts'

export const measures = ['share', 'mean'] as const
export type Measure = (typeof measures)[number]
export const levels = ['90', '95', '99'] as const
export const rules = ['proportional', 'equal', 'neyman', 'power'] as const satisfies readonly AllocationRule[]

const fields = [
  'share', 'margin', 'sd', 'meanMargin', 'level', 'population', 'designEffect', 'responseRate', 'rule', 'minimum', 'strata',
] as const // prettier-ignore
export type Field = (typeof fields)[number]

/** As typed, so that it stays. */
export interface Typed extends Readonly<Record<Field, string>> {
  readonly measure: Measure
}

export interface Asked {
  readonly measure: Measure
  /** A share of 0 to 1, or a standard deviation. */
  readonly expected: number
  /** In the same unit. */
  readonly halfWidth: number
  readonly level: number
  readonly population: number | null
  readonly designEffect: number
  readonly responseRate: number
  readonly strata: readonly TypedStratum[]
  readonly rule: (typeof rules)[number]
  readonly minimum: number
}

const ordinary: Readonly<Partial<Record<Field, string>>> = {
  share: '50',
  margin: '5',
  level: '95',
  designEffect: '1',
  responseRate: '100',
  rule: 'proportional',
  minimum: '2',
}

/** The typed values; those that the address does not have are the ordinary ones. */
export function typedOf(query: Readonly<Record<string, string>>): Typed {
  const of = { body: query }
  const typed = fields.map((field) => {
    const given = field === 'strata' ? lines(of, field, 20_000) : line(of, field, 40)
    return [field, field in query ? given : (ordinary[field] ?? '')]
  })
  return {
    ...(Object.fromEntries(typed) as Record<Field, string>),
    measure: query['measure'] === 'mean' ? 'mean' : 'share',
  }
}

/** Typed values as numbers, or what is wrong with which field. */
export function askedOf(typed: Typed, t: Catalogue): Asked | readonly FieldError[] {
  const w = t.sampling.wrong
  const errors: FieldError[] = []
  const refuse = (field: Field, words: string) => void errors.push({ field, words })
  const number = (field: Field, words: string, holds: (value: number) => boolean): number => {
    const value = numberOf(typed[field])
    if (value === null || !holds(value)) refuse(field, words)
    return value ?? NaN
  }
  const share = typed.measure === 'share'
  const expected = share
    ? number('share', w.share, (value) => value > 0 && value < 100) / 100
    : number('sd', w.sd, (value) => value > 0 && value <= 1e12)
  const halfWidth = share
    ? number('margin', w.margin, (value) => value >= 0.1 && value < 50) / 100
    : number('meanMargin', w.meanMargin, (value) => value > 0 && value <= 1e12)
  const given = typed.population === '' ? null : wholePopulation()
  const designEffect = number('designEffect', w.designEffect, (value) => value >= 0.1 && value <= 100)
  const responseRate = number('responseRate', w.responseRate, (value) => value > 0 && value <= 100) / 100
  const strata = strataOf(typed.strata, t)
  if (typeof strata === 'string') refuse('strata', strata)
  const known = typeof strata === 'string' ? [] : strata
  const whole = known.reduce((total, stratum) => total + stratum.size, 0)
  const rule = rules.find((each) => each === typed.rule) ?? 'proportional'
  const minimum =
    known.length === 0
      ? 0
      : number('minimum', w.minimum, (value) => Number.isInteger(value) && value >= 0 && value <= 1e6)
  if (known.length === 1) refuse('strata', w.strataOne)
  if (known.length > 1 && given !== null && given !== whole)
    refuse('population', w.populationDiffers({ sum: whole }))
  if (rule === 'neyman' && known.some((stratum) => stratum.sd === null)) refuse('strata', w.strataDeviation)
  if (rule === 'neyman' && known.length > 0 && known.every((stratum) => stratum.sd === 0))
    refuse('strata', w.strataNoDeviation)
  if (errors.length > 0) return errors
  return {
    measure: typed.measure,
    expected,
    halfWidth,
    level: Number(levels.find((each) => each === typed.level) ?? '95') / 100,
    population: given ?? (whole > 0 ? whole : null),
    designEffect,
    responseRate,
    strata: known,
    rule,
    minimum,
  }

  function wholePopulation(): number {
    return number(
      'population',
      w.population,
      (value) => Number.isInteger(value) && value >= 1 && value <= 1e10,
    )
  }
}
