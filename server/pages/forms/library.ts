/** The library as pages and designer show it: what a search finds, and keeping a question or a list of choices. */

import { builtIn } from '../../library/built-in.ts'
import {
  inLocale,
  labelsIn,
  type LibraryContent,
  type LibraryItem,
  type LibraryKind,
} from '../../library/item.ts'
import type { KeptItem } from '../../store/library.ts'
import type { Visit } from '../page.ts'

/** An item in words of the reader's language. */
export interface Offered {
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

const perPage = 24
const shownChoices = 6

export interface Found {
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly items: readonly { readonly offered: Offered; readonly content: LibraryContent }[]
}

/** One page of what the words of a search find among what comes with the program and what the programme keeps. */
export async function searched(
  visit: Visit,
  programmeId: string,
  asked: { readonly search: string; readonly kind: string; readonly from: string; readonly page: string },
): Promise<Found> {
  const { search, kind, from } = asked
  const kept = await visit.store.library.items(programmeId)
  const uses = await visit.store.library.uses(programmeId)
  const items = [...(from === 'builtIn' ? [] : kept), ...(from === 'own' ? [] : builtIn)]
  const matching = items.filter((item) => (kind === '' || item.kind === kind) && speaksOf(item, search))
  const pages = Math.max(1, Math.ceil(matching.length / perPage))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(asked.page)) || 1))
  return {
    total: matching.length,
    page,
    pages,
    items: matching
      .slice((page - 1) * perPage, page * perPage)
      .map((item) => ({ offered: offeredIn(visit, item, uses.get(item.id) ?? 0), content: item.content })),
  }
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
export function mayRemove({ viewer }: Visit, { authorId }: KeptItem): boolean {
  return viewer !== null && (viewer.id === authorId || viewer.roles.includes('organiser'))
}

/** Keeps a question for the programme; false where its library is full. */
export async function keptQuestion(
  visit: Visit,
  programmeId: string,
  content: LibraryContent,
  tags: string,
): Promise<boolean> {
  return keptItem(visit, programmeId, {
    kind: 'question',
    title: titled(content.survey[0] ?? {}),
    content,
    tags,
  })
}

/** Keeps a list of choices under a title of its own; false where the library is full. */
export async function keptList(
  visit: Visit,
  programmeId: string,
  {
    title,
    content,
    tags,
  }: { readonly title: string; readonly content: LibraryContent; readonly tags: string },
): Promise<boolean> {
  return keptItem(visit, programmeId, { kind: 'list', title: { '': title.slice(0, 300) }, content, tags })
}

async function keptItem(
  { store, viewer }: Visit,
  programmeId: string,
  { tags, ...item }: Pick<LibraryItem, 'kind' | 'title' | 'content'> & { readonly tags: string },
): Promise<boolean> {
  const kept = { ...item, programmeId, tags: tagsIn(tags), authorId: viewer?.id ?? '' }
  return (await store.library.keep(kept)) !== null
}

function tagsIn(words: string): readonly string[] {
  return [...new Set(words.split(/[\s,，、]+/))]
    .filter((tag) => tag !== '')
    .slice(0, 10)
    .map((tag) => tag.slice(0, 30))
}

/** What a question is called in the library: its label, without one its name. */
function titled(cells: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const labels = Object.entries(labelsIn(cells)).filter(([, text]) => text !== '')
  if (labels.length === 0) return { '': cells['name'] ?? '' }
  return Object.fromEntries(labels.map(([language, text]) => [language, text.slice(0, 300)]))
}
