/** The programme, units and topics of the sample: a fictional city, so that every list has something believable in it. */

import type { Programme, Topic } from '../store/store.ts'

export const demoProgramme: Omit<Programme, 'id'> = {
  name: '云澜市大兴调查研究专项工作（示例数据）',
  purpose:
    '示例数据：城市、单位、人员和受访者均为虚构。围绕居民公共服务、营商环境和基层治理开展调研，摸清情况，找准问题，推动解决。',
  startsOn: '2026-03-01',
  endsOn: '2026-12-31',
}

/** Rows as an import would bring them: a parent is named by its code. */
export const demoUnits: readonly {
  readonly name: string
  readonly code: string
  readonly parent: string
  readonly position: number
}[] = [
  { name: '云澜市', code: '01', parent: '', position: 1 },
  { name: '市委政策研究室（调研办）', code: '0101', parent: '01', position: 1 },
  { name: '市统计局', code: '0102', parent: '01', position: 2 },
  { name: '市政务服务局', code: '0103', parent: '01', position: 3 },
  { name: '市民政局', code: '0104', parent: '01', position: 4 },
  { name: '市住房和城乡建设局', code: '0105', parent: '01', position: 5 },
  { name: '市卫生健康委员会', code: '0106', parent: '01', position: 6 },
  { name: '区县', code: '02', parent: '', position: 2 },
  { name: '东湖区', code: '0201', parent: '02', position: 1 },
  { name: '西岭区', code: '0202', parent: '02', position: 2 },
  { name: '南港区', code: '0203', parent: '02', position: 3 },
  { name: '北塘区', code: '0204', parent: '02', position: 4 },
  { name: '高新区', code: '0205', parent: '02', position: 5 },
  { name: '湖滨街道', code: '020101', parent: '0201', position: 1 },
  { name: '学府街道', code: '020102', parent: '0201', position: 2 },
]

export type DemoTopic = Omit<Topic, 'id' | 'programmeId' | 'leaderId' | 'unitId' | 'planFileId'> & {
  /** Code of the unit in charge. */
  readonly unit: string
}

export const demoTopics = {
  satisfaction: {
    code: 'KT-01',
    title: '居民公共服务与营商环境满意度',
    unit: '0101',
    questions:
      '1. 居民对停车、电梯、养老、医疗、托育、交通、环境和政务服务满意到什么程度？\n2. 哪些服务最需要改进，不同年龄和区的居民看法有何不同？\n3. 办事等多久，能否一次办成？',
    methods: ['sample', 'interview', 'statistics'],
    startsOn: '2026-04-01',
    endsOn: '2026-09-30',
    state: 'deepening',
    planText:
      '按区分层，街道、社区、住户三阶段抽样，目标样本 1,200 户，每户抽一名成年人；入户面访为主，电话和网络补充。另开六场座谈会。',
  },
  requests: {
    code: 'KT-02',
    title: '老旧小区居民“点单”',
    unit: '0105',
    questions:
      '1. 居民最希望先办的实事是什么？先后次序如何？\n2. 加装电梯卡在哪里，愿意出资的有多少？\n3. 楼道、路灯、停车现场看到的和反映的是否一致？',
    methods: ['request', 'questionnaire', 'visit', 'sample'],
    startsOn: '2026-05-06',
    endsOn: '2026-12-15',
    state: 'fieldwork',
    planText:
      '二维码张贴在小区公告栏，居民扫码点单；结果不代表全体居民，只用于发现线索。从住户名单中随机抽取六十户入户调查；四不两直走访核实。',
  },
  elderly: {
    code: 'KT-03',
    title: '社区养老服务供给与需求',
    unit: '0104',
    questions: '日间照料、助餐、上门护理各缺多少？谁付得起？',
    methods: ['visit', 'case-study', 'expert'],
    startsOn: '2026-06-01',
    endsOn: '2026-11-30',
    state: 'planned',
    planText: '方案已审定，问卷正在设计。',
  },
  service: {
    code: 'KT-04',
    title: '政务服务“高效办成一件事”',
    unit: '0103',
    questions: '开办企业、新生儿出生等“一件事”卡在哪个环节？',
    methods: ['experience', 'interview'],
    startsOn: '2026-07-01',
    endsOn: '2026-12-31',
    state: 'proposed',
    planText: '',
  },
  clinics: {
    code: 'KT-05',
    title: '社区医院延时服务',
    unit: '0106',
    questions: '晚间和周末门诊开到几点最合适？',
    methods: ['questionnaire', 'visit'],
    startsOn: '2026-03-01',
    endsOn: '2026-06-30',
    state: 'concluded',
    planText: '已结题：十二家社区医院自六月起延时到二十点。',
  },
} as const satisfies Readonly<Record<string, DemoTopic>>
