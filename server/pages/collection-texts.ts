/** /collections/:collection/texts/:variable: what people wrote, to be searched and paged, for analysts. */

import { Problem } from '../problem.ts'
import { frameSoon } from './summarising/waiting.ts'
import type { Variable } from '../../analysis/frame.ts'
import { openQuestions, readersFrame, repeatVariables } from '../summary/summary.ts'
import { partFor } from '../summary/stamp.ts'
import { openAnswers, type OpenAnswer } from '../summary/texts.ts'
import { view, type Page } from './page.ts'

export interface CollectionTextsContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly search: string
  readonly answers: readonly OpenAnswer[]
  readonly found: number
  readonly total: number
  readonly path: string
  readonly firstUrl: string | null
  readonly nextUrl: string | null
}

export const collectionTexts: Page = {
  path: '/collections/:collection/texts/:variable',
  right: 'topic.analyse',
  async get(visit) {
    const { store, params, query, t, locale } = visit
    const held = await frameSoon(visit, params['collection']!)
    if (!held) throw new Problem('notFound')
    const open = openQuestions(held)
    const wanted = ({ name, kind }: Variable) =>
      name === params['variable'] && kind === 'text' && open.has(name)
    const { frame: main, channel } = readersFrame(held, await partFor(store, held, 'full'), locale)
    const frames = [
      main,
      ...held.repeats.map(({ table, frame }) => ({
        ...frame,
        variables: repeatVariables(held, table.name, locale),
      })),
    ]
    const frame = frames.find(({ variables }) => variables.some(wanted))
    const variable = frame?.variables.find(wanted)
    if (!frame || !variable) throw new Problem('notFound')
    const search = (query['q'] ?? '').trim().slice(0, 100)
    const start = Math.max(0, Math.trunc(Number(query['start'] ?? '')) || 0)
    const { answers, found, total } = openAnswers(frame, {
      variable: variable.name,
      channel,
      search,
      start,
      anonymous: held.collection.anonymous,
    })
    const { id, topicId, title } = held.collection
    const path = `/collections/${id}/texts/${encodeURIComponent(variable.name)}`
    const address = (from: number) => {
      const words = new URLSearchParams()
      if (search !== '') words.set('q', search)
      if (from > 0) words.set('start', String(from))
      return `${path}?${words.toString()}`
    }
    return view('summary/texts', {
      title: variable.label,
      breadcrumb: [
        { label: (await store.topics.find(topicId))?.title ?? '', href: `/topics/${topicId}` },
        { label: title, href: `/collections/${id}/summary` },
        { label: t.summary.openAnswers },
      ],
      search,
      answers,
      found,
      total,
      path,
      firstUrl: start > 0 ? address(0) : null,
      nextUrl: start + answers.length < found ? address(start + answers.length) : null,
    } satisfies CollectionTextsContext)
  },
}
