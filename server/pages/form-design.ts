/** /forms/:form/design: the designer. It sends only what changed, and is told of everybody else at the form. */

import { Problem } from '../problem.ts'
import type { FormSource } from '../form/form.ts'
import { isRecord } from '../form/rows.ts'
import { isEmptyPatch } from '../form/design/patch.ts'
import { say, type Words } from '../locale/index.ts'
import { formKinds, type FormDraft } from '../store/store.ts'
import { draftOf, readingOf } from '../form/design/draft.ts'
import { adviceSettled } from './form-design-advice.ts'
import { commentsShown } from './form-comments.ts'
import { listFilesShown } from './forms/files.ts'
import { pilotFigures } from './forms/pilot.ts'
import { titleOf } from './forms/editing.ts'
import { patched, readPatch } from './forms/patching.ts'
import { formOf, type Step } from './forms/place.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'

export interface FormDesignPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly scripts: readonly string[]
  readonly wide: true
  readonly form: Pick<FormDraft, 'id' | 'latestVersion'>
  readonly island: object
}

/** Whoever gave no sign of life for so long has closed the form. */
const presenceMs = 45_000

export const formDesign: Page = {
  path: '/forms/:form/design',
  right: 'topic.manage',
  accepts: 'json',
  get: async (visit) => {
    const { form, breadcrumb } = await formOf(visit, null)
    const context: FormDesignPage = {
      title: titleOf(form.source, form.title),
      breadcrumb,
      scripts: ['designer.js'],
      wide: true,
      form,
      island: {
        ...islandOf(visit, form),
        comments: await commentsShown(visit, form.id),
        pilot: await pilotFigures(visit.store, form),
        settled: await adviceSettled(visit, form.id),
      },
    }
    return view('forms/design', context)
  },
  post: async (visit) => {
    const { form } = await formOf(visit, null)
    const { json } = visit
    if (!isRecord(json)) throw new Problem('badRequest')
    const revision = Number(json['revision'])
    const patch = readPatch(json['patch'])
    if (revision !== form.revision) return clashReply(visit, form)
    const kind = formKinds.find((one) => one === json['kind']) ?? form.kind
    if (isEmptyPatch(patch) && kind === form.kind) return savedReply(form.revision)
    const source = patched(form.source, patch)
    const change = { title: titleOf(source, form.title), source, kind }
    if (!(await visit.store.forms.save(form.id, revision, change))) {
      const now = await visit.store.forms.find(form.id)
      if (!now) throw new Problem('notFound')
      return clashReply(visit, now)
    }
    await visit.store.designing.present(form.id, visit.viewer?.id ?? '', revision + 1)
    await takeCommentsAlong(visit, form, source)
    return savedReply(revision + 1)
  },
}

/** A sign of life of an open designer: who else is here, and the form if somebody else saved it meanwhile. */
export const formPresence: Page = {
  path: '/forms/:form/design/presence',
  right: 'topic.manage',
  accepts: 'json',
  post: async (visit) => {
    const { form } = await formOf(visit, null)
    const me = visit.viewer?.id ?? ''
    const { designing } = visit.store
    const json = isRecord(visit.json) ? visit.json : {}
    if (json['leaving'] === true) await designing.leave(form.id, me)
    else await designing.present(form.id, me, null)
    const newer = Number(json['revision']) !== form.revision
    return {
      kind: 'json',
      value: {
        revision: form.revision,
        others: (await othersAt(visit, form.id)).map(({ name }) => name),
        ...(newer ? await stateOf(visit, form) : {}),
      },
    }
  },
}

/** A question under a new name keeps its comments: the row is the same, the old name is gone. */
async function takeCommentsAlong({ store }: Visit, form: FormDraft, after: FormSource): Promise<void> {
  const namesOf = (source: FormSource) => {
    let last = 0
    const draft = draftOf(source, () => String(++last))
    const { cell } = readingOf(draft.columns)
    return draft.survey.map((row) => cell(row, 'name'))
  }
  const [old, now] = [namesOf(form.source), namesOf(after)]
  const gone = old.filter((name) => name !== '' && !now.includes(name))
  const fresh = now.filter((name) => name !== '' && !old.includes(name))
  const [from, to] = [gone[0], fresh[0]]
  // One at a time, as it is typed: with several nobody knows which became which.
  if (from === undefined || to === undefined || gone.length > 1 || fresh.length > 1) return
  if (old.length === now.length && old.indexOf(from) === now.indexOf(to))
    await store.designing.moveRemarks(form.id, from, to)
}

function savedReply(revision: number): Reply {
  return { kind: 'json', value: { revision } }
}

/** Somebody else saved first: the browser brings the two together. */
async function clashReply(visit: Visit, form: FormDraft): Promise<Reply> {
  return { kind: 'json', status: 409, value: { revision: form.revision, ...(await stateOf(visit, form)) } }
}

async function stateOf(visit: Visit, form: FormDraft) {
  const by = (await visit.store.designing.editors(form.id, '')).find(
    ({ revision, personId }) => revision === form.revision && personId !== visit.viewer?.id,
  )
  return { source: sheetsOf(form.source), kind: form.kind, by: by?.name ?? '' }
}

async function othersAt(visit: Visit, formId: string) {
  const since = new Date(visit.now().getTime() - presenceMs).toISOString()
  const present = await visit.store.designing.editors(formId, since)
  return present.filter(({ personId }) => personId !== visit.viewer?.id)
}

/** The sheets that are designed; lists from files and further sheets stay on the server. */
function sheetsOf(source: FormSource): Pick<FormSource, 'survey' | 'choices' | 'settings' | 'columns'> {
  const { columns } = draftOf(source, () => '')
  const { survey, choices, settings } = source
  return { survey, choices, settings, columns }
}

function islandOf(visit: Visit, form: FormDraft): object {
  const { t } = visit
  return {
    form: form.id,
    revision: form.revision,
    source: sheetsOf(form.source),
    /** What the compiler has to know of besides, to say nothing wrong of lists from files. */
    files: listFilesShown(form.source),
    sheets: form.source.sheets ?? [],
    lenient: form.source.lenient === true,
    kind: form.kind,
    kinds: formKinds.map((value) => ({ value, label: t.forms.kind[value] })),
    person: visit.viewer?.id ?? '',
    locale: visit.locale,
    csrf: visit.csrf,
    words: {
      ...templates(t.designer),
      complaint: templates(t.complaint),
      advice: templates(t.advice),
      library: templates(t.library),
      colon: t.common.colon,
    },
  }
}

interface Tree {
  readonly [name: string]: Words | Tree
}

/** A part of the catalogue as texts; `{name}` stands where a parameter goes. */
function templates(group: Tree): object {
  const placeholders = new Proxy({}, { get: (_, name) => `{${String(name)}}` }) as Record<string, string>
  return Object.fromEntries(
    Object.entries(group).map(([code, words]) => [
      code,
      typeof words === 'object' ? templates(words) : say({ [code]: words }, code, placeholders),
    ]),
  )
}
