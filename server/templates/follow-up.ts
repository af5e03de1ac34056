/** 回访满意度: whether those who raised a problem find it solved. */

import { satisfaction, unsure } from './lists.ts'
import { ask, check, hint, long, matrix, must, personal, template, when } from './template.ts'

export const followUp = template({
  id: 'follow-up',
  kind: 'questionnaire',
  minutes: 3,
  title: ['回访满意度', 'Satisfaction after a problem was handled'],
  when: [
    '问题整改后回访反映人和受影响的群众。由没有参与整改的人回访；全部回访或随机抽取，不由责任单位挑选对象。',
    'After a problem was handled, with those who raised it and those affected. By somebody who took no part in handling it; ask all or a random draw, not people picked by the unit in charge.',
  ],
  analysis: [
    '先看“是否解决”的比例，再看满意度，两者不一致的逐件复核；报告联系上多少、没有联系上多少；“没有解决”“又出现”的退回整改。',
    'Look first at the share solved, then at satisfaction, and review each case where the two disagree. Say how many were reached and how many not. What is unsolved or came back is re-opened.',
  ],
  lists: {
    satisfaction,
    relation: [
      ['raised', '反映人', 'Raised the problem'],
      ['affected', '受影响的群众', 'Was affected'],
      ['both', '两者都是', 'Both'],
      unsure,
    ],
    informed: [['yes', '告知过', 'Yes'], ['no', '没有告知', 'No'], unsure],
    solved: [
      ['solved', '已经解决', 'Solved'],
      ['partly', '部分解决', 'Partly solved'],
      ['not', '没有解决', 'Not solved'],
      ['again', '解决后又出现', 'Solved, but it came back'],
      unsure,
    ],
    again: [
      ['yes', '愿意', 'Yes'],
      ['no', '不愿意', 'No'],
    ],
  },
  rows: [
    ask(
      'text',
      'problem_number',
      '问题编号',
      'Number of the problem',
      hint('由回访人填写；不知道的不填', 'Filled in by whoever follows up; leave blank if unknown'),
    ),
    ask('select_one relation', 'relation', '您与这个问题的关系', 'How are you concerned?', must),
    ask('select_one informed', 'informed', '处理结果是否告知过您？', 'Were you told the outcome?', must),
    ask(
      'select_one solved',
      'solved',
      '在您看来，这个问题解决了吗？',
      'In your view, has the problem been solved?',
      must,
    ),
    ask(
      'text',
      'remaining',
      '还有哪些没有解决？',
      'What remains unsolved?',
      long,
      when("${solved} = 'partly' or ${solved} = 'not' or ${solved} = 'again'"),
    ),
    ask(
      'select_one satisfaction',
      'overall',
      '总的来说，您对这次处理的满意程度是',
      'All in all, how satisfied or dissatisfied are you?',
      must,
    ),
    ...matrix(
      'handling',
      ['您对处理过程的满意程度是', 'How satisfied or dissatisfied are you with how it was handled?'],
      'satisfaction',
      [
        ['speed', '处理速度', 'Speed'],
        ['attitude', '工作态度', 'Attitude'],
        ['explanation', '解释说明', 'Explanations'],
        ['result', '处理结果', 'Outcome'],
      ],
    ),
    ask('text', 'suggestion', '您还有什么意见和建议？', 'Any other comments or suggestions?', long),
    ask('select_one again', 'again', '今后是否愿意再接受回访？', 'May we contact you again?'),
    ask(
      'text',
      'contact_phone',
      '联系电话（可不填）',
      'Phone (may be left blank)',
      personal,
      { appearance: 'numbers' },
      when("${again} = 'yes'"),
      check("regex(., '^[0-9+ -]{5,20}$')", '请填 5 到 20 位电话号码', 'A phone number of 5 to 20 digits'),
    ),
  ],
})
