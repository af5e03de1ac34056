/** What tables of the workbench rest on, in words: for the page of a set, and for files that leave the program. */

import type { Variable } from '../../../analysis/frame.ts'
import type { Script } from '../../../analysis/workbench/script.ts'
import { labelOf } from '../../../analysis/workbench/statistic.ts'
import type { Catalogue } from '../../locale/index.ts'
import { dateText } from '../../render.ts'
import type { CollectionFrame } from '../../summary/frames.ts'
import { summaryHead } from '../../summary/head.ts'
import { formatCount } from '../../summary/shown.ts'
import type { Visit } from '../page.ts'
import { conditionWords, designWords, weightingWords, withRecoded } from './context.ts'

type Fact = readonly [label: string, words: string]

/** The filter and each recode. */
export function scriptFacts(script: Script, variables: readonly Variable[], t: Catalogue): readonly Fact[] {
  const words = t.workbench
  const label = (name: string) => labelOf({ n: 0, variables, columns: new Map() }, name)
  const filter = script.filter
    .map((group) => group.map((condition) => conditionWords(condition, variables, t)).join(words.and))
    .join(words.or)
  return [
    ...(filter === '' ? [] : [[words.filter, filter] satisfies Fact]),
    ...script.recodes.map((recode): Fact => {
      const made = words.recodeLine({ label: recode.label, name: recode.name, from: label(recode.from) })
      return [words.recode, recode.note === '' ? made : `${made}${t.common.colon}${recode.note}`]
    }),
  ]
}

/** All that a table must carry with it where it stands without its page (promise 4). */
export async function tableFacts(
  { store, t, locale, config, now }: Visit,
  held: CollectionFrame,
  script: Script,
  n: number,
): Promise<readonly Fact[]> {
  const head = await summaryHead(store, held, { reader: 'full', locale, n })
  const variables = withRecoded(held, script, locale)
  const label = (name: string) => labelOf({ n: 0, variables, columns: new Map() }, name)
  const { summary, workbench } = t
  const day = (text: string) => dateText(text, locale, config.timeZone)
  return [
    [workbench.dataOf, held.collection.title],
    [summary.shownN, `${formatCount(n, locale)} ${summary.answersUnit}`.trim()],
    ...(head.rejected > 0
      ? [
          [
            summary.rejectedN,
            summary.rejectedWords({ n: formatCount(head.rejected, locale), percent: head.rejectedPercent }),
          ] satisfies Fact,
        ]
      : []),
    ...(head.from && head.to
      ? [
          [
            summary.fieldwork,
            head.from === head.to ? day(head.from) : summary.span({ from: day(head.from), to: day(head.to) }),
          ] satisfies Fact,
        ]
      : []),
    [summary.method, summary.kind[head.kind]],
    [
      summary.sample,
      ['quota', 'open', 'organised'].includes(head.sampleType)
        ? `${summary.sampleType[head.sampleType]}${workbench.listSeparator}${summary.nonProbability}`
        : summary.sampleType[head.sampleType],
    ],
    [summary.weighting, weightingWords(script, label, t)],
    [workbench.design, designWords(script, label, t)],
    ...scriptFacts(script, variables, t),
    [workbench.asOf, dateText(now().toISOString(), locale, config.timeZone, true)],
    [workbench.chainHead, `${head.chain.number} ${head.chain.hash}`],
  ]
}
