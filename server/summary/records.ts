/** Reading single filled forms: pages of them, each with the head of the note and who collected it. */

import { compileForm } from '../form/definition.ts'
import type { Answers, Form } from '../form/form.ts'
import type { Locale } from '../locale/index.ts'
import type { Collection, Store, Submission } from '../store/store.ts'
import { noteHead, type NoteHead } from './notes.ts'

export interface RecordHead extends NoteHead {
  readonly instanceId: string
  readonly collectionId: string
  readonly receivedOn: string
  readonly collector: string
  readonly state: Submission['state']
}

export interface RecordQuery {
  readonly locale: Locale
  /** Only what this person collected; null for all. */
  readonly collectorId: string | null
  readonly withRejected: boolean
  readonly after: string
  readonly limit: number
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

/** Anonymous collections are listed by their random ids, others in order of arrival; `next` goes back as `after`. */
export async function recordPage(
  store: Store,
  collection: Collection,
  query: RecordQuery,
): Promise<{ readonly items: readonly RecordHead[]; readonly next: string | null }> {
  const items: RecordHead[] = []
  let after = query.after
  // A person's own records may lie far apart: a page of the list reads at most so many rows.
  for (let read = 0; read < 20; read++) {
    const rows = collection.anonymous
      ? await store.submissions.rowsByInstance(collection.id, after, 500)
      : await store.submissions.rows(collection.id, Number(after) || 0, 500)
    for (const row of rows) {
      after = collection.anonymous ? row.instanceId : String(row.seq)
      if (query.collectorId !== null && row.collectorId !== query.collectorId) continue
      if (row.state === 'rejected' && !query.withRejected) continue
      items.push(await headOf(store, row, query.locale))
      if (items.length === query.limit) return { items, next: after }
    }
    if (rows.length < 500) return { items, next: null }
  }
  return { items, next: after }
}

/** The latest notes of a collection, newest first. */
export async function latestRecords(
  store: Store,
  collection: Collection,
  locale: Locale,
  limit: number,
): Promise<readonly RecordHead[]> {
  const rows: Submission[] = []
  // Withdrawn notes leave gaps, so a few more are read than shown.
  for (let from = collection.last; rows.length < limit && from > 0;) {
    const start = Math.max(0, from - 4 * limit)
    const page = await store.submissions.rows(collection.id, start, from - start)
    rows.unshift(...page.filter((row) => row.seq <= from && row.state !== 'rejected'))
    from = start
  }
  return Promise.all(
    rows
      .slice(-limit)
      .toReversed()
      .map((row) => headOf(store, row, locale)),
  )
}

async function headOf(store: Store, row: Submission, locale: Locale): Promise<RecordHead> {
  const form = await formOfVersion(store, row.formVersionId)
  const person = row.collectorId === null ? null : await store.people.find(row.collectorId)
  const head = form
    ? noteHead(form, JSON.parse(row.answers) as Answers, locale)
    : { date: null, place: '', summary: '' }
  return {
    ...head,
    instanceId: row.instanceId,
    collectionId: row.collectionId,
    receivedOn: row.receivedOn,
    collector: person?.name ?? '',
    state: row.state,
  }
}
