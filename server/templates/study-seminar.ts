/** 学习研讨记录: what was studied together, who spoke to what, and what is to be done. */

import { peoplePresent } from './quotes.ts'
import { role } from './lists.ts'
import { ask, check, group, hint, long, must, notLater, repeat, template, when } from './template.ts'

export const studySeminar = template({
  id: 'study-seminar',
  kind: 'record',
  minutes: 10,
  title: ['学习研讨记录', 'Record of a study seminar'],
  when: [
    '集中学习、专题研讨后由记录人填写，作为规定动作的佐证。记观点和准备做的事，不追求篇幅。',
    'Filled in by the note taker after studying or discussing together, as evidence of a required action. Note views and what is to be done; length is no aim.',
  ],
  analysis: [
    '按单位看次数、到会率和覆盖情况；把研讨中提出的问题转入调研课题或问题清单，隔一段时间核对准备做的事是否做了。次数和篇幅不代表效果。',
    'See number, attendance and coverage by unit; take problems raised into topics or the ledger, and check later whether what was to be done was done. Number and length say nothing of the effect.',
  ],
  lists: {
    role,
    manner: [
      ['reading', '集中自学', 'Reading together'],
      ['lecture', '专题辅导', 'Lecture'],
      ['discussion', '交流研讨', 'Discussion'],
      ['site', '现场学习', 'On site'],
      ['other', '其他', 'Other'],
    ],
  },
  rows: [
    ...group(
      'meeting',
      ['时间和地点', 'Time and place'],
      [
        ask('date', 'held_on', '日期', 'Date', must, notLater),
        ask('text', 'place', '地点', 'Place', must),
        ask('text', 'branch', '单位或支部', 'Unit or branch', must),
        ask('select_multiple manner', 'manner', '方式', 'Manner', must),
        ask(
          'integer',
          'due_count',
          '应到人数',
          'People expected',
          must,
          check('. >= 1 and . <= 10000', '人数应在 1 到 10000 之间', 'Between 1 and 10000 people'),
        ),
        ask(
          'integer',
          'people_count',
          '实到人数',
          'People present',
          must,
          check('. >= 0 and . <= ${due_count}', '实到人数不能多于应到人数', 'Not more than were expected'),
        ),
        ask('text', 'chair', '主持人', 'Chair'),
        ask('text', 'note_taker', '记录人', 'Note taker', must),
      ],
    ),
    ask('text', 'subject', '学习研讨的主题和篇目', 'Subject and texts', must, long),
    ask('text', 'summary', '主要内容摘要', 'Summary', must, long),
    ...repeat(
      'speeches',
      ['发言', 'Contribution'],
      [
        ask('select_one role', 'speaker_role', '发言人身份', 'Role of the speaker'),
        ask('text', 'point', '主要观点', 'Main point', long),
        ask('text', 'link', '联系的工作实际', 'The work it relates to', long, when("${point} != ''")),
      ],
    ),
    ask('text', 'problems', '研讨中提出的问题', 'Problems raised', long),
    ...repeat(
      'actions',
      ['准备做的事', 'To be done'],
      [
        ask('text', 'action', '事项', 'What', hint('没有的不填', 'Leave blank if nothing')),
        ask('text', 'action_owner', '负责的单位或岗位', 'By which unit or post', when("${action} != ''")),
        ask('date', 'action_due', '完成期限', 'By when', when("${action} != ''")),
      ],
    ),
    ...peoplePresent(),
  ],
})
