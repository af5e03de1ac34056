/** A form with every type of question in every appearance that changes how it looks, in two languages. */

import type { FormSource } from '../../server/form/form.ts'

const zh = 'label::中文 (zh)'
const en = 'label::English (en)'

type Cells = Readonly<Record<string, string>>

function rows(cells: readonly Cells[]) {
  return cells.map((one, i) => ({ row: i + 2, cells: one }))
}

function ask(type: string, name: string, chinese: string, english: string, more: Cells = {}): Cells {
  return { type, name, [zh]: chinese, [en]: english, ...more }
}

const hint = (chinese: string, english: string): Cells => ({
  'hint::中文 (zh)': chinese,
  'hint::English (en)': english,
})

/** One question of a type in each of these appearances. */
function each(
  type: string,
  name: string,
  chinese: string,
  english: string,
  looks: readonly string[],
  more: Cells = {},
) {
  return looks.map((appearance, i) =>
    ask(
      type,
      `${name}${i + 1}`,
      `${chinese}${appearance ? `（${appearance}）` : ''}`,
      `${english}${appearance ? ` (${appearance})` : ''}`,
      { appearance, ...more },
    ),
  )
}

const texts: readonly Cells[] = [
  ask('begin_group', 'texts', '文字与数字', 'Texts and numbers'),
  ask(
    'note',
    'welcome',
    '# 请您先看\n**重要**：_自愿_参加，<span style="color:red">可随时退出</span>，见[说明](https://example.org/about)。',
    '# Please read\n**Important**: taking part is _voluntary_, <span style="color:red">stop at any time</span>, see [more](https://example.org/about).',
    hint('提示也可以有 **粗体**', 'Hints may be **bold** too'),
  ),
  ...each('text', 'text', '您的意见', 'Your opinion', ['', 'multiline', 'masked', 'numbers'], {
    ...hint('请用一两句话', 'In a sentence or two'),
    'guidance_hint::中文 (zh)': '不要追问原因',
    'guidance_hint::English (en)': 'Do not ask why',
  }),
  ...each('integer', 'integer', '家庭年收入', 'Household income', ['', 'thousands-sep'], {
    required: 'yes',
    constraint: '. >= 0',
    'constraint_message::中文 (zh)': '不能是负数',
    'constraint_message::English (en)': 'Not below zero',
    warning: '. < 1000000',
    'warning_message::中文 (zh)': '数额很大，请确认',
    'warning_message::English (en)': 'That is a lot; please make sure',
  }),
  ask('decimal', 'decimal', '住房面积', 'Floor space'),
  ask('calculate', 'double', '', '', { calculation: '${integer1} * 2' }),
  ask('note', 'told', '两倍是 ${double}，您说：${text1}', 'Twice that is ${double}; you said: ${text1}'),
  ask('end_group', '', '', ''),
]

const choices: readonly Cells[] = [
  ask('begin_group', 'choosing', '选择', 'Choices'),
  ...each('select_one five', 'one', '是否满意', 'Are you satisfied', [
    '',
    'minimal',
    'quick',
    'likert',
    'horizontal',
    'columns',
    'columns-2',
    'autocomplete',
  ]),
  ...each('select_multiple services', 'many', '用过哪些服务', 'Services used', [
    '',
    'minimal',
    'columns',
    'autocomplete',
  ]),
  ask('select_one towns', 'town', '您住在哪个村镇', 'Your town or village', { appearance: 'autocomplete' }),
  ask('select_multiple towns', 'towns', '去过哪些村镇', 'Towns you have been to'),
  ask('select_one services or_other', 'main', '最看重的服务', 'The service that matters most'),
  ask('rank services', 'order', '请排序', 'Please rank'),
  ask('acknowledge', 'agreed', '我已阅读并同意', 'I have read this and agree', { required: 'yes' }),
  ask('begin_group', 'table', '各项服务的满意度', 'Satisfaction with services', { appearance: 'table-list' }),
  ask('select_one five', 'row_road', '道路', 'Roads', { required: 'yes' }),
  ask('select_one five', 'row_water', '用水', 'Water', hint('自来水和排水', 'Supply and drains')),
  ask('end_group', '', '', ''),
  ask('begin_group', 'labelled', '各项是否需要', 'What is needed', { appearance: 'field-list' }),
  ask('select_multiple services', 'needs', '需要的服务', 'Needed services', { appearance: 'label' }),
  ask('select_multiple services', 'need_old', '老人', 'The old', { appearance: 'list-nolabel' }),
  ask('select_multiple services', 'need_young', '孩子', 'Children', { appearance: 'list-nolabel' }),
  ask('end_group', '', '', ''),
  ask('begin_group', 'wide', '并排的题目', 'Side by side', { appearance: 'w4' }),
  ask('text', 'wide_name', '地块名称', 'Name of the plot', { appearance: 'w2' }),
  ask('integer', 'wide_size', '亩数', 'Size', { appearance: 'w1' }),
  ask('select_one five', 'wide_state', '状况', 'Condition', { appearance: 'minimal w1' }),
  ask('end_group', '', '', ''),
  ask('end_group', '', '', ''),
]

const scales: readonly Cells[] = [
  ask('begin_group', 'scales', '量表和日期', 'Scales and dates'),
  ...each('range', 'scale', '打几分', 'Your score', ['', 'picker', 'rating', 'vertical'], {
    parameters: 'start=1 end=5 step=1',
  }),
  ask('range', 'slide', '占收入的百分比', 'Share of income', {
    parameters: 'start=0 end=100 step=1 tick_interval=20',
  }),
  ...each('date', 'date', '哪一天', 'Which day', ['', 'year', 'month-year', 'no-calendar']),
  ask('time', 'time', '几点', 'What time'),
  ask('datetime', 'datetime', '何时', 'When'),
  ask('end_group', '', '', ''),
]

const files: readonly Cells[] = [
  ask('begin_group', 'files', '文件和地点', 'Files and places'),
  ...each('image', 'image', '照片', 'A photo', ['', 'new', 'signature', 'draw', 'annotate'], {
    parameters: 'max-pixels=640',
  }),
  ask('audio', 'audio', '录音', 'A recording'),
  ask('video', 'video', '录像', 'A film'),
  ask('file', 'file', '文档', 'A document'),
  ask('barcode', 'barcode', '条码', 'A bar code'),
  ask('geopoint', 'point', '地点', 'The place', { required: 'yes' }),
  ask('geotrace', 'trace', '走过的路', 'The way'),
  ask('geoshape', 'shape', '地块', 'The plot of land'),
  ask('end_group', '', '', ''),
]

const repeats: readonly Cells[] = [
  ask('begin_repeat', 'member', '家庭成员', 'Member of the household'),
  ask('text', 'member_name', '姓名', 'Name', { required: 'yes' }),
  ask('integer', 'member_age', '${member_name} 几岁', 'How old is ${member_name}'),
  ask('select_one five', 'member_school', '对学校是否满意', 'Satisfied with the school', {
    relevant: '${member_age} < 18',
    required: 'yes',
  }),
  ask('rank services', 'member_order', '排序', 'Rank'),
  ask('begin_repeat', 'job', '工作', 'Job'),
  ask('text', 'job_name', '做什么', 'What work'),
  ask('end_repeat', '', '', ''),
  ask('end_repeat', '', '', ''),
  ask('integer', 'plots', '有几块地', 'How many plots', { default: '2' }),
  ask('begin_repeat', 'plot', '地块', 'Plot', { repeat_count: '${plots}' }),
  ask('decimal', 'plot_size', '几亩', 'Its size'),
  ask('end_repeat', '', '', ''),
]

const towns = Array.from({ length: 70 }, (_, i) => ({
  list_name: 'towns',
  name: `t${i + 1}`,
  [zh]: `${'东西南北中'[i % 5]}山镇第 ${i + 1} 行政村`,
  [en]: `Village ${i + 1} of ${['East', 'West', 'South', 'North', 'Middle'][i % 5]} Hill`,
}))

function list(name: string, ...labels: readonly (readonly [string, string])[]): readonly Cells[] {
  return labels.map(([chinese, english], i) => ({
    list_name: name,
    name: `${name[0]}${i + 1}`,
    [zh]: chinese,
    [en]: english,
  }))
}

const lists: readonly Cells[] = [
  ...list(
    'five',
    ['很满意', 'Very'],
    ['比较满意', 'Rather'],
    ['一般', 'So so'],
    ['不太满意', 'Not very'],
    ['很不满意', 'Not at all'],
  ),
  ...list(
    'services',
    ['社区**医院**', '**Clinic**'],
    ['助餐点', 'Canteen'],
    ['学校', 'School'],
    [
      '离家步行十五分钟以内就能走到的、周末也开门的图书馆和文化活动室',
      'A library within fifteen minutes’ walk that is open at weekends too',
    ],
  ),
  ...towns,
]

/** Every question of the gallery, grouped; `paged` gives each group its page. */
export function gallery({ paged = false } = {}): FormSource {
  return {
    survey: rows([...texts, ...choices, ...scales, ...files, ...repeats]),
    choices: rows(lists),
    settings: rows([
      { form_title: '题型大全', default_language: '中文 (zh)', ...(paged ? { style: 'pages' } : {}) },
    ]),
  }
}
