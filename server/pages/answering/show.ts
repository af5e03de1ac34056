/** The page of the form at some place of it, for respondents and for investigators alike. */

import { instancesOf } from '../../form/asking.ts'
import type { Answers, Form, Question, Refusal } from '../../form/form.ts'
import { flat, partsOfAt } from '../../form/instances.ts'
import type { ParadataLevel } from '../../form/paradata.ts'
import { visitingKinds } from '../../fieldwork/burden.ts'
import { isMedia, pagesOf, questionsOf } from '../../form/walk.ts'
import { textIn, valueInWords } from '../../form/words.ts'
import { catalogues, say } from '../../locale/index.ts'
import { view, type Reply, type Visit } from '../page.ts'
import type { Fielded } from './fielded.ts'
import { formIsland, templates } from './island.ts'
import type { Speaking } from './language.ts'
import { has } from './look.ts'
import { mediaBase } from './media.ts'
import { sectionsOf } from './nodes.ts'
import { paradataBegun, paradataCarried, toldToInvestigators } from './paradata.ts'
import { isAsked, questionAt } from './posted.ts'
import { nextPage, seenOn, type Place } from './rounds.ts'
import { textOf, wordsOf, type Showing } from './showing.ts'
import type { SectionView } from './views.ts'

/** Where the page lives and posts to. */
export interface Address {
  /** The page itself; it posts its rounds to itself. */
  readonly form: string
  readonly submissions: string
  /** Where the script sends files of an answer. */
  readonly attachments: string
  /** Where the files of labels are, without their name. */
  readonly media: string
  readonly receipt: string
  readonly csrf: string
  readonly investigator: boolean
  /** The field app keeps this page on devices: nothing in it is of a person or of a moment. */
  readonly field?: { readonly collection: string; readonly words: Readonly<Record<string, string>> }
  /** A draft that is tried out. */
  readonly trial?: boolean
  /** The record that is filled in here: its id, and what it says so far where it was sent back. */
  readonly record?: { readonly instanceId: string; readonly answers: Answers | null }
}

/** Context of views/answering/form.ejs. */
export interface FormPage {
  readonly title: string
  readonly w: Speaking['w']
  readonly speaking: Speaking
  readonly languageLinks: false
  readonly withdrawLink: boolean
  readonly script: true
  readonly field: boolean
  readonly address: Address
  readonly anonymous: boolean
  readonly pilot: boolean
  readonly trial: boolean
  /** The hidden field of how the answer comes about; null where nothing of that is kept. */
  readonly paradata: string | null
  readonly paradataLevel: ParadataLevel
  /** What investigators are told of it. */
  readonly toldParadata: string
  readonly secure: boolean
  readonly fillFor: string
  readonly instanceId: string
  readonly formVersion: string
  /** Some question takes a file: the page posts itself in parts. */
  readonly files: boolean
  /** So many questions that the browser lays out only those near what is seen. */
  readonly many: boolean
  readonly investigator: boolean
  /** For whoever takes notes: the questions of the topic, and phrases to tap; null elsewhere. */
  readonly notes: {
    readonly outlineTitle: string
    readonly outline: string
    readonly phrases: object
    /** Where the burden on a place is asked for; '' in the field app, which knows by itself, and where nobody visits. */
    readonly burden: string
    readonly script: boolean
  } | null
  /** Hidden fields of what the opening of the form gave. */
  readonly started: readonly { readonly name: string; readonly value: string }[]
  /** A row that was removed just now, as the page carries it. */
  readonly removed: string
  /** The id of what is to be looked at first, or ''. */
  readonly focus: string
  readonly step: 'page' | 'check'
  readonly pageNumber: number
  readonly pageCount: number
  readonly last: boolean
  readonly seen: string
  readonly sections: readonly SectionView[]
  readonly trouble: string
  readonly slips: readonly { readonly id: string; readonly words: string }[]
  readonly revealed: readonly { readonly id: string; readonly label: string }[]
  /** Warnings that do not block, before submitting. */
  readonly remarks: readonly { readonly id: string; readonly words: string }[]
  readonly checked: readonly {
    readonly at: string
    readonly heading: string
    readonly label: string
    readonly answer: string
  }[]
  /** Ready JSON, escaped for HTML. */
  readonly formIsland: string
  readonly island: object
}

export function showForm(
  visit: Visit,
  fielded: Fielded,
  speaking: Speaking,
  address: Address,
  place: Place,
): Reply {
  const { collection, form } = fielded
  const { language, w } = speaking
  const pages = pagesOf(form)
  const names = place.page === null ? undefined : pages[place.page - 1]?.names
  const errors = new Map(place.refusals.map((refusal) => [refusal.at, refusalWords(refusal, form, speaking)]))
  for (const at of place.ties) errors.set(at, w.rankTie)
  for (const [at, words] of place.told) errors.set(at, words)
  const warnings = new Map(
    place.warnings.map((warning) => [warning.at, refusalWords(warning, form, speaking)]),
  )
  const showing: Showing = {
    form,
    language,
    w,
    raw: flat(form, place.raw),
    places: place.places,
    state: place.state,
    errors,
    warnings,
    investigator: address.investigator,
    media: mediaBase(address.media, collection.formVersionId),
  }
  const labelled = (at: string) => labelOf(at, showing)
  const slip = ([at, words]: [string, string]) => ({ id: `q-${at}`, words: `${labelled(at)}：${words}` })
  const context: FormPage = {
    title: collection.title,
    w,
    speaking,
    languageLinks: false,
    withdrawLink: false,
    script: true,
    field: address.field !== undefined,
    address,
    anonymous: collection.anonymous,
    pilot: collection.pilot,
    trial: address.trial === true,
    paradata: paradataField(visit, collection, address),
    paradataLevel: collection.paradata,
    toldParadata: address.investigator ? toldToInvestigators(collection, speaking) : '',
    secure: visit.secure,
    fillFor: address.investigator && !address.field ? (visit.viewer?.name ?? '') : '',
    instanceId: address.field ? '' : place.instanceId,
    formVersion: collection.formVersionId,
    files: questionsOf(form).some(({ type }) => isMedia(type)),
    many: questionsOf(form).length > 100,
    investigator: address.investigator,
    notes: notesOf(fielded, address, speaking),
    started: address.field ? [] : startFields(form, collection.anonymous, showing),
    removed: place.removed ? JSON.stringify(place.removed) : '',
    focus: place.focus,
    step: place.page === null ? 'check' : 'page',
    pageNumber: place.page ?? pages.length,
    pageCount: pages.length,
    last: place.page === null || nextPage(form, place.state, place.page) === null,
    seen: seenOn(form, place.state, names),
    sections: sectionsOf(showing, place.page),
    trouble: place.trouble ?? '',
    slips: [...errors].map(slip),
    remarks: place.page === null ? [...warnings].map(slip) : [],
    revealed: place.revealed.map((at) => ({ id: `q-${at}`, label: labelled(at) })),
    checked: place.page === null ? checkedAnswers(showing) : [],
    formIsland: formIsland(form, speaking),
    island: {
      language,
      locale: speaking.key,
      version: collection.formVersionId,
      submissions: address.submissions,
      attachments: address.attachments,
      attachmentLimit: visit.config.attachmentLimitBytes,
      receipt: address.receipt,
      csrf: address.csrf,
      anonymous: collection.anonymous,
      corrections: collection.allowsCorrection,
      timeZone: visit.config.timeZone,
      ...(address.record ? { given: address.record.instanceId } : {}),
      key: address.form,
      ...(address.field ? { field: { title: collection.title, ...address.field } } : {}),
    },
  }
  return view('answering/form', context, {
    status: place.trouble ? 503 : errors.size > 0 ? 422 : 200,
    headers: { 'Cache-Control': 'no-store' },
  })
}

/** A page of the field app is of no moment: its script says when a record is begun. */
function paradataField(visit: Visit, { paradata }: Fielded['collection'], { field }: Address): string | null {
  if (paradata === 'off') return null
  if (field) return ''
  return visit.method === 'POST' ? paradataCarried(visit) : paradataBegun(visit)
}

function notesOf(
  { outline, collection }: Fielded,
  { field }: Address,
  { locale }: Speaking,
): FormPage['notes'] {
  if (outline === undefined) return null
  const { fieldwork: words, casework } = catalogues[locale]
  const visits = visitingKinds.has(collection.kind)
  const { burdenBefore: before, burdenOver: over } = templates(
    { burdenBefore: casework.burdenBefore, burdenOver: casework.burdenOver },
    ['burdenBefore', 'burdenOver'],
  )
  return {
    outlineTitle: words.outline,
    outline,
    phrases: {
      title: words.phrases,
      hint: words.phrasesHint,
      add: words.phraseAdd,
      asked: words.phraseAsked,
      remove: words.phraseRemove,
      now: words.phraseNow,
      usual: words.usualPhrases.split('|'),
      burden: visits ? { before, over } : null,
    },
    burden: visits && !field ? `/collections/${collection.id}/burden` : '',
    // The field app has it in its own script.
    script: !field,
  }
}

/** When the form was opened, for a form that keeps it; where answers are anonymous nobody keeps it. */
function startFields(form: Form, anonymous: boolean, { raw, state }: Showing): FormPage['started'] {
  if (anonymous) return []
  return questionsOf(form)
    .filter(({ type }) => type === 'start')
    .map(({ name }) => ({ name: `q.${name}`, value: textOf(raw[name] ?? state.values[name]) }))
}

/** The form's own words where it has them, else the catalogue's. */
export function refusalWords(refusal: Refusal, form: Form, { language, locale }: Speaking): string {
  const own = textIn(refusal.message, language, form)
  return own || say(catalogues[locale].refusal, refusal.code, refusal.params)
}

/** The label of an instance as plain words; in a repeat with the row that it is in. */
function labelOf(at: string, showing: Showing): string {
  const question = questionAt(showing.form, at)
  const label = (question && wordsOf(question.label, at, showing)) || question?.written || at
  const { path } = partsOfAt(at)
  return path.length === 0 ? label : `${path.map(({ row }) => row).join('.')} · ${label}`
}

/** All answers in the order of the form, with a heading for each row of a repeat. */
function checkedAnswers(showing: Showing): FormPage['checked'] {
  const { form, state, w } = showing
  return instancesOf(form.nodes, (at) => state.rows.get(at) ?? 0).flatMap((instance): FormPage['checked'] => {
    const { at } = instance
    if (instance.kind === 'row') {
      const repeat = partsOfAt(at).path.at(-1)
      if (!state.relevant.has(at.replace(/\[\d+\]$/, ''))) return []
      const label = wordsOf(instance.repeat.label, at, showing) || instance.repeat.written
      return [{ at, heading: w.rowTitle({ label, number: repeat?.row ?? 0 }), label: '', answer: '' }]
    }
    const { question } = instance
    if (!isAsked(question) || !state.relevant.has(at)) return []
    const label = wordsOf(question.label, at, showing) || question.written
    return [{ at, heading: '', label, answer: answerWords(question, at, showing) || w.unanswered }]
  })
}

function answerWords(question: Question, at: string, { form, state, language, w }: Showing): string {
  const words = valueInWords(form, question.name, state.values, language, at)
  if (words === '') return ''
  if (isMedia(question.type)) return w.fileGiven
  if (question.type === 'acknowledge') return w.acknowledged
  return has(question, 'masked') ? '••••••' : words
}
