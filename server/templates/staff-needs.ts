/** 职工需求: what staff need at work and beside it, and how workload is felt. */

import { age, agreement, refused, sex, unsure } from './lists.ts'
import { alone, ask, check, group, hint, long, matrix, must, template, when } from './template.ts'

export const staffNeeds = template({
  id: 'staff-needs',
  kind: 'questionnaire',
  minutes: 5,
  title: ['职工需求调查', 'Needs of staff'],
  when: [
    '了解职工在工作负担、成长、待遇保障和生活方面的需求。宜匿名，由全体职工填写；人数少的部门不问可以认出本人的问题。',
    'To learn what staff need as to workload, growth, welfare and life. Best anonymous and for everybody; leave out questions that identify people in small departments.',
  ],
  analysis: [
    '全员填写时报告回答率；各项说法报告同意与不同意的比例，“下班以后”一项是反向说法，合成得分前先反向，同一维度的题先看信度再合成；需求按选择率排序，并按年龄、岗位比较。不足 5 人的组不单列。',
    'Where everybody is asked, report the response rate. Give shares agreeing and disagreeing. “After hours” is worded the other way round: turn it before adding items to a score, and check reliability first. Rank needs by how often they are chosen, and compare ages and posts. No group under 5 people is shown.',
  ],
  lists: {
    agreement,
    need: [
      ['workload', '减轻不必要的负担', 'Less needless work'],
      ['training', '业务培训', 'Training'],
      ['career', '成长和交流机会', 'Growth and exchange'],
      ['health', '体检和心理关怀', 'Health checks and counselling'],
      ['canteen', '食堂和工作餐', 'Canteen and meals'],
      ['commute', '通勤和停车', 'Commuting and parking'],
      ['family', '子女托管、照顾老人', 'Care for children and the elderly'],
      ['culture', '文体活动', 'Sports and culture'],
      ['office', '办公条件', 'Office conditions'],
      ['other', '其他', 'Other'],
      ['none', '没有', 'None'],
      unsure,
    ],
    post: [
      ['manager', '管理岗位', 'Management'],
      ['professional', '专业技术岗位', 'Professional'],
      ['support', '工勤和辅助岗位', 'Support'],
      ['other', '其他', 'Other'],
      refused,
    ],
    sex,
    age,
  },
  rows: [
    ...matrix('work', ['您是否同意下列说法？', 'Do you agree or disagree?'], 'agreement', [
      ['load', '我的工作量是可以承受的', 'My workload is manageable'],
      ['purpose', '我清楚对我的工作要求', 'I know what is expected of me'],
      ['tools', '我有完成工作所需的条件', 'I have what I need to do my work'],
      ['growth', '我有学习新本领的机会', 'I have opportunities to learn'],
      ['support', '遇到困难能得到帮助', 'I get help when I need it'],
      ['voice', '我的意见能够反映上去', 'I can make my views heard'],
      ['after_hours', '下班以后我还经常要处理工作', 'I often have to see to work after hours'],
    ]),
    ask(
      'integer',
      'overtime',
      '最近四周，您平均每周加班多少小时？',
      'Over the last four weeks, how many hours of overtime did you work a week on average?',
      check('. >= 0 and . <= 100', '小时数应在 0 到 100 之间', 'Between 0 and 100 hours'),
      hint(
        '没有加班填 0；记不清或不愿回答可不填',
        '0 if none; leave blank if you cannot recall or prefer not to say',
      ),
    ),
    ask(
      'select_multiple need',
      'needs',
      '您目前最希望解决哪些方面的需求？（最多选三项）',
      'Which needs should be met first? (up to three)',
      must,
      alone(['none', '98'], 3),
    ),
    ask(
      'text',
      'need_other',
      '其他需求是什么？',
      'Which other need?',
      must,
      when("selected(${needs}, 'other')"),
    ),
    ask(
      'text',
      'training_topics',
      '您希望参加哪些内容的培训？',
      'What training would you like?',
      long,
      when("selected(${needs}, 'training')"),
    ),
    ask(
      'text',
      'burden',
      '哪些工作您认为可以取消、合并或简化？',
      'Which work could be dropped, merged or simplified?',
      long,
    ),
    ask('text', 'suggestion', '您还有什么意见和建议？', 'Any other comments or suggestions?', long),
    ...group(
      'background',
      ['基本情况（用于分组比较，可不填）', 'About you (to compare groups; may be left blank)'],
      [
        ask('select_one sex', 'sex', '性别', 'Sex'),
        ask('select_one age', 'age', '年龄', 'Age'),
        ask('select_one post', 'post', '岗位', 'Post'),
      ],
    ),
  ],
})
