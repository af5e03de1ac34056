/** What a collection says of itself as a study, in words of the reader's language. */

import type { Study } from './ddi.ts'
import type { Dataset } from './dataset.ts'
import type { Making } from './formats.ts'

export function studyOf(dataset: Dataset, { t, locale, collection, topic }: Making): Study {
  const words = t.exports.files
  return {
    title: collection.title,
    producer: collection.asker,
    purpose: collection.purpose,
    topic: topic?.title ?? collection.title,
    firstDay: dataset.firstDay,
    lastDay: dataset.lastDay,
    universe: words.universe,
    sampling: t.collections.sampleTypes[collection.sampleType],
    mode: t.summary.kind[collection.kind],
    weighting: t.summary.unweighted,
    dataFile: `${collection.title}.sav`,
    language: locale,
  }
}
