/** Which answers of a collection are wanted: by review state, form version, channel and day. The same for files, pages and programs. */

import { submissionStates, type Day, type Submission, type SubmissionState } from '../store/store.ts'
import type { CsvSubject } from './csv.ts'

export interface Selection {
  /** null: all but those that review rejected. */
  readonly states: readonly SubmissionState[] | null
  /** Numbers of form versions; null for all. */
  readonly versions: readonly number[] | null
  /** Ids of channels; null for all. */
  readonly channels: readonly string[] | null
  /** Days of receipt, both included. */
  readonly from: Day | null
  readonly to: Day | null
}

export const everything: Selection = { states: null, versions: null, channels: null, from: null, to: null }

/** What is wrong with a selection: the name of the parameter. */
export interface SelectionRefusal {
  readonly refused: string
}

/**
 * Reads `states` (a list, or `all`), `versions`, `channels`, `from` and `to`. What makes no sense is refused: a filter
 * that is left aside in silence would hand out more than was asked for.
 */
export function readSelection(
  query: Readonly<Record<string, string>>,
  known: { readonly versions: readonly number[]; readonly channels: readonly string[] },
): Selection | SelectionRefusal {
  const list = (name: string) =>
    (query[name] ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
  const states = list('states').flatMap((each) => (each === 'all' ? submissionStates : [each]))
  if (!states.every(isState)) return { refused: 'states' }
  const versions = list('versions').map(Number)
  if (!versions.every((number) => known.versions.includes(number))) return { refused: 'versions' }
  const channels = list('channels')
  if (!channels.every((id) => known.channels.includes(id))) return { refused: 'channels' }
  const days: Record<'from' | 'to', Day | null> = { from: null, to: null }
  for (const name of ['from', 'to'] as const) {
    const day = (query[name] ?? '').trim()
    if (day !== '' && !isDay(day)) return { refused: name }
    days[name] = day || null
  }
  return {
    // An older way to ask for all of them.
    states: states.length > 0 ? states : query['rejected'] === '1' ? submissionStates : null,
    versions: versions.length > 0 ? versions : null,
    channels: channels.length > 0 ? channels : null,
    ...days,
  }
}

/** Whether anything but the usual is asked for. */
export function narrows({ states, versions, channels, from, to }: Selection): boolean {
  return [states, versions, channels, from, to].some((each) => each !== null)
}

/** A test of single answers. */
export function selecting(
  { states, channels, versions, from, to }: Selection,
  subject: Pick<CsvSubject, 'versions'>,
): (row: Submission) => boolean {
  const ids = versions && new Set(versionIds(versions, subject))
  return (row) =>
    (states === null ? row.state !== 'rejected' : states.includes(row.state)) &&
    (channels === null || channels.includes(row.channelId)) &&
    (ids === null || ids.has(row.formVersionId)) &&
    (from === null || row.receivedOn >= from) &&
    (to === null || row.receivedOn <= to)
}

/** The ids of form versions of these numbers. */
export function versionIds(
  numbers: readonly number[],
  { versions }: Pick<CsvSubject, 'versions'>,
): readonly string[] {
  return versions.filter(({ number }) => numbers.includes(number)).map(({ id }) => id)
}

/** A subject whose columns are those of the chosen versions alone. */
export function narrowed(subject: CsvSubject, { versions }: Selection): CsvSubject {
  if (versions === null) return subject
  const kept = subject.versions.flatMap((version, place) =>
    versions.includes(version.number) ? [{ version, form: subject.forms[place]! }] : [],
  )
  return {
    ...subject,
    versions: kept.map(({ version }) => version),
    forms: kept.map(({ form }) => form),
  }
}

function isState(text: string): text is SubmissionState {
  return submissionStates.some((state) => state === text)
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const time = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)
}
