/** Reading single filled forms: pages of them, each with the head of the note and who collected it. */

import { compileForm } from '../form/definition.ts'
import type { Answers, Form } from '../form/form.ts'
import type { Locale } from '../locale/index.ts'
import type { Collection, Store, Submission } from '../store/store.ts'
import { consentedQuotes, noteHead, noteLines, type NoteHead, type Quote } from './notes.ts'

export interface RecordHead extends NoteHead {
  readonly instanceId: string
  readonly collectionId: string
  readonly seq: number
  readonly receivedOn: string
  readonly collector: string
  readonly state: Submission['state']
}

const compiled = new WeakMap<object, Form>()

/** The form of a published version, compiled once for each version that the store holds. */
export async function formOfVersion(store: Store, versionId: string): Promise<Form | null> {
  const version = await store.forms.version(versionId)
  if (!version) return null
  const held = compiled.get(version)
  if (held) return held
  const { form } = compileForm(version.source)
  if (form) compiled.set(version, form)
  return form
}

/** What a list shows of these answers, in their order. */
export function recordHeads(
  store: Store,
  rows: readonly Submission[],
  locale: Locale,
): Promise<readonly RecordHead[]> {
  return Promise.all(rows.map((row) => headOf(store, row, locale)))
}

/** The latest notes of a collection, newest first. */
export async function latestRecords(
  store: Store,
  collection: Collection,
  locale: Locale,
  limit: number,
): Promise<readonly RecordHead[]> {
  const rows = await latestRows(store, collection, limit)
  return recordHeads(store, rows, locale)
}

async function latestRows(
  store: Store,
  collection: Collection,
  limit: number,
): Promise<readonly Submission[]> {
  const rows: Submission[] = []
  // Withdrawn notes leave gaps, so a few more are read than shown.
  for (let from = collection.last; rows.length < limit && from > 0;) {
    const start = Math.max(0, from - 4 * limit)
    const page = await store.submissions.rows(collection.id, start, from - start)
    rows.unshift(...page.filter((row) => row.seq <= from && row.state !== 'rejected'))
    from = start
  }
  return rows.slice(-limit).toReversed()
}

async function headOf(store: Store, row: Submission, locale: Locale): Promise<RecordHead> {
  const form = await formOfVersion(store, row.formVersionId)
  const person = row.collectorId === null ? null : await store.people.find(row.collectorId)
  const head = form
    ? headIn(form, JSON.parse(row.answers) as Answers, locale)
    : { date: null, place: '', summary: '' }
  return {
    ...head,
    instanceId: row.instanceId,
    collectionId: row.collectionId,
    seq: row.seq,
    receivedOn: row.receivedOn,
    collector: person?.name ?? '',
    state: row.state,
  }
}

/** What a note says of itself; of an answer that is none, the first things that it says. */
function headIn(form: Form, answers: Answers, locale: Locale): NoteHead {
  const head = noteHead(form, answers, locale)
  if (head.summary !== '') return head
  const lines = noteLines(form, answers, { locale, reading: 'consented', which: 'shared' })
  const said = lines.filter(({ file }) => file === null).slice(0, 4)
  return { ...head, summary: said.map(({ label, text }) => `${label} ${text}`).join(' · ') }
}

export interface RecordQuote extends Quote {
  readonly collectionId: string
  readonly instanceId: string
  readonly collection: string
}

/** Consented quotes of a collection's notes, of the newest notes first; at most `limit`. */
export async function quotesOf(
  store: Store,
  collection: Collection,
  locale: Locale,
  limit: number,
): Promise<readonly RecordQuote[]> {
  const found: RecordQuote[] = []
  for (const row of await latestRows(store, collection, 4 * limit)) {
    const form = await formOfVersion(store, row.formVersionId)
    if (!form) continue
    for (const quote of consentedQuotes(form, JSON.parse(row.answers) as Answers, locale)) {
      found.push({
        ...quote,
        collectionId: collection.id,
        instanceId: row.instanceId,
        collection: collection.title,
      })
      if (found.length === limit) return found
    }
  }
  return found
}

/** One consented quote as it stands now; null where it is gone, rejected, or no longer consented to. */
export async function quoteAt(
  store: Store,
  { collectionId, instanceId, at }: Pick<RecordQuote, 'collectionId' | 'instanceId' | 'at'>,
  locale: Locale,
): Promise<RecordQuote | null> {
  const [collection, row] = await Promise.all([
    store.collections.find(collectionId),
    store.submissions.find(collectionId, instanceId),
  ])
  if (!collection || !row || row.state === 'rejected') return null
  const form = await formOfVersion(store, row.formVersionId)
  const quotes = form ? consentedQuotes(form, JSON.parse(row.answers) as Answers, locale) : []
  const quote = quotes.find((each) => each.at === at)
  return quote ? { ...quote, collectionId, instanceId, collection: collection.title } : null
}
