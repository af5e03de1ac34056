/** What one version of a form changes against another, and what that does to answers that are there already. */

import type { Choice, Form, Question } from '../form/form.ts'
import { indexOf } from '../form/form-index.ts'
import { questionsOf } from '../form/walk.ts'
import type { Locale } from '../locale/index.ts'
import { formLanguage, words } from './variables.ts'

/** One change; `at` is the question's key, in the newer form where it is there. */
export type FormChange = { readonly name: string; readonly label: string } & (
  | { readonly kind: 'added' }
  | { readonly kind: 'removed' }
  /** A question went and a new one came that looks the same: joined by name, they are two. */
  | { readonly kind: 'renamed'; readonly from: string }
  | { readonly kind: 'type'; readonly from: string; readonly to: string }
  | { readonly kind: 'place'; readonly from: string; readonly to: string }
  | { readonly kind: 'personal'; readonly personal: boolean }
  | { readonly kind: 'label'; readonly from: string }
  | { readonly kind: 'choiceAdded'; readonly value: string; readonly choice: string }
  | { readonly kind: 'choiceRemoved'; readonly value: string; readonly choice: string }
  | { readonly kind: 'choiceLabel'; readonly value: string; readonly from: string; readonly choice: string }
  | { readonly kind: 'choiceMissing'; readonly value: string; readonly choice: string }
  /** Skip rule, check, calculation or whether it must be answered: for new answers only. */
  | { readonly kind: 'rules'; readonly rules: readonly Rule[] }
)

export type Rule = 'relevant' | 'required' | 'constraint' | 'calculation' | 'choiceFilter'

/** The changes from `before` to `after`, in the order of the newer form, what is gone at the end. */
export function formChanges(before: Form, after: Form, locale: Locale): readonly FormChange[] {
  const old = asked(before)
  const now = asked(after)
  const gone = [...old.values()].filter(({ name }) => !now.has(name))
  const came = [...now.values()].filter(({ name }) => !old.has(name))
  const renamed = renames(gone, came, { before, after, locale })
  const label = (question: Question, form: Form) =>
    words(question.label, formLanguage(form, locale)) || question.written
  const changes = [...now.values()].flatMap((question): readonly FormChange[] => {
    const head = { name: question.name, label: label(question, after) }
    const standing = old.get(question.name)
    if (standing) return changesOf(standing, question, { before, after, locale }, head)
    const from = renamed.get(question.name)
    return [from === undefined ? { ...head, kind: 'added' } : { ...head, kind: 'renamed', from }]
  })
  const found = new Set(renamed.values())
  const removed = gone
    .filter(({ name }) => !found.has(name))
    .map((question): FormChange => ({ name: question.name, label: label(question, before), kind: 'removed' }))
  return [...changes, ...removed]
}

interface Two {
  readonly before: Form
  readonly after: Form
  readonly locale: Locale
}

function asked(form: Form): ReadonlyMap<string, Question> {
  return new Map(
    questionsOf(form).flatMap((question) => (question.type === 'note' ? [] : [[question.name, question]])),
  )
}

/** New names by old ones: of the same type, with the same words or, for choices, the same choices. */
function renames(
  gone: readonly Question[],
  came: readonly Question[],
  { before, after, locale }: Two,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const plain = (question: Question, form: Form) =>
    words(question.label, formLanguage(form, locale)).replace(/[\s\p{P}\p{S}]/gu, '')
  const values = (question: Question, form: Form) =>
    choicesOf(form, question)
      .map(({ value }) => value)
      .join('\n')
  for (const question of came) {
    const match = gone.find((other) => {
      if (other.type !== question.type || [...found.values()].includes(other.name)) return false
      const same = plain(other, before) !== '' && plain(other, before) === plain(question, after)
      // Without equal words only a rare list of choices says that they are one; 是/否 says nothing.
      return same && (question.list === null || values(other, before) === values(question, after))
    })
    if (match) found.set(question.name, match.name)
  }
  return found
}

function changesOf(
  from: Question,
  to: Question,
  { before, after, locale }: Two,
  head: { readonly name: string; readonly label: string },
): readonly FormChange[] {
  const changes: FormChange[] = []
  const places = [placeOf(before, from.name), placeOf(after, to.name)] as const
  if (from.type !== to.type) changes.push({ ...head, kind: 'type', from: from.type, to: to.type })
  if (places[0] !== places[1]) changes.push({ ...head, kind: 'place', from: places[0], to: places[1] })
  if (from.personal !== to.personal) changes.push({ ...head, kind: 'personal', personal: to.personal })
  const old = words(from.label, formLanguage(before, locale))
  if (old !== words(to.label, formLanguage(after, locale)))
    changes.push({ ...head, kind: 'label', from: old })
  changes.push(...choiceChanges(from, to, { before, after, locale }, head))
  const rules = (['relevant', 'required', 'constraint', 'calculation', 'choiceFilter'] as const).filter(
    (rule) => JSON.stringify(from[rule]) !== JSON.stringify(to[rule]),
  )
  if (rules.length > 0) changes.push({ ...head, kind: 'rules', rules })
  return changes
}

function choiceChanges(
  from: Question,
  to: Question,
  { before, after, locale }: Two,
  head: { readonly name: string; readonly label: string },
): readonly FormChange[] {
  const old = new Map(choicesOf(before, from).map((choice) => [choice.value, choice]))
  const now = new Map(choicesOf(after, to).map((choice) => [choice.value, choice]))
  const said = ({ label }: Choice, form: Form) => words(label, formLanguage(form, locale))
  const changes: FormChange[] = []
  for (const [value, choice] of now) {
    const standing = old.get(value)
    const of = { ...head, value, choice: said(choice, after) || value }
    if (!standing) changes.push({ ...of, kind: 'choiceAdded' })
    else {
      const was = said(standing, before)
      if (was !== said(choice, after)) changes.push({ ...of, kind: 'choiceLabel', from: was || value })
      if (standing.missing !== choice.missing) changes.push({ ...of, kind: 'choiceMissing' })
    }
  }
  for (const [value, choice] of old)
    if (!now.has(value))
      changes.push({ ...head, kind: 'choiceRemoved', value, choice: said(choice, before) || value })
  return changes
}

function choicesOf(form: Form, { list }: Question): readonly Choice[] {
  return list === null ? [] : (form.lists[list] ?? [])
}

/** The repeat whose rows hold the question, '' for none. */
function placeOf(form: Form, name: string): string {
  const { entries, positions } = indexOf(form)
  const scope = entries[positions.get(name) ?? -1]?.scope ?? -1
  return entries[scope]?.name ?? ''
}
