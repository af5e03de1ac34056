/** The chapter of what was done: the questions of the topic, and how each collection went. */

import type { Block } from '../../report/blocks.ts'
import { formatCount } from '../../summary/shown.ts'
import { fieldworkOf, type Asked, type Material } from './material.ts'

export function coverageBlocks(asked: Asked, material: readonly Material[]): readonly Block[] {
  const { topic, t, locale } = asked
  const words = t.report
  const methods = topic.methods.map(
    (method) => t.topics.method[method as keyof typeof t.topics.method] ?? method,
  )
  return [
    ...(topic.questions
      ? [
          { kind: 'heading', level: 2, text: words.questions } as const,
          { kind: 'paragraph', text: topic.questions } as const,
        ]
      : []),
    ...(methods.length > 0
      ? [
          {
            kind: 'paragraph',
            text: words.methodsPlanned({ methods: methods.join(locale === 'zh-CN' ? '、' : ', ') }),
          } as const,
        ]
      : []),
    ...(material.length === 0 ? [{ kind: 'paragraph', text: words.nothingYet } as const] : []),
    ...material.flatMap((each): Block[] => [
      { kind: 'facts', caption: words.factsOf({ title: each.title }), rows: factsOf(each, asked) },
      ...effectsOf(each, asked),
    ]),
  ]
}

function factsOf({ head }: Material, asked: Asked): readonly (readonly [string, string])[] {
  const { t, locale } = asked
  const s = t.summary
  const count = (n: number) => t.report.countedWords({ n: formatCount(n, locale) })
  const dates = fieldworkOf(head, asked)
  const nonProbability = ['quota', 'open', 'organised'].includes(head.sampleType)
  const comma = locale === 'zh-CN' ? '，' : ', '
  const rows: (readonly [string, string])[] = [
    [s.method, s.kind[head.kind]],
    [s.sample, `${s.sampleType[head.sampleType]}${nonProbability ? `${comma}${s.nonProbability}` : ''}`],
  ]
  if (head.n !== null) rows.push([t.report.counted, count(head.n)])
  if (head.received !== null && head.received !== head.n) rows.push([s.receivedN, count(head.received)])
  if (head.rejected > 0)
    rows.push([
      s.rejectedN,
      s.rejectedWords({ n: formatCount(head.rejected, locale), percent: head.rejectedPercent }),
    ])
  if (dates) rows.push([s.fieldwork, dates])
  rows.push([s.weighting, s.unweighted], [s.anonymity, head.anonymous ? s.anonymous : s.named])
  if (head.versions) rows.push([s.versions, s.versionsJoined({ numbers: head.versions })])
  rows.push([s.stateLabel, s.collectionState[head.state]])
  return rows
}

/** What review's rejections do to the leading figures; for those whose figures are whole. */
function effectsOf({ effects, title }: Material, { t }: Asked): readonly Block[] {
  if (effects.length === 0) return []
  const s = t.summary
  const text = (words: string) => ({ text: words, value: null })
  return [
    {
      kind: 'table',
      number: '',
      source: t.report.effectsSource,
      table: {
        key: 'effects',
        caption: t.report.effects({ title }),
        columns: [
          { key: 'question', label: s.effectQuestion, numeric: false },
          { key: 'figure', label: s.effectFigure, numeric: true },
          { key: 'accepted', label: s.effectAccepted, numeric: true },
          { key: 'together', label: s.effectTogether, numeric: true },
        ],
        rows: effects.map(({ label, measure, accepted, together }) => ({
          role: 'value',
          head: label,
          cells: [text(measure), text(accepted), text(together)],
        })),
      },
    },
  ]
}
