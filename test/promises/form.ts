/** The questionnaire that the promises are attacked with, and how a sheet is written down. */

import type { FormSource } from '../../server/form/form.ts'

type Cells = Readonly<Record<string, string>>

function sheet(cells: readonly Cells[]): FormSource['survey'] {
  return cells.map((row, index) => ({ row: index + 2, cells: row }))
}

const metadata: readonly Cells[] = [
  { type: 'select_one sex', name: 'sex', label: '性别' },
  { type: 'select_one satisfied', name: 'satisfied', label: '是否满意' },
  { type: 'integer', name: 'age', label: '年龄' },
  { type: 'text', name: 'wish', label: '意见' },
]

const choices: readonly Cells[] = [
  { list_name: 'sex', name: 'f', label: '女' },
  { list_name: 'sex', name: 'm', label: '男' },
  { list_name: 'satisfied', name: '1', label: '不满意' },
  { list_name: 'satisfied', name: '2', label: '一般' },
  { list_name: 'satisfied', name: '3', label: '满意' },
  { list_name: 'satisfied', name: '97', label: '九十七分', missing: '' },
  { list_name: 'satisfied', name: '99', label: '不清楚', missing: 'dont_know' },
]

const settings: readonly Cells[] = [{ form_title: '承诺', form_id: 'promises', version: '1' }]

/** Sex, satisfaction (99 declared missing, 97 not), age and an open question. */
export const plainForm: FormSource = {
  survey: sheet(metadata),
  choices: sheet(choices),
  settings: sheet(settings),
}

/** The same with a name and a telephone number, marked personal. */
export const namedForm: FormSource = {
  survey: sheet([
    ...metadata,
    { type: 'text', name: 'full_name', label: '姓名', personal: 'yes' },
    { type: 'text', name: 'telephone', label: '手机号', personal: 'yes' },
  ]),
  choices: sheet(choices),
  settings: sheet(settings),
}
