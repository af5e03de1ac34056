/** 亲身体验记录: going through a service as anybody would, step by step with time and cost. */

import { unsure, yesNo } from './lists.ts'
import { ask, check, group, hint, long, must, notLater, repeat, template, when } from './template.ts'

export const experience = template({
  id: 'experience',
  kind: 'experience',
  minutes: 15,
  title: ['亲身体验记录', 'Log of an own experience'],
  when: [
    '以普通群众的身份走一遍办事流程、乘一次车、排一次队、值一班岗，办完当天填写。不亮身份、不走内部通道；不占用急需资源，不提供虚假材料。',
    'After going through a procedure, a ride, a queue or a shift as anybody would, on the same day. Without showing rank or taking a short cut; without taking up what others urgently need, and with no false papers.',
  ],
  analysis: [
    '按环节看用时、往返次数和费用，找出最费时的环节，与公开承诺的时限比较；多人在不同时间体验同一事项，报告中位数和范围；单次体验是线索，不代表总体。',
    'Look at time, trips and cost step by step, find the slowest, and compare with the published limits. Let several people go at different times; give median and range. A single experience is a clue and stands for no one else.',
  ],
  lists: {
    yesNo,
    channel: [
      ['counter', '现场窗口', 'At a counter'],
      ['phone', '手机应用、网页', 'App or web page'],
      ['machine', '自助机', 'Machine'],
      ['call', '电话', 'By phone'],
      ['post', '岗位体验', 'Working a shift'],
      ['other', '其他', 'Other'],
    ],
    outcome: [
      ['done', '办成', 'Done'],
      ['partly', '部分办成', 'Partly done'],
      ['not', '没有办成', 'Not done'],
      ['waiting', '等待结果', 'Waiting for the outcome'],
    ],
    ease: [
      ['1', '非常困难', 'Very hard'],
      ['2', '比较困难', 'Rather hard'],
      ['3', '一般', 'Neither'],
      ['4', '比较容易', 'Rather easy'],
      ['5', '非常容易', 'Very easy'],
      unsure,
    ],
  },
  rows: [
    ...group(
      'about',
      ['体验情况', 'The experience'],
      [
        ask('date', 'visited_on', '日期', 'Date', must, notLater),
        ask('text', 'place', '地点或平台', 'Place or platform', must),
        ask('text', 'matter', '体验的事项', 'What was tried', must),
        ask('select_one channel', 'channel', '途径', 'Channel', must),
        ask(
          'select_one yesNo',
          'as_anybody',
          '是否以普通群众身份体验',
          'Was it done as anybody would?',
          must,
        ),
        ask('text', 'who', '体验人', 'Who did it', must),
      ],
    ),
    ...repeat(
      'steps',
      ['环节', 'Step'],
      [
        ask('text', 'step', '环节名称', 'Step'),
        ask(
          'integer',
          'step_minutes',
          '用时（分钟，含等候）',
          'Minutes, with waiting',
          when("${step} != ''"),
          check('. >= 0 and . <= 10000', '分钟数应在 0 到 10000 之间', 'Between 0 and 10000 minutes'),
        ),
        ask('select_one ease', 'step_ease', '难易程度', 'How easy or hard', when("${step} != ''")),
        ask('text', 'step_note', '遇到的情况', 'What happened', long, when("${step} != ''")),
      ],
    ),
    ...group(
      'result',
      ['结果', 'Outcome'],
      [
        ask('select_one outcome', 'outcome', '是否办成', 'Was it done?', must),
        ask(
          'text',
          'not_done_reason',
          '没有全部办成的原因',
          'Why it was not fully done',
          must,
          long,
          when("${outcome} = 'partly' or ${outcome} = 'not'"),
        ),
        ask(
          'integer',
          'minutes_total',
          '总共用时（分钟）',
          'Minutes in all',
          must,
          check('. >= 0 and . <= 100000', '分钟数应在 0 到 100000 之间', 'Between 0 and 100000 minutes'),
        ),
        ask(
          'integer',
          'trips',
          '跑了几趟',
          'Number of trips',
          check('. >= 0 and . <= 100', '趟数应在 0 到 100 之间', 'Between 0 and 100'),
          hint('线上办理填 0', '0 if done online'),
        ),
        ask(
          'decimal',
          'cost',
          '花费（元）',
          'Cost in yuan',
          check('. >= 0 and . <= 1000000', '花费应在 0 到 1000000 元之间', 'Between 0 and 1000000 yuan'),
        ),
        ask('select_one ease', 'ease', '总体难易程度', 'How easy or hard in all', must),
        ask('text', 'summary', '体验摘要', 'Summary', must, long),
      ],
    ),
    ask('text', 'good', '做得好的方面', 'What went well', long),
    ask('text', 'problems', '发现的问题', 'Problems found', long),
    ask('text', 'suggestions', '意见和建议', 'Suggestions', long),
  ],
})
