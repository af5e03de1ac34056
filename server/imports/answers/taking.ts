/** A file of answers checked against a collection's form and stored whole or not at all: for the page and for the command. */

import { hash, randomInt } from 'node:crypto'
import { givenJson } from '../../form/given.ts'
import type { Form } from '../../form/form.ts'
import { splitPersonal } from '../../form/personal.ts'
import { localTime } from '../../local-time.ts'
import { matches } from '../../patterns.ts'
import type { Collection, Imported, Incoming, Store } from '../../store/store.ts'
import { checkTable, type Checked } from './check.ts'
import type { DayOrder } from './dates.ts'
import type { LinkedRows } from './links.ts'
import type { Mapping } from './mapping.ts'
import type { AnswerFile } from './table.ts'

/** How a file is to be read. */
export interface Asked {
  readonly mapping: Mapping
  readonly links: readonly LinkedRows[]
  readonly blanks: readonly string[]
  readonly order: DayOrder | null
  readonly identical: 'keep' | 'skip'
  readonly again: boolean
}

/** What stands for an answer that was not given, in files of survey services and of statistical programs. */
export const usualBlanks = ['(空)', '(跳过)', '#N/A', 'NA', 'N/A', '无效']

export interface Subject {
  readonly collection: Collection
  readonly form: Form
}

/** Rejects with the signal's reason where somebody cancels. */
export function checkFile(
  { collection, form }: Subject,
  { file, asked }: { readonly file: Pick<AnswerFile, 'table'>; readonly asked: Asked },
  {
    now,
    timeZone,
    told,
    signal,
  }: {
    readonly now: Date
    readonly timeZone: string
    readonly told?: (rows: number) => void
    readonly signal?: AbortSignal
  },
): Promise<Checked> {
  const local = localTime(now, timeZone)
  return checkTable({
    form,
    table: file.table,
    mapping: asked.mapping,
    links: asked.links,
    anonymous: collection.anonymous,
    collectionId: collection.id,
    blanks: asked.blanks,
    order: asked.order,
    identical: asked.identical,
    today: local.day,
    surroundings: (day) => ({
      today: day,
      now: `${day}T00:00:00${local.offset}`,
      matches,
      anonymous: collection.anonymous,
      formVersion: collection.formVersionId,
    }),
    ...(told ? { told } : {}),
    ...(signal ? { signal } : {}),
  })
}

export interface Storing {
  readonly checked: Checked
  readonly fileHash: string
  readonly again: boolean
  readonly actor: string
  readonly now: Date
  readonly timeZone: string
  /** Of the channel that is made for the first import. */
  readonly channelLabel: string
  /** Of the answers. */
  readonly locale: string
}

export async function storeChecked(
  store: Store,
  { collection, form }: Subject,
  { checked, fileHash, again, actor, now, timeZone, channelLabel, locale }: Storing,
): Promise<Imported> {
  const channels = await store.collections.channels(collection.id)
  const channel =
    channels.find(({ kind }) => kind === 'import') ??
    (await store.collections.addChannel({
      collectionId: collection.id,
      kind: 'import',
      label: channelLabel,
    }))
  const receivedAt = now.toISOString()
  const answers = checked.rows.map((row): Incoming => ({
    collectionId: collection.id,
    formVersionId: collection.formVersionId,
    channelId: channel.id,
    instanceId: row.instanceId,
    contentHash: hash('sha256', givenJson(form, row.answers)),
    ...splitPersonal(form, row.answers),
    locale,
    collectorId: null,
    receivedAt,
    receivedOn: row.day,
  }))
  return store.submissions.import(collection.id, collection.anonymous ? shuffled(answers) : answers, {
    actor,
    fileHash,
    on: localTime(now, timeZone).day,
    again,
  })
}

/** The place in the file must not tell whose an anonymous answer is (promise 1). */
function shuffled<T>(items: readonly T[]): readonly T[] {
  const mixed = [...items]
  for (let left = mixed.length - 1; left > 0; left--) {
    const other = randomInt(left + 1)
    ;[mixed[left], mixed[other]] = [mixed[other]!, mixed[left]!]
  }
  return mixed
}
