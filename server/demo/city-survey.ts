/** The simulated city survey: its questionnaire made from the codebook, and its 1,200 answers. */

import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import type { FormSource } from '../form/form.ts'
import { sheetRows } from './sheet.ts'

interface Option {
  readonly code: number
  readonly label: string
}
interface Variable {
  readonly name: string
  readonly label: string
  readonly type: string
  readonly options?: readonly Option[]
  readonly missing_codes?: readonly Option[]
  readonly range?: readonly [number, number]
  readonly asked_if?: string
  readonly group?: string
  readonly unit?: string
}
interface Codebook {
  readonly title: string
  readonly variables: readonly Variable[]
}

/** One answer of the survey, as a respondent would send it. */
export interface CityAnswer {
  readonly id: string
  readonly day: string
  readonly mode: 1 | 2 | 3
  readonly raw: Readonly<Record<string, string | readonly string[]>>
}

type Cells = Readonly<Record<string, string>>
type CsvRow = Readonly<Record<string, string>>

/** Design variables, weights and ids describe the sample; nobody is asked them. */
const notAsked = new Set(['id', 'design', 'weight'])
const chosen = new Set(['single', 'binary', 'ordinal', 'likert', 'rank_slot'])
const decimals = new Set(['live_years', 'duration_min'])
const fieldwork = new Set(['interview_date', 'mode', 'duration_min'])

const codebook = JSON.parse(
  readFileSync(new URL('city-survey.codebook.json', import.meta.url), 'utf8'),
) as Codebook
const asked = codebook.variables.filter(
  (variable) => !notAsked.has(variable.type) && variable.name !== 'mode',
)

/** The questionnaire as XLSForm rows: blocks as groups, matrices as table-lists, 不了解 and 拒答 declared missing. */
export function cityForm(): FormSource {
  const survey: Cells[] = [
    {
      type: 'note',
      name: 'intro',
      label: '示例数据：本问卷的城市、街道与受访者均为虚构。请向受访者说明匿名，再开始访问。',
    },
  ]
  const lists = new Map<string, Cells[]>()
  let open = ''
  for (const [index, variable] of asked.entries()) {
    const block = blockOf(variable)
    if (block.name !== open) {
      if (open !== '') survey.push({ type: 'end_group' })
      survey.push({ type: 'begin_group', name: block.name, label: block.label, appearance: block.appearance })
      open = block.name
    }
    const row = questionRow(variable, asked[index - 1], lists)
    if (row) survey.push(row)
  }
  survey.push({ type: 'end_group' })
  const choices = [...lists.values()].flat()
  const settings = [
    {
      form_title: codebook.title,
      form_id: 'city_survey',
      version: '1',
      default_language: '中文 (zh)',
      style: 'pages',
    },
  ]
  return { survey: sheetRows(survey), choices: sheetRows(choices), settings: sheetRows(settings) }
}

/** The answers in the order of the file. */
export function cityAnswers(): readonly CityAnswer[] {
  const text = readFileSync(new URL('city-survey.csv', import.meta.url), 'utf8').replace(/^\uFEFF/, '')
  const { data } = Papa.parse<CsvRow>(text, { header: true, skipEmptyLines: true })
  return data.map((row) => ({
    id: row['resp_id'] ?? '',
    day: row['interview_date'] ?? '',
    mode: Number(row['mode']) as CityAnswer['mode'],
    raw: rawOf(row),
  }))
}

function rawOf(row: CsvRow): CityAnswer['raw'] {
  const raw: Record<string, string | readonly string[]> = {}
  for (const variable of asked) {
    if (variable.type !== 'multi') raw[variable.name] = row[variable.name] ?? ''
  }
  for (const set of ['q3', 'b3']) {
    const parts = asked.filter((variable) => variable.name.startsWith(`${set}_`))
    raw[set] = parts
      .filter((variable) => row[variable.name] === '1')
      .map((variable) => variable.name.slice(set.length + 1))
  }
  return raw
}

interface Block {
  readonly name: string
  readonly label: string
  readonly appearance: string
}

function blockOf(variable: Variable): Block {
  const { name } = variable
  const block = (id: string, label: string, appearance = '') => ({ name: id, label, appearance })
  if (name.startsWith('q4_')) return block('q4', groupLabel(variable), 'table-list')
  if (name.startsWith('q6_')) return block('q6', groupLabel(variable))
  if (name.startsWith('b')) return block('business', '经营情况（个体和自营者）')
  if (fieldwork.has(name)) return block('interview', '访问记录（访员填写）')
  if (/^q1_|^q2_|^q3_/.test(name)) return block('overall', '总体评价')
  if (name.startsWith('q5_')) return block('clinic', '社区医院')
  if (/^q1[34]_/.test(name)) return block('opinion', '意见建议')
  if (name.startsWith('q')) return block('hall', '就近就医、办事与停车')
  return block(
    name === 'district' || name === 'adults' ? 'place' : 'person',
    name === 'district' || name === 'adults' ? '地区与住户' : '个人与家庭',
  )
}

/** The codebook numbers its groups (`q4 您对…`); the number is the name already. */
function groupLabel(variable: Variable): string {
  return (variable.group ?? '').replace(/^[a-z]\d+ /, '')
}

/** The unit belongs to the question; what the variable is for in the design does not. */
function questionLabel({ label, unit }: Variable): string {
  const plain = label.replace('（分层变量）', '')
  return unit ? `${plain}（${unit}）` : plain
}

function questionRow(
  variable: Variable,
  before: Variable | undefined,
  lists: Map<string, Cells[]>,
): Cells | null {
  if (variable.type === 'multi') return setRow(variable, before, lists)
  const row: Record<string, string> = {
    type: typeOf(variable, lists),
    name: variable.name,
    label: questionLabel(variable),
    relevant: relevance(variable),
  }
  if (variable.type === 'likert' && !variable.group) row['appearance'] = 'likert'
  if (variable.type === 'text') row['appearance'] = 'multiline'
  if (variable.range) row['parameters'] = `start=${variable.range[0]} end=${variable.range[1]} step=1`
  if (variable.type === 'number') {
    row['constraint'] = variable.name === 'age' ? '. >= 18 and . <= 120' : '. >= 0'
    row['constraint_message'] = variable.name === 'age' ? '受访者须年满 18 岁' : '请填写 0 或更大的数'
  }
  const slot = /^q6_r(\d)$/.exec(variable.name)?.[1]
  if (slot) row['choice_filter'] = earlierSlots(Number(slot))
  return row
}

/** A later place offers only what no earlier place has taken. */
function earlierSlots(slot: number): string {
  return Array.from({ length: slot - 1 }, (_, i) => `name != \${q6_r${i + 1}}`).join(' and ')
}

/** The 0/1 columns of one multiple choice become one question, at the place of the first. */
function setRow(variable: Variable, before: Variable | undefined, lists: Map<string, Cells[]>): Cells | null {
  const set = variable.name.slice(0, variable.name.indexOf('_'))
  const list = lists.get(set) ?? []
  list.push({ list_name: set, name: variable.name.slice(set.length + 1), label: variable.label })
  lists.set(set, list)
  if (before?.group === variable.group) return null
  const row = {
    type: `select_multiple ${set}`,
    name: set,
    label: groupLabel(variable),
    relevant: relevance(variable),
  }
  if (set !== 'q3') return row
  return { ...row, constraint: 'count-selected(.) <= 3', constraint_message: '最多选三项' }
}

function typeOf(variable: Variable, lists: Map<string, Cells[]>): string {
  if (chosen.has(variable.type)) return `select_one ${listFor(variable, lists)}`
  if (variable.type === 'rating') return 'range'
  if (variable.type === 'number') return decimals.has(variable.name) ? 'decimal' : 'integer'
  return variable.type
}

/** Questions with the same options share one list; its name is that of the first question, or of the matrix. */
function listFor(variable: Variable, lists: Map<string, Cells[]>): string {
  const choices = [
    ...(variable.options ?? []).map(({ code, label }) => ({ name: String(code), label, missing: '' })),
    ...(variable.missing_codes ?? []).map(({ code, label }) => ({
      name: String(code),
      label,
      missing: label === '拒答' ? 'refused' : 'dont_know',
    })),
  ]
  const same = (other: readonly Cells[]) =>
    other.length === choices.length &&
    choices.every(({ name, label }, i) => other[i]?.['name'] === name && other[i]?.['label'] === label)
  for (const [name, standing] of lists) if (same(standing)) return name
  const list = variable.type === 'binary' ? 'yes_no' : `${variable.name}_list`
  lists.set(
    list,
    choices.map((choice) => ({ list_name: list, ...choice })),
  )
  return list
}

/** `q5_visit = 1` of the codebook is `${q5_visit} = 1` in a form. */
function relevance(variable: Variable): string {
  return (variable.asked_if ?? '').replace(/^[a-z]\w*/, (name) => `\${${name}}`)
}
