/** The chapter of notes: interviews and visits one by one, with quotes only as far as their speakers agreed. */

import type { Answers } from '../../form/form.ts'
import type { Block } from '../../report/blocks.ts'
import { dateText } from '../../render.ts'
import type { Submission } from '../../store/store.ts'
import { noteHead, noteLines, type NoteLine } from '../../summary/notes.ts'
import { formOfVersion } from '../../summary/records.ts'
import type { Asked, Material } from './material.ts'

/** Notes of one collection in a report. */
const most = 50

export async function noteBlocks(asked: Asked, material: readonly Material[]): Promise<readonly Block[]> {
  const words = asked.t.report
  const blocks: Block[] = []
  for (const each of material.filter(({ notes }) => notes)) {
    const rows = await latest(asked, each)
    const n = each.head.n ?? 0
    blocks.push(
      { kind: 'heading', level: 2, text: each.title },
      {
        kind: 'paragraph',
        text:
          n === 0
            ? words.noNotes
            : n > rows.length
              ? words.notesLatest({ n, shown: rows.length })
              : words.notesCounted({ n }),
      },
    )
    for (const row of rows) blocks.push(...(await oneNote(asked, row)))
  }
  if (blocks.some(({ kind }) => kind === 'quote'))
    blocks.push({ kind: 'remarks', items: [words.quotesConsented] })
  return blocks
}

/** The latest notes that stand, oldest first. */
async function latest({ store }: Asked, { held }: Material): Promise<readonly Submission[]> {
  const rows: Submission[] = []
  for (let from = held.last; rows.length < most && from > 0;) {
    const start = Math.max(0, from - 2 * most)
    const page = await store.submissions.rows(held.collection.id, start, from - start)
    rows.unshift(...page.filter((row) => row.seq <= from && row.state !== 'rejected'))
    from = start
  }
  return rows.slice(-most)
}

async function oneNote(asked: Asked, row: Submission): Promise<readonly Block[]> {
  const { store, locale, t, timeZone } = asked
  const form = await formOfVersion(store, row.formVersionId)
  if (!form) return []
  const answers = JSON.parse(row.answers) as Answers
  const head = noteHead(form, answers, locale)
  const date = dateText(head.date ?? row.receivedOn, locale, timeZone)
  const lines = noteLines(form, answers, { locale, reading: 'consented', which: 'shared' })
  return [
    {
      kind: 'heading',
      level: 3,
      text: head.place ? t.report.noteHeading({ date, place: head.place }) : date,
    },
    ...lines.flatMap((line, place) => lineBlocks(line, lines, place, asked)),
  ]
}

function lineBlocks(
  line: NoteLine,
  lines: readonly NoteLine[],
  place: number,
  { t }: Asked,
): readonly Block[] {
  if (line.file !== null) return []
  // What belongs to a quote is said with it.
  if (lines.some((other) => other.quote && isAbout(line, other))) return []
  const grouped: Block[] =
    line.group !== '' && line.group !== lines[place - 1]?.group
      ? [{ kind: 'heading', level: 4, text: line.group }]
      : []
  if (!line.quote)
    return [...grouped, { kind: 'paragraph', text: t.report.lineOf({ label: line.label, text: line.text }) }]
  const role = lines.find((other) => isAbout(other, line) && /_role$/i.test(other.name))
  return [...grouped, { kind: 'quote', text: line.text, by: role?.text ?? '' }]
}

/** quote_role of quote, in the same row. */
function isAbout(line: NoteLine, quote: NoteLine): boolean {
  return line.at !== quote.at && line.at.startsWith(`${quote.at}_`)
}
