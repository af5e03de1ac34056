/** Flags of quality in words. */

import type { Flag } from '../../../analysis/quality/flag.ts'
import { say, type Catalogue, type Locale } from '../../locale/index.ts'
import { qualityReport, type QualityReport } from '../../quality/report.ts'
import { formatCount, formatNumber } from '../../summary/shown.ts'
import type { Visit } from '../page.ts'

export interface ShownFlag {
  readonly name: string
  readonly why: string
  /** Answers that it is like. */
  readonly others: readonly { readonly label: string; readonly instanceId: string }[]
}

/** The report of a collection for this visit. */
export function reportFor(
  { store, locale, config }: Pick<Visit, 'store' | 'locale' | 'config'>,
  collectionId: string,
): Promise<QualityReport | null> {
  return qualityReport(store, collectionId, { locale, timeZone: config.timeZone })
}

/** The flags of one answer, by its sequence number. */
export function shownFlags(
  report: QualityReport,
  seq: number,
  { t, locale }: { readonly t: Catalogue; readonly locale: Locale },
): readonly ShownFlag[] {
  return (report.flags.get(seq) ?? []).map(({ name, why, others }) => ({
    name: t.quality.names[name],
    why: whyWords(why, t, locale),
    others: others.map((row, place) => ({
      label: t.quality.likeNumber({ number: place + 1 }),
      instanceId: report.instanceOf(report.seqs[row]!),
    })),
  }))
}

/** A reason in words. */
export function whyWords({ code, params }: Flag['why'], t: Catalogue, locale: Locale): string {
  const words = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string'
      ? value
      : name === 'p'
        ? value < 0.001
          ? '< 0.001'
          : `= ${value.toFixed(3)}`
        : name === 'percent' || name === 'limit'
          ? value.toFixed(0)
          : Number.isInteger(value)
            ? formatCount(value, locale)
            : formatNumber(value, locale),
  ])
  return say(t.quality.whys, code, Object.fromEntries(words) as Record<string, string>)
}
