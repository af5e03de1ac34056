/** /forms/:form/trial: the draft in the very page of its respondents, to try out; nothing of it is kept. */

import { checkAnswers } from '../form/answers.ts'
import { compileForm } from '../form/definition.ts'
import type { Form } from '../form/form.ts'
import type { Collection, FormDraft } from '../store/store.ts'
import type { Fielded } from './answering/fielded.ts'
import { speakingOf } from './answering/language.ts'
import { fieldOf, readSubmission } from './answering/posted.ts'
import { firstPlace, nextRound, type SurroundingsOf } from './answering/rounds.ts'
import { refusalWords, showForm, type Address } from './answering/show.ts'
import { surroundingsFor } from './answering/surroundings.ts'
import { shownComplaints } from './forms/complaints.ts'
import { withColumns } from './forms/editing.ts'
import { formOf } from './forms/place.ts'
import { Problem } from '../problem.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'

export const formTrial: Page = {
  path: '/forms/:form/trial',
  right: 'topic.view',
  accepts: 'files',
  framed: true,
  get: async (visit) => {
    const { form } = await formOf(visit, null)
    const fielded = fieldedOf(form)
    if (!fielded) return broken(visit, form)
    const speaking = speakingOf(fielded.form, visit.query['l'] ?? '', visit.locale)
    const place = firstPlace(fielded.form, here(visit, fielded))
    return showForm(visit, fielded, speaking, addressOf(form, visit), place)
  },
  post: async (visit) => {
    const { form } = await formOf(visit, null)
    const fielded = fieldedOf(form)
    if (!fielded) return broken(visit, form)
    const action = fieldOf(visit.body, '_do')
    const asked = action.startsWith('language:')
      ? action.slice('language:'.length)
      : fieldOf(visit.body, '_l')
    const speaking = speakingOf(fielded.form, asked, visit.locale)
    const { place } = nextRound(fielded.form, visit.body, here(visit, fielded))
    const shown = { ...place, trouble: speaking.w.trialEnd }
    const ends = action === 'submit' && place.refusals.length === 0 && place.page === null
    return showForm(visit, fielded, speaking, addressOf(form, visit), ends ? shown : place)
  },
}

/** What the page's script posts at the end: checked like a real answer, and kept nowhere. */
export const formTrialSubmissions: Page = {
  path: '/forms/:form/trial/submissions',
  right: 'topic.view',
  accepts: 'json',
  post: async (visit) => {
    const { form } = await formOf(visit, null)
    const fielded = fieldedOf(form)
    if (!fielded) throw new Problem('conflict')
    const posted = readSubmission(fielded.form, visit.json)
    const speaking = speakingOf(fielded.form, posted.locale, visit.locale)
    const { refusals } = checkAnswers(fielded.form, posted.answers, here(visit, fielded)(posted.instanceId))
    if (refusals.length === 0)
      return { kind: 'json', status: 409, value: { outcome: 'trial', words: speaking.w.trialEnd } }
    const told = refusals.map((refusal) => ({
      name: refusal.name,
      at: refusal.at,
      code: refusal.code,
      words: refusalWords(refusal, fielded.form, speaking),
    }))
    return { kind: 'json', status: 422, value: { outcome: 'refused', refusals: told } }
  },
}

function addressOf({ id, kind }: FormDraft, { csrf }: Visit): Address {
  const base = `/forms/${id}/trial`
  return {
    form: base,
    submissions: `${base}/submissions`,
    attachments: `${base}/attachments`,
    media: `/forms/${id}/`,
    receipt: base,
    csrf,
    investigator: kind !== 'questionnaire',
    trial: true,
  }
}

function here(visit: Visit, { collection, channel }: Fielded): SurroundingsOf {
  return (instanceId) => surroundingsFor(visit, { collection, channel }, instanceId)
}

/** The last compiled drafts by id and revision. */
const compiled = new Map<string, Form | null>()

function compiledOf(form: FormDraft): Form | null {
  const key = `${form.id} ${form.revision}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  const made = compileForm(form.source).form
  if (compiled.size >= 20) compiled.delete(compiled.keys().next().value ?? '')
  compiled.set(key, made)
  return made
}

/** The draft as if it were out; null where it does not compile. */
function fieldedOf(draft: FormDraft): Fielded | null {
  const form = compiledOf(draft)
  if (!form) return null
  const collection: Collection = {
    id: draft.id,
    topicId: draft.topicId,
    formId: draft.id,
    // The files of a draft are called by their names alone: /forms/:form/media/:name.
    formVersionId: 'media',
    kind: draft.kind,
    title: draft.title,
    sampleType: 'open',
    anonymous: false,
    state: 'open',
    pilot: false,
    paradata: 'off',
    opensAt: null,
    closesAt: null,
    answerLimit: null,
    allowsCorrection: false,
    retainUntil: null,
    asker: '',
    purpose: '',
    minutes: null,
    readers: '',
    contact: '',
    received: 0,
    last: 0,
    changes: 0,
  }
  const channel = { id: '', collectionId: draft.id, kind: 'investigator', label: '', slug: null } as const
  return { collection, channel, form }
}

export interface FormTrialBrokenPage {
  readonly title: string
  readonly problems: readonly string[]
}

function broken(visit: Visit, form: FormDraft): Reply {
  const source = withColumns(form.source)
  const { t } = visit
  const complaints = shownComplaints(compileForm(source).complaints, source, t)
  const context: FormTrialBrokenPage = {
    title: form.title,
    problems: complaints
      .filter(({ level }) => level === 'error')
      .map(({ place, words }) => `${place}${t.common.colon}${words}`),
  }
  return view('forms/trial-broken', context)
}
