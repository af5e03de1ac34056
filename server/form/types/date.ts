/** A calendar day, 'YYYY-MM-DD', read from the ways in which people write one. */

import { dateText } from '../calendar.ts'
import { shortText } from './raw.ts'
import { slip, type TypeOfQuestion } from './type.ts'

const separated = /^(\d{4})\s*[-/.年‐–—]\s*(\d{1,2})\s*[-/.月‐–—]\s*(\d{1,2})\s*[日号]?$/
const joined = /^(\d{4})(\d\d)(\d\d)$/
const withTime = /^(\d{4})-(\d\d)-(\d\d)T/
const monthOnly = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$/
const yearOnly = /^(\d{4})\s*年?$/

export const date: TypeOfQuestion = {
  column: 'date',
  statistics: ['dates'],
  view: 'date',
  read(raw, { question }) {
    const text = shortText(raw, 'notDate')
    if (typeof text !== 'string') return text
    if (text === '') return null
    const whole = separated.exec(text) ?? joined.exec(text) ?? withTime.exec(text)
    if (whole) return dateText(Number(whole[1]), Number(whole[2]), Number(whole[3])) ?? slip('notDate')
    // As ODK does, a month or a year stands for its first day.
    const month = question.appearance.includes('month-year') ? monthOnly.exec(text) : null
    if (month) return dateText(Number(month[1]), Number(month[2]), 1) ?? slip('notDate')
    const year = question.appearance.includes('year') ? yearOnly.exec(text) : null
    return (year && dateText(Number(year[1]), 1, 1)) ?? slip('notDate')
  },
}
