/** /collections/:collection/paper: printed copies of a questionnaire, how far they are entered, and how well. */

import { allowed } from '../access/rights.ts'
import { copyNumber, readCopyNumber } from '../form/paper/copy-number.ts'
import { Problem } from '../problem.ts'
import { copyStates, type Collection, type PaperProgress, type PaperSettings } from '../store/store.ts'
import { formOfVersion } from './answering/fielded.ts'
import { speakingOf } from './answering/language.ts'
import { line, type FieldError, type Option } from './fields.ts'
import { collectionOf, paperBreadcrumb, paperChannel } from './paper/place.ts'
import { printWishes } from './paper/printing.ts'
import { entryQuality, type EntryQuality } from './paper/quality.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

/** Context of views/paper/collection.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly collection: Pick<Collection, 'id' | 'state' | 'anonymous'>
  readonly mayManage: boolean
  readonly typed: { readonly copies: string; readonly copy: string; readonly reason: string }
  readonly languages: readonly Option[]
  readonly settings: PaperSettings
  readonly progress: PaperProgress
  readonly batches: readonly {
    readonly number: number
    readonly from: string
    readonly to: string
    readonly printedBy: string
    readonly printedOn: string
    readonly href: string
  }[]
  readonly wanted: string
  readonly wantedOptions: readonly Option[]
  readonly copies: readonly {
    readonly number: string
    readonly state: string
    readonly reason: string
    readonly entries: readonly string[]
    readonly compare: string | null
    readonly record: string | null
  }[]
  /** The address of the copies after these; null at the end. */
  readonly next: string | null
  readonly quality: EntryQuality
}

const listings = ['all', 'compare', 'once', 'underWay', ...copyStates] as const
const mostPrinted = 500

export const collectionPaper: Page = {
  path: '/collections/:collection/paper',
  right: 'topic.enter',
  postRight: 'topic.manage',
  get: async (visit) => show(visit, await collectionOf(visit), { errors: [] }),
  async post(visit) {
    const collection = await collectionOf(visit)
    const action = line(visit, 'action', 20)
    if (action === 'print') return print(visit, collection)
    if (action === 'settings') return saveSettings(visit, collection)
    return mark(visit, collection, action)
  },
}

async function print(visit: Visit, collection: Collection): Promise<Reply> {
  const { store, viewer, t, locale } = visit
  const typed = line(visit, 'copies', 10).normalize('NFKC')
  const copies = /^\d{1,3}$/.test(typed) ? Number(typed) : 0
  const refuse = (words: string) =>
    show(visit, collection, { errors: [{ field: 'copies', words }], copies: typed })
  if (copies < 1 || copies > mostPrinted) return refuse(t.paper.wrongCopies)
  const form = await formOfVersion(store, collection.formVersionId)
  const { key, language } = speakingOf(form, line(visit, 'l', 100), locale)
  const wishes = printWishes({
    rows: line(visit, 'rows', 3),
    codes: line(visit, 'codes', 1),
    guidance: line(visit, 'guidance', 1),
  })
  await paperChannel(store, collection.id, t.paper.channel)
  try {
    const batch = await store.paper.print(
      collection.id,
      {
        copies,
        formVersionId: collection.formVersionId,
        language,
        wishes: {
          l: key,
          rows: String(wishes.rows),
          codes: wishes.codes ? '1' : '',
          guidance: wishes.guidance ? '1' : '',
        },
      },
      viewer?.id ?? '',
    )
    const [from, to] = [batch.first, batch.last].map((copy) => copyNumber(collection.id, copy))
    const sheets = `/collections/${collection.id}/paper/sheets?batch=${batch.number}`
    return redirect(sheets, t.paper.issuedNotice({ from: from ?? '', to: to ?? '' }))
  } catch (error) {
    if (error instanceof Error && error.name === 'TooMany') return refuse(t.paper.tooMany)
    throw error
  }
}

async function saveSettings(visit: Visit, { id }: Collection): Promise<Reply> {
  const entries = line(visit, 'entries', 1) === '1' ? 1 : 2
  const otherPerson = line(visit, 'otherPerson', 5) !== ''
  await visit.store.paper.setSettings(id, { entries, otherPerson }, visit.viewer?.id ?? '')
  return redirect(`/collections/${id}/paper#settings`, visit.t.paper.settingsSaved)
}

/** Void, lost, given out again; or an entry that is thrown away. */
async function mark(visit: Visit, collection: Collection, action: string): Promise<Reply> {
  const { store, t, viewer } = visit
  const typed = line(visit, 'copy', 60)
  const reason = line(visit, 'reason', 200)
  const actor = viewer?.id ?? ''
  const read = readCopyNumber(collection.id, typed)
  const refuse = (words: string) =>
    show(visit, collection, { errors: [{ field: 'copy', words }], copy: typed, reason })
  if (read.kind === 'other') return refuse(t.paper.otherCollection)
  if (read.kind === 'wrong') return refuse(t.paper.wrongNumber)
  const { copy } = read
  if (!(await store.paper.copy(collection.id, copy))) return refuse(t.paper.notIssued)
  const state = (['void', 'lost', 'issued'] as const).find((each) => each === action)
  const pass = action === 'discard1' ? 1 : action === 'discard2' ? 2 : null
  if (!state && pass === null) throw new Problem('badRequest')
  const done = state
    ? await store.paper.mark(collection.id, { copy, state, reason }, actor)
    : await store.paper.discard(collection.id, { copy, pass: pass ?? 1, only: 'all' }, actor)
  if (!done) return refuse(t.paper.notMarked)
  const number = copyNumber(collection.id, copy)
  return redirect(`/collections/${collection.id}/paper#copies`, t.paper.marked({ number }))
}

interface Shown {
  readonly errors: readonly FieldError[]
  readonly copies?: string
  readonly copy?: string
  readonly reason?: string
}

async function show(visit: Visit, collection: Collection, shown: Shown): Promise<Reply> {
  const { store, t, query, viewer, topicRoles, locale } = visit
  const { id, anonymous } = collection
  const form = await formOfVersion(store, collection.formVersionId)
  const wanted = listings.find((each) => each === query['show']) ?? 'all'
  const after = Number(query['after'] ?? '0') || 0
  const copies = await store.paper.list(id, { wanted, after })
  const batches = await store.paper.batches(id)
  const compares = new Set((await store.paper.list(id, { wanted: 'compare', after })).map(({ copy }) => copy))
  const last = copies.length === 200 ? copies.at(-1) : undefined
  const speaking = speakingOf(form, '', locale)
  const context: Context = {
    title: t.paper.pageTitle({ title: collection.title }),
    breadcrumb: paperBreadcrumb(visit, collection, ''),
    errors: shown.errors,
    collection,
    mayManage: allowed('topic.manage', viewer, topicRoles),
    typed: { copies: shown.copies ?? '', copy: shown.copy ?? '', reason: shown.reason ?? '' },
    languages:
      form.languages.length > 1
        ? speaking.languages.map(({ key, name }) => ({ value: key, label: name }))
        : [],
    settings: await store.paper.settings(id),
    progress: await store.paper.progress(id),
    batches: batches.toReversed().map((batch) => ({
      number: batch.number,
      from: copyNumber(id, batch.first),
      to: copyNumber(id, batch.last),
      printedBy: batch.printedBy,
      printedOn: batch.printedOn,
      href: `/collections/${id}/paper/sheets?batch=${batch.number}`,
    })),
    wanted,
    wantedOptions: listings.map((value) => ({ value, label: t.paper.wanted[value] })),
    copies: copies.map(({ copy, state, reason, entries, instanceId }) => ({
      number: copyNumber(id, copy),
      state: t.paper.states[state],
      reason,
      entries: entries.map(({ pass, clerk, finished }) =>
        t.paper.entryOf({ pass, clerk, unfinished: finished ? '' : t.paper.unfinished }),
      ),
      compare: compares.has(copy) ? `/collections/${id}/paper/compare/${copy}` : null,
      record:
        !anonymous && instanceId !== null && allowed('topic.analyse', viewer, topicRoles)
          ? `/collections/${id}/records/${instanceId}`
          : null,
    })),
    next: last ? `/collections/${id}/paper?show=${wanted}&after=${last.copy}#copies` : null,
    quality: await entryQuality(visit, collection, form, speaking.language),
  }
  return view('paper/collection', context, { status: shown.errors.length > 0 ? 422 : 200 })
}
