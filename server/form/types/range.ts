/** A number out of start, start + step … end: a scale such as 0 to 10. */

import type { Question } from '../form.ts'
import { readNumber } from './number.ts'
import { slip, type TypeOfQuestion } from './type.ts'

export const range: TypeOfQuestion = {
  column: 'number',
  statistics: ['numbers'],
  view: 'scale',
  read(raw, { question }) {
    const value = readNumber(raw)
    if (typeof value !== 'number') return value
    const { start, end, step } = scaleOf(question)
    const steps = Math.round((value - start) / step)
    // A scale may run downwards, from 10 to 1.
    const within = value >= Math.min(start, end) && value <= Math.max(start, end)
    const onScale = within && Math.abs(start + steps * step - value) < step * 1e-6
    return onScale
      ? value
      : slip('outOfRange', { minimum: Math.min(start, end), maximum: Math.max(start, end), step })
  },
}

/** The scale of a range question; XLSForm's default is 1 to 10 by 1. */
export function scaleOf(question: Question): {
  readonly start: number
  readonly end: number
  readonly step: number
} {
  const { start = '1', end = '10', step = '1' } = question.parameters
  return { start: Number(start), end: Number(end), step: Number(step) }
}
