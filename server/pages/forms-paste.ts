/** /topics/:topic/forms/paste: a questionnaire pasted as plain text, with what was understood of it beside it. */

import { compileForm } from '../form/definition.ts'
import { readWord } from '../imports/readers.ts'
import { readFormText, type TextForm } from '../imports/text.ts'
import { say } from '../locale/index.ts'
import { formKinds, type FormKind } from '../store/store.ts'
import { shownByLine } from './forms/complaints.ts'
import { topicOf, type Step } from './forms/place.ts'
import { previewOf, type FormPreview } from './forms/preview.ts'
import { isAsked, problemsOf, readBack, type ReadProblem, type ReadSection } from './forms/read-back.ts'
import { titleOf } from './forms/editing.ts'
import { add, kindOf } from './forms-new.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'

export interface PasteOutcome {
  readonly formTitle: string
  /** Questions of the draft: a matrix is one, and a field for 其他 none. */
  readonly questions: number
  readonly preview: FormPreview | null
  readonly problems: readonly ReadProblem[]
  readonly sections: readonly ReadSection[]
  /** Questions with something that was only guessed. */
  readonly guesses: number
}
export interface FormsPastePage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly scripts: readonly string[]
  readonly topicId: string
  readonly text: string
  readonly kinds: readonly { readonly value: string; readonly label: string }[]
  readonly kind: FormKind
  readonly outcome: PasteOutcome | null
  /** What is said of a Word file that was read in. */
  readonly told: readonly string[]
  readonly errors: readonly { readonly field: string; readonly words: string }[]
}

export const formsPaste: Page = {
  path: '/topics/:topic/forms/paste',
  right: 'topic.manage',
  accepts: 'files',
  get: (visit) => show(visit, { text: '' }),
  post: async (visit) => {
    if (visit.body['do'] === 'word') return readIn(visit)
    const text = withReplaced(textOf(visit), visit.body['replace'])
    const read = readFormText(text)
    const outcome = outcomeOf(read, text, visit)
    if (visit.body['do'] !== 'create') return show(visit, { text, outcome })
    const refused = outcome.problems.some(({ level }) => level === 'error')
    return refused
      ? show(visit, { text, outcome, status: 422, errors: errorsOf(outcome, visit) })
      : add(visit, sourceOf(read, visit), kindOf(visit))
  },
}

/** The same reading while the person types: only the right-hand side of the page. */
export const formsPastePreview: Page = {
  path: '/topics/:topic/forms/paste/preview',
  right: 'topic.manage',
  accepts: 'files',
  post: async (visit) => {
    const text = textOf(visit)
    return view(
      'forms/paste-outcome',
      { outcome: outcomeOf(readFormText(text), text, visit) },
      { headers: { 'Cache-Control': 'no-store' } },
    )
  },
}

/** A Word file becomes the text on the left, so that a person sees what was read and corrects it there. */
async function readIn(visit: Visit): Promise<Reply> {
  const { t, files } = visit
  const file = files['file']
  const read = file ? await readWord(file.bytes) : null
  if (!read?.ok) {
    const words = read ? say(t.imports, read.complaint.code, read.complaint.params) : t.imports.emptyFile
    return show(visit, { text: textOf(visit), status: 422, errors: [{ field: 'file', words }] })
  }
  const { text, pictures } = read.draft
  const told = [
    t.forms.wordRead({ name: file?.name ?? '' }),
    ...(pictures > 0 ? [t.forms.wordPictures({ count: pictures })] : []),
  ]
  return show(visit, { text, told, outcome: outcomeOf(readFormText(text), text, visit) })
}

function textOf({ body }: Visit): string {
  const text = body['text']
  return typeof text === 'string' ? text : ''
}

/** A correction that was clicked: the number of a line and how it is to be written. */
function withReplaced(text: string, replace: unknown): string {
  const found = typeof replace === 'string' ? /^(\d{1,5}):([^\n\r]*)$/.exec(replace) : null
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const line = Number(found?.[1] ?? 0)
  if (!found || line < 1 || line > lines.length) return text
  return lines.with(line - 1, found[2] ?? '').join('\n')
}

/** A draft without a title line is given one, so that the form can be told from others. */
function sourceOf(read: TextForm, { t }: Visit): TextForm['source'] {
  if (read.title !== '') return read.source
  return { ...read.source, settings: [{ row: 2, cells: { form_title: t.forms.untitled } }] }
}

function outcomeOf(read: TextForm, text: string, visit: Visit): PasteOutcome {
  const { t } = visit
  const source = sourceOf(read, visit)
  const unreadable = source.survey.length === 0
  const compiled = unreadable ? { form: null, complaints: [] } : compileForm(source)
  const problems: readonly ReadProblem[] = [
    ...problemsOf(read, text, visit),
    ...shownByLine(compiled.complaints, read.lineOf, t).map((shown) => ({ ...shown, fixes: [] })),
  ]
  const sections = readBack(read, text, visit)
  return {
    formTitle: titleOf(source, t.forms.untitled),
    questions: source.survey.filter(({ cells }) => isAsked(cells)).length,
    preview: compiled.form ? previewOf(compiled.form, visit) : null,
    problems: problems.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)),
    sections,
    guesses: sections.flatMap(({ questions }) => questions).filter(({ uncertain }) => uncertain).length,
  }
}

function errorsOf({ problems }: PasteOutcome, { t }: Visit): FormsPastePage['errors'] {
  return problems
    .filter(({ level }) => level === 'error')
    .map(({ field, place, words }) => ({ field, words: `${place}${t.common.colon}${words}` }))
}

interface Shown {
  readonly text: string
  readonly outcome?: PasteOutcome
  readonly told?: readonly string[]
  readonly errors?: FormsPastePage['errors']
  readonly status?: number
}

async function show(visit: Visit, shown: Shown): Promise<Reply> {
  const { t } = visit
  const { topic, breadcrumb } = await topicOf(visit, t.forms.pasteTitle)
  const context: FormsPastePage = {
    title: t.forms.pasteTitle,
    breadcrumb,
    scripts: ['editor.js'],
    topicId: topic.id,
    text: shown.text,
    kinds: formKinds.map((value) => ({ value, label: t.forms.kind[value] })),
    kind: kindOf(visit),
    outcome: shown.outcome ?? null,
    told: shown.told ?? [],
    errors: shown.errors ?? [],
  }
  return view('forms/paste', context, { status: shown.status ?? 200 })
}
