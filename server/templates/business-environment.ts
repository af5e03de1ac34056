/** 企业营商环境: how enterprises experience policies, approvals, costs and inspections. */

import { agreement, satisfaction, unsure, refused } from './lists.ts'
import { alone, ask, check, group, hint, long, matrix, must, personal, template, when } from './template.ts'

export const businessEnvironment = template({
  id: 'business-environment',
  kind: 'questionnaire',
  minutes: 7,
  title: ['企业营商环境调查', 'Business environment'],
  when: [
    '了解企业在审批、融资、用工、执法检查等方面的真实感受。由熟悉情况的经营管理人员填写，每家企业一份。属于部门统计调查的，先报批或备案，再把第一行的表号、制定机关、批准文号、有效期填好；不属于的删去这一行。',
    'To learn how enterprises experience approvals, finance, labour and inspections. One answer per enterprise, by a manager who knows. If it is a statistical survey of a department, have it approved or filed first and complete the table number, issuing body, approval number and validity in the first row; otherwise delete that row.',
  ],
  analysis: [
    '按企业规模、行业分组报告满意和不满意的比例；问到具体天数、次数的题看中位数和四分位数，不只看均值；“不适用”单列。“同样的材料要重复提交”是反向说法，同意的越多越差，与其他说法分开看。主要困难按选择率排序。企业名录可得时按规模分层抽样并加权。',
    'Report shares satisfied and dissatisfied by size and sector; for days and counts give the median and quartiles, not the mean alone; “not applicable” stands apart. “The same papers …” is worded the other way round: agreement is bad; read it apart. Rank difficulties by how often they are chosen. With a register of enterprises, stratify by size and weight.',
  ],
  lists: {
    satisfaction,
    agreement,
    sector: [
      ['agriculture', '农林牧渔业', 'Agriculture'],
      ['industry', '工业', 'Industry'],
      ['construction', '建筑业', 'Construction'],
      ['trade', '批发零售、住宿餐饮', 'Trade, hotels and catering'],
      ['services', '其他服务业', 'Other services'],
    ],
    size: [
      ['micro', '微型', 'Micro'],
      ['small', '小型', 'Small'],
      ['medium', '中型', 'Medium'],
      ['large', '大型', 'Large'],
      unsure,
    ],
    difficulty: [
      ['orders', '订单或市场需求不足', 'Too few orders'],
      ['cost', '原材料、用能等成本高', 'Cost of materials and energy'],
      ['finance', '融资困难', 'Access to finance'],
      ['labour', '招工、留人困难', 'Finding and keeping staff'],
      ['payment', '账款拖欠', 'Late payments'],
      ['approval', '审批手续', 'Approvals'],
      ['inspection', '检查过多', 'Many inspections'],
      ['policy', '政策不了解或难兑现', 'Policies unknown or hard to obtain'],
      ['other', '其他', 'Other'],
      ['none', '没有', 'None'],
      unsure,
    ],
    applied: [['yes', '办理过', 'Yes'], ['no', '没有办理过', 'No'], unsure],
    owed: [['yes', '有', 'Yes'], ['no', '没有', 'No'], unsure, refused],
  },
  rows: [
    ask(
      'note',
      'statistics',
      '表号：＿＿＿＿　制定机关：＿＿＿＿　批准（备案）文号：＿＿＿＿　有效期至：＿＿＿＿',
      'Table number: ＿＿＿＿ · Issuing body: ＿＿＿＿ · Approval (filing) number: ＿＿＿＿ · Valid until: ＿＿＿＿',
    ),
    ...group(
      'enterprise',
      ['企业情况', 'The enterprise'],
      [
        ask('select_one sector', 'sector', '主要行业', 'Main sector', must),
        ask('select_one size', 'size', '企业规模', 'Size', must),
        ask(
          'integer',
          'employees',
          '目前从业人数',
          'People employed at present',
          check('. >= 1 and . <= 500000', '从业人数应在 1 到 500000 之间', 'Between 1 and 500000 people'),
        ),
      ],
    ),
    ...matrix(
      'environment',
      [
        '过去一年，贵企业对以下方面的满意程度是',
        'Over the past year, how satisfied or dissatisfied is your enterprise with the following?',
      ],
      'satisfaction',
      [
        ['licensing', '行政审批', 'Approvals'],
        ['tax', '办税', 'Paying taxes'],
        ['finance', '融资服务', 'Finance'],
        ['labour', '用工服务', 'Labour services'],
        [
          'utilities',
          '公用设施接入（水、电、气、网）',
          'Connection to utilities (water, power, gas, network)',
        ],
        ['bidding', '公共资源交易（招标投标、政府采购）', 'Public contracts (tenders, procurement)'],
        ['enforcement', '行政执法', 'Enforcement'],
        ['policy', '政策兑现', 'Delivery of policies'],
      ],
    ),
    ...matrix('statements', ['您是否同意下列说法？', 'Do you agree or disagree?'], 'agreement', [
      [
        'rules_clear',
        '办事要交哪些材料，事先说得清楚',
        'It is made clear beforehand which papers are needed',
      ],
      ['rules_equal', '各类企业受到同等对待', 'All kinds of enterprises are treated alike'],
      ['heard', '企业的意见有渠道反映', 'There is a way to make one’s views heard'],
      ['repeated', '同样的材料要重复提交', 'The same papers have to be handed in again and again'],
    ]),
    ask(
      'select_one applied',
      'applied',
      '过去一年，贵企业办理过审批或许可吗？',
      'Did your enterprise apply for an approval or licence in the past year?',
      must,
    ),
    ask(
      'integer',
      'days',
      '最近一次从提交材料到办结用了多少个工作日？',
      'How many working days did the last one take from filing to decision?',
      when("${applied} = 'yes'"),
      check('. >= 0 and . <= 1000', '天数应在 0 到 1000 之间', 'Between 0 and 1000 days'),
      hint('当天办结填 0；还没有办结的不填', '0 if decided the same day; leave blank if not decided yet'),
    ),
    ask(
      'integer',
      'inspections',
      '过去一年，各部门到企业现场检查多少次？',
      'How many on-site inspections were there in the past year, by all departments?',
      check('. >= 0 and . <= 1000', '次数应在 0 到 1000 之间', 'Between 0 and 1000'),
      hint('记不清的不填', 'Leave blank if you cannot recall'),
    ),
    ask(
      'select_one owed',
      'owed',
      '目前是否有机关、事业单位或国有企业逾期未付贵企业账款？',
      'Do public bodies or state-owned enterprises owe your enterprise overdue payments at present?',
    ),
    ask(
      'select_multiple difficulty',
      'difficulties',
      '目前最主要的困难有哪些？（最多选三项）',
      'What are your main difficulties at present? (up to three)',
      alone(['none', '98'], 3),
    ),
    ask(
      'text',
      'difficulty_other',
      '其他困难是什么？',
      'Which other difficulty?',
      must,
      when("selected(${difficulties}, 'other')"),
    ),
    ask(
      'text',
      'suggestion',
      '对改进服务和监管，您有什么建议？',
      'What would you suggest to improve services and supervision?',
      long,
    ),
    ...group(
      'contact',
      ['愿意接受回访的请留联系方式（可不填）', 'If you agree to a follow-up (may be left blank)'],
      [
        ask('text', 'contact_name', '联系人', 'Contact', personal),
        ask(
          'text',
          'contact_phone',
          '联系电话',
          'Phone',
          personal,
          { appearance: 'numbers' },
          check(
            "regex(., '^[0-9+ -]{5,20}$')",
            '请填 5 到 20 位电话号码',
            'A phone number of 5 to 20 digits',
          ),
        ),
      ],
    ),
  ],
})
