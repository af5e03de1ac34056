/** /forms/:form/changes: what a version of a form, or its draft, changes against another, and how many answers that touches. */

import { compileForm } from '../form/definition.ts'
import type { Form, FormSource } from '../form/form.ts'
import { say } from '../locale/index.ts'
import { countAnswers, type AnswerCounts } from '../summary/answer-counts.ts'
import { formChanges, type FormChange } from '../summary/form-changes.ts'
import { formOf, type Step } from './forms/place.ts'
import { view, type Page, type Visit } from './page.ts'

export interface FormChangesPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly form: { readonly id: string; readonly title: string }
  readonly from: string
  readonly to: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly answers: number
  /** Why nothing can be compared; null where it can. */
  readonly refused: string | null
  readonly lines: readonly ChangeLine[]
}

/** A change in words: of which question, what, what it does, and how many answers it touches (null: none can). */
export interface ChangeLine {
  readonly name: string
  readonly label: string
  readonly what: string
  readonly effect: string
  readonly answers: number | null
  /** Answers are read in another way, or lost to the figures. */
  readonly grave: boolean
}

export const formChangesPage: Page = {
  path: '/forms/:form/changes',
  right: 'topic.manage',
  async get(visit) {
    const { store, query, locale, t } = visit
    const words = t.changes
    const { form, breadcrumb } = await formOf(visit, words.title)
    const versions = await store.forms.versions(form.id)
    const options = [
      ...versions.map(({ number }) => ({ value: String(number), label: words.version({ number }) })),
      { value: 'draft', label: words.draft },
    ]
    const known = (value: string | undefined, otherwise: string) =>
      options.some((option) => option.value === value) ? value! : otherwise
    const to = known(query['to'], 'draft')
    const from = known(query['from'], String(versions.at(-1)?.number ?? 'draft'))
    const sourceOf = (value: string) =>
      versions.find(({ number }) => String(number) === value)?.source ?? form.source
    const [before, after] = [compiled(sourceOf(from)), compiled(sourceOf(to))]
    const counts = await countAnswers(store, form)
    const refused = versions.length === 0 ? words.unpublished : !before || !after ? words.broken : null
    return view('forms/changes', {
      title: words.title,
      breadcrumb,
      form,
      from,
      to,
      options,
      answers: counts.answers,
      refused,
      lines:
        before && after && refused === null
          ? formChanges(before, after, locale).map((change) => lineOf(change, counts, visit))
          : [],
    } satisfies FormChangesPage)
  },
}

function compiled(source: FormSource): Form | null {
  return compileForm(source).form ?? null
}

/** What is read otherwise than before, or no longer. */
const graveKinds: ReadonlySet<FormChange['kind']> = new Set([
  'removed',
  'renamed',
  'type',
  'place',
  'personal',
  'choiceRemoved',
  'choiceMissing',
])

function lineOf(change: FormChange, counts: AnswerCounts, { t }: Visit): ChangeLine {
  const { kind, name, label } = change
  const words = t.changes
  const place = (repeat: string) => (repeat === '' ? words.once : words.inRepeat({ name: repeat }))
  const params: Record<string, string> = { name, label }
  for (const [key, value] of Object.entries(change)) if (typeof value === 'string') params[key] = value
  if (kind === 'place') {
    params['from'] = place(change.from)
    params['to'] = place(change.to)
  }
  if (kind === 'rules')
    params['rules'] = change.rules.map((rule) => words.rule[rule]).join(t.changes.separator)
  const code = kind === 'personal' ? (change.personal ? 'madePersonal' : 'madeShared') : kind
  const answers = touched(change, counts)
  return {
    name,
    label,
    what: say(words.what, code, params),
    effect: say(words.effect, code, params),
    answers,
    grave: graveKinds.has(kind) && answers !== 0,
  }
}

function touched(change: FormChange, counts: AnswerCounts): number | null {
  switch (change.kind) {
    case 'added':
    case 'choiceAdded':
    case 'rules':
      return null
    case 'renamed':
      return counts.answersTo(change.from)
    case 'choiceRemoved':
    case 'choiceLabel':
    case 'choiceMissing':
      return counts.choosing(change.name, change.value)
    default:
      return counts.answersTo(change.name)
  }
}
