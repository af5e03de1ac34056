/**
 * The results of a script, in words. Held by this process, least recently used first to go: what was made ready for a
 * script (recodes, filter, weights), and finished results; key (collection, stamp, locale, script), so that a new
 * answer makes them anew.
 */

import type { Prepared } from '../../analysis/workbench/prepare.ts'
import { prepare } from '../../analysis/workbench/prepare.ts'
import { runTable } from '../../analysis/workbench/run.ts'
import { columnsNamed, type Script, type TableStep } from '../../analysis/workbench/script.ts'
import type { Tools } from '../../analysis/workbench/statistic.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import type { CollectionFrame } from '../summary/frames.ts'
import { formatCount, shownResult, type ShownCrossing, type ShownResult } from '../summary/shown.ts'
import { segmenter } from '../text/segmenter.ts'
import { stopWords } from '../text/stop-words.ts'
import { workbenchData } from './data.ts'

export interface WorkbenchResults {
  /** One list of results for each table asked for. */
  readonly tables: readonly (readonly ShownCrossing[])[]
  /** What weights and recodes did; null where nothing is to be said. */
  readonly weighting: ShownResult | null
  readonly n: number
  readonly weighted: boolean
}

const preparedKept = new Map<string, Prepared>()
const preparedLimit = 4
const shownKept = new Map<string, readonly ShownCrossing[]>()
const shownLimit = 60

/** The tables of a script worked out, one after another, giving way to other work between them. */
export async function resultsOf(
  held: CollectionFrame,
  {
    script,
    tables,
    locale,
  }: { readonly script: Script; readonly tables: readonly TableStep[]; readonly locale: Locale },
): Promise<WorkbenchResults> {
  const key = keyOf(held, script, locale, tables)
  const prepared = kept(preparedKept, preparedLimit, key, () => preparedOf(held, { script, tables, locale }))
  const shown: (readonly ShownCrossing[])[] = []
  for (const table of tables) {
    // The cutter of Chinese text takes time and memory: only where texts are asked for.
    const tools = table.statistic === 'texts' ? { segmenter: await segmenter(), stopWords } : {}
    shown.push(
      kept(shownKept, shownLimit, `${key}\n${JSON.stringify(table)}`, () =>
        shownTables(prepared, table, { locale, tools }),
      ),
    )
    await new Promise((resolve) => setImmediate(resolve))
  }
  const t = catalogues[locale]
  const said = prepared.notes.length > 0 || prepared.tables.length > 0
  return {
    tables: shown,
    weighting: said
      ? shownResult(
          { tables: prepared.tables, findings: prepared.findings, notes: prepared.notes },
          t.workbench.weightingTitle,
          { t, locale },
        )
      : null,
    n: prepared.n,
    weighted: prepared.weighted,
  }
}

/** The script made ready on the collection's answers. */
export function preparedOf(
  held: CollectionFrame,
  {
    script,
    tables,
    locale,
  }: { readonly script: Script; readonly tables: readonly TableStep[]; readonly locale: Locale },
): Prepared {
  const { frame, owners } = workbenchData(held, script.unit, { locale, wanted: columnsNamed(script, tables) })
  const { sampleType } = held.collection
  return prepare(frame, script, {
    // Rows of one answer hang together: no interval from them as if they were drawn one by one.
    sampleType: owners && sampleType === 'probability' ? 'complex' : sampleType,
    words: catalogues[locale].summary.heading,
    owners,
  })
}

function shownTables(
  prepared: Prepared,
  table: TableStep,
  { locale, tools }: { readonly locale: Locale; readonly tools: Tools },
): readonly ShownCrossing[] {
  const t = catalogues[locale]
  return runTable(prepared, table, tools).map(({ title, n, chart, ...result }) => {
    const words = title.join(' × ')
    return {
      title: words,
      base: [t.summary.baseN({ n: formatCount(n, locale) })],
      ...shownResult(result, words, { t, locale }),
      chart,
    }
  })
}

function keyOf(held: CollectionFrame, script: Script, locale: Locale, tables: readonly TableStep[]): string {
  const { collection, last, changes, channels } = held
  // Rows of a repeat carry only the columns that are asked for.
  const wanted = script.unit === null ? [] : [...columnsNamed(script, tables)].toSorted()
  const asked = JSON.stringify([{ ...script, title: '', tables: [] }, wanted])
  return [collection.id, collection.formVersionId, last, changes, channels.length, locale, asked].join('\n')
}

function kept<T>(store: Map<string, T>, limit: number, key: string, make: () => T): T {
  const known = store.get(key)
  store.delete(key)
  const value = known ?? make()
  store.set(key, value)
  for (const oldest of store.keys()) {
    if (store.size <= limit) break
    store.delete(oldest)
  }
  return value
}
