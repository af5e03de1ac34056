/** Pinned evidence as a reader may see it: the thing itself, a way to it, or that it is withheld or gone. */

import type { Answers } from '../form/form.ts'
import type { Locale } from '../locale/index.ts'
import type { Collection, Store, Submission } from '../store/store.ts'
import type { Pin, PinKind, PinTarget } from '../store/summary-nouns.ts'
import { hrefOf } from './findings/shown.ts'
import { framesOf } from './frames.ts'
import { noteKinds, noteLines, type NoteLine } from './notes.ts'
import { formOfVersion, quoteAt } from './records.ts'
import { partFor, type Reader } from './stamp.ts'
import { crossingOf, summaryOf } from './summary.ts'

export interface ShownPin {
  readonly number: number
  readonly kind: PinKind
  readonly note: string
  readonly person: string
  readonly pinnedAt: string
  /** The collection, with the question where it is one. */
  readonly title: string
  /** What it says to this reader. */
  readonly text: string
  /** Where it is opened; null where this reader may not, or nothing is there. */
  readonly href: string | null
  readonly state: 'open' | 'withheld' | 'gone'
}

interface Reading {
  readonly reader: Reader
  readonly locale: Locale
}

export async function shownPin(store: Store, pin: Pin, reading: Reading): Promise<ShownPin> {
  const { number, kind, note, person, pinnedAt } = pin
  const base = { number, kind, note, person, pinnedAt }
  const gone = { ...base, title: '', text: '', href: null, state: 'gone' } as const
  const collection = await store.collections.find(pin.target.collectionId)
  if (!collection) return gone
  const seen =
    kind === 'statistic'
      ? await statistic(store, pin.target, reading)
      : await ofAnswer(store, collection, pin, reading)
  if (!seen) return { ...gone, title: collection.title }
  const title = seen.about === '' ? collection.title : `${collection.title} · ${seen.about}`
  return {
    ...base,
    title,
    text: seen.text,
    href: seen.href,
    state: seen.href === null && seen.text === '' ? 'withheld' : 'open',
  }
}

interface Found {
  readonly about: string
  readonly text: string
  readonly href: string | null
}

async function statistic(
  store: Store,
  target: PinTarget,
  { reader, locale }: Reading,
): Promise<Found | null> {
  const { collectionId, at = '', against } = target
  const held = await framesOf(store).of(collectionId)
  if (!held) return null
  const part = await partFor(store, held, reader)
  const filter = { singles: [], from: null, to: null }
  const asked = { reader, locale, filter }
  if (against !== undefined) {
    const known = new Set(held.frame.variables.map(({ name }) => name))
    if (![at, against].every((name) => known.has(name.split('/')[0]!))) return null
    const crossed = await crossingOf(held, part, { ...asked, rows: against, columns: at })
    const text = [...crossed.base, ...crossed.findings].join(' ')
    return { about: crossed.title, text, href: hrefOf(collectionId, at, { rows: against, columns: at }) }
  }
  const { sections } = await summaryOf(held, part, asked)
  const section = sections.find(({ variable }) => variable === at)
  if (!section) return null
  const text = [...section.base.slice(0, 2), ...section.findings].join(' ')
  return { about: section.title, text, href: hrefOf(collectionId, at, null) }
}

async function ofAnswer(
  store: Store,
  collection: Collection,
  { kind, target }: Pin,
  { reader, locale }: Reading,
): Promise<Found | null> {
  const { instanceId = '', at = '' } = target
  const row = await store.submissions.find(collection.id, instanceId)
  if (!row || row.state === 'rejected') return null
  const record = `/collections/${collection.id}/records/${instanceId}`
  const may = reader === 'full' || noteKinds.has(collection.kind)
  const href = may ? record : null
  if (kind === 'record') return { about: '', text: '', href }
  const line = (await linesOf(store, row, locale)).find((each) => each.at === at)
  if (!line) return null
  if (reader === 'full') {
    const file = `/collections/${collection.id}/attachments/${instanceId}/${encodeURIComponent(line.file ?? '')}`
    return { about: line.label, text: line.text, href: kind === 'photo' ? file : record }
  }
  // What somebody said is shown to others only as they consented; a photo not at all.
  const quote =
    kind === 'quote' ? await quoteAt(store, { collectionId: collection.id, instanceId, at }, locale) : null
  return { about: quote ? line.label : '', text: quote?.text ?? '', href: quote ? href : null }
}

/** What of an answer can be pinned. */
export async function linesOf(store: Store, row: Submission, locale: Locale): Promise<readonly NoteLine[]> {
  const form = await formOfVersion(store, row.formVersionId)
  return form
    ? noteLines(form, JSON.parse(row.answers) as Answers, { locale, reading: 'full', which: 'shared' })
    : []
}
