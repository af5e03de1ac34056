/** Two entries of a copy beside each other: every difference is settled by looking at the sheet, then the answer is made. */

import { allowed } from '../access/rights.ts'
import { compareEntries } from '../form/paper/comparing.ts'
import type { PaperField } from '../form/paper/fields.ts'
import { rowsTyped } from '../form/paper/fields.ts'
import { readTyped } from '../form/paper/typed.ts'
import type { Refusal } from '../form/form.ts'
import type { EntryFields, PaperEntry } from '../store/store.ts'
import { speakingOf } from './answering/language.ts'
import { line, lines, type FieldError } from './fields.ts'
import { copyOf, paperBreadcrumb, type CopyPlace } from './paper/place.ts'
import { allFields, refusalsOf, settleCopy } from './paper/settling.ts'
import {
  fieldAt,
  fieldLabel,
  fieldNumber,
  optionWords,
  refusalWords,
  typedWords,
  type Wording,
} from './paper/words.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

/** One field to settle; `id` names its controls. */
interface Choice {
  readonly id: string
  readonly number: string
  readonly label: string
  readonly options: readonly string[]
  /** Why, where both entries say the same. */
  readonly rule: string
  readonly first: string
  readonly second: string
  readonly chosen: string
  readonly other: string
  readonly error: string
}

/** Context of views/paper/compare.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly scripts: readonly string[]
  readonly errors: readonly FieldError[]
  readonly action: string
  readonly clerks: readonly string[]
  readonly choices: readonly Choice[]
}

interface Comparing {
  readonly place: CopyPlace
  readonly entries: readonly PaperEntry[]
  readonly wording: Wording
  readonly differences: ReturnType<typeof compareEntries>['differences']
}

export const collectionPaperCompare: Page = {
  path: '/collections/:collection/paper/compare/:copy',
  right: 'topic.enter',
  async get(visit) {
    const comparing = await comparingOf(visit)
    if ('kind' in comparing) return comparing
    // Entries that say the same may still meet a rule of the form.
    const [one] = comparing.entries
    const agreed = one ? allFields(one) : {}
    const refusals = comparing.differences.length > 0 ? [] : refusalsOf(visit, comparing.place, agreed)
    return show(visit, comparing, refusals, new Map(), agreed)
  },
  async post(visit) {
    const comparing = await comparingOf(visit)
    return 'kind' in comparing ? comparing : settle(visit, comparing)
  },
}

async function comparingOf(visit: Visit): Promise<Comparing | Reply> {
  const { store, t, locale, viewer, topicRoles, now } = visit
  const place = await copyOf(visit)
  const { collection, copy, form } = place
  const back = `/collections/${collection.id}/paper`
  const [entries, { entries: wanted }] = await Promise.all([
    store.paper.entries(collection.id, copy.copy),
    store.paper.settings(collection.id),
  ])
  const [one, two] = entries
  const ready = entries.length >= wanted && entries.every(({ finished }) => finished)
  if (!one || !ready) return redirect(back, t.paper.notReady)
  const { differences } = compareEntries(form, allFields(one), allFields(two ?? one))
  const personal = differences.some((field) => field.kind === 'question' && field.question.personal)
  if (personal) {
    const clerk = entries.some(({ clerkId }) => clerkId === viewer?.id)
    if (!clerk && !allowed('topic.personal', viewer, topicRoles)) return redirect(back, t.paper.personalOnly)
    await store.history.append(
      { actor: viewer?.id ?? null, kind: 'personal.read', subject: `${collection.id}/paper` },
      now().toISOString(),
    )
  }
  const wording = { form, language: speakingOf(form, '', locale).language, w: t.paper }
  return { place, entries, wording, differences }
}

/** What was chosen for each difference; a field without a choice, or with one that makes no sense, is named. */
function agreedOf(visit: Visit, { entries, differences, place, wording }: Comparing) {
  const [one] = entries
  const agreed: Record<string, string> = { ...(one ? allFields(one) : {}) }
  const errors = new Map<string, string>()
  const take = (field: PaperField, first: string, second: string) => {
    const chosen = line(visit, `choice.${field.at}`, 1)
    const other = lines(visit, `other.${field.at}`)
    if (chosen === '1') agreed[field.at] = first
    else if (chosen === '2') agreed[field.at] = second
    else if (chosen === '3') {
      agreed[field.at] = other
      if (!isUnderstood(field, other, place)) errors.set(field.at, wording.w.otherWrong)
    } else errors.set(field.at, wording.w.unresolved)
  }
  for (const field of differences) take(field, field.first, field.second)
  // Fields that only a rule of the form called for, on the page before.
  const known = new Set(differences.map(({ at }) => at))
  for (const name of Object.keys(visit.body)) {
    const at = name.startsWith('choice.') ? name.slice(7) : ''
    const field = at === '' || known.has(at) ? null : fieldAt(place.form, at)
    if (field) take(field, agreed[at] ?? '', agreed[at] ?? '')
  }
  return { agreed, errors }
}

function isUnderstood(field: PaperField, text: string, { form }: CopyPlace): boolean {
  if (field.kind === 'rows') return rowsTyped(text) !== null
  const { kind } = readTyped(field.question, form, text)
  return kind === 'value' || kind === 'mark'
}

async function settle(visit: Visit, comparing: Comparing): Promise<Reply> {
  const { place, entries, wording } = comparing
  const { t } = visit
  const { agreed, errors } = agreedOf(visit, comparing)
  if (errors.size > 0) return show(visit, comparing, [], errors)
  const outcome = await settleCopy(visit, place, agreed, entries)
  const back = `/collections/${place.collection.id}/paper`
  switch (outcome.outcome) {
    case 'refused': {
      const words = outcome.refusals.map((refusal): readonly [string, string] => [
        refusal.at,
        refusalWords(refusal, wording),
      ])
      return show(visit, comparing, outcome.refusals, new Map(words), agreed)
    }
    case 'settled':
      return redirect(`${back}?show=compare#copies`, t.paper.doneSettled({ number: place.number }))
    case 'closed':
      return redirect(back, t.paper.doneClosed)
    case 'full':
      return redirect(back, t.paper.doneFull)
    default:
      return redirect(back, t.paper.doneChanged)
  }
}

function show(
  visit: Visit,
  comparing: Comparing,
  refusals: readonly Refusal[],
  errors: ReadonlyMap<string, string>,
  agreed: EntryFields = {},
): Reply {
  const { t } = visit
  const { place, entries, wording, differences } = comparing
  const { collection, copy, number, form } = place
  const differing = new Set(differences.map(({ at }) => at))
  const rules = new Map(refusals.map((refusal) => [refusal.at, refusalWords(refusal, wording)]))
  const byRule = [...new Set(refusals.map(({ at }) => at))]
    .filter((at) => !differing.has(at))
    .flatMap((at) => {
      const field = fieldAt(form, at)
      return field ? [{ ...field, first: agreed[at] ?? '', second: agreed[at] ?? '' }] : []
    })
  const choices = [...differences, ...byRule].map((field): Choice => ({
    id: field.at,
    number: fieldNumber(form, field.at),
    label: fieldLabel(field, wording),
    options: field.kind === 'question' ? optionWords(field.question, wording) : [],
    rule: differing.has(field.at) ? '' : (rules.get(field.at) ?? ''),
    first: typedWords(field, field.first, wording),
    second: typedWords(field, field.second, wording),
    chosen: line(visit, `choice.${field.at}`, 1),
    other: lines(visit, `other.${field.at}`),
    error: errors.get(field.at) ?? '',
  }))
  const title = t.paper.compareTitle({ number })
  const context: Context = {
    title,
    breadcrumb: paperBreadcrumb(visit, collection, title),
    scripts: ['paper-compare.js'],
    errors: [...errors].map(([at, words]) => ({
      field: `choice-${at}`,
      words: `${fieldNumber(form, at)}${t.common.colon}${words}`,
    })),
    action: `/collections/${collection.id}/paper/compare/${copy.copy}`,
    clerks: entries.map(({ clerk }) => clerk),
    choices,
  }
  return view('paper/compare', context, { status: errors.size > 0 ? 422 : 200 })
}
