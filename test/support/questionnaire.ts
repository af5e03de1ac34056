/** A questionnaire in two languages with every look a question can have, on pages. */

import type { FormSource } from '../../server/form/form.ts'

const zh = 'label::中文 (zh)'
const en = 'label::English (en)'

type Cells = Readonly<Record<string, string>>

function rows(...cells: readonly Cells[]) {
  return cells.map((one, i) => ({ row: i + 2, cells: one }))
}

function choice(list: string, name: string, chinese: string, english: string, more: Cells = {}): Cells {
  return { list_name: list, name, [zh]: chinese, [en]: english, ...more }
}

/** Ask a question in both languages. */
function ask(type: string, name: string, chinese: string, english: string, more: Cells = {}): Cells {
  return { type, name, [zh]: chinese, [en]: english, ...more }
}

export const longQuestionnaire: FormSource = {
  survey: rows(
    ask('begin_group', 'about', '基本情况', 'About you'),
    ask('note', 'hello', '以下问题大约需要三分钟。', 'This takes about three minutes.'),
    ask('select_one gender', 'gender', '您的性别', 'Your gender', { required: 'yes' }),
    ask('integer', 'age', '您的年龄', 'Your age', {
      required: 'yes',
      constraint: '. >= 16 and . <= 110',
      'constraint_message::中文 (zh)': '年龄应在 16 到 110 之间',
      'constraint_message::English (en)': 'Age should be between 16 and 110',
    }),
    ask('select_one county', 'county', '您住在哪个区', 'Your district', { appearance: 'minimal' }),
    ask('select_one town', 'town', '您住在哪个街道', 'Your town', {
      choice_filter: 'county = ${county}',
      relevant: "${county} != ''",
    }),
    ask('text', 'work', '您的工作', 'Your work', { relevant: '${age} >= 18' }),
    { type: 'end_group' },
    ask('begin_group', 'services', '服务评价', 'Services'),
    ask(
      'select_multiple used',
      'used',
      '${age} 岁的您用过哪些服务（最多两项）',
      'At ${age}, services used (at most 2)',
      {
        constraint: 'count-selected(.) <= 2',
        'constraint_message::中文 (zh)': '最多选两项',
        'constraint_message::English (en)': 'Choose at most two',
      },
    ),
    ask('range', 'score', '总体打分', 'Overall score', {
      parameters: 'start=0 end=10 step=1',
      required: 'yes',
    }),
    ask('begin_group', 'grid', '您对以下方面满意吗', 'How satisfied are you', { appearance: 'table-list' }),
    ask('select_one agree', 'speed', '办事速度', 'Speed', { required: 'yes' }),
    ask('select_one agree', 'manner', '服务态度', 'Manner'),
    { type: 'end_group' },
    ask('select_one agree', 'trust', '您信任这项服务吗', 'Do you trust it', { appearance: 'likert' }),
    ask('rank used', 'order', '请按重要程度排序', 'Rank by importance'),
    { type: 'end_group' },
    ask('begin_group', 'last', '其他', 'Other'),
    ask('date', 'visited', '最近一次办事日期', 'Last visit'),
    ask('time', 'hour', '几点到的', 'Arrival'),
    ask('decimal', 'spent', '花了多少元', 'Money spent'),
    ask('text', 'wish', '您的建议', 'Your wish', { appearance: 'multiline' }),
    { type: 'calculate', name: 'twice', calculation: '${score} * 2' },
    ask('note', 'sum', '您的总分折合 ${twice} 分（满分 20）。', 'Your score is ${twice} of 20.', {
      relevant: "${score} != ''",
    }),
    { type: 'end_group' },
  ),
  choices: rows(
    choice('gender', 'f', '女', 'Female'),
    choice('gender', 'm', '男', 'Male'),
    choice('county', 'east', '东区', 'East'),
    choice('county', 'west', '西区', 'West'),
    choice('town', 'e1', '东门街道', 'East Gate', { county: 'east' }),
    choice('town', 'e2', '朝阳街道', 'Chaoyang', { county: 'east' }),
    choice('town', 'w1', '西门街道', 'West Gate', { county: 'west' }),
    choice('used', 'clinic', '社区医院', 'Clinic'),
    choice('used', 'school', '学校', 'School'),
    choice('used', 'canteen', '助餐点', 'Canteen'),
    choice('agree', '1', '很不满意', 'Very dissatisfied'),
    choice('agree', '2', '不满意', 'Dissatisfied'),
    choice('agree', '3', '一般', 'Neutral'),
    choice('agree', '4', '满意', 'Satisfied'),
    choice('agree', '5', '很满意', 'Very satisfied'),
  ),
  settings: rows({
    'form_title::中文 (zh)': '公共服务问卷',
    'form_title::English (en)': 'Public services',
    form_id: 'services',
    default_language: '中文 (zh)',
    style: 'pages',
  }),
}
