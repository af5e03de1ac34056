/** Answers of a survey done elsewhere, from a file: a preview with every complaint first, then all of them or none. */

import { compileForm } from '../form/definition.ts'
import { givenJson } from '../form/given.ts'
import type { Form } from '../form/form.ts'
import { splitPersonal } from '../form/personal.ts'
import { hash, randomInt } from 'node:crypto'
import { checkTable, type AnswerTable, type Checked } from '../imports/answers/check.ts'
import { readAnswerTable } from '../imports/answers/table.ts'
import { say } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import type { Collection, Imported, Incoming } from '../store/store.ts'
import { speakingOf } from './answering/language.ts'
import { localTime, surroundingsOf } from './answering/surroundings.ts'
import { line } from './fields.ts'
import { askedFor, suggested, type Asked } from './importing/asked.ts'
import { dropUpload, keepUpload, keptUpload, type KeptFile } from './importing/kept-file.ts'
import { importView, type Shown } from './importing/shown.ts'
import { redirect, type Page, type Reply, type Visit } from './page.ts'

export interface Subject {
  readonly collection: Collection
  readonly form: Form
}

export const collectionImport: Page = {
  path: '/collections/:collection/import',
  right: 'topic.manage',
  accepts: 'files',
  get: async (visit) => importView(visit, await subjectOf(visit), { step: 'file', complaint: null }),
  async post(visit) {
    const subject = await subjectOf(visit)
    const { state } = subject.collection
    if (state === 'draft' || state === 'archived') throw new Problem('conflict')
    const action = line(visit, 'action', 20)
    const file = visit.files['file']
    const kept =
      action === 'upload'
        ? file && file.bytes.length > 0
          ? await keepUpload(visit.config.dataDir, file, visit.now())
          : null
        : await keptUpload(visit.config.dataDir, line(visit, 'ticket', 100))
    const { imports, answerImport } = visit.t
    if (!kept) return fileWanted(visit, subject, action === 'upload' ? imports.emptyFile : answerImport.gone)
    const read = await readAnswerTable(kept.bytes)
    if (!read.ok) {
      await dropUpload(visit.config.dataDir, kept.ticket)
      return fileWanted(visit, subject, say(imports, read.complaint.code, read.complaint.params))
    }
    const { form, collection } = subject
    const asked =
      action === 'upload'
        ? suggested(form, read.table, collection.anonymous)
        : askedFor(visit, form, read.table, collection.anonymous)
    return checkAndGoOn(visit, subject, { kept, table: read.table, asked, store: action === 'import' })
  },
}

async function subjectOf({ store, params }: Visit): Promise<Subject> {
  const collection = await store.collections.find(params['collection'] ?? '')
  const version = collection && (await store.forms.version(collection.formVersionId))
  const form = version && compileForm(version.source).form
  if (!collection || !form) throw new Problem('notFound')
  return { collection, form }
}

function fileWanted(visit: Visit, subject: Subject, complaint: string): Promise<Reply> {
  return importView(visit, subject, { step: 'file', complaint })
}

interface Going {
  readonly kept: KeptFile
  readonly table: AnswerTable
  readonly asked: Asked
  readonly store: boolean
}

async function checkAndGoOn(visit: Visit, subject: Subject, going: Going): Promise<Reply> {
  const { store, t, config } = visit
  const { collection, form } = subject
  const { kept, table, asked } = going
  const today = localTime(visit.now(), config.timeZone).day
  const checked = await checkTable({
    form,
    table,
    mapping: asked.mapping,
    anonymous: collection.anonymous,
    collectionId: collection.id,
    blanks: asked.blanks,
    order: asked.order,
    identical: asked.identical,
    today,
    surroundings: (day) => ({
      ...surroundingsOf(visit.now(), config.timeZone, true),
      today: day,
      now: `${day}T00:00:00${localTime(visit.now(), config.timeZone).offset}`,
      anonymous: collection.anonymous,
      formVersion: collection.formVersionId,
    }),
  })
  const earlier = (await store.submissions.imports(collection.id)).find(
    ({ fileHash }) => fileHash === kept.hash,
  )
  const mapped = asked.mapping.sources.size > 0
  const show = async (problem: string | null): Promise<Reply> => {
    const standing = await standingAmong(visit, subject, checked)
    return importView(visit, subject, {
      step: 'check',
      kept,
      table,
      asked,
      checked,
      standing,
      importedOn: earlier?.importedOn ?? null,
      problem,
    } satisfies Shown)
  }
  const w = t.answerImport
  if (!mapped) return show(w.nothingMapped)
  if (!going.store || checked.complaints.length > 0) return show(null)
  if (earlier && !asked.again) return show(w.againNeeded({ on: earlier.importedOn }))
  const imported = await storeAll(visit, subject, going, checked)
  if (imported.outcome !== 'imported') return show(refusedWords(visit, imported, checked))
  await dropUpload(config.dataDir, kept.ticket)
  const { added, duplicates, withdrawn } = imported
  return redirect(`/collections/${collection.id}/import`, w.done({ added, duplicates, withdrawn }))
}

/** How many rows say exactly what an answer says that stands already. */
async function standingAmong({ store }: Visit, { collection, form }: Subject, { rows }: Checked) {
  if (collection.received === 0) return 0
  const hashes = rows.map(({ answers }) => hash('sha256', givenJson(form, answers)))
  const known = await store.submissions.known(collection.id, new Set(hashes))
  return hashes.filter((each) => known.has(each)).length
}

async function storeAll(
  visit: Visit,
  { collection, form }: Subject,
  { kept, asked }: Going,
  checked: Checked,
): Promise<Imported> {
  const { store, viewer, t, now, config } = visit
  if (!viewer) throw new Problem('signInNeeded')
  const channels = await store.collections.channels(collection.id)
  const channel =
    channels.find(({ kind }) => kind === 'import') ??
    (await store.collections.addChannel({
      collectionId: collection.id,
      kind: 'import',
      label: t.answerImport.channel,
    }))
  const { locale } = speakingOf(form, '', visit.locale)
  const receivedAt = now().toISOString()
  const answers = checked.rows.map((row): Incoming => {
    const parts = splitPersonal(form, row.answers)
    return {
      collectionId: collection.id,
      formVersionId: collection.formVersionId,
      channelId: channel.id,
      instanceId: row.instanceId,
      contentHash: hash('sha256', givenJson(form, row.answers)),
      ...parts,
      locale,
      collectorId: null,
      receivedAt,
      receivedOn: row.day,
    }
  })
  return store.submissions.import(collection.id, collection.anonymous ? shuffled(answers) : answers, {
    actor: viewer.id,
    fileHash: kept.hash,
    on: localTime(now(), config.timeZone).day,
    again: asked.again,
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

function refusedWords(
  { t }: Visit,
  refused: Exclude<Imported, { outcome: 'imported' }>,
  { rows }: Checked,
): string {
  const w = t.answerImport
  switch (refused.outcome) {
    case 'closed':
      return w.closed
    case 'again':
      return w.againNeeded({ on: refused.importedOn })
    case 'full':
      return w.full({ limit: refused.limit })
    case 'different': {
      const ids = new Set(refused.instanceIds)
      const numbers = rows.filter(({ instanceId }) => ids.has(instanceId)).map(({ row }) => row)
      const shown = numbers.slice(0, 20).join(t.common.comma)
      return w.different({ n: numbers.length, rows: numbers.length > 20 ? `${shown}…` : shown })
    }
  }
}
