/** The sample's repeated survey: evening clinics before and after their hours were extended, as two waves of one form. */

import { generator } from '../../analysis/sampling/generator.ts'
import type { FormSource } from '../form/form.ts'
import type { Store } from '../store/store.ts'
import { channel, daysAfter, field, fieldAgain, receive, type Fielded, type Ids } from './fielding.ts'
import { sheetRows } from './sheet.ts'

const clinicsForm: FormSource = {
  survey: sheetRows([
    { type: 'note', name: 'intro', label: '示例数据：社区医院和受访者均为虚构。' },
    { type: 'select_one age', name: 'age', label: '您的年龄', required: 'yes' },
    { type: 'select_one marks', name: 'hours', label: '您对社区医院的开放时间满意吗', required: 'yes' },
    { type: 'select_one marks', name: 'service', label: '您对社区医院的服务满意吗', required: 'yes' },
    { type: 'select_one evening', name: 'evening', label: '过去三个月，您下班后去看过病吗', required: 'yes' },
    { type: 'select_one until', name: 'until', label: '开到几点最合适', relevant: "${evening} = 'yes'" },
    { type: 'text', name: 'comment', label: '还有什么建议', appearance: 'multiline' },
  ]),
  choices: sheetRows([
    { list_name: 'age', name: '1', label: '18–39 岁' },
    { list_name: 'age', name: '2', label: '40–59 岁' },
    { list_name: 'age', name: '3', label: '60 岁及以上' },
    ...['很不满意', '不太满意', '一般', '比较满意', '很满意'].map((label, n) => ({
      list_name: 'marks',
      name: String(n + 1),
      label,
    })),
    { list_name: 'evening', name: 'yes', label: '去过' },
    { list_name: 'evening', name: 'no', label: '没去过' },
    ...['18', '19', '20', '21'].map((name) => ({ list_name: 'until', name, label: `${name} 点` })),
  ]),
  settings: sheetRows([{ form_title: '社区医院开放时间调查（示例数据）', form_id: 'clinics', version: '1' }]),
}

const waves = [
  { label: '延时前（三月）', from: '2026-03-09', seed: '三月', lift: 0, n: 160 },
  { label: '延时后（六月）', from: '2026-06-08', seed: '六月', lift: 1, n: 170 },
] as const

export async function addWaves(store: Store, topicId: string, people: Ids): Promise<void> {
  const about = {
    asker: '云澜市卫生健康委员会（示例单位）',
    purpose: '比较延时前后居民的看法。示例数据，均为虚构。',
    minutes: 3,
    readers: '调研组成员；领导只看汇总结果',
  }
  const common = { sampleType: 'quota', anonymous: true, about } as const
  const fielded: Fielded[] = []
  for (const { label, from, seed, lift, n } of waves) {
    const title = `社区医院开放时间调查·${label}（示例数据）`
    const [first] = fielded
    const one = first
      ? await fieldAgain(store, topicId, {
          ...common,
          title,
          opens: from,
          of: { form: first.form, formId: first.formId, formVersionId: first.collection.formVersionId },
        })
      : await field(store, topicId, {
          ...common,
          kind: 'questionnaire',
          source: clinicsForm,
          title,
          opens: from,
        })
    fielded.push(one)
    const channelId = await channel(store, one, 'link', '候诊区二维码')
    const answers = answersOf(seed, lift, n).map((raw, place) => ({
      id: `${seed} ${place}`,
      day: daysAfter(from, place % 12),
      raw,
      channelId,
      collectorId: null,
    }))
    await receive(store, one, answers)
    await store.collections.change(one.collection.id, { state: 'closed' })
  }
  const [before, after] = fielded.map(({ collection }) => collection.id)
  await store.waves.set(
    topicId,
    [
      { collectionId: before!, label: waves[0].label, follows: null },
      { collectionId: after!, label: waves[1].label, follows: before! },
    ],
    people['analyst'] ?? '',
  )
}

/** Marks for the hours are the better by `lift` in one of two answers; the service stays as it was. */
function answersOf(seed: string, lift: number, n: number): readonly Readonly<Record<string, string>>[] {
  const random = generator(seed)
  return Array.from({ length: n }, () => {
    const evening = random.below(10) < 3 + 2 * lift ? 'yes' : 'no'
    return {
      age: String(1 + random.below(3)),
      hours: String(Math.min(5, 1 + random.below(4) + (random.below(2) === 0 ? lift : 0))),
      service: String(2 + random.below(4)),
      evening,
      ...(evening === 'yes' ? { until: String(18 + random.below(4)) } : {}),
      comment: ['', '', '检验也要延时', '周末多开一个号', '网上挂号再方便些'][random.below(5)]!,
    }
  })
}
