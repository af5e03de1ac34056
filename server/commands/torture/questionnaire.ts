/** The questionnaire of the torture, as the workbook that an organiser would upload. */

import { writeXlsform } from '../../exports/xlsform.ts'
import type { SheetRow } from '../../form/form.ts'

export function questionnaire(): Buffer {
  return writeXlsform({
    survey: rows([
      { type: 'integer', name: 'number', label: '编号', required: 'yes' },
      { type: 'text', name: 'words', label: '意见' },
      { type: 'select_multiple places', name: 'places', label: '去过哪里' },
      { type: 'file', name: 'paper', label: '材料' },
      { type: 'calculate', name: 'double', calculation: '${number} * 2' },
    ]),
    choices: rows([
      { list_name: 'places', name: 'park', label: '公园' },
      { list_name: 'places', name: 'library', label: '图书馆' },
    ]),
    settings: rows([{ form_title: '耐久试验', form_id: 'torture' }]),
  })
}

function rows(cells: readonly Readonly<Record<string, string>>[]): readonly SheetRow[] {
  return cells.map((each, k) => ({ row: k + 2, cells: each }))
}
