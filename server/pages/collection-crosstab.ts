/** /collections/:collection/crosstab: any two questions together, chosen by two selects. */

import { emptyScript } from '../../analysis/workbench/script.ts'
import { Problem } from '../problem.ts'
import { filters, readFilter, singleKey } from '../summary/filters.ts'
import { frameSoon, soon } from './summarising/waiting.ts'
import { partFor, readerOf, type Reader } from '../summary/stamp.ts'
import { crossable, crossingOf, readersFrame } from '../summary/summary.ts'
import type { ShownCrossing } from '../summary/shown.ts'
import { view, type Page } from './page.ts'
import { keptRecodes } from '../workbench/kept.ts'
import { withRecoded } from './workbench/context.ts'
import { summaryHead, type SummaryHead } from '../summary/head.ts'

export interface CollectionCrosstabContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly scripts: readonly string[]
  readonly collection: { readonly id: string; readonly title: string }
  readonly reader: Reader
  readonly topicId: string
  readonly head: SummaryHead
  readonly variables: readonly { readonly name: string; readonly label: string }[]
  readonly rows: string
  readonly columns: string
  readonly crossing: ShownCrossing | null
  /** The filter that came along, as hidden fields and in words. */
  readonly filter: readonly { readonly field: string; readonly value: string; readonly words: string }[]
}

export const collectionCrosstab: Page = {
  path: '/collections/:collection/crosstab',
  right: 'topic.summary',
  async get(visit) {
    const { store, params, query, t, locale, viewer, topicRoles } = visit
    const held = await frameSoon(visit, params['collection']!)
    if (!held) throw new Problem('notFound')
    const reader = readerOf(viewer, topicRoles)
    const part = await partFor(store, held, reader)
    const { frame } = readersFrame(held, part, locale)
    const filter = readFilter(query, frame)
    // Two filters laid over a table would be subtracted from it: protected readers see whole tables only.
    const applied = reader === 'full' ? filter : { singles: [], from: null, to: null }
    // An analyst's recodes part people otherwise than the questions do: nothing for protected readers.
    const recodes = reader === 'full' ? await keptRecodes(store, held.collection.id) : []
    const made = recodes.length > 0 ? withRecoded(held, { ...emptyScript, recodes }, locale) : frame.variables
    const variables = crossable(made)
    const known = (name: string | undefined) =>
      variables.some((variable) => variable.name === name) ? name! : ''
    const rows = known(query['rows'])
    const columns = known(query['columns'])
    const { id, topicId, title } = held.collection
    const topic = await store.topics.find(topicId)
    const labelOf = (variable: string, value: string) => {
      const found = frame.variables.find(({ name }) => name === variable)
      return `${found?.label ?? variable}${t.common.colon}${found?.categories.find((category) => category.value === value)?.label ?? value}`
    }
    const fields = applied.singles.map((single, place) => ({
      field: place === 0 ? 'where' : `where${place + 1}`,
      value: singleKey(single),
      words: labelOf(single.variable, single.value),
    }))
    const days = [
      ...(applied.from === null
        ? []
        : [{ field: 'from', value: applied.from, words: t.summary.fromDay({ day: applied.from }) }]),
      ...(applied.to === null
        ? []
        : [{ field: 'to', value: applied.to, words: t.summary.toDay({ day: applied.to }) }]),
    ]
    const context: CollectionCrosstabContext = {
      title: t.summary.crosstab,
      breadcrumb: [
        { label: topic?.title ?? '', href: `/topics/${topicId}` },
        { label: title, href: `/collections/${id}/summary` },
        { label: t.summary.crosstab },
      ],
      scripts: ['summary.js'],
      collection: { id, title },
      reader,
      topicId,
      head: await summaryHead(store, held, { reader, locale, n: filters(applied) ? null : frame.n }),
      variables,
      rows,
      columns,
      crossing:
        rows === '' || columns === ''
          ? null
          : await soon(
              visit,
              crossingOf(held, part, { reader, locale, filter: applied, rows, columns, recodes }),
              held,
            ),
      filter: [...fields, ...days],
    }
    return view('summary/crosstab', context)
  },
}
