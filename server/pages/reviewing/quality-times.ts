/** Times on questions as the page of quality shows them, and the investigators and questions at which a look is due. */

import type { QualityReport } from '../../quality/report.ts'
import { formatCount } from '../../summary/shown.ts'
import type { Visit } from '../page.ts'
import { shownLimit } from './quality-limits.ts'
import { whyWords } from './flags.ts'

/** More columns than these nobody reads: the investigators with the most answers. */
const mostInvestigators = 12

export interface TimesShown {
  readonly hint: string
  readonly rows: readonly (readonly string[])[]
  /** By investigator: headings, and a row for each question; null where fewer than two collect. */
  readonly by: { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } | null
}

/** Null where the collection keeps no time on questions. */
export function timesShown(
  { times, interviewers, settings, n }: QualityReport,
  names: ReadonlyMap<string, string>,
  { t, locale }: Pick<Visit, 't' | 'locale'>,
  anonymous: boolean,
): TimesShown | null {
  if (times.length === 0 || n === 0) return null
  const q = t.quality
  const hint = q.timesHint({ questionShare: shownLimit('questionShare', settings.questionShare) || '33' })
  const busiest = interviewers.toSorted((a, b) => b.n - a.n).slice(0, mostInvestigators)
  return {
    hint: anonymous ? `${hint} ${q.timesCoarse}` : hint,
    rows: times.map(({ label, n, median, lower, upper, fast }) => [
      label,
      formatCount(n, locale),
      seconds(median),
      lower === null ? '—' : `${seconds(lower)}–${seconds(upper)}`,
      fast === null ? '—' : `${formatCount(fast, locale)} (${((100 * fast) / n).toFixed(1)}%)`,
    ]),
    by:
      busiest.length < 2
        ? null
        : {
            heads: [q.question, ...busiest.map(({ id }) => names.get(id) ?? '—')],
            rows: times.map(({ label }, place) => [
              label,
              ...busiest.map(({ questions }) => {
                const one = questions[place]
                return one && one.n > 0 ? `${seconds(one.median)} (${formatCount(one.n, locale)})` : '—'
              }),
            ]),
          },
  }
}

function seconds(value: number | null): string {
  return value === null ? '—' : value.toFixed(1)
}

/** Of whom the digits say that a look is due, and of which questions the effect does. */
export function looksDue(
  { digitFlags, effectFlags, interviewers }: QualityReport,
  names: ReadonlyMap<string, string>,
  { t, locale }: Pick<Visit, 't' | 'locale'>,
): readonly string[] {
  const nameOf = new Map(interviewers.map(({ interviewer, id }) => [interviewer, names.get(id) ?? '—']))
  return [
    ...digitFlags.map(
      ({ of, why }) => `${nameOf.get(of) ?? '—'}${t.common.colon}${whyWords(why, t, locale)}`,
    ),
    ...effectFlags.map(({ why }) => whyWords(why, t, locale)),
  ]
}
