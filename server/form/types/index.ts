/** The question types: one file and one line each. */

import type { QuestionType } from '../form.ts'
import type { TypeOfQuestion } from './type.ts'
import { calculate } from './calculate.ts'
import { date } from './date.ts'
import { decimal } from './decimal.ts'
import { integer } from './integer.ts'
import { note } from './note.ts'
import { range } from './range.ts'
import { rank } from './rank.ts'
import { selectMultiple } from './select-multiple.ts'
import { selectOne } from './select-one.ts'
import { text } from './text.ts'
import { time } from './time.ts'

export { isSlip, type Asked, type ColumnKind, type Reading, type Slip, type TypeOfQuestion } from './type.ts'
export { scaleOf } from './range.ts'

export const questionTypes = {
  text,
  integer,
  decimal,
  range,
  select_one: selectOne,
  select_multiple: selectMultiple,
  rank,
  date,
  time,
  note,
  calculate,
} as const satisfies Record<QuestionType, TypeOfQuestion>
