/** How an entered copy stands by the rules of the form: what is asked, what is refused, what paper may leave open. */

import { checkAnswers, formState } from '../answers.ts'
import type { Answers, Form, Refusal, Surroundings } from '../form.ts'
import { nested } from '../instances.ts'
import { isMedia } from '../walk.ts'
import { questionNamed } from './conditions.ts'
import { readFields, type ReadFields } from './fields.ts'

export interface PaperStanding {
  readonly read: ReadFields
  readonly answers: Answers
  readonly relevant: ReadonlySet<string>
  readonly rows: ReadonlyMap<string, number>
  /** What the form refuses; a blank that was marked as one is not refused, nor what paper cannot carry. */
  readonly refusals: readonly Refusal[]
  readonly warnings: readonly Refusal[]
}

export function paperStanding(
  form: Form,
  typed: Readonly<Record<string, string>>,
  surroundings: Surroundings,
): PaperStanding {
  const read = readFields(form, typed)
  const raw = nested(form, read.raw)
  const { answers, refusals, warnings, relevant } = checkAnswers(form, raw, surroundings)
  return {
    read,
    answers,
    relevant,
    rows: formState(form, raw, surroundings).rows,
    refusals: refusals.filter(
      ({ code, at, name }) => code !== 'required' || !mayBeBlank(form, at, name, read),
    ),
    warnings,
  }
}

function mayBeBlank(form: Form, at: string, name: string, { marks }: ReadFields): boolean {
  const question = questionNamed(form, name)
  return marks.has(at) || (question !== null && isMedia(question.type))
}

/** Fields that were answered though the form passes over them, and those that could not be read. */
export function paperMarks(
  { read, relevant }: PaperStanding,
  form: Form,
): readonly { readonly at: string; readonly mark: 'illegible' | 'beyond' }[] {
  const illegible = [...read.marks].filter(([, mark]) => mark === 'illegible')
  const beyond = Object.keys(read.raw).filter((at) => !relevant.has(at) && isQuestion(form, at))
  return [
    ...illegible.map(([at]) => ({ at, mark: 'illegible' }) as const),
    ...beyond.map((at) => ({ at, mark: 'beyond' }) as const),
  ]
}

function isQuestion(form: Form, at: string): boolean {
  return questionNamed(form, at.slice(at.lastIndexOf('/') + 1)) !== null
}
