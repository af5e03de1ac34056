/** 个别访谈记录: one person's account, with informed consent and verbatim quotes. */

import { quoteLists, quotes } from './quotes.ts'
import { age, sex } from './lists.ts'
import { ask, group, hint, long, must, notLater, personal, repeat, template, when } from './template.ts'

export const interview = template({
  id: 'interview',
  kind: 'interview',
  minutes: 20,
  title: ['个别访谈记录', 'Notes of an interview'],
  when: [
    '与一个人或一户深谈，了解经过和原因。先说明身份、用途和自愿，得到同意再开始；姓名、电话可不记。',
    'To talk in depth with one person or household about what happened and why. Say who you are, what it is for and that it is voluntary; begin on consent. Name and phone may be left out.',
  ],
  analysis: [
    '逐篇编码，比较不同身份受访者说法的异同，访谈到没有新内容为止；说明访谈了多少人、怎样找到的，不推算比例；与问卷、走访所得相互印证。',
    'Code note by note and compare what people of different roles say; go on until nothing new comes. Say how many were interviewed and how they were found; no shares. Check against questionnaires and visits.',
  ],
  lists: {
    ...quoteLists,
    manner: [
      ['office', '约谈', 'By appointment'],
      ['household', '入户', 'At home'],
      ['street', '街头、田间、车间', 'In the street, field or workshop'],
      ['phone', '电话', 'By phone'],
    ],
    informed: [
      ['yes', '已说明并同意', 'Explained and agreed'],
      ['no', '不同意', 'Does not agree'],
    ],
    sex,
    age,
  },
  rows: [
    ...group(
      'meeting',
      ['时间和地点', 'Time and place'],
      [
        ask('date', 'held_on', '日期', 'Date', must, notLater),
        ask('text', 'place', '地点', 'Place', must),
        ask('select_one manner', 'manner', '方式', 'Manner', must),
        ask('text', 'note_taker', '记录人', 'Note taker', must),
        ask(
          'select_one informed',
          'informed',
          '是否已说明用途和自愿，本人是否同意',
          'Were purpose and free choice explained, and did the person agree?',
          must,
          hint('不同意的到此为止', 'Stop here if not'),
        ),
      ],
    ),
    ...group(
      'respondent',
      ['受访人', 'The person interviewed'],
      [
        ask('select_one role', 'respondent_role', '身份', 'Role', must),
        ask('select_one sex', 'respondent_sex', '性别', 'Sex'),
        ask('select_one age', 'respondent_age', '年龄', 'Age'),
        ask('text', 'respondent_name', '姓名', 'Name', personal),
        ask('text', 'respondent_phone', '电话', 'Phone', personal),
      ],
      when("${informed} = 'yes'"),
    ),
    ...group(
      'content',
      ['访谈内容', 'The interview'],
      [
        ask('text', 'summary', '内容摘要', 'Summary', must, long),
        ask('text', 'situation', '基本情况', 'The situation', long),
        ask('text', 'course', '事情的经过', 'What happened', long),
        ask('text', 'reasons', '本人认为的原因', 'Reasons as the person sees them', long),
        ask('text', 'problems', '反映的问题', 'Problems raised', long),
        ask('text', 'suggestions', '意见和建议', 'Suggestions', long),
      ],
      when("${informed} = 'yes'"),
    ),
    ...repeat(
      'questions',
      ['问答', 'Question and answer'],
      [
        ask('text', 'asked', '问', 'Asked'),
        ask('text', 'answered', '答（要点）', 'Answered (in short)', long, when("${asked} != ''")),
      ],
      when("${informed} = 'yes'"),
    ),
    ...quotes(when("${informed} = 'yes'")),
    ask(
      'audio',
      'recording',
      '录音',
      'Recording',
      personal,
      when("${informed} = 'yes'"),
      hint('录音前征得本人同意；没有可不填', 'With the person’s consent; may be left blank'),
    ),
    ask(
      'text',
      'impression',
      '记录人的观察和判断',
      'What the note taker observed and thinks',
      long,
      hint('与本人所说分开记', 'Kept apart from what was said'),
    ),
  ],
})
