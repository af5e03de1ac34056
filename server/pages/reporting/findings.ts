/** The chapter of findings: what stands out by the rule, as the organisers arranged it, with live figures. */

import type { Block } from '../../report/blocks.ts'
import type { ShownFinding } from '../../summary/findings/shown.ts'
import { formatCount } from '../../summary/shown.ts'
import { dateText } from '../../render.ts'
import type { Asked, Source } from './material.ts'

export function findingBlocks(asked: Asked, { content, collections }: Source): readonly Block[] {
  const { t, locale, reader } = asked
  const b = t.briefing
  if (collections.every(({ head }) => head.n === 0)) return [{ kind: 'paragraph', text: b.noData }]
  const inReport = new Set(collections.map(({ id }) => id))
  const shown = content.findings.shown.filter(({ collectionId }) => inReport.has(collectionId))
  const first = shown.filter(({ headline }) => headline)
  const rest = shown.filter(({ headline }) => !headline)
  const rule = [
    b.rule({ tried: formatCount(content.findings.tried, locale) }),
    ...(reader === 'protected' ? [b.ruleProtected] : []),
  ].join(locale === 'en' ? ' ' : '')
  const heading = (n: number): Block => ({
    kind: 'heading',
    level: 2,
    text: b.moreFindings({ n: formatCount(n, locale) }),
  })
  return [
    ...(first.length === 0 ? [{ kind: 'paragraph', text: b.noFindings, source: rule } as const] : []),
    ...first.map((finding, place) => findingBlock(finding, asked, place === 0 ? rule : null)),
    ...(rest.length > 0
      ? [heading(rest.length), ...rest.map((each) => findingBlock(each, asked, null))]
      : []),
    ...citedBlocks(shown, content, asked),
  ]
}

/** The claim, the figures, what it cites; as footnotes the rule, who changed the words and how it was tested. */
function findingBlock(finding: ShownFinding, { t, locale, timeZone }: Asked, rule: string | null): Block {
  const gap = locale === 'en' ? ' ' : ''
  const { edited, test, pins } = finding
  const notes = [
    rule,
    test,
    edited && t.findings.edited({ person: edited.person, day: dateText(edited.at, locale, timeZone) }),
  ].filter(Boolean)
  const cited = pins.length > 0 ? `${gap}${pins.map((pin) => t.report.evidence({ pin })).join(gap)}` : ''
  return {
    kind: 'finding',
    text: `${finding.words}${t.findings.end}${gap}${finding.figures}${cited}`,
    ...(notes.length > 0 ? { source: notes.join(gap) } : {}),
  }
}

/** What the findings cite, by number; the thing itself is opened in the system by those who may. */
function citedBlocks(
  shown: readonly ShownFinding[],
  { pins }: Source['content'],
  { t }: Asked,
): readonly Block[] {
  const cited = new Set(shown.flatMap((finding) => finding.pins))
  const items = pins
    .filter(({ number }) => cited.has(number))
    .map(({ number, kind, note }) =>
      t.report.evidenceOf({ pin: number, kind: t.report.evidenceKind[kind], note }),
    )
  return items.length > 0 ? [{ kind: 'remarks', items }] : []
}
