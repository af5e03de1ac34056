/** Entering what was written on a copy: its number first, then one field after another by keyboard alone. */

import { copyNumber, readCopyNumber } from '../form/paper/copy-number.ts'
import { compareEntries } from '../form/paper/comparing.ts'
import { paperFields } from '../form/paper/fields.ts'
import { paperStanding } from '../form/paper/standing.ts'
import { isRecord } from '../form/rows.ts'
import { Problem } from '../problem.ts'
import type { Refusal } from '../form/form.ts'
import { mostCopies, type EntryFields, type Opened, type PaperEntry } from '../store/store.ts'
import { speakingOf } from './answering/language.ts'
import { line, type FieldError } from './fields.ts'
import { collectionOf, copyOf, paperBreadcrumb, type CopyPlace } from './paper/place.ts'
import { allFields, paperSurroundings, partedFields, settleCopy } from './paper/settling.ts'
import { refusalWords } from './paper/words.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

/** Context of views/paper/number.ejs. */
interface NumberContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly narrow: true
  readonly collectionId: string
  readonly typed: string
  /** What has become of the copy before; '' for nothing to say. */
  readonly done: string
}

/** Context of views/paper/entry.ejs. */
interface EntryContext {
  readonly title: string
  readonly breadcrumb: NumberContext['breadcrumb']
  readonly scripts: readonly string[]
  readonly ownFirst: boolean
  readonly collectionId: string
  readonly island: object
}

/** Fields of one copy, and how long each may be. */
const mostFields = 5_000
const longestField = 20_000

export const collectionPaperEntry: Page = {
  path: '/collections/:collection/paper/entry',
  right: 'topic.enter',
  get: (visit) => askNumber(visit, '', []),
  async post(visit) {
    const collection = await collectionOf(visit)
    const typed = line(visit, 'copy', 60)
    const read = readCopyNumber(collection.id, typed)
    const { paper } = visit.t
    const refuse = (words: string) => askNumber(visit, typed, [{ field: 'copy', words }])
    if (read.kind === 'other') return refuse(paper.otherCollection)
    if (read.kind === 'wrong') return refuse(paper.wrongNumber)
    const opened = await visit.store.paper.open(collection.id, read.copy, visit.viewer?.id ?? '')
    if (opened.outcome !== 'opened') return refuse(whyNot(opened, visit))
    return redirect(`/collections/${collection.id}/paper/entry/${read.copy}`)
  },
}

function whyNot(opened: Exclude<Opened, { outcome: 'opened' }>, { t }: Visit): string {
  const w = t.paper
  switch (opened.outcome) {
    case 'missing':
      return w.notIssued
    case 'void':
      return w.isVoid
    case 'lost':
      return w.isLost
    case 'settled':
      return w.isSettled
    case 'entered':
      return w.isEntered
    case 'otherPerson':
      return w.mustBeOther
    case 'busy':
      return w.isBusy({ by: opened.by })
  }
}

async function askNumber(visit: Visit, typed: string, errors: readonly FieldError[]): Promise<Reply> {
  const collection = await collectionOf(visit)
  const context: NumberContext = {
    title: visit.t.paper.entryTitle,
    breadcrumb: paperBreadcrumb(visit, collection, visit.t.paper.entryTitle),
    errors,
    narrow: true,
    collectionId: collection.id,
    typed,
    done: doneWords(visit, collection.id),
  }
  return view('paper/number', context, { status: errors.length > 0 ? 422 : 200 })
}

export const collectionPaperCopy: Page = {
  path: '/collections/:collection/paper/entry/:copy',
  right: 'topic.enter',
  accepts: 'json',
  async get(visit) {
    const { store, t, viewer, locale, config, csrf } = visit
    const place = await copyOf(visit)
    const { collection, copy, number, form } = place
    const entries = await store.paper.entries(collection.id, copy.copy)
    // An entry begins with its number being sent; here it only goes on.
    const entry = entries.find(({ clerkId, finished }) => clerkId === viewer?.id && !finished)
    if (!entry) return askNumber(visit, number, [])
    const ownFirst = entries.some(({ pass, clerkId }) => pass < entry.pass && clerkId === entry.clerkId)
    const speaking = speakingOf(form, '', locale)
    const surroundings = paperSurroundings({ now: visit.now, config }, collection)
    const title = t.paper.entryOfCopy({ number, pass: entry.pass })
    const context: EntryContext = {
      title,
      breadcrumb: paperBreadcrumb(visit, collection, title),
      scripts: ['paper-entry.js'],
      ownFirst,
      collectionId: collection.id,
      island: {
        form,
        language: speaking.language,
        address: `/collections/${collection.id}/paper/entry/${copy.copy}`,
        numbers: `/collections/${collection.id}/paper/entry`,
        draft: `paper ${collection.id} ${copy.copy} ${entry.pass}`,
        pass: entry.pass,
        revision: entry.revision,
        fields: allFields(entry),
        today: surroundings.today,
        now: surroundings.now,
        anonymous: collection.anonymous,
        csrf,
        words: scriptWords(t.paper),
      },
    }
    return view('paper/entry', context)
  },
  post: async (visit) => save(visit, await copyOf(visit)),
}

/** The words that the screen needs; those made from parameters go with `{name}` in them. */
function scriptWords(w: Visit['t']['paper']) {
  const placed = new Proxy({}, { get: (_, name) => `{${String(name)}}` }) as Record<string, string>
  return Object.fromEntries(
    Object.entries(w).flatMap(([name, words]) =>
      typeof words === 'string'
        ? [[name, words]]
        : typeof words === 'function'
          ? [[name, words(placed)]]
          : [],
    ),
  )
}

interface Sent {
  readonly pass: 1 | 2
  readonly revision: number
  readonly fields: EntryFields
  readonly finish: boolean
}

function readSent(json: unknown): Sent {
  if (!isRecord(json) || !isRecord(json['fields'])) throw new Problem('badRequest')
  const fields = Object.entries(json['fields'])
  const pass = json['pass'] === 1 ? 1 : 2
  const fits = fields.every(
    ([at, text]) => at.length < 400 && typeof text === 'string' && text.length <= longestField,
  )
  if (!fits || fields.length > mostFields) throw new Problem('badRequest')
  return {
    pass,
    revision: Number(json['revision']),
    fields: Object.fromEntries(fields.filter(([, text]) => String(text).trim() !== '')) as EntryFields,
    finish: json['finish'] === true,
  }
}

/** Every save is whole; a finished entry is compared or, where one is enough, made into the answer. */
async function save(visit: Visit, place: CopyPlace): Promise<Reply> {
  const { store, viewer } = visit
  const { collection, copy, form } = place
  const sent = readSent(visit.json)
  const problems = sent.finish ? unfinished(visit, place, sent.fields) : []
  const finished = sent.finish && problems.length === 0
  const revision = await store.paper.save(collection.id, {
    copy: copy.copy,
    pass: sent.pass,
    clerkId: viewer?.id ?? '',
    revision: Number.isSafeInteger(sent.revision) ? sent.revision : 0,
    finished,
    ...partedFields(form, sent.fields),
  })
  if (revision === null) return { kind: 'json', status: 409, value: { gone: true } }
  if (!finished)
    return { kind: 'json', status: problems.length > 0 ? 422 : 200, value: { revision, problems } }
  return finishedReply(visit, place, sent.pass)
}

interface FieldProblem {
  readonly at: string
  readonly words: string
}

/** Fields that were passed over, and those that make no sense. Rules of the form are for whoever compares. */
function unfinished(
  visit: Visit,
  { collection, form }: CopyPlace,
  fields: EntryFields,
): readonly FieldProblem[] {
  const { t } = visit
  const standing = paperStanding(form, fields, paperSurroundings(visit, collection))
  const asked = paperFields(form, (at) => standing.rows.get(at) ?? 0)
  const missing = asked.filter(({ at }) => standing.relevant.has(at) && (fields[at] ?? '') === '')
  return [
    ...standing.read.slips.map((at) => ({ at, words: t.paper.notUnderstood })),
    ...missing.map(({ at }) => ({ at, words: t.paper.emptyField })),
  ]
}

/** What has become of a copy, for the page that asks for the next number. */
const outcomes = ['first', 'compare', 'settled', 'closed', 'full', 'changed'] as const
type Done = (typeof outcomes)[number]

function doneReply({ collection, copy }: CopyPlace, done: Done, n = 0): Reply {
  const query = new URLSearchParams({ copy: String(copy.copy), done, n: String(n) }).toString()
  return { kind: 'json', value: { to: `/collections/${collection.id}/paper/entry?${query}` } }
}

function doneWords({ t, query }: Visit, collectionId: string): string {
  const done = outcomes.find((each) => each === query['done'])
  const copy = Number(query['copy'])
  if (!done || !Number.isInteger(copy) || copy < 1 || copy > mostCopies) return ''
  const number = copyNumber(collectionId, copy)
  switch (done) {
    case 'first':
      return t.paper.doneFirst({ number })
    case 'compare':
      return t.paper.doneCompare({ number, count: Math.trunc(Number(query['n'])) || 0 })
    case 'settled':
      return t.paper.doneSettled({ number })
    case 'closed':
      return t.paper.doneClosed
    case 'full':
      return t.paper.doneFull
    case 'changed':
      return t.paper.doneChanged
  }
}

async function finishedReply(visit: Visit, place: CopyPlace, pass: 1 | 2): Promise<Reply> {
  const { store } = visit
  const { collection, copy } = place
  const { entries: wanted } = await store.paper.settings(collection.id)
  const entries = await store.paper.entries(collection.id, copy.copy)
  if (entries.length < wanted || entries.some(({ finished }) => !finished)) return doneReply(place, 'first')
  const [one, two] = entries
  if (!one) return doneReply(place, 'changed')
  const { differences } = compareEntries(place.form, allFields(one), allFields(two ?? one))
  if (differences.length > 0) return doneReply(place, 'compare', differences.length)
  return settleAlike(visit, place, entries, pass)
}

/** Nothing is left to choose: the answer is made at once, unless the form's rules have something to say. */
async function settleAlike(
  visit: Visit,
  place: CopyPlace,
  entries: readonly PaperEntry[],
  pass: 1 | 2,
): Promise<Reply> {
  const [one] = entries
  const settled = await settleCopy(visit, place, one ? allFields(one) : {}, entries)
  if (settled.outcome === 'settled' || settled.outcome === 'closed' || settled.outcome === 'full')
    return doneReply(place, settled.outcome)
  if (settled.outcome !== 'refused') return doneReply(place, 'changed')
  // One entry, and nobody who compares: it is the clerk's to look again.
  if (entries.length === 1) return lookAgain(visit, place, pass, settled.refusals)
  return doneReply(place, 'compare', settled.refusals.length)
}

async function lookAgain(
  visit: Visit,
  { collection, copy, form }: CopyPlace,
  pass: 1 | 2,
  refusals: readonly Refusal[],
): Promise<Reply> {
  const { store, t, viewer, locale } = visit
  const opening = { copy: copy.copy, pass, only: 'finished' } as const
  await store.paper.discard(collection.id, opening, viewer?.id ?? '')
  const wording = { form, language: speakingOf(form, '', locale).language, w: t.paper }
  const problems = refusals.map((refusal) => ({ at: refusal.at, words: refusalWords(refusal, wording) }))
  const [entry] = await store.paper.entries(collection.id, copy.copy)
  const value = { revision: entry?.revision ?? 0, problems, words: t.paper.finishRefused }
  return { kind: 'json', status: 422, value }
}
