/** 培训效果: reaction, learning and intended use after a training. */

import { agreement, unsure } from './lists.ts'
import { ask, atMost, hint, long, matrix, must, notLater, template, when } from './template.ts'

const score = { parameters: 'start=0 end=10 step=1' }

export const trainingEffect = template({
  id: 'training-effect',
  kind: 'questionnaire',
  minutes: 4,
  title: ['培训效果评估', 'Effect of a training'],
  when: [
    '培训结束时填写；想知道是否用到工作中，可在两三个月后用同一表单再收一次。宜匿名。',
    'At the end of a training; to learn whether it is put to use, ask again with the same form two or three months later. Best anonymous.',
  ],
  analysis: [
    '报告参训人数和回答率；各项说法看同意与不同意的比例；训前、训后自评是同一人的配对数据，看差值的均值和区间。自评不等于实际掌握，重要的内容另做测验。',
    'Report how many took part and answered. Give shares agreeing and disagreeing. Ratings before and after come in pairs: look at the mean difference. A self-rating is not a test; test what matters.',
  ],
  lists: {
    agreement,
    use: [
      ['used', '已经用到', 'Already used'],
      ['soon', '近期会用到', 'Soon'],
      ['later', '以后可能用到', 'Perhaps later'],
      ['never', '用不到', 'Not at all'],
      unsure,
    ],
    obstacle: [
      ['unrelated', '与工作关系不大', 'Little to do with my work'],
      ['theory', '偏理论，缺少方法', 'Theory more than method'],
      ['time', '没有时间实践', 'No time to practise'],
      ['conditions', '缺少条件或授权', 'No means or mandate'],
      ['other', '其他', 'Other'],
      unsure,
    ],
    form: [
      ['lecture', '专题讲授', 'Lecture'],
      ['case', '案例教学', 'Case studies'],
      ['discussion', '研讨交流', 'Discussion'],
      ['site', '现场教学', 'On site'],
      ['practice', '实操演练', 'Practice'],
      ['online', '线上自学', 'Online'],
      ['other', '其他', 'Other'],
      unsure,
    ],
  },
  rows: [
    ask('text', 'course', '培训名称', 'Training', must),
    ask('date', 'ended_on', '培训结束日期', 'Last day of the training', notLater),
    ...matrix('reaction', ['您是否同意下列说法？', 'Do you agree or disagree?'], 'agreement', [
      ['relevant_content', '内容与我的工作有关', 'The content relates to my work'],
      ['clear', '讲授清楚', 'It was taught clearly'],
      ['level', '难度适合我', 'The level suited me'],
      ['length', '时间长短合适', 'The length was right'],
      ['materials', '材料有用', 'The materials are useful'],
      ['organised', '组织安排有序', 'It was well organised'],
    ]),
    ask(
      'range',
      'before',
      '培训前，您对所讲内容的掌握程度（0 完全不了解，10 完全掌握）',
      'How well did you know the subject before? (0 not at all, 10 fully)',
      score,
    ),
    ask(
      'range',
      'after',
      '现在，您对所讲内容的掌握程度（0 完全不了解，10 完全掌握）',
      'How well do you know it now? (0 not at all, 10 fully)',
      score,
    ),
    ask('select_one use', 'use', '所学内容能用到您的工作中吗？', 'Can you use it in your work?', must),
    ask(
      'text',
      'use_example',
      '请举一个用到或准备用到的例子',
      'Give an example of how you use it or will',
      long,
      when("${use} = 'used' or ${use} = 'soon'"),
    ),
    ask(
      'select_multiple obstacle',
      'obstacles',
      '主要原因是什么？（最多选两项）',
      'Why? (up to two)',
      atMost(2),
      when("${use} = 'later' or ${use} = 'never'"),
    ),
    ask(
      'select_multiple form',
      'preferred',
      '以后您更希望采用哪些方式？（最多选三项）',
      'Which forms would you prefer in future? (up to three)',
      atMost(3),
    ),
    ask('text', 'most', '收获最大的是哪一部分？', 'Which part was most useful?', long),
    ask(
      'text',
      'improve',
      '最需要改进的是什么？',
      'What most needs improvement?',
      long,
      hint('可写内容、师资、方式、时间等', 'Content, teachers, form, time …'),
    ),
  ],
})
