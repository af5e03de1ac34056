/** 专家函询: importance and feasibility of each item, with the expert's familiarity and basis of judgement. */

import { unsure } from './lists.ts'
import { ask, group, hint, long, matrix, must, repeat, template, when, type Cells } from './template.ts'

const items = [
  ['1', '指标一', 'Item 1'],
  ['2', '指标二', 'Item 2'],
  ['3', '指标三', 'Item 3'],
  ['4', '指标四', 'Item 4'],
  ['5', '指标五', 'Item 5'],
] as const
const rated = (prefix: string) => items.map(([n, ...words]) => [`${prefix}_${n}`, ...words] as const)

/** A rating may be 不清楚, but not blank. */
const answered = (row: Cells): Cells => (row['type'] === 'select_one importance' ? { ...row, ...must } : row)

export const expertInquiry = template({
  id: 'expert-inquiry',
  kind: 'expert',
  minutes: 15,
  title: ['专家函询', 'Expert inquiry'],
  when: [
    '请熟悉领域的专家（一般 15–30 人）背对背评价一组指标或措施，进行两三轮。先把“指标一”等换成要评价的内容；第二轮附上一轮的中位数和不同意见。',
    'Experts of the field (15 to 30 as a rule) rate a set of items or measures without meeting, in two or three rounds. First replace “Item 1” and so on by what is to be rated; give the last round’s medians and reasons in the second.',
  ],
  analysis: [
    '积极系数看回收率和提意见率；权威系数 Cr =（判断依据 Ca + 熟悉程度 Cs）÷ 2，一般不低于 0.7；每项报告均值、中位数、变异系数和满分率，一致程度看肯德尔 W 及其 p 值；按事先定好的界值取舍。',
    'Response rates give the experts’ engagement; authority Cr = (basis Ca + familiarity Cs) / 2, as a rule not under 0.7. Give mean, median, coefficient of variation and share of full marks for each item, and Kendall’s W with its p for agreement. Keep and drop by rules set beforehand.',
  ],
  lists: {
    importance: [
      ['1', '很不重要', 'Not important at all'],
      ['2', '不太重要', 'Rather unimportant'],
      ['3', '一般', 'Neither'],
      ['4', '比较重要', 'Rather important'],
      ['5', '很重要', 'Very important'],
      unsure,
    ],
    feasibility: [
      ['1', '很不可行', 'Not feasible at all'],
      ['2', '不太可行', 'Rather infeasible'],
      ['3', '一般', 'Neither'],
      ['4', '比较可行', 'Rather feasible'],
      ['5', '很可行', 'Very feasible'],
      unsure,
    ],
    familiarity: [
      ['1', '很不熟悉', 'Not familiar at all'],
      ['2', '不太熟悉', 'Rather unfamiliar'],
      ['3', '一般', 'Moderately'],
      ['4', '比较熟悉', 'Rather familiar'],
      ['5', '很熟悉', 'Very familiar'],
    ],
    influence: [
      ['small', '小', 'Small'],
      ['middle', '中', 'Medium'],
      ['large', '大', 'Large'],
    ],
    decision: [
      ['add', '增加', 'Add'],
      ['change', '修改', 'Change'],
      ['merge', '合并', 'Merge'],
      ['drop', '删除', 'Drop'],
    ],
    years: [
      ['1', '不满 5 年', 'Under 5 years'],
      ['2', '5–9 年', '5 to 9 years'],
      ['3', '10–19 年', '10 to 19 years'],
      ['4', '20 年及以上', '20 years or more'],
      ['99', '不愿回答', 'Prefer not to say', 'refused'],
    ],
  },
  rows: [
    ...matrix(
      'importance_items',
      ['各项的重要程度', 'How important is each item?'],
      'importance',
      rated('importance'),
    ).map(answered),
    ...matrix(
      'feasibility_items',
      [
        '各项的可行程度（数据可得、措施可做）',
        'How feasible is each item (data to be had, measure to be done)?',
      ],
      'feasibility',
      rated('feasibility'),
    ),
    ...matrix(
      'familiarity_items',
      ['您对各项的熟悉程度', 'How familiar are you with each item?'],
      'familiarity',
      rated('familiarity'),
    ),
    ...matrix(
      'basis',
      ['以下依据对您判断的影响', 'How much did each basis weigh in your judgement?'],
      'influence',
      [
        ['basis_practice', '实践经验', 'Practical experience'],
        ['basis_theory', '理论分析', 'Theoretical analysis'],
        ['basis_literature', '国内外资料', 'Literature'],
        ['basis_intuition', '直觉', 'Intuition'],
      ],
    ),
    ...repeat(
      'changes',
      ['对各项的修改意见', 'Changes you propose'],
      [
        ask(
          'text',
          'item',
          '哪一项',
          'Which item?',
          hint('没有修改意见的不填', 'Leave blank if you propose none'),
        ),
        ask('select_one decision', 'decision', '建议', 'Proposal', must, when("${item} != ''")),
        ask(
          'text',
          'reason',
          '理由',
          'Reason',
          long,
          when("${item} != ''"),
          hint(
            '下一轮会不署名地给其他专家看',
            'Shown to the other experts in the next round without your name',
          ),
        ),
      ],
    ),
    ask('text', 'comments', '其他意见', 'Other comments', long),
    ...group(
      'background',
      ['您的情况（可不填）', 'About you (may be left blank)'],
      [
        ask('select_one years', 'years', '从事本领域工作的年限', 'Years in the field'),
        ask('text', 'speciality', '专业领域', 'Speciality', { personal: 'yes' }),
      ],
    ),
  ],
})
