/** How one answer came about, as its page shows it: in words, and a line for each question in the order of the form. */

import { addedUp } from '../../form/paradata.ts'
import { labelsOf } from '../../exports/paradata.ts'
import { partsOfAt } from '../../form/instances.ts'
import type { QualityReport } from '../../quality/report.ts'
import type { Form } from '../../form/form.ts'
import { dateText } from '../../render.ts'
import type { Submission } from '../../store/store.ts'
import type { Visit } from '../page.ts'

export interface EffortShown {
  readonly words: readonly string[]
  readonly rows: readonly {
    readonly label: string
    readonly seconds: string
    /** Its length beside the longest, 0 to 100. */
    readonly bar: number
    /** Of the question's median; '' where none is known. */
    readonly ofMedian: string
    readonly visits: number
    readonly changes: number
    readonly later: number
  }[]
}

/** Null where nothing is kept of it. */
export async function effortShown(
  { store, t, locale, config }: Visit,
  { collectionId, seq }: Pick<Submission, 'collectionId' | 'seq'>,
  form: Form,
  report: QualityReport | null,
): Promise<EffortShown | null> {
  const told = addedUp((await store.paradata.of(collectionId, seq)).map(({ paradata }) => paradata))
  if (!told) return null
  const w = t.paradata
  const { start, end, seconds, away = 0, longest = 0, pauses = 0, backs = 0, questions } = told
  const words = [
    ...(start !== undefined && end !== undefined
      ? [
          w.lineFrom({
            start: dateText(start, locale, config.timeZone, true),
            end: dateText(end, locale, config.timeZone, true),
          }),
        ]
      : []),
    ...(seconds === null ? [] : [questions ? w.lineWhole({ seconds }) : w.lineSpan({ seconds })]),
    ...(pauses > 0 ? [w.lineAway({ away, pauses, longest })] : []),
    ...(backs > 0 ? [w.lineBacks({ backs })] : []),
  ]
  const medians = new Map(report?.times.map(({ name, median }) => [name, median]))
  const labels = labelsOf({ forms: [form] }, locale)
  const order = new Map([...labels.keys()].map((name, place) => [name, place]))
  const entries = Object.entries(questions ?? {}).toSorted(
    ([a], [b]) => (order.get(partsOfAt(a).name) ?? 0) - (order.get(partsOfAt(b).name) ?? 0),
  )
  const most = Math.max(1, ...entries.map(([, [spent]]) => spent))
  return {
    words,
    rows: entries.map(([at, [spent, visits, changes, later]]) => {
      const { path, name } = partsOfAt(at)
      const rows = path.map(({ row }) => `${row}.`).join('')
      const median = medians.get(name) ?? null
      return {
        label: `${rows === '' ? '' : `${rows} `}${labels.get(name) ?? name}`,
        seconds: spent.toFixed(1),
        bar: Math.round((100 * spent) / most),
        ofMedian: median === null || median <= 0 ? '' : `${Math.round((100 * spent) / median)}%`,
        visits,
        changes,
        later,
      }
    }),
  }
}
