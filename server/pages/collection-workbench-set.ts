/** /collections/:collection/workbench/:set: a saved set with the figures of today, its script, and its end. */

import { Readable } from 'node:stream'
import { labelOf } from '../../analysis/workbench/statistic.ts'
import { makeDataset } from '../exports/dataset.ts'
import { csvSubject } from '../exports/index.ts'
import { everything } from '../exports/selection.ts'
import { writeWorkbenchR } from '../exports/workbench-r.ts'
import { Problem } from '../problem.ts'
import { runAnalysis } from '../summary/analysis-thread.ts'
import { wholePart } from '../summary/stamp.ts'
import { soon } from './summarising/waiting.ts'
import type { ShownCrossing, ShownResult } from '../summary/shown.ts'
import { emptyStanding, encoded } from '../workbench/state.ts'
import { fileName, logExport } from './exporting/choices.ts'
import { primed } from './exporting/primed.ts'
import { redirect, view, type Page } from './page.ts'
import { summaryHead, type SummaryHead } from '../summary/head.ts'
import { savedSets, weightingWords, withRecoded, type SavedSet } from './workbench/context.ts'
import { scriptFacts } from './workbench/facts.ts'
import { foundSet } from './workbench/found-set.ts'

export interface WorkbenchSetContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly scripts: readonly string[]
  readonly collection: { readonly id: string; readonly title: string }
  readonly reader: 'full'
  readonly head: SummaryHead
  readonly weightingWords: string
  readonly set: SavedSet
  /** The archive for R. */
  readonly rHref: string
  readonly xlsxHref: string
  readonly docxHref: string
  readonly editHref: string
  /** The filter and the recodes in words. */
  readonly facts: readonly string[]
  readonly results: readonly ShownCrossing[]
  readonly weighting: ShownResult | null
}

export const collectionWorkbenchSet: Page = {
  path: '/collections/:collection/workbench/:set',
  right: 'topic.analyse',
  async get(visit) {
    const { store, t, locale } = visit
    const { held, set, script } = await foundSet(visit)
    const { id, title, topicId } = held.collection
    const results = await soon(
      visit,
      runAnalysis('workbench', { held, part: wholePart(held) }, { script, tables: script.tables, locale }),
      held,
    )
    const saved = (await savedSets(visit, id)).find(({ name }) => name === set.id)
    const address = encoded({
      ...emptyStanding,
      now: { script, table: script.tables[0] ?? emptyStanding.now.table, set: set.id },
    })
    if (!saved) throw new Problem('notFound')
    const variables = withRecoded(held, script, locale)
    const label = (name: string) => labelOf({ n: 0, variables, columns: new Map() }, name)
    return view('workbench/set', {
      title: set.name,
      breadcrumb: [
        { label: (await store.topics.find(topicId))?.title ?? '', href: `/topics/${topicId}` },
        { label: title, href: `/collections/${id}/summary` },
        { label: t.workbench.title, href: `/collections/${id}/workbench` },
        { label: set.name },
      ],
      scripts: ['summary.js', 'workbench.js'],
      collection: { id, title },
      reader: 'full',
      head: await summaryHead(store, held, { reader: 'full', locale, n: results.n }),
      weightingWords: weightingWords(script, label, t),
      set: saved,
      rHref: `/collections/${id}/workbench/${set.id}/r.zip`,
      xlsxHref: `/collections/${id}/workbench/${set.id}/tables.xlsx`,
      docxHref: `/collections/${id}/workbench/${set.id}/tables.docx`,
      editHref: `/collections/${id}/workbench${address === null ? '' : `?s=${address}`}`,
      facts: scriptFacts(script, variables, t).map(([label, words]) => `${label}${t.common.colon}${words}`),
      results: results.tables.flat(),
      weighting: results.weighting,
    } satisfies WorkbenchSetContext)
  },
  async post(visit) {
    const { held, set } = await foundSet(visit)
    const { id } = held.collection
    if (visit.body['do'] !== 'delete') throw new Problem('badRequest')
    await visit.store.workbench.remove(id, set.id)
    return redirect(`/collections/${id}/workbench`, visit.t.workbench.savedGone)
  },
}

export const collectionWorkbenchScript: Page = {
  path: '/collections/:collection/workbench/:set/script.json',
  right: 'topic.analyse',
  async get(visit) {
    const { set } = await foundSet(visit)
    return {
      kind: 'bytes',
      bytes: `${JSON.stringify(JSON.parse(set.script), null, 2)}\n`,
      type: 'application/json; charset=utf-8',
      headers: { 'Content-Disposition': `attachment; filename="workbench-${set.id}.json"` },
    }
  },
}

/** The answers, a script for R that gives the same figures, and the set itself. */
export const collectionWorkbenchR: Page = {
  path: '/collections/:collection/workbench/:set/r.zip',
  right: 'topic.analyse',
  async get(visit) {
    const { held, script } = await foundSet(visit)
    const { store, locale } = visit
    const subject = await csvSubject(store, held.collection.id)
    const choices = { personal: false, selection: everything }
    await logExport(visit, subject.collection, { ...choices, format: 'workbench-r' })
    const dataset = await makeDataset(store, subject, { ...choices, locale, table: script.unit })
    const answers =
      script.unit === null ? null : await makeDataset(store, subject, { ...choices, locale, table: null })
    const pieces = writeWorkbenchR(dataset, { answers, script, variables: withRecoded(held, script, locale) })
    return {
      kind: 'stream',
      stream: Readable.from(await primed(pieces), { objectMode: false, highWaterMark: 1 << 20 }),
      type: 'application/zip',
      headers: { 'Content-Disposition': fileName(script.title || held.collection.title, 'r.zip') },
    }
  },
}
