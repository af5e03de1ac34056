/** The order of questions: what comes first colours what follows. */

import type { Advice, Rule } from './advice.ts'
import { isSensitive } from './personal.ts'
import { isScale } from './scales.ts'
import type { Asked } from './survey.ts'

/** A form this short has no beginning to speak of. */
const shortest = 6
const detailsBefore = 3

export const adviseOnOrder: Rule = ({ asked }) => [...sensitiveFirst(asked), ...overallAfterDetails(asked)]

function sensitiveFirst(asked: readonly Asked[]): readonly Advice[] {
  if (asked.length < shortest) return []
  return asked.slice(0, 2).flatMap((one) => {
    const words = isSensitive(one)
    const { name, row } = one.question
    return words ? [{ code: 'sensitiveFirst', name, row, params: { words } }] : []
  })
}

/** People make the whole agree with the parts that they have just judged. */
function overallAfterDetails(asked: readonly Asked[]): readonly Advice[] {
  return asked.flatMap((one) => {
    if (!isRating(one) || !isOverall(one)) return []
    const count = asked.filter(
      (other) => other.place < one.place && isRating(other) && !isOverall(other),
    ).length
    const { name, row } = one.question
    return count >= detailsBefore ? [{ code: 'overallAfterDetails', name, row, params: { count } }] : []
  })
}

function isRating({ question, choices }: Asked): boolean {
  return question.type === 'range' || (question.type === 'select_one' && isScale(choices))
}

function isOverall({ texts }: Asked): boolean {
  return texts.some((text) =>
    /总体|整体|总的来[说看]|综合(来看|评价)|\boverall\b|\bin general\b|\bon the whole\b/i.test(text),
  )
}
