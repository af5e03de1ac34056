/** /forms/:form/library: lists and questions to put into a form, those of the system and those that the programme keeps. */

import { builtIn } from '../library/built-in.ts'
import { withItem } from '../library/adding.ts'
import { inLocale, labelsIn, type LibraryItem, type LibraryKind } from '../library/item.ts'
import { itemOf, questionsIn } from '../library/taking.ts'
import { Problem } from '../problem.ts'
import type { KeptItem } from '../store/library.ts'
import { editorLimits, titleOf } from './forms/editing.ts'
import { formOf, type Step } from './forms/place.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

/** An item in words of the reader's language. */
interface Offered {
  readonly id: string
  readonly kind: LibraryKind
  readonly title: string
  /** Labels of its rows and of its first choices. */
  readonly rows: readonly string[]
  readonly choices: readonly string[]
  readonly moreChoices: number
  readonly tags: readonly string[]
  readonly uses: number
  readonly kept: { readonly author: string; readonly addedAt: string; readonly mayRemove: boolean } | null
}

export interface FormLibraryPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly address: string
  readonly design: string
  readonly search: string
  readonly kind: string
  readonly from: string
  readonly total: number
  readonly offered: readonly Offered[]
  readonly previousUrl: string | null
  readonly nextUrl: string | null
}

export interface FormLibraryKeepPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly address: string
  readonly questions: readonly { readonly value: string; readonly label: string; readonly chosen: boolean }[]
  readonly tags: string
  readonly errors: readonly { readonly field: string; readonly words: string }[]
}

const perPage = 24
const shownChoices = 6

export const formLibraryPage: Page = {
  path: '/forms/:form/library',
  right: 'topic.manage',
  get: showLibrary,
  post: async (visit) => {
    const id = fieldOf(visit, 'item')
    if (visit.body['do'] === 'remove') return remove(visit, id)
    if (visit.body['do'] === 'add') return add(visit, id)
    throw new Problem('badRequest')
  },
}

export const formLibraryKeepPage: Page = {
  path: '/forms/:form/library/keep',
  right: 'topic.manage',
  get: (visit) => showKeeping(visit, [], null),
  post: keep,
}

async function showLibrary(visit: Visit): Promise<Reply> {
  const { t, query } = visit
  const { form, topic, breadcrumb } = await formOf(visit, t.library.title)
  const address = `/forms/${form.id}/library`
  const search = (query['q'] ?? '').trim().slice(0, 100)
  const kind = query['kind'] === 'list' || query['kind'] === 'question' ? query['kind'] : ''
  const from = query['from'] === 'own' || query['from'] === 'builtIn' ? query['from'] : ''
  const kept = await visit.store.library.items(topic.programmeId)
  const uses = await visit.store.library.uses(topic.programmeId)
  const items = [...(from === 'builtIn' ? [] : kept), ...(from === 'own' ? [] : builtIn)]
  const matching = items.filter((item) => (kind === '' || item.kind === kind) && speaksOf(item, search))
  const pages = Math.max(1, Math.ceil(matching.length / perPage))
  const number = Math.min(pages, Math.max(1, Math.trunc(Number(query['page'])) || 1))
  const urlOf = (page: number) => {
    const asked = Object.entries({ q: search, kind, from, page: page > 1 ? String(page) : '' })
    const words = new URLSearchParams(asked.filter(([, text]) => text !== '')).toString()
    return words === '' ? address : `${address}?${words}`
  }
  const context: FormLibraryPage = {
    title: t.library.title,
    breadcrumb,
    address,
    design: `/forms/${form.id}/design`,
    search,
    kind,
    from,
    total: matching.length,
    offered: matching
      .slice((number - 1) * perPage, number * perPage)
      .map((item) => offeredIn(visit, item, uses.get(item.id) ?? 0)),
    previousUrl: number > 1 ? urlOf(number - 1) : null,
    nextUrl: number < pages ? urlOf(number + 1) : null,
  }
  return view('forms/library', context)
}

function speaksOf({ title, tags, content }: LibraryItem, search: string): boolean {
  if (search === '') return true
  const words = [
    ...Object.values(title),
    ...tags,
    ...[...content.survey, ...content.choices].flatMap((cells) => Object.values(labelsIn(cells))),
  ]
  const wanted = search.toLowerCase().split(/\s+/)
  const all = words.join('\n').toLowerCase()
  return wanted.every((word) => all.includes(word))
}

function offeredIn(visit: Visit, item: LibraryItem | KeptItem, uses: number): Offered {
  const { locale } = visit
  const label = (cells: Readonly<Record<string, string>>) => inLocale(labelsIn(cells), locale)
  const choices = item.content.choices.map(label)
  return {
    id: item.id,
    kind: item.kind,
    title: inLocale(item.title, locale),
    rows: item.content.survey
      .slice(1)
      .map(label)
      .filter((words) => words !== ''),
    choices: choices.slice(0, shownChoices),
    moreChoices: Math.max(0, choices.length - shownChoices),
    tags: item.tags,
    uses,
    kept:
      'author' in item
        ? { author: item.author, addedAt: item.addedAt, mayRemove: mayRemove(visit, item) }
        : null,
  }
}

/** Whoever kept it, and organisers. */
function mayRemove({ viewer }: Visit, { authorId }: KeptItem): boolean {
  return viewer !== null && (viewer.id === authorId || viewer.roles.includes('organiser'))
}

async function add(visit: Visit, id: string): Promise<Reply> {
  const { store, t, locale } = visit
  const { form, topic } = await formOf(visit, null)
  const kept = await store.library.items(topic.programmeId)
  const item = builtIn.find((one) => one.id === id) ?? kept.find((one) => one.id === id)
  if (!item) throw new Problem('notFound')
  const { source, list } = withItem(form.source, item.content, locale)
  const large = (['survey', 'choices'] as const).some((sheet) => source[sheet].length > editorLimits[sheet])
  if (large) return redirect(`/forms/${form.id}/library`, t.library.tooLarge)
  const change = { title: titleOf(source, form.title), source, kind: form.kind }
  // Somebody saved in between: the form is read again, and what was added stands at its new end.
  if (!(await store.forms.save(form.id, form.revision, change))) return add(visit, id)
  await store.library.used(topic.programmeId, id)
  const title = inLocale(item.title, locale)
  const words = item.kind === 'list' ? t.library.listAdded({ title, name: list }) : t.library.added({ title })
  return redirect(`/forms/${form.id}/design`, words)
}

async function remove(visit: Visit, id: string): Promise<Reply> {
  const { store, t } = visit
  const { form, topic } = await formOf(visit, null)
  const item = (await store.library.items(topic.programmeId)).find((one) => one.id === id)
  if (!item) throw new Problem('notFound')
  if (!mayRemove(visit, item)) throw new Problem('forbidden')
  await store.library.remove(topic.programmeId, id)
  return redirect(`/forms/${form.id}/library?from=own`, t.library.removed)
}

async function showKeeping(
  visit: Visit,
  errors: FormLibraryKeepPage['errors'],
  chosen: ReadonlySet<string> | null,
): Promise<Reply> {
  const { t, locale } = visit
  const { form, breadcrumb } = await formOf(visit, t.library.keepTitle)
  const context: FormLibraryKeepPage = {
    title: t.library.keepTitle,
    breadcrumb,
    address: `/forms/${form.id}/library/keep`,
    questions: questionsIn(form.source).map((place) => {
      const cells = form.source.survey[place.from]?.cells ?? {}
      const value = cells['name'] ?? ''
      const label = inLocale(labelsIn(cells), locale) || value
      return { value, label, chosen: chosen?.has(value) ?? false }
    }),
    tags: fieldOf(visit, 'tags'),
    errors,
  }
  return view('forms/library-keep', context, { status: errors.length > 0 ? 422 : 200 })
}

async function keep(visit: Visit): Promise<Reply> {
  const { store, t, viewer } = visit
  const { form, topic } = await formOf(visit, null)
  const given = visit.body['question']
  const chosen = new Set(typeof given === 'string' ? [given] : (given ?? []))
  const places = questionsIn(form.source).filter(({ from }) =>
    chosen.has(form.source.survey[from]?.cells['name'] ?? ''),
  )
  const refuse = (words: string) => showKeeping(visit, [{ field: 'question', words }], chosen)
  if (places.length === 0) return refuse(t.library.chooseOne)
  const tags = [...new Set(fieldOf(visit, 'tags').split(/[\s,，、]+/))]
    .filter((tag) => tag !== '')
    .slice(0, 10)
    .map((tag) => tag.slice(0, 30))
  for (const place of places) {
    const content = itemOf(form.source, place)
    const kept = await store.library.keep({
      programmeId: topic.programmeId,
      kind: 'question',
      title: titled(content.survey[0] ?? {}),
      tags,
      content,
      authorId: viewer?.id ?? '',
    })
    if (kept === null) return refuse(t.library.full)
  }
  return redirect(`/forms/${form.id}/library?from=own`, t.library.kept({ count: places.length }))
}

/** What a question is called in the library: its label, without one its name. */
function titled(cells: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const labels = Object.entries(labelsIn(cells)).filter(([, text]) => text !== '')
  if (labels.length === 0) return { '': cells['name'] ?? '' }
  return Object.fromEntries(labels.map(([language, text]) => [language, text.slice(0, 300)]))
}

function fieldOf({ body }: Visit, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value.slice(0, 300) : ''
}
