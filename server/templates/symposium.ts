/** 会议座谈记录: who met where, what was said on each subject, and verbatim quotes with consent. */

import { peoplePresent, quoteLists, quotes } from './quotes.ts'
import { ask, check, group, hint, long, must, notLater, repeat, template, personal } from './template.ts'

export const symposium = template({
  id: 'symposium',
  kind: 'interview',
  minutes: 20,
  title: ['会议座谈记录', 'Notes of a symposium'],
  when: [
    '召开座谈会时由记录人填写，不是逐人答卷。开会前把要问的题目列进“议题”；开场说明记录用途，原话逐条征得同意。',
    'Filled in by the note taker of a symposium, not by each participant. List the subjects before the meeting; say at the start what the notes are for, and ask consent for each quote.',
  ],
  analysis: [
    '按议题归纳意见，注明提出的人属于哪类身份，不用百分比代替定性材料；分歧与共识同样写入；引用只用同意引用的原话，并按公开程度署名。',
    'Sum up views by subject with the roles of those who hold them; no percentages for qualitative material. Report disagreement as well as agreement. Quote only with consent and at the agreed attribution.',
  ],
  lists: quoteLists,
  rows: [
    ...group(
      'meeting',
      ['时间和地点', 'Time and place'],
      [
        ask('date', 'held_on', '日期', 'Date', must, notLater),
        ask('time', 'starts_at', '开始时间', 'Start'),
        ask('time', 'ends_at', '结束时间', 'End'),
        ask('text', 'place', '地点', 'Place', must),
        ask('text', 'chair', '主持人', 'Chair'),
        ask('text', 'note_taker', '记录人', 'Note taker', must),
        ask(
          'integer',
          'people_count',
          '参加人数',
          'Number of people',
          check('. >= 1 and . <= 1000', '人数应在 1 到 1000 之间', 'Between 1 and 1000 people'),
        ),
      ],
    ),
    ...peoplePresent(),
    ask('text', 'summary', '内容摘要', 'Summary', must, long),
    ...repeat(
      'subjects',
      ['议题', 'Subject'],
      [
        ask('text', 'subject', '议题', 'Subject'),
        ask('text', 'agreed', '比较一致的意见', 'Where people agreed', long),
        ask(
          'text',
          'differed',
          '不同意见',
          'Where they differed',
          long,
          hint('分别写明持不同意见者的身份', 'With the roles of those who differ'),
        ),
      ],
    ),
    ask('text', 'problems', '反映的问题', 'Problems raised', long),
    ask('text', 'suggestions', '意见和建议', 'Suggestions', long),
    ask('text', 'promises', '当场答复和承诺', 'Replies and promises given on the spot', long),
    ...quotes(),
    ask(
      'audio',
      'recording',
      '录音',
      'Recording',
      personal,
      hint('录音前征得在场人员同意；没有可不填', 'With the consent of those present; may be left blank'),
    ),
    ask(
      'image',
      'photo',
      '现场照片',
      'Photo',
      hint('拍照前征得在场人员同意', 'With the consent of those present'),
    ),
  ],
})
