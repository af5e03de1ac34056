/** 读书清单打卡: what was read from the list, and what it says for the work. */

import { ask, check, hint, long, must, notLater, template, when } from './template.ts'

export const readingLog = template({
  id: 'reading-log',
  kind: 'record',
  minutes: 3,
  title: ['读书清单打卡', 'Reading log'],
  when: [
    '按读书清单自学，每读完一个部分填一次。自愿写体会，不规定字数，不评比排名。',
    'For reading from a list, once for each part read. Thoughts are voluntary; no word count, no ranking.',
  ],
  analysis: [
    '看每本书的阅读人数和读完比例，了解哪些书有用、哪些读不下去，用来调整清单；体会中的问题可转入研讨。不用打卡次数评价个人。',
    'See how many read and finished each book, which were useful and which were given up, and revise the list. Take questions into seminars. Do not judge people by the number of entries.',
  ],
  lists: {
    progress: [
      ['part', '读完一部分', 'Read a part'],
      ['whole', '全部读完', 'Read the whole'],
      ['stopped', '没有读完，不再读', 'Gave it up'],
    ],
    useful: [
      ['1', '完全没有用', 'Not useful at all'],
      ['2', '用处不大', 'Rather not useful'],
      ['3', '一般', 'Neither'],
      ['4', '比较有用', 'Rather useful'],
      ['5', '非常有用', 'Very useful'],
      ['98', '说不清', 'Don’t know', 'dont_know'],
    ],
  },
  rows: [
    ask('date', 'date', '日期', 'Date', must, notLater),
    ask('text', 'branch', '单位或支部', 'Unit or branch', must),
    ask(
      'text',
      'reader',
      '姓名',
      'Name',
      { personal: 'yes' },
      hint('不要求署名的可不填', 'May be left blank where no name is asked for'),
    ),
    ask('text', 'book', '书名或篇目', 'Book or text', must),
    ask('select_one progress', 'progress', '进度', 'Progress', must),
    ask('text', 'chapters', '读的章节', 'Chapters read', when("${progress} = 'part'")),
    ask(
      'integer',
      'minutes_read',
      '本次阅读时间（分钟）',
      'Minutes read this time',
      check('. >= 1 and . <= 1440', '分钟数应在 1 到 1440 之间', 'Between 1 and 1440 minutes'),
    ),
    ask('select_one useful', 'useful', '对工作是否有用', 'Is it useful for your work?', must),
    ask(
      'text',
      'stopped_reason',
      '没有读完的原因',
      'Why was it given up?',
      long,
      when("${progress} = 'stopped'"),
    ),
    ask(
      'text',
      'summary',
      '印象最深的一点',
      'What struck you most',
      long,
      hint('一两句话即可', 'A sentence or two will do'),
    ),
    ask('text', 'question', '想讨论的问题', 'A question to discuss', long),
  ],
})
