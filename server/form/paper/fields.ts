/** An entered copy as a whole: its fields in the order of the sheet, and the answers that they make. */

import { isAsked } from '../asking.ts'
import type { Form, Question, Repeat } from '../form.ts'
import { isMedia } from '../walk.ts'
import { questionNamed } from './conditions.ts'
import { paperOutline, type PaperNode } from './outline.ts'
import { readTyped, type Typed, type TypedMark } from './typed.ts'
import { partsOfAt } from '../instances.ts'

/** One field of the screen, by instance: of a question, or of how many rows a repeat has. */
export type PaperField =
  | { readonly kind: 'question'; readonly at: string; readonly question: Question }
  | { readonly kind: 'rows'; readonly at: string; readonly repeat: Repeat }

/** All fields in the order of paper; `rowsOf` says how many rows of a repeat were written on. Files cannot be typed. */
export function paperFields(form: Form, rowsOf: (at: string) => number): readonly PaperField[] {
  return fieldsIn(paperOutline(form).nodes, rowsOf, '')
}

function fieldsIn(
  nodes: readonly PaperNode[],
  rowsOf: (at: string) => number,
  prefix: string,
): readonly PaperField[] {
  const of = (question: Question): readonly PaperField[] =>
    isTyped(question) ? [{ kind: 'question', at: prefix + question.name, question }] : []
  return nodes.flatMap((node): readonly PaperField[] => {
    switch (node.kind) {
      case 'note':
        return []
      case 'question':
        return of(node.question)
      case 'section':
        return fieldsIn(node.nodes, rowsOf, prefix)
      case 'table':
        return [...node.rows.flatMap(of), ...fieldsIn(node.rest, rowsOf, prefix)]
      case 'grid':
        return node.rows.flatMap(({ cells }) => cells.flatMap(of))
      case 'repeat': {
        const at = prefix + node.repeat.name
        const rows = Array.from({ length: rowsOf(at) }, (_, row) =>
          fieldsIn(node.nodes, rowsOf, `${at}[${row + 1}]/`),
        )
        // How many rows there are is asked only where no earlier answer says it.
        const counted: readonly PaperField[] = node.repeat.count
          ? []
          : [{ kind: 'rows', at, repeat: node.repeat }]
        return [...counted, ...rows.flat()]
      }
    }
  })
}

/** Whether a clerk can type it: photos and recordings stay with the sheet, calculations are made. */
export function isTyped(question: Question): boolean {
  return isAsked(question) && !isMedia(question.type) && question.calculation === null
}

export const mostPaperRows = 100

/** The number of rows that stands in a field; null where it is none. */
export function rowsTyped(text: string): number | null {
  const typed = text.trim()
  return /^\d{1,3}$/.test(typed) && Number(typed) <= mostPaperRows ? Number(typed) : null
}

/** What was typed, read: answers by instance, marks, and the instances that make no sense. */
export interface ReadFields {
  readonly raw: Readonly<Record<string, unknown>>
  readonly marks: ReadonlyMap<string, TypedMark>
  readonly keys: ReadonlyMap<string, string>
  readonly slips: readonly string[]
}

/** Reads all fields of an entry; those that the form does not have are left aside. */
export function readFields(form: Form, typed: Readonly<Record<string, string>>): ReadFields {
  const raw: Record<string, unknown> = {}
  const marks = new Map<string, TypedMark>()
  const keys = new Map<string, string>()
  const slips: string[] = []
  for (const [at, text] of Object.entries(typed)) {
    const { name } = partsOfAt(at)
    const question = questionNamed(form, name)
    if (!question) {
      const rows = rowsTyped(text)
      if (rows !== null) raw[at] = rows
      else if (text.trim() !== '') slips.push(at)
      keys.set(at, `rows ${rows ?? 0}`)
      continue
    }
    if (!isTyped(question)) continue
    const read: Typed = readTyped(question, form, text)
    if (read.kind === 'slip') slips.push(at)
    if (read.kind === 'mark') marks.set(at, read.mark)
    if (read.kind === 'value') raw[at] = read.raw
    keys.set(at, keyOf(read, text))
  }
  return { raw, marks, keys, slips }
}

/** The same for two entries that say the same: no answer is no answer, whether or not it was marked as such. */
function keyOf(read: Typed, text: string): string {
  if (read.kind === 'value') return `value ${read.key}`
  if (read.kind === 'mark' && read.mark === 'illegible') return 'illegible'
  return read.kind === 'slip' ? `slip ${text.trim()}` : ''
}
