/** What a template is, and short words for writing one: rows of an XLSForm with both languages side by side. */

import type { FormSource, SheetRow } from '../form/form.ts'

/** The same words in Chinese and in English. */
export type Both = readonly [chinese: string, english: string]

export interface Template {
  /** Names the template in addresses. */
  readonly id: string
  readonly kind: TemplateKind
  readonly title: Both
  /** When to use it. */
  readonly when: Both
  /** How to analyse what it brings. */
  readonly analysis: Both
  /** How long one filling takes. */
  readonly minutes: number
  readonly source: FormSource
}

/** The kinds of forms, by the names that the store uses. */
export type TemplateKind =
  'questionnaire' | 'interview' | 'visit' | 'expert' | 'case-study' | 'experience' | 'request' | 'record'

export type Cells = Readonly<Record<string, string>>

/** A choice; `missing` says what kind of non-answer it is. */
export type Option = readonly [value: string, chinese: string, english: string, missing?: string]
export type Lists = Readonly<Record<string, readonly Option[]>>

interface Written extends Omit<Template, 'source'> {
  readonly lists: Lists
  readonly rows: readonly Cells[]
}

const zh = '中文 (zh)'
const en = 'English (en)'
const translated = (column: string) => [`${column}::${zh}`, `${column}::${en}`]

export const must: Cells = { required: 'yes' }
export const long: Cells = { appearance: 'multiline' }
export const personal: Cells = { personal: 'yes' }

/** A template from its lists and rows. */
export function template({ lists, rows, ...about }: Written): Template {
  const choices = Object.entries(lists).flatMap(([list, options]) =>
    options.map(([name, chinese, english, missing = '']) => ({
      list_name: list,
      name,
      [`label::${zh}`]: chinese,
      [`label::${en}`]: english,
      missing,
    })),
  )
  const source: FormSource = {
    survey: numbered(rows),
    choices: numbered(choices),
    settings: numbered([{ form_title: about.title[0], default_language: zh }]),
    columns: {
      survey: [
        'type',
        'name',
        ...translated('label'),
        ...translated('hint'),
        'required',
        'relevant',
        'constraint',
        ...translated('constraint_message'),
        'appearance',
        'parameters',
        'personal',
      ],
      choices: ['list_name', 'name', ...translated('label'), 'missing'],
      settings: ['form_title', 'default_language'],
    },
  }
  return { ...about, source }
}

/** One question. */
export function ask(
  type: string,
  name: string,
  chinese: string,
  english: string,
  ...more: readonly Cells[]
): Cells {
  const cells: Record<string, string> = {
    type,
    name,
    [`label::${zh}`]: chinese,
    [`label::${en}`]: english,
  }
  return Object.assign(cells, ...more) as Cells
}

/** Questions under a heading; with `appearance: table-list` a matrix. */
export function group(name: string, label: Both, rows: readonly Cells[], ...more: readonly Cells[]) {
  return [ask('begin_group', name, ...label, ...more), ...rows, { type: 'end_group', name }]
}

/** Questions that are answered once for each of several. */
export function repeat(name: string, label: Both, rows: readonly Cells[], ...more: readonly Cells[]) {
  return [ask('begin_repeat', name, ...label, ...more), ...rows, { type: 'end_repeat', name }]
}

/** A matrix: one question of the same list for each item. */
export function matrix(
  name: string,
  label: Both,
  list: string,
  items: readonly (readonly [name: string, chinese: string, english: string])[],
  ...more: readonly Cells[]
) {
  const rows = items.map(([item, ...words]) => ask(`select_one ${list}`, item, ...words))
  return group(name, label, rows, { appearance: 'table-list' }, ...more)
}

export function hint(chinese: string, english: string): Cells {
  return { [`hint::${zh}`]: chinese, [`hint::${en}`]: english }
}

/** What an answer must meet, and the words where it does not. */
export function check(constraint: string, chinese: string, english: string): Cells {
  return {
    constraint,
    [`constraint_message::${zh}`]: chinese,
    [`constraint_message::${en}`]: english,
  }
}

/** Asked only under a condition. */
export function when(relevant: string): Cells {
  return { relevant }
}

/** Of the day of what has happened. */
export const notLater = check('. <= today()', '日期不能晚于今天', 'The date cannot lie in the future')

/** At most so many options. */
export function atMost(limit: number): Cells {
  return check(`count-selected(.) <= ${limit}`, `最多选 ${limit} 项`, `Choose at most ${limit}`)
}

/** An option that goes with no other, and perhaps a limit. */
export function alone(options: readonly string[], limit: number): Cells {
  const single = options.map((option) => `selected(., '${option}')`).join(' or ')
  return check(
    `(not(${single}) or count-selected(.) = 1) and count-selected(.) <= ${limit}`,
    `最多选 ${limit} 项；“没有”“不清楚”不能与其他选项同选`,
    `Choose at most ${limit}; “none” and “don’t know” go with no other option`,
  )
}

function numbered(rows: readonly Cells[]): readonly SheetRow[] {
  return rows.map((cells, index) => ({
    row: index + 2,
    cells: Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== '')),
  }))
}
