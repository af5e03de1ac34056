/** 点单需求: what residents and grassroots units ask investigators to take up. */

import { unsure } from './lists.ts'
import { ask, check, group, hint, long, must, personal, template, when } from './template.ts'

export const requests = template({
  id: 'requests',
  kind: 'request',
  minutes: 3,
  title: ['点单需求', 'Requests'],
  when: [
    '公开征集群众和基层单位希望调研、希望解决的事项，由调研组“接单”。可长期开放。紧急情况应写明拨打的电话，不靠本表处理。',
    'An open list of what residents and grassroots units want looked into or solved, for investigators to take up. It can stay open. For emergencies name the number to call; this form is not for them.',
  ],
  analysis: [
    '按领域、地点、影响范围归类，合并重复的单子；看接单率、办结率和用时；自愿提交的单子不代表总体，数量多少不等于问题大小。',
    'Group by field, place and reach, and merge duplicates; follow the shares taken up and settled and how long it took. What people hand in stands for no population; many requests do not make a problem larger.',
  ],
  lists: {
    requester: [
      ['resident', '群众个人', 'A resident'],
      ['community', '村（社区）', 'A village or community'],
      ['business', '企业、商户', 'A business'],
      ['unit', '基层单位', 'A grassroots unit'],
      ['other', '其他', 'Other'],
    ],
    field: [
      ['livelihood', '就业、社保、救助', 'Jobs, insurance and relief'],
      ['education', '教育', 'Education'],
      ['health', '医疗', 'Health'],
      ['housing', '住房和物业', 'Housing'],
      ['transport', '交通', 'Transport'],
      ['environment', '环境', 'Environment'],
      ['farming', '农业农村', 'Farming and villages'],
      ['business', '企业经营', 'Running a business'],
      ['burden', '基层负担', 'Burden on the grassroots'],
      ['other', '其他', 'Other'],
      unsure,
    ],
    wish: [
      ['visit', '到现场看看', 'Come and see'],
      ['explain', '解释政策', 'Explain a policy'],
      ['solve', '解决具体问题', 'Solve a problem'],
      ['study', '研究完善政策', 'Review a policy'],
      unsure,
    ],
    reach: [
      ['one', '本人或一户', 'One person or household'],
      ['some', '一部分人', 'Some people'],
      ['many', '整个小区、村或行业', 'A whole estate, village or trade'],
      unsure,
    ],
    before: [
      ['no', '没有反映过', 'Not raised before'],
      ['waiting', '反映过，还没有答复', 'Raised, no reply yet'],
      ['unsolved', '反映过，有答复，没有解决', 'Raised and answered, not solved'],
      ['again', '解决过，又出现', 'Solved, but it came back'],
      unsure,
    ],
    reply: [
      ['yes', '希望回复', 'Yes'],
      ['no', '不需要回复', 'No'],
    ],
  },
  rows: [
    ask('select_one requester', 'requester', '您是', 'You are', must),
    ask('select_one field', 'field', '事项属于哪个领域', 'Which field is it about?', must),
    ask(
      'text',
      'request',
      '希望调研或解决什么',
      'What should be looked into or solved?',
      must,
      long,
      hint(
        '写清时间、地点、经过；不写他人的姓名、证件号码',
        'When, where and what happened; no names or document numbers of others',
      ),
    ),
    ask(
      'text',
      'place',
      '涉及的地点',
      'Place',
      hint('到街道、村（社区）即可', 'The community or village will do'),
    ),
    ask('select_one wish', 'wish', '您最希望怎样处理', 'What do you wish for most?', must),
    ask('select_one reach', 'reach', '影响到多少人', 'How many are affected?'),
    ask('select_one before', 'before', '以前是否反映过', 'Was it raised before?'),
    ask('text', 'suggestion', '您的建议', 'Your suggestion', long),
    ask('select_one reply', 'reply', '是否希望得到回复', 'Would you like a reply?', must),
    ...group(
      'contact',
      ['联系方式（只用于回复）', 'Contact (for the reply only)'],
      [
        ask('text', 'contact_name', '称呼', 'Name', personal),
        ask(
          'text',
          'contact_phone',
          '电话',
          'Phone',
          must,
          personal,
          { appearance: 'numbers' },
          check(
            "regex(., '^[0-9+ -]{5,20}$')",
            '请填 5 到 20 位电话号码',
            'A phone number of 5 to 20 digits',
          ),
        ),
      ],
      when("${reply} = 'yes'"),
    ),
  ],
})
