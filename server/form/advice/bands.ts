/** Bands such as 18–30岁, 31–45岁: does every number have one place, and only one? */

import type { Choice } from '../form.ts'
import type { Advice, Rule } from './advice.ts'
import { labelsOf, substantive } from './survey.ts'

/** A band of numbers; the side that 以上 or 以下 leaves open is taken as its neighbour needs it. */
export interface Band {
  readonly label: string
  readonly from: number
  readonly to: number
  /** Whether the bound itself belongs to it; null where the words leave it open. */
  readonly withFrom: boolean | null
  readonly withTo: boolean | null
  readonly whole: boolean
}

export const adviseOnBands: Rule = ({ asked }) =>
  asked.flatMap(({ question, choices }) => {
    const bands = bandsOf(choices)
    const found = bands && firstFault(bands)
    return found ? [{ ...found, name: question.name, row: question.row }] : []
  })

/** The bands of a list in rising order, if most of its choices are bands. */
export function bandsOf(choices: readonly Choice[]): readonly Band[] | null {
  const real = substantive(choices)
  const bands = real.flatMap((choice) => {
    const [band] = labelsOf(choice).flatMap((label) => bandOf(label) ?? [])
    return band ? [band] : []
  })
  const units = new Set(bands.flatMap(({ label }) => timeUnit.exec(label)?.[1]?.toLowerCase() ?? []))
  // Months beside years are not compared.
  if (units.size > 1) return null
  if (bands.length < 3 || bands.length < 0.7 * real.length) return null
  return bands.toSorted((a, b) => a.from - b.from || a.to - b.to)
}

const timeUnit = /(分钟|小时|天|日|周|星期|个?月|季度|年|minute|hour|day|week|month|year)/i
const number = '(\\d[\\d,，]*(?:\\.\\d+)?)\\s*(万|千|百|k|m)?'
const unit = '[^\\d\\s—–~～至到-]{0,6}?'
const between = new RegExp(`^[^\\d]{0,10}${number}${unit}\\s*(?:[-—–~～]+|至|到|to)\\s*${number}(.*)$`, 'i')
const below = new RegExp(`^([^\\d]{0,10}?)${number}(.{0,12})$`, 'i')

/** Reads 「18—30岁」, 「5万元以下」, 「60岁及以上」, "under 18", "65 or older"; null if the label is no band. */
export function bandOf(label: string): Band | null {
  const text = label.replace(/[０-９]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).trim()
  const range = between.exec(text)
  if (range) {
    // 「1–5万元」: the scale stands once, behind.
    const scale = scaleOf(range[4]) === 1 ? 1 : scaleOf(range[4])
    const from = valueOf(range[1]) * (range[2] ? scaleOf(range[2]) : scale)
    const to = valueOf(range[3]) * scale
    if (!(from < to)) return null
    const withTo = !/不含|不包括|not including|excluding/i.test(range[5] ?? '')
    return { label, from, to, withFrom: true, withTo, whole: isWhole(range[1], range[3]) }
  }
  const one = below.exec(text)
  if (!one) return null
  const words = `${one[1] ?? ''}#${one[4] ?? ''}`
  const value = valueOf(one[2]) * scaleOf(one[3])
  const whole = isWhole(one[2])
  if (
    /及?以下|以内|不满|不足|不到|低于|少于|小于|不超过|under|below|less|younger|fewer|up to|at most/i.test(
      words,
    )
  ) {
    const withTo =
      /及以下|含.{0,3}以下|以内|不超过|or (less|below|under|younger|fewer)|and (under|below|younger)|up to|at most/i.test(
        words,
      )
        ? true
        : /不满|不足|不到|低于|少于|小于|under|below|less|younger|fewer/i.test(words)
          ? false
          : null
    return { label, from: -Infinity, to: value, withFrom: true, withTo, whole }
  }
  if (/及?以上|超过|大于|多于|高于|over|above|more|older|at least|\+/i.test(words)) {
    const withFrom =
      /及以上|含.{0,3}以上|or (more|above|over|older)|and (over|above|older)|at least|\+/i.test(words)
        ? true
        : /超过|大于|多于|高于|over|above|more than|older than/i.test(words)
          ? false
          : null
    return { label, from: value, to: Infinity, withFrom, withTo: true, whole }
  }
  return null
}

function firstFault(bands: readonly Band[]): Pick<Advice, 'code' | 'params'> | null {
  const step = bands.every(({ whole }) => whole) ? 1 : 0
  for (const [place, next] of bands.entries()) {
    const band = bands[place - 1]
    if (!band) continue
    const [first, second] = [band.label, next.label]
    if (next.from < band.to || (next.from === band.to && band.withTo === true && next.withFrom === true))
      return { code: 'bandsOverlap', params: { first, second, value: next.from } }
    // At a bound that both leave out there is a gap too.
    const atBound = next.from === band.to && band.withTo === false && next.withFrom === false
    if (atBound) return { code: 'bandsGapAt', params: { first, second, value: band.to } }
    if (next.from === band.to) continue
    const from = band.withTo === false ? band.to : band.to + step
    const to = next.withFrom === false ? next.from : next.from - step
    // 「18岁以下」 before 「19—30岁」: 18 may be meant to be in it.
    const missing =
      step === 1 ? to - from >= (band.withTo === null || next.withFrom === null ? 1 : 0) : next.from > band.to
    if (missing && from === to) return { code: 'bandsGapAt', params: { first, second, value: from } }
    if (missing) return { code: 'bandsGap', params: { first, second, from, to } }
  }
  return null
}

function valueOf(digits: string | undefined): number {
  return Number((digits ?? '').replace(/[,，]/g, ''))
}

function scaleOf(word: string | undefined): number {
  switch (word?.toLowerCase()) {
    case '万':
      return 10_000
    case '千':
    case 'k':
      return 1000
    case '百':
      return 100
    case 'm':
      return 1_000_000
    default:
      return 1
  }
}

function isWhole(...digits: readonly (string | undefined)[]): boolean {
  return digits.every((each) => !(each ?? '').includes('.'))
}
