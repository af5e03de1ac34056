/** /forms/:form/library: lists and questions to put into a form, those of the system and those that the programme keeps. */

import { builtIn } from '../library/built-in.ts'
import { withItem } from '../library/adding.ts'
import { inLocale, labelsIn } from '../library/item.ts'
import { itemOf, questionsIn } from '../library/taking.ts'
import { Problem } from '../problem.ts'
import { editorLimits, titleOf } from './forms/editing.ts'
import { keptQuestion, mayRemove, searched, type Offered } from './forms/library.ts'
import { formOf, type Step } from './forms/place.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

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
  const found = await searched(visit, topic.programmeId, { search, kind, from, page: query['page'] ?? '' })
  const { page: number, pages } = found
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
    total: found.total,
    offered: found.items.map(({ offered }) => offered),
    previousUrl: number > 1 ? urlOf(number - 1) : null,
    nextUrl: number < pages ? urlOf(number + 1) : null,
  }
  return view('forms/library', context)
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
  const { t } = visit
  const { form, topic } = await formOf(visit, null)
  const given = visit.body['question']
  const chosen = new Set(typeof given === 'string' ? [given] : (given ?? []))
  const places = questionsIn(form.source).filter(({ from }) =>
    chosen.has(form.source.survey[from]?.cells['name'] ?? ''),
  )
  const refuse = (words: string) => showKeeping(visit, [{ field: 'question', words }], chosen)
  if (places.length === 0) return refuse(t.library.chooseOne)
  for (const place of places)
    if (!(await keptQuestion(visit, topic.programmeId, itemOf(form.source, place), fieldOf(visit, 'tags'))))
      return refuse(t.library.full)
  return redirect(`/forms/${form.id}/library?from=own`, t.library.kept({ count: places.length }))
}

function fieldOf({ body }: Visit, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value.slice(0, 300) : ''
}
