/** Answers of a survey done elsewhere, from a file: a preview with every complaint first, then all of them or none. */

import { hash } from 'node:crypto'
import { compileForm } from '../form/definition.ts'
import { givenJson } from '../form/given.ts'
import type { Checked } from '../imports/answers/check.ts'
import { readAnswerFile, type AnswerFile } from '../imports/answers/table.ts'
import { checkFile, storeChecked, type Asked, type Subject } from '../imports/answers/taking.ts'
import { say } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import type { Imported } from '../store/store.ts'
import { speakingOf } from './answering/language.ts'
import { line } from './fields.ts'
import { askedFor, suggested } from './importing/asked.ts'
import { dropUpload, keepUpload, keptUpload, type KeptFile } from './importing/kept-file.ts'
import { begun, ended, runningOf, type Running } from './importing/running.ts'
import { importView, type Shown } from './importing/shown.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

/** Milliseconds that a page waits for a check before it says how far it has come. */
const patience = 2_000

export const collectionImport: Page = {
  path: '/collections/:collection/import',
  right: 'topic.manage',
  accepts: 'files',
  get: async (visit) => importView(visit, await subjectOf(visit), { step: 'file', complaint: null }),
  async post(visit) {
    const subject = await subjectOf(visit)
    const { form, collection } = subject
    if (collection.state === 'draft' || collection.state === 'archived') throw new Problem('conflict')
    const { config, t } = visit
    const action = line(visit, 'action', 20)
    const run = runningOf(line(visit, 'run', 40), visit.viewer!.id)
    if (action === 'cancel') return cancelled(visit, subject, run)
    const file = visit.files['file']
    const kept =
      action === 'upload'
        ? file && file.bytes.length > 0
          ? await keepUpload(config.dataDir, file, visit.now())
          : null
        : await keptUpload(config.dataDir, line(visit, 'ticket', 100))
    const { imports, answerImport } = t
    if (!kept) return fileWanted(visit, subject, action === 'upload' ? imports.emptyFile : answerImport.gone)
    const read = await readAnswerFile(kept.bytes, form)
    if (!read.ok) {
      await dropUpload(config.dataDir, kept.ticket)
      return fileWanted(visit, subject, say(imports, read.complaint.code, read.complaint.params))
    }
    const asked =
      action === 'upload'
        ? suggested(form, read.file, collection.anonymous)
        : askedFor(visit, form, read.file, collection.anonymous)
    return checkAndGoOn(visit, subject, { kept, file: read.file, asked, run, action })
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

async function cancelled(visit: Visit, subject: Subject, run: Running | null): Promise<Reply> {
  run?.cancel()
  if (run) ended(run.id)
  await dropUpload(visit.config.dataDir, line(visit, 'ticket', 100))
  return redirect(`/collections/${subject.collection.id}/import`, visit.t.answerImport.cancelled)
}

interface Going {
  readonly kept: KeptFile
  readonly file: AnswerFile
  readonly asked: Asked
  /** The check that this page waits for; null where none is under way. */
  readonly run: Running | null
  readonly action: string
}

const late = Symbol('late')

async function checkAndGoOn(visit: Visit, subject: Subject, going: Going): Promise<Reply> {
  const { store, t, config } = visit
  const { collection } = subject
  const { kept, file, asked } = going
  const now = visit.now()
  const run =
    going.run ??
    begun(
      {
        who: visit.viewer!.id,
        of: file.table.rows.length,
        run: (told, signal) =>
          checkFile(subject, { file, asked }, { now, timeZone: config.timeZone, told, signal }),
      },
      now.getTime(),
    )
  if (!run) throw new Problem('unavailable')
  const outcome = await Promise.race([
    run.outcome,
    new Promise<typeof late>((resolve) => setTimeout(() => resolve(late), patience).unref()),
  ])
  if (outcome === late) return progressView(visit, subject, going, run)
  ended(run.id)
  const checked = outcome
  const earlier = (await store.submissions.imports(collection.id)).find(
    ({ fileHash }) => fileHash === kept.hash,
  )
  const show = async (problem: string | null): Promise<Reply> => {
    const standing = await standingAmong(visit, subject, checked)
    return importView(visit, subject, {
      step: 'check',
      kept,
      file,
      asked,
      checked,
      standing,
      importedOn: earlier?.importedOn ?? null,
      problem,
    } satisfies Shown)
  }
  const w = t.answerImport
  if (asked.mapping.sources.size === 0) return show(w.nothingMapped)
  if (wanted(visit, going) !== 'import' || checked.complaints.length > 0) return show(null)
  if (earlier && !asked.again) return show(w.againNeeded({ on: earlier.importedOn }))
  const imported = await storeChecked(store, subject, {
    checked,
    fileHash: kept.hash,
    again: asked.again,
    actor: visit.viewer!.id,
    now,
    timeZone: config.timeZone,
    channelLabel: w.channel,
    locale: speakingOf(subject.form, '', visit.locale).locale,
  })
  if (imported.outcome !== 'imported') return show(refusedWords(visit, imported, checked))
  await dropUpload(config.dataDir, kept.ticket)
  const { added, duplicates, withdrawn } = imported
  return redirect(`/collections/${collection.id}/import`, w.done({ added, duplicates, withdrawn }))
}

/** What the page does once the check is there: a page that waited carries what was asked for first. */
function wanted(visit: Visit, { action }: Pick<Going, 'action'>): string {
  return action === 'wait' ? line(visit, 'next', 20) : action
}

/** Context of views/collections/import-progress.ejs. */
interface ProgressContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly scripts: readonly string[]
  readonly action: string
  readonly words: string
  readonly progress: { readonly rows: number; readonly of: number }
  /** What the page sends again. */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** How far a check has come; the page asks again by itself, or by its button. */
function progressView(visit: Visit, { collection }: Subject, going: Going, run: Running): Reply {
  const { t, body } = visit
  const sent = Object.entries(body).flatMap(([name, value]) =>
    ['_csrf', 'action', 'run', 'next', 'ticket'].includes(name) || typeof value !== 'string'
      ? []
      : [[name, value] as const],
  )
  // After an upload nothing is chosen yet: the mapping is told again from the headings.
  const then = wanted(visit, going)
  const rows = run.done()
  return view('collections/import-progress', {
    title: t.answerImport.title,
    breadcrumb: [
      { label: t.common.topics, href: '/topics' },
      { label: collection.title, href: `/collections/${collection.id}` },
      { label: t.answerImport.title, href: `/collections/${collection.id}/import` },
    ],
    scripts: ['staff.js'],
    action: `/collections/${collection.id}/import`,
    words: t.answerImport.checkedRows({ rows, of: run.of }),
    progress: { rows, of: run.of },
    fields: [...sent, ['ticket', going.kept.ticket], ['run', run.id], ['next', then]],
  } satisfies ProgressContext)
}

/** How many rows say exactly what an answer says that stands already. */
async function standingAmong({ store }: Visit, { collection, form }: Subject, { rows }: Checked) {
  if (collection.received === 0) return 0
  const hashes = rows.map(({ answers }) => hash('sha256', givenJson(form, answers)))
  const known = await store.submissions.known(collection.id, new Set(hashes))
  return hashes.filter((each) => known.has(each)).length
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
