/** Where the page of a pilot says how long each question took; kept apart from the answer, with nothing that leads to it. */

import { fieldedBySlug } from './answering/fielded.ts'
import { countPost } from './answering/public.ts'
import { isRecord } from '../form/rows.ts'
import { questionsOf } from '../form/walk.ts'
import { Problem } from '../problem.ts'
import type { Page } from './page.ts'

/** Longer than this nobody thinks about one question. */
const longestMs = 3_600_000

export const answerTimings: Page = {
  path: '/f/:slug/timings',
  right: 'public',
  respondent: true,
  accepts: 'json',
  async post(visit) {
    countPost(visit)
    const { collection, form } = await fieldedBySlug(visit.store, visit.params['slug'] ?? '')
    if (!isRecord(visit.json)) throw new Problem('badRequest')
    // Only a pilot that runs now; of real answers nobody knows how long they took.
    if (!collection.pilot || collection.state !== 'open') return { kind: 'json', value: { kept: 0 } }
    const names = new Set(questionsOf(form).map(({ name }) => name))
    const timings = Object.entries(visit.json).flatMap(([question, milliseconds]) =>
      names.has(question) &&
      typeof milliseconds === 'number' &&
      milliseconds >= 0 &&
      milliseconds <= longestMs
        ? [{ question, milliseconds: Math.round(milliseconds) }]
        : [],
    )
    if (timings.length > 0) await visit.store.designing.addTimings(collection.id, timings)
    return { kind: 'json', value: { kept: timings.length } }
  },
}
