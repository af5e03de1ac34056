/** The report of a topic for one reader: its material as chapters of blocks, in the order that the organiser chose. */

import type { Block, Chapter, Report } from '../../report/blocks.ts'
import type { Locale } from '../../locale/index.ts'
import { dateText } from '../../render.ts'
import { headingCounter } from '../../report/numerals.ts'
import type { ReportArrangement } from '../../store/store.ts'
import { chaptersOf, type ChapterKind } from './arrangement.ts'
import { coverageBlocks } from './coverage.ts'
import { findingBlocks } from './findings.ts'
import { instructionBlocks } from './instructions.ts'
import { materialOf, type Asked, type Source } from './material.ts'
import { methodBlocks } from './method.ts'
import { noteBlocks } from './notes.ts'
import { questionnaireBlocks } from './questionnaire.ts'
import { resultBlocks } from './results.ts'

type Chapters = Readonly<
  Record<ChapterKind, (asked: Asked, source: Source) => readonly Block[] | Promise<readonly Block[]>>
>

const chapters: Chapters = {
  findings: findingBlocks,
  coverage: (asked, { collections }) => coverageBlocks(asked, collections),
  results: (asked, { collections }) => resultBlocks(asked, collections),
  notes: (asked, { collections }) => noteBlocks(asked, collections),
  instructions: instructionBlocks,
  method: (asked, { collections }) => methodBlocks(asked, collections),
  questionnaire: (asked, { collections }) => questionnaireBlocks(asked, collections),
}

export async function reportOf(
  asked: Asked,
  arrangement: ReportArrangement | null,
  now: Date,
): Promise<Report> {
  const { store, topic, reader, locale, t, timeZone } = asked
  const words = t.report
  const source = await materialOf(asked, arrangement?.leftOut ?? [])
  const material = source.collections
  const written: Omit<Chapter, 'number'>[] = []
  for (const { kind, shown } of chaptersOf(arrangement)) {
    if (!shown) continue
    const blocks = await chapters[kind](asked, source)
    written.push({
      kind,
      title: words.part[kind],
      blocks: blocks.length > 0 ? blocks : [{ kind: 'paragraph', text: words.nothing }],
    })
  }
  const unit = topic.unitId === null ? null : await store.units.find(topic.unitId)
  const date = dateText(now.toISOString(), locale, timeZone)
  return {
    locale,
    title: arrangement?.title || words.titleOf({ title: topic.title }),
    issuer: arrangement?.issuer || unit?.name || '',
    date,
    coverNotes: [reader === 'full' ? words.coverFull : words.coverProtected],
    internal: arrangement?.internal ?? false,
    chapters: numbered(written, locale),
    closing: [
      ...(material.length > 0 ? [words.closing] : []),
      ...material.map(({ title, head }) => words.closingHead({ title, ...head.chain })),
      words.closingMade({ at: dateText(now.toISOString(), locale, timeZone, true) }),
    ],
    words: {
      contents: words.contents,
      figure: words.figure,
      table: words.table,
      continued: words.continued,
      internal: words.internalMark,
      notDrawn: words.notDrawn,
    },
  }
}

/** Headings, tables and figures numbered through the report, as they come. */
function numbered(written: readonly Omit<Chapter, 'number'>[], locale: Locale): readonly Chapter[] {
  const number = headingCounter(locale)
  let tables = 0
  let figures = 0
  const counted = (block: Block): Block => {
    if (block.kind === 'heading') return { ...block, number: number(block.level) }
    if (block.kind === 'table') return { ...block, number: String(++tables) }
    if (block.kind === 'chart') return { ...block, number: String(++figures) }
    return block
  }
  return written.map((chapter) => ({
    ...chapter,
    number: number(1),
    blocks: chapter.blocks.map(counted),
  }))
}
