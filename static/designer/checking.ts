/** What is wrong with the form on the desk, at its row and cell: the same compiler that publishing asks. */

import { compileForm } from '../../server/form/definition.ts'
import { sourceOf, type Draft } from '../../server/form/design/draft.ts'
import type { Complaint, Form } from '../../server/form/form.ts'
import type { Desk } from './desk.ts'
import type { Island } from './island.ts'
import { say } from './dom.ts'

export interface Fault {
  readonly level: Complaint['level']
  /** The row it is at; null where it is of the form as a whole. */
  readonly key: string | null
  readonly sheet: string
  readonly column: string
  readonly words: string
}

export interface Checked {
  readonly form: Form | null
  readonly faults: readonly Fault[]
}

export function checkDraft(desk: Desk, island: Island): Checked {
  const { sheets, lenient } = island
  const draft = desk.draft()
  const files = desk.files()
  const { form, complaints } = compileForm({ ...sourceOf(draft), files, sheets, lenient })
  return { form, faults: complaints.map((complaint) => faultOf(complaint, draft)) }
}

function faultOf({ level, code, sheet, row, column, params }: Complaint, draft: Draft): Fault {
  const rows = sheet === 'survey' || sheet === 'choices' || sheet === 'settings' ? draft[sheet] : []
  const key = row === null ? null : (rows[row - 2]?.key ?? null)
  return { level, key, sheet, column: column ?? '', words: say(`complaint.${code}`, params) }
}
