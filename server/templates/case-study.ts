/** 典型案例解剖: one case from its course to its causes, with evidence for each finding. */

import { quoteLists, quotes } from './quotes.ts'
import { unsure } from './lists.ts'
import { ask, group, hint, long, must, notLater, repeat, template, when } from './template.ts'

export const caseStudy = template({
  id: 'case-study',
  kind: 'case-study',
  minutes: 40,
  title: ['典型案例解剖', 'Anatomy of a case'],
  when: [
    '“解剖麻雀”：选一个有代表性的问题、做法或单位，查清来龙去脉和深层原因。正面、反面案例都适用。先写明为什么选它。',
    'To take one telling problem, practice or organisation apart, from its course to its deeper causes; for good and bad cases alike. Say first why this one was chosen.',
  ],
  analysis: [
    '按时间线核对事实，每个原因都要有两种以上来源的证据；把多个案例的原因并列比较，找出共同的和特有的；案例说明“为什么”，普遍程度由抽样调查回答。',
    'Check the facts along the time line; each cause needs evidence of two sources or more. Set causes of several cases side by side to tell common from particular ones. A case says why; how common it is takes a sample survey.',
  ],
  lists: {
    ...quoteLists,
    nature: [
      ['problem', '问题案例', 'A problem'],
      ['practice', '经验做法', 'A good practice'],
      ['mixed', '兼有', 'Both'],
    ],
    chosen: [
      ['typical', '有代表性', 'Typical'],
      ['extreme', '最突出', 'Most striking'],
      ['frequent', '反映集中', 'Often raised'],
      ['random', '随机抽取', 'Drawn at random'],
      ['other', '其他', 'Other'],
    ],
    evidence: [
      ['document', '文件、台账', 'Documents'],
      ['data', '统计数据', 'Figures'],
      ['site', '现场查看', 'Seen on site'],
      ['interview', '访谈', 'Interviews'],
      ['complaint', '来信来访、热线', 'Letters, visits and calls'],
      unsure,
    ],
    level: [
      ['execution', '执行落实', 'Execution'],
      ['design', '政策设计', 'Design of the policy'],
      ['coordination', '部门协同', 'Coordination'],
      ['resource', '人力、经费等条件', 'People, money and means'],
      ['rule', '制度机制', 'Rules and institutions'],
      ['outside', '外部环境', 'Outside circumstances'],
      unsure,
    ],
    spread: [
      ['single', '个别', 'Single'],
      ['several', '几处都有', 'In several places'],
      ['common', '普遍', 'Common'],
      unsure,
    ],
  },
  rows: [
    ...group(
      'about',
      ['案例概况', 'The case'],
      [
        ask('text', 'case_title', '案例名称', 'Name of the case', must),
        ask('date', 'held_on', '调研日期', 'Date of fieldwork', must, notLater),
        ask('text', 'place', '地点或单位', 'Place or organisation', must),
        ask('select_one nature', 'nature', '案例性质', 'Kind of case', must),
        ask('select_one chosen', 'chosen', '为什么选这个案例', 'Why this case?', must),
        ask('text', 'chosen_other', '选择的其他理由', 'The other reason', must, when("${chosen} = 'other'")),
        ask('text', 'summary', '案例摘要', 'Summary', must, long),
      ],
    ),
    ...repeat(
      'events',
      ['经过', 'Course of events'],
      [
        ask(
          'date',
          'event_on',
          '时间',
          'When',
          notLater,
          hint('只知道大概时间的填最接近的日期', 'The nearest date if only roughly known'),
        ),
        ask('text', 'event', '发生了什么，谁做了什么', 'What happened, and who did what', long),
        ask('select_multiple evidence', 'event_evidence', '依据', 'Evidence', when("${event} != ''")),
      ],
    ),
    ...repeat(
      'causes',
      ['原因', 'Cause'],
      [
        ask(
          'text',
          'cause',
          '原因',
          'Cause',
          long,
          hint(
            '连续追问“为什么”，写到可以改变的那一层',
            'Ask why again and again, down to what can be changed',
          ),
        ),
        ask(
          'select_one level',
          'cause_level',
          '属于哪个层面',
          'Of which kind?',
          must,
          when("${cause} != ''"),
        ),
        ask('select_multiple evidence', 'cause_evidence', '依据', 'Evidence', must, when("${cause} != ''")),
      ],
    ),
    ...group(
      'weighing',
      ['判断', 'Judgement'],
      [
        ask('text', 'other_view', '不同的解释或相反的证据', 'Other explanations or evidence against', long),
        ask('select_one spread', 'spread', '类似情况', 'Similar cases', must),
        ask('text', 'effect', '造成的影响或取得的成效', 'Its effects', long),
        ask('text', 'lesson', '启示', 'Lessons', must, long),
        ask('text', 'problems', '需要解决的问题', 'Problems to solve', long),
        ask('text', 'suggestions', '意见和建议', 'Suggestions', long),
      ],
    ),
    ...quotes(),
    ask(
      'file',
      'document',
      '佐证材料',
      'Supporting document',
      hint('不得上传涉密材料', 'No classified material'),
    ),
  ],
})
