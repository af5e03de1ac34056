/** Forms to start from: the note of a symposium or interview, and the record of a visit, in Chinese and English. */

import type { FormSource, SheetRow } from '../../form/form.ts'

const zh = 'label::中文 (zh)'
const en = 'label::English (en)'
const survey = [
  'type',
  'name',
  zh,
  en,
  'hint::中文 (zh)',
  'hint::English (en)',
  'required',
  'relevant',
  'appearance',
  'personal',
]
const columns = {
  survey,
  choices: ['list_name', 'name', zh, en],
  settings: ['form_title', 'default_language'],
}

type Line = readonly [
  type: string,
  name: string,
  chinese: string,
  english: string,
  more?: Readonly<Record<string, string>>,
]

/** At most so many verbatim quotes; each appears once the one before it has been written. */
const quotes = 5

/** 座谈访谈记录: time, place, people, summary and verbatim quotes with consent and attribution. */
export function interviewNotes(): FormSource {
  return formOf('座谈访谈记录', interviewLines(), [
    ['manner', 'symposium', '座谈会', 'Symposium'],
    ['manner', 'interview', '个别访谈', 'Individual interview'],
    ['manner', 'household', '入户访谈', 'At home'],
    ['manner', 'phone', '电话访谈', 'By phone'],
    ['role', 'resident', '群众', 'Resident'],
    ['role', 'village', '村（社区）干部', 'Village or community official'],
    ['role', 'town', '乡镇（街道）干部', 'Town official'],
    ['role', 'department', '部门干部', 'Department official'],
    ['role', 'business', '企业、商户', 'Business'],
    ['role', 'organisation', '社会组织', 'Social organisation'],
    ['role', 'expert', '专家学者', 'Expert'],
    ['role', 'other', '其他', 'Other'],
    ['consent', 'yes', '同意引用', 'Agrees to be quoted'],
    ['consent', 'no', '不同意引用', 'Does not agree'],
    ['consent', 'not_asked', '没有询问', 'Not asked'],
    ['attribution', 'named', '实名', 'By name'],
    ['attribution', 'anonymous', '匿名', 'Anonymous'],
    ['attribution', 'withheld', '不公开', 'Not to be published'],
  ])
}

function interviewLines(): readonly Line[] {
  const must = { required: 'yes' }
  const long = { appearance: 'multiline' }
  return [
    ['begin_group', 'meeting', '时间和地点', 'Time and place'],
    ['date', 'held_on', '日期', 'Date', must],
    ['time', 'starts_at', '开始时间', 'Start'],
    ['time', 'ends_at', '结束时间', 'End'],
    ['text', 'place', '地点', 'Place', must],
    ['select_one manner', 'manner', '方式', 'Manner', must],
    ['end_group', 'meeting', '', ''],
    ['begin_group', 'people', '参加人员', 'People present'],
    ['integer', 'people_count', '参加人数', 'Number of people'],
    ['select_multiple role', 'people_roles', '参加人员的身份', 'Roles of the people present'],
    [
      'text',
      'people_names',
      '参加人员名单（姓名、身份或职务，每人一行）',
      'Names and roles, one person a line',
      {
        ...long,
        personal: 'yes',
        'hint::中文 (zh)': '与记录内容分开保存',
        'hint::English (en)': 'Kept apart from the notes',
      },
    ],
    ['text', 'note_taker', '记录人', 'Note taker', must],
    ['end_group', 'people', '', ''],
    ['begin_group', 'content', '谈话内容', 'What was said'],
    ['text', 'summary', '内容摘要', 'Summary', { ...must, ...long }],
    ['text', 'problems', '反映的问题', 'Problems raised', long],
    ['text', 'suggestions', '意见和建议', 'Suggestions', long],
    ['end_group', 'content', '', ''],
    ...Array.from({ length: quotes }, (_, index) => quoteLines(index + 1)).flat(),
  ]
}

function quoteLines(n: number): readonly Line[] {
  const said = `\${quote_${n}} != ''`
  const opened: Readonly<Record<string, string>> = n === 1 ? {} : { relevant: `\${quote_${n - 1}} != ''` }
  const words = {
    appearance: 'multiline',
    'hint::中文 (zh)': '照原话记，不概括',
    'hint::English (en)': 'Word for word, not summed up',
  }
  return [
    ['begin_group', `quotation_${n}`, `原话 ${n}`, `Quote ${n}`, opened],
    ['text', `quote_${n}`, '原话', 'Verbatim quote', words],
    [
      'select_one role',
      `quote_${n}_role`,
      '说话人的身份',
      'Role of the speaker',
      { relevant: said, required: 'yes' },
    ],
    [
      'select_one consent',
      `quote_${n}_consent`,
      '本人是否同意引用',
      'Consent to be quoted',
      { relevant: said, required: 'yes' },
    ],
    [
      'select_one attribution',
      `quote_${n}_attribution`,
      '公开程度',
      'Attribution',
      { relevant: `\${quote_${n}_consent} = 'yes'`, required: 'yes' },
    ],
    [
      'text',
      `quote_${n}_speaker`,
      '说话人姓名',
      'Name of the speaker',
      { relevant: `\${quote_${n}_attribution} = 'named'`, required: 'yes', personal: 'yes' },
    ],
    ['end_group', `quotation_${n}`, '', ''],
  ]
}

/** 走访记录: unannounced or not, and what was seen, told and reported side by side. */
export function visitRecord(): FormSource {
  const must = { required: 'yes' }
  const long = { appearance: 'multiline' }
  const lines: readonly Line[] = [
    ['begin_group', 'visit', '走访情况', 'The visit'],
    ['date', 'visited_on', '日期', 'Date', must],
    ['time', 'arrived_at', '到达时间', 'Arrival'],
    ['text', 'place', '走访地点', 'Place', must],
    ['select_one yes_no', 'no_notice', '是否未打招呼', 'Was it unannounced?', must],
    ['select_one yes_no', 'no_escort', '是否无人陪同', 'Was there no escort?', must],
    ['text', 'visitors', '走访人', 'Visitors', must],
    ['end_group', 'visit', '', ''],
    ['begin_group', 'findings', '看到的、听到的、汇报的', 'Seen, told, reported'],
    ['text', 'seen', '现场看到的情况', 'What was seen', { ...must, ...long }],
    ['text', 'told', '群众反映的情况', 'What people told', long],
    ['text', 'reported', '单位汇报的情况', 'What the unit reported', long],
    ['select_one agree', 'agreement', '三者是否一致', 'Do they agree?', must],
    [
      'text',
      'difference',
      '不一致之处',
      'Where they differ',
      { ...must, ...long, relevant: "selected(${agreement}, 'partly') or selected(${agreement}, 'no')" },
    ],
    ['end_group', 'findings', '', ''],
    ['text', 'problems', '发现的问题', 'Problems found', long],
    ['text', 'suggestions', '意见和建议', 'Suggestions', long],
  ]
  return formOf('走访记录', lines, [
    ['yes_no', 'yes', '是', 'Yes'],
    ['yes_no', 'no', '否', 'No'],
    ['agree', 'yes', '一致', 'Yes'],
    ['agree', 'partly', '部分一致', 'Partly'],
    ['agree', 'no', '不一致', 'No'],
  ])
}

/** A form with its columns and nothing else. */
export function blankForm(title: string): FormSource {
  return {
    survey: [],
    choices: [],
    settings: rowsOf([{ form_title: title }]),
    columns: {
      survey: ['type', 'name', 'label'],
      choices: ['list_name', 'name', 'label'],
      settings: ['form_title'],
    },
  }
}

function formOf(
  title: string,
  lines: readonly Line[],
  choices: readonly (readonly [string, string, string, string])[],
): FormSource {
  return {
    survey: rowsOf(
      lines.map(([type, name, chinese, english, more]) => ({
        type,
        name,
        [zh]: chinese,
        [en]: english,
        ...more,
      })),
    ),
    choices: rowsOf(
      choices.map(([list, name, chinese, english]) => ({
        list_name: list,
        name,
        [zh]: chinese,
        [en]: english,
      })),
    ),
    settings: rowsOf([{ form_title: title, default_language: '中文 (zh)' }]),
    columns,
  }
}

function rowsOf(rows: readonly Readonly<Record<string, string>>[]): readonly SheetRow[] {
  return rows.map((cells, index) => ({
    row: index + 2,
    cells: Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== '')),
  }))
}
