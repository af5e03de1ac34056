/** 群众满意度: how satisfied residents are with several services, and what should come first. */

import { age, refused, satisfaction, sex, unsure } from './lists.ts'
import { alone, ask, group, hint, long, matrix, must, template, when } from './template.ts'

export const publicSatisfaction = template({
  id: 'public-satisfaction',
  kind: 'questionnaire',
  minutes: 4,
  title: ['群众满意度调查', 'Satisfaction of residents'],
  when: [
    '了解群众对多项公共服务的评价和最希望改进的方面。能抽样的尽量抽样；张贴二维码得到的是非概率样本。',
    'To learn how residents rate several public services and what they want improved. Draw a sample where you can; a posted QR code gives a non-probability sample.',
  ],
  analysis: [
    '各项服务分别报告各选项的比例和均值，“不适用”“不清楚”单列，不计入有效回答；按年龄、居住地交叉比较；满意度低而被选为优先改进的服务先看。每期题目不变才能比较变化。',
    'Report shares of each option and means service by service; “not applicable” and “don’t know” stand apart. Compare age groups and places. Look first at services that rate low and are often chosen for improvement. Keep the wording unchanged to compare waves.',
  ],
  lists: {
    satisfaction,
    service: [
      ['health', '看病就医', 'Health care'],
      ['school', '子女上学', 'Schools'],
      ['transport', '公共交通', 'Public transport'],
      ['parking', '停车', 'Parking'],
      ['environment', '环境卫生', 'Cleanliness'],
      ['safety', '社会治安', 'Public safety'],
      ['elderly', '养老服务', 'Care for the elderly'],
      ['counter', '窗口办事', 'Counter services'],
      ['none', '没有', 'None'],
      unsure,
    ],
    channel: [
      ['no_problem', '没有遇到过问题', 'Had no problem'],
      ['none', '遇到过，没有反映', 'Had one, did not raise it'],
      ['community', '向社区（村）反映', 'With the community or village'],
      ['hotline', '打热线电话', 'By hotline'],
      ['online', '在网上留言', 'Online'],
      ['counter', '到部门窗口', 'At a counter'],
      ['other', '其他途径', 'In another way'],
      refused,
    ],
    sex,
    age,
    residence: [
      ['urban', '城区', 'City'],
      ['town', '乡镇镇区', 'Town'],
      ['village', '农村', 'Village'],
      refused,
    ],
  },
  rows: [
    ask(
      'select_one satisfaction',
      'overall',
      '总的来说，您对本地公共服务的满意程度是',
      'All in all, how satisfied or dissatisfied are you with local public services?',
      must,
    ),
    ...matrix(
      'services',
      [
        '过去一年，您对本地以下服务的满意程度是',
        'Over the past year, how satisfied or dissatisfied are you with these local services?',
      ],
      'satisfaction',
      [
        ['health', '看病就医', 'Health care'],
        ['school', '子女上学', 'Schools'],
        ['transport', '公共交通', 'Public transport'],
        ['parking', '停车', 'Parking'],
        ['environment', '环境卫生', 'Cleanliness'],
        ['safety', '社会治安', 'Public safety'],
        ['elderly', '养老服务', 'Care for the elderly'],
        ['counter', '窗口办事', 'Counter services'],
      ],
    ),
    ask(
      'select_multiple service',
      'improve',
      '您认为哪些服务最需要改进？（最多选三项）',
      'Which services most need improvement? (up to three)',
      alone(['none', '98'], 3),
    ),
    ask(
      'text',
      'problem',
      '您在这些方面遇到过什么具体的问题？',
      'What problems have you met with there?',
      long,
      when(
        "count-selected(${improve}) > 0 and not(selected(${improve}, 'none') or selected(${improve}, '98'))",
      ),
      hint('写时间、地点、经过，不必写姓名', 'When, where and what happened; no names needed'),
    ),
    ask(
      'select_one channel',
      'raised',
      '过去一年，您最近一次遇到问题时是怎样反映的？',
      'Over the past year, how did you raise the last problem that you had?',
    ),
    ask(
      'select_one satisfaction',
      'handling',
      '您对那次处理结果的满意程度是',
      'How satisfied or dissatisfied are you with how it was handled?',
      when("${raised} != '' and ${raised} != 'no_problem' and ${raised} != 'none' and ${raised} != '99'"),
    ),
    ask('text', 'suggestion', '您还有什么意见和建议？', 'Any other comments or suggestions?', long),
    ...group(
      'background',
      ['基本情况（用于分组比较，可不填）', 'About you (to compare groups; may be left blank)'],
      [
        ask('select_one sex', 'sex', '性别', 'Sex'),
        ask('select_one age', 'age', '年龄', 'Age'),
        ask('select_one residence', 'residence', '居住地', 'Where you live'),
      ],
    ),
  ],
})
