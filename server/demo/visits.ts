/** The sample's unannounced visits of the last weeks: seen, told and reported, meals and reception, and what is still to do. */

import type { Store } from '../store/store.ts'
import { unannouncedVisit } from '../templates/unannounced-visit.ts'
import { channel, daysAfter, field, instanceId, receive, type Ids } from './fielding.ts'

interface Told {
  readonly place: string
  /** Days before today. */
  readonly ago: number
  readonly by: 'investigator' | 'investigator2' | 'lead'
  readonly seen: string
  readonly told: string
  readonly reported: string
  readonly agreement: 'yes' | 'partly' | 'no' | '98'
  readonly difference?: string
  readonly cost?: number
  readonly more?: Readonly<Record<string, unknown>>
  readonly quote?: readonly [text: string, role: string, attribution: 'named' | 'anonymous' | '']
}

const visits: readonly Told[] = [
  {
    place: '湖滨街道幸福里小区',
    ago: 3,
    by: 'investigator',
    seen: '三号楼楼道堆物到二层，消防通道停了四辆车，路灯两盏不亮。',
    told: '堆物清过一次，半个月又堆起来；晚上七点后没有车位。',
    reported: '物业称每周清理，路灯已报修。',
    agreement: 'no',
    difference: '物业说每周清理，居民说半个月没人来。',
    cost: 60,
    quote: ['清一次堆一次，没人盯着。', 'resident', 'anonymous'],
  },
  {
    place: '湖滨街道 幸福里小区',
    ago: 8,
    by: 'investigator2',
    seen: '电梯施工围挡已搭，未见工人。',
    told: '停工二十天，说是一楼有人投诉。',
    reported: '街道称等补偿协议签完即复工。',
    agreement: 'partly',
    difference: '停工的原因说法不同。',
    cost: 45,
  },
  {
    place: '湖滨街道幸福里小区',
    ago: 15,
    by: 'lead',
    seen: '公告栏贴有加装电梯协议，签字三十二户。',
    told: '低层住户担心挡光，没人上门算过账。',
    reported: '社区已开三次协调会。',
    agreement: 'partly',
    difference: '社区说开过三次会，低层住户只收到过一次通知。',
    cost: 50,
    quote: ['一楼也不是不讲理，就怕挡光。', 'resident', 'named'],
  },
  {
    place: '岭南街道石桥社区',
    ago: 5,
    by: 'investigator',
    seen: '老年食堂中午有二十余人用餐，两荤两素十二元。',
    told: '味道可以，希望晚上也开。',
    reported: '街道称日均四十份。',
    agreement: 'partly',
    difference: '街道报的份数比现场多一倍。',
    cost: 24,
  },
  {
    place: '学府街道书院社区',
    ago: 10,
    by: 'investigator2',
    seen: '社区医院晚间门诊有医生一人，检验窗口关着。',
    told: '晚上来了只能开药。',
    reported: '医院称检验延时到二十点。',
    agreement: 'no',
    difference: '检验是否延时。',
    cost: 36,
    quote: ['来了也查不了，白跑一趟。', 'resident', 'anonymous'],
  },
  {
    place: '滨港路综合市场',
    ago: 12,
    by: 'lead',
    seen: '市场改造后通道加宽，摊位有空置。',
    told: '租金涨了两成，有人搬走。',
    reported: '市场管理方称出租率九成。',
    agreement: 'partly',
    difference: '出租率与空置情况不符。',
    cost: 480,
    more: {
      no_notice: 'no',
      no_escort: 'no',
      notice_or_escort: '市场管理方事先得知，三人陪同。',
      companions: [
        { companion_role: '市场管理方' },
        { companion_role: '街道办事处' },
        { companion_role: '区商务局' },
      ],
      vehicle: 'local',
      vehicle_count: '1',
      meal: 'host',
      meal_paid: 'unpaid',
      reception: 'gift',
      reception_detail: '送土特产一份，已当场退回。',
    },
  },
  {
    place: '北塘区社区卫生服务中心',
    ago: 17,
    by: 'investigator',
    seen: '候诊十二人，导诊台有人。',
    told: '周末也开门，方便。',
    reported: '周末门诊每日六十人次。',
    agreement: 'yes',
    cost: 40,
  },
  {
    place: '高新区人才公寓',
    ago: 20,
    by: 'investigator2',
    seen: '停车场夜间满位，路边停放。',
    told: '对面单位车场晚上空着。',
    reported: '园区正在谈错时共享。',
    agreement: 'yes',
    cost: 30,
  },
  {
    place: '东湖区政务服务大厅',
    ago: 22,
    by: 'investigator',
    seen: '取号等待约二十五分钟，三个窗口未开。',
    told: '午休时间没人办。',
    reported: '称午间不断岗。',
    agreement: 'no',
    difference: '午间是否有人办理。',
    cost: 35,
    quote: ['十二点到一点半，一个窗口都没有。', 'business', 'anonymous'],
  },
  {
    place: '西岭区公交枢纽',
    ago: 25,
    by: 'lead',
    seen: '七路车间隔二十分钟，候车亭无遮阳。',
    told: '早高峰挤不上。',
    reported: '公交公司称间隔十二分钟。',
    agreement: 'partly',
    difference: '发车间隔。',
    cost: 28,
  },
]

interface Around {
  readonly people: Ids
  readonly today: string
}

export async function addVisits(store: Store, topicId: string, { people, today }: Around): Promise<void> {
  const fielded = await field(store, topicId, {
    kind: 'visit',
    source: unannouncedVisit.source,
    title: '老旧小区四不两直走访（示例数据）',
    sampleType: 'organised',
    anonymous: false,
    opens: daysAfter(today, -30),
    about: {
      asker: '云澜市委政策研究室（示例单位）',
      purpose: '现场核实居民反映的问题。示例数据，均为虚构。',
      readers: '调研组成员',
      allowsCorrection: true,
    },
  })
  const { id } = fielded.collection
  const channelId = await channel(store, fielded, 'investigator', '调研员走访')
  await receive(
    store,
    fielded,
    visits.map((told, n) => ({
      id: `visit ${n}`,
      day: daysAfter(today, -told.ago),
      raw: rawOf(told, daysAfter(today, -told.ago), n),
      channelId,
      collectorId: people[told.by] ?? null,
    })),
  )
  await store.assignments.setOutline(
    id,
    '一、先看现场，再找群众，最后听汇报。\n二、楼道、路灯、停车、电梯各看一处，记下时间。\n三、同一件事问两个不相识的人。\n四、不一致的当场不下结论，记清各自说法。',
  )
  const organiser = people['organiser'] ?? null
  for (const [login, places, wanted, due] of [
    ['investigator', ['湖滨街道幸福里小区', '岭南街道石桥社区', '学府街道书院社区'], 6, 9],
    ['investigator2', ['学府街道书院社区', '高新区人才公寓'], 4, -2],
  ] as const)
    await store.assignments.setTask(
      id,
      people[login] ?? '',
      { wanted, dueOn: daysAfter(today, due), note: '不打招呼，当天填写。', places },
      organiser,
    )
  const decide = (n: number, to: 'approved' | 'returned', comment = '') =>
    store.reviews.decide(id, {
      instanceIds: [instanceId(`visit ${n}`)],
      to,
      reason: to === 'returned' ? 'unclear' : '',
      comment,
      actor: people['lead'] ?? null,
    })
  for (const n of [2, 3, 6, 7]) await decide(n, 'approved')
  await decide(8, 'returned', '“三个窗口未开”请写明是哪三个、什么时间。')
}

/** A quiet visit on foot; `more` says what was otherwise. */
function rawOf(told: Told, day: string, n: number): Readonly<Record<string, unknown>> {
  const { place, seen, told: heard, reported, agreement, difference = '', cost, quote, more = {} } = told
  const [text = '', role = '', attribution = ''] = quote ?? []
  return {
    visited_on: day,
    arrived_at: `${String(8 + (n % 8)).padStart(2, '0')}:20`,
    left_at: `${String(9 + (n % 8)).padStart(2, '0')}:40`,
    place,
    chosen: n % 3 === 0 ? 'clue' : 'drawn',
    no_notice: 'yes',
    no_escort: 'yes',
    visitors: { investigator: '方调研', investigator2: '田走访', lead: '梁牵头' }[told.by],
    vehicle: n % 2 === 0 ? 'public' : 'walk',
    meal: cost === undefined ? 'none' : 'self',
    ...(cost === undefined
      ? {}
      : { meal_cost: String(cost), meal_paid: 'paid', meal_payment: '自付，有小票' }),
    lodging: 'none',
    reception: 'none',
    seen,
    told: heard,
    reported,
    agreement,
    difference,
    problems: difference === '' ? '' : `需核实：${difference}`,
    people: [{ person_role: 'resident' }, { person_role: 'village' }],
    ...(quote
      ? {
          quotes: [
            {
              quote: text,
              quote_role: role,
              quote_consent: attribution === '' ? 'no' : 'yes',
              quote_attribution: attribution,
              ...(attribution === 'named' ? { quote_speaker: '张某（虚构）' } : {}),
            },
          ],
        }
      : {}),
    ...more,
  }
}
