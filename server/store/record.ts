/** A submission as the history vouches for it: the content that its digest covers. */

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { digestOf } from './chain.ts'

/** One revision of a submission with all that its digest covers. */
export interface Kept {
  readonly seq: number
  readonly instanceId: string
  readonly formVersionId: string
  readonly channelId: string
  readonly revision: number
  readonly receipt: string
  readonly receivedOn: string
  readonly receivedAt: string | null
  readonly revisedOn: string | null
  readonly revisedAt: string | null
  readonly collectorId: string | null
  readonly locale: string
  readonly contentHash: string
  readonly digestKey: string
  readonly answers: string
  readonly personal: string | null
}

/** The columns that a row of `submissions` and one of `submission_revisions` share, as Kept names them. */
export const keptColumns = (table: 'submissions' | 'submission_revisions') => {
  const of = (column: string) => sql.ref(`${table}.${column}`)
  return sql`${of('seq')}, ${of('form_version_id')} as "formVersionId", ${of('channel_id')} as "channelId",
    ${of('revision')}, ${of('received_on')} as "receivedOn", ${of('received_at')} as "receivedAt",
    ${of('revised_on')} as "revisedOn", ${of('revised_at')} as "revisedAt", ${of('collector_id')} as "collectorId",
    ${of('locale')}, ${of('content_hash')} as "contentHash", ${of('digest_key')} as "digestKey", ${of('answers')}`
}

/** The digest of a submission, with its files up to that revision, under its own key. Review state is not in it: reviews are events of their own. */
export function digestOfKept(kept: Kept, files: readonly VouchedFile[] = []): string {
  const fields = [
    kept.seq,
    kept.instanceId,
    kept.formVersionId,
    kept.channelId,
    kept.revision,
    kept.receipt,
    kept.receivedOn,
    kept.receivedAt,
    kept.revisedOn,
    kept.revisedAt,
    kept.collectorId,
    kept.locale,
    kept.contentHash,
  ]
  const standing = files.filter(({ revision }) => revision <= kept.revision)
  const named = standing.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, hash }) => [name, hash])
  // JSON has no line breaks, so the lines can be read in one way only.
  const lines = [JSON.stringify(fields), kept.answers, kept.personal ?? '']
  return digestOf(kept.digestKey, (named.length === 0 ? lines : [...lines, JSON.stringify(named)]).join('\n'))
}

/** A file of an answer, with the revision that named it first. */
export interface VouchedFile {
  readonly revision: number
  readonly name: string
  readonly hash: string
}

/** A receipt number as it is stored, however a person typed it: case, width, spaces and dashes do not matter. */
export function receiptOf(typed: string): string {
  const signs = typed
    .slice(0, 100)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  return signs.replace(/(....)(?=.)/g, '$1-')
}

/** What a tombstone keeps of the random instance id. */
export function hashOfInstance(instanceId: string): string {
  return createHash('sha256').update(instanceId).digest('hex')
}
