/** The codebook that goes with a collection's CSV file. */

import iconv from 'iconv-lite'
import type { Frame } from '../../analysis/frame.ts'
import { codebook } from '../exports/index.ts'
import { Problem } from '../problem.ts'
import { framesOf, type CollectionFrame } from '../summary/frames.ts'
import { catalogues } from '../locale/index.ts'
import { askedExport, csvType, fileName } from './exporting/choices.ts'
import type { Page } from './page.ts'

/** The rows of each repeat, by its name. */
export function repeatFrames({ repeats }: CollectionFrame): ReadonlyMap<string, Frame> {
  return new Map(repeats.map(({ table, frame }) => [table.name, frame]))
}

export const collectionCodebook: Page = {
  path: '/collections/:collection/codebook.csv',
  right: 'topic.analyse',
  async get(visit) {
    const { store, params } = visit
    const held = await framesOf(store).of(params['collection']!)
    if (!held) throw new Problem('notFound')
    const { subject, choices } = await askedExport(visit)
    const t = catalogues[choices.locale]
    const text = codebook(subject, choices, { frame: held.frame, repeats: repeatFrames(held), t })
    const bytes =
      choices.encoding === 'gb18030'
        ? iconv.encode(text, 'gb18030')
        : Buffer.from(`${choices.mark ? '\uFEFF' : ''}${text}`, 'utf8')
    return {
      kind: 'bytes',
      bytes,
      type: csvType(choices),
      headers: { 'Content-Disposition': fileName(`${held.collection.title}-${t.exports.codebook}`, 'csv') },
    }
  },
}
