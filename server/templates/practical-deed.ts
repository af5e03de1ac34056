/** 一个支部一件实事: one deed of a branch, from whose need it meets to what those people say of it. */

import { ask, check, group, hint, long, must, notLater, repeat, template, when } from './template.ts'
import { satisfaction, unsure } from './lists.ts'

export const practicalDeed = template({
  id: 'practical-deed',
  kind: 'record',
  minutes: 10,
  title: ['一个支部一件实事', 'One practical deed for each branch'],
  when: [
    '支部办一件群众看得见的实事：确定时填一次，办结后补充结果。需求要来自群众，量力而行，不搞形象工程。',
    'For a deed of a branch that people can see: when it is chosen, and again with the outcome when done. The need comes from the people; within one’s means, and nothing for show.',
  ],
  analysis: [
    '按支部看需求来源、办结率、用时和受益人数，与受益群众的评价对照；没有办成的看原因；隔半年回访是否还在起作用。',
    'By branch: where the need came from, share done, time taken and people served, beside what those say. For deeds not done look at reasons; go back after half a year to see whether it still works.',
  ],
  lists: {
    need: [
      ['survey', '问卷调查', 'A questionnaire'],
      ['visit', '走访、座谈', 'Visits and symposia'],
      ['request', '点单、来信、热线', 'Requests, letters and calls'],
      ['ledger', '问题清单', 'The problem ledger'],
      ['own', '支部自己提出', 'The branch itself'],
    ],
    state: [
      ['planned', '已确定，未开始', 'Chosen, not begun'],
      ['doing', '办理中', 'Under way'],
      ['done', '已办结', 'Done'],
      ['stopped', '没有办成', 'Not achieved'],
    ],
    lasting: [['yes', '是', 'Yes'], ['no', '否', 'No'], unsure],
    satisfaction,
  },
  rows: [
    ...group(
      'deed',
      ['实事', 'The deed'],
      [
        ask('text', 'branch', '支部', 'Branch', must),
        ask('text', 'title', '实事名称', 'The deed', must),
        ask('text', 'place', '地点', 'Place'),
        ask('select_multiple need', 'need', '需求从哪里来', 'Where does the need come from?', must),
        ask('text', 'whose_need', '为哪些人解决什么问题', 'For whom, and which problem', must, long),
        ask('text', 'owner', '负责的岗位', 'Post in charge', must),
        ask('date', 'date', '确定日期', 'Chosen on', must, notLater),
        ask(
          'date',
          'due_on',
          '完成期限',
          'To be done by',
          must,
          check('. >= ${date}', '完成期限不能早于确定日期', 'Not before it was chosen'),
        ),
        ask('select_one state', 'state', '目前状态', 'State', must),
      ],
    ),
    ...repeat(
      'steps',
      ['进展', 'Progress'],
      [
        ask('date', 'step_on', '日期', 'Date', notLater),
        ask('text', 'step', '做了什么', 'What was done', long),
      ],
    ),
    ...group(
      'outcome',
      ['结果', 'Outcome'],
      [
        ask(
          'date',
          'done_on',
          '办结日期',
          'Done on',
          must,
          check(
            '. >= ${date} and . <= today()',
            '办结日期应在确定日期之后，且不晚于今天',
            'Not before it was chosen and not in the future',
          ),
        ),
        ask(
          'integer',
          'people_served',
          '受益人数（估计）',
          'People served (estimate)',
          check('. >= 0 and . <= 10000000', '人数应在 0 到 10000000 之间', 'Between 0 and 10000000 people'),
        ),
        ask(
          'decimal',
          'cost',
          '花费（元）',
          'Cost in yuan',
          check('. >= 0', '花费不能小于 0', 'Not under 0'),
        ),
        ask('text', 'summary', '结果摘要', 'Summary of the outcome', must, long),
        ask(
          'select_one satisfaction',
          'feedback',
          '受益群众的总体评价',
          'What those served think of it',
          must,
          hint('没有问过的选“不清楚”', 'Choose “don’t know” if nobody was asked'),
        ),
        ask('select_one lasting', 'lasting', '是否需要长期维护', 'Does it need lasting upkeep?'),
        ask('text', 'upkeep', '由谁维护', 'Who keeps it up', must, when("${lasting} = 'yes'")),
      ],
      when("${state} = 'done'"),
    ),
    ask(
      'text',
      'not_done_reason',
      '没有办成的原因',
      'Why it was not achieved',
      must,
      long,
      when("${state} = 'stopped'"),
    ),
    ask('image', 'photo', '照片', 'Photo', hint('没有可不填', 'May be left blank')),
  ],
})
