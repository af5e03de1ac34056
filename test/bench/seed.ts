/** A data folder with one open collection of the benchmark's questionnaire and this many answers. */

import { checkAnswers } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import type { Answers } from '../../server/form/form.ts'
import { fieldedFolder, type FieldedFolder } from '../support/fieldwork.ts'
import { benchAnswers, benchForm, randomSteps } from './form.ts'

const distinct = 5000

/** Answers repeat after 5,000: what is measured does not depend on their being different. */
export async function seedFolder(responses: number): Promise<FieldedFolder> {
  const source = benchForm()
  const { form } = compileForm(source)
  if (!form) throw new Error('seedFolder: the form does not compile')
  const random = randomSteps(11)
  const surroundings = { today: '2026-06-01', now: '2026-06-01T00:00:00+08:00', matches: () => true }
  const checked: Answers[] = Array.from({ length: Math.min(responses, distinct) }, () => {
    const { answers, refusals } = checkAnswers(form, benchAnswers(random), surroundings)
    if (refusals.length > 0) throw new Error(`seedFolder: refused ${JSON.stringify(refusals)}`)
    return answers
  })
  const stored = Array.from({ length: responses }, (_, i) => checked[i % distinct] ?? {})
  return fieldedFolder({ source, sampleType: 'probability', stored })
}
