/** How long a form takes, from its words and the kinds of its questions. */

import type { Form } from '../form.ts'
import type { Rule } from './advice.ts'
import { allOf, surveyOf, type Asked, type Survey } from './survey.ts'

/** Longer than this many give up, or answer without reading (Galesic and Bosnjak 2009). */
const patience = 10

export const adviseOnLength: Rule = (survey) => {
  const minutes = minutesFor(survey)
  return minutes > patience
    ? [{ code: 'tooLong', name: '', row: 1, params: { minutes, questions: survey.asked.length } }]
    : []
}

/** Whole minutes that an adult who answers everything shown to all takes; at least 1. */
export function minutesOf(form: Form): number {
  return minutesFor(surveyOf(form))
}

function minutesFor({ asked, words }: Survey): number {
  const labels = new Set(
    asked.flatMap(({ question, texts }) => [...texts, ...allOf(question.label), ...allOf(question.hint)]),
  )
  const introduction = words.filter((text) => !labels.has(text))
  const seconds =
    reading(introduction) +
    asked.reduce((sum, one) => {
      // About half of what is asked under a condition is seen.
      const share = one.conditions.length > 0 ? 0.5 : 1
      return sum + share * (reading([one.texts[0] ?? ''], one.matrix !== null) + answering(one))
    }, 0)
  return Math.max(1, Math.round(seconds / 60))
}

/** Seconds to read: five characters of Chinese, or four words, a second. */
function reading(texts: readonly string[], shared = false): number {
  const text = texts.join(' ')
  const han = (text.match(/[\u3400-\u9fff]/g) ?? []).length
  const words = (text.replace(/[\u3400-\u9fff]/g, ' ').match(/[A-Za-z0-9]+/g) ?? []).length
  return (han / 5 + words / 4) * (shared ? 0.7 : 1)
}

/** Seconds to find and give an answer. */
function answering({ question, choices, matrix }: Asked): number {
  switch (question.type) {
    case 'select_one':
      return matrix ? 3 : 2.5 + 0.5 * Math.min(choices.length, 20)
    case 'select_multiple':
      return 4 + 0.9 * Math.min(choices.length, 20)
    case 'rank':
      return 6 + 3 * choices.length
    case 'range':
      return 4
    case 'integer':
    case 'decimal':
    case 'acknowledge':
      return 6
    case 'date':
    case 'time':
    case 'datetime':
      return 8
    case 'text':
      return question.appearance.includes('multiline') ? 35 : 12
    case 'image':
    case 'barcode':
      return 20
    case 'audio':
    case 'video':
      return 60
    default:
      return 15
  }
}
