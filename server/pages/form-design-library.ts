/** /forms/:form/design/library: the library inside the designer. It puts in what it finds by itself, and tells of each use. */

import { isRecord } from '../form/rows.ts'
import { builtIn } from '../library/built-in.ts'
import { itemOf, questionsIn } from '../library/taking.ts'
import { Problem } from '../problem.ts'
import type { FormDraft } from '../store/store.ts'
import { keptList, keptQuestion, mayRemove, searched } from './forms/library.ts'
import { formOf } from './forms/place.ts'
import type { Page, Reply, Visit } from './page.ts'

export const formDesignLibrary: Page = {
  path: '/forms/:form/design/library',
  right: 'topic.manage',
  accepts: 'json',
  get: async (visit) => {
    const { topic } = await formOf(visit, null)
    const { q = '', kind = '', from = '', page = '' } = visit.query
    const asked = { search: q.trim().slice(0, 100), kind, from, page }
    const { items, ...found } = await searched(visit, topic.programmeId, asked)
    return {
      kind: 'json',
      value: { ...found, items: items.map(({ offered, content }) => ({ ...offered, content })) },
    }
  },
  post: async (visit) => {
    const { form, topic } = await formOf(visit, null)
    const json = isRecord(visit.json) ? visit.json : {}
    const text = (name: string) => {
      const value = json[name]
      return typeof value === 'string' ? value.trim().slice(0, 300) : ''
    }
    switch (json['do']) {
      case 'used':
        return used(visit, topic.programmeId, text('item'))
      case 'remove':
        return remove(visit, topic.programmeId, text('item'))
      case 'keepQuestion':
        return keepQuestion(visit, topic.programmeId, form, { name: text('name'), tags: text('tags') })
      case 'keepList':
        return keepList(visit, topic.programmeId, form, {
          list: text('list'),
          title: text('title'),
          tags: text('tags'),
        })
      default:
        throw new Problem('badRequest')
    }
  },
}

async function used({ store }: Visit, programmeId: string, id: string): Promise<Reply> {
  const known =
    builtIn.some((one) => one.id === id) ||
    (await store.library.items(programmeId)).some((one) => one.id === id)
  if (!known) throw new Problem('notFound')
  await store.library.used(programmeId, id)
  return { kind: 'json', value: { uses: (await store.library.uses(programmeId)).get(id) ?? 0 } }
}

async function remove(visit: Visit, programmeId: string, id: string): Promise<Reply> {
  const { store } = visit
  const item = (await store.library.items(programmeId)).find((one) => one.id === id)
  if (!item) throw new Problem('notFound')
  if (!mayRemove(visit, item)) throw new Problem('forbidden')
  await store.library.remove(programmeId, id)
  return { kind: 'json', value: {} }
}

async function keepQuestion(
  visit: Visit,
  programmeId: string,
  { source }: FormDraft,
  { name, tags }: { readonly name: string; readonly tags: string },
): Promise<Reply> {
  const place = questionsIn(source).find(({ from }) => source.survey[from]?.cells['name'] === name)
  if (name === '' || !place) throw new Problem('notFound')
  return kept(visit, await keptQuestion(visit, programmeId, itemOf(source, place), tags))
}

async function keepList(
  visit: Visit,
  programmeId: string,
  { source }: FormDraft,
  { list, title, tags }: { readonly list: string; readonly title: string; readonly tags: string },
): Promise<Reply> {
  const choices = source.choices
    .map(({ cells }) => cells)
    .filter((cells) => (cells['list_name'] ?? cells['list name']) === list)
  if (list === '' || choices.length === 0) throw new Problem('notFound')
  const content = { survey: [], choices }
  return kept(
    visit,
    await keptList(visit, programmeId, { title: title === '' ? list : title, content, tags }),
  )
}

function kept({ t }: Visit, done: boolean): Reply {
  return done
    ? { kind: 'json', value: {} }
    : { kind: 'json', status: 409, value: { error: 'full', message: t.library.full } }
}
