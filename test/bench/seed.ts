/** A data folder with one open collection of the benchmark's questionnaire and this many answers. */

import { checkAnswers } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import type { Answers } from '../../server/form/form.ts'
import { fieldedFolder, type FieldedFolder } from '../support/fieldwork.ts'
import { benchAnswers, benchForm, randomSteps } from './form.ts'

const distinct = 5000

/** Answers repeat after 5,000: what is measured does not depend on their being different. `place` as in `fieldedFolder`. */
export async function seedFolder(responses: number, place?: string): Promise<FieldedFolder> {
  const checked = checkedAnswers(Math.min(responses, distinct))
  const stored = Array.from({ length: responses }, (_, i) => checked[i % distinct] ?? {})
  return fieldedFolder({ source: benchForm(), sampleType: 'probability', stored }, place)
}

/** So many different answers, checked as the server does. */
export function checkedAnswers(count: number): readonly Answers[] {
  const { form } = compileForm(benchForm())
  if (!form) throw new Error('seedFolder: the form does not compile')
  const random = randomSteps(11)
  const surroundings = { today: '2026-06-01', now: '2026-06-01T00:00:00+08:00', matches: () => true }
  return Array.from({ length: count }, () => {
    const { answers, refusals } = checkAnswers(form, benchAnswers(random), surroundings)
    if (refusals.length > 0) throw new Error(`seedFolder: refused ${JSON.stringify(refusals)}`)
    return answers
  })
}
