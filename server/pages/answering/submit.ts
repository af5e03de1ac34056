/** The one way in for an answer, from the public link, without JavaScript, or by an investigator. */

import { hash } from 'node:crypto'
import { checkAnswers } from '../../form/answers.ts'
import type { Refusal } from '../../form/form.ts'
import { givenJson } from '../../form/given.ts'
import { readParadata } from '../../form/paradata.ts'
import { splitPersonal } from '../../form/personal.ts'
import type { Received } from '../../store/store.ts'
import type { Visit } from '../page.ts'
import { filesNamedIn } from './attachments.ts'
import type { Fielded } from './fielded.ts'
import type { Raw } from './posted.ts'
import { localTime, surroundingsFor } from './surroundings.ts'

export type Submitted = { readonly outcome: 'refused'; readonly refusals: readonly Refusal[] } | Received

/** Checks, parts off what is personal, and waits for the durable receipt. */
export async function submitAnswers(
  visit: Visit,
  fielded: Fielded,
  posted: {
    readonly instanceId: string
    readonly raw: Raw
    readonly locale: string
    /** What the device tells of how it came about. */
    readonly paradata: unknown
  },
): Promise<Submitted> {
  const { collection, channel, form } = fielded
  const now = visit.now()
  const surroundings = surroundingsFor(visit, fielded, posted.instanceId)
  const checked = checkAnswers(form, posted.raw, surroundings)
  if (checked.refusals.length > 0) return { outcome: 'refused', refusals: checked.refusals }
  const { answers, personal } = splitPersonal(form, checked.answers)
  return visit.intake.receive({
    collectionId: collection.id,
    formVersionId: collection.formVersionId,
    channelId: channel.id,
    instanceId: posted.instanceId,
    contentHash: hash('sha256', givenJson(form, checked.answers)),
    answers,
    personal,
    locale: posted.locale,
    collectorId: channel.kind === 'investigator' ? (visit.viewer?.id ?? null) : null,
    receivedAt: now.toISOString(),
    receivedOn: localTime(now, visit.config.timeZone).day,
    attachments: filesNamedIn(form, checked.answers),
    paradata: readParadata(form, posted.paradata, {
      level: collection.paradata,
      anonymous: collection.anonymous,
    }),
  })
}

/** The hash under which an answer is known: the same that was computed when it was stored. */
export function whatWasGiven(
  visit: Visit,
  fielded: Fielded,
  posted: { readonly instanceId: string; readonly raw: Raw },
): { readonly contentHash: string } {
  const surroundings = surroundingsFor(visit, fielded, posted.instanceId)
  const { answers } = checkAnswers(fielded.form, posted.raw, surroundings)
  return { contentHash: hash('sha256', givenJson(fielded.form, answers)) }
}
