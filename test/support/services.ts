/** A questionnaire of rated services with answers in which something was planted, put into a world's store at once. */

import { createHash, randomUUID } from 'node:crypto'
import { seededRandom } from '../../analysis/random.ts'
import type { Answers, FormSource } from '../../server/form/form.ts'
import type { Store } from '../../server/store/store.ts'

const row = (number: number, cells: Readonly<Record<string, string>>) => ({ row: number, cells })

const items = [
  ['parking', '停车'],
  ['lifts', '电梯'],
  ['care', '养老'],
  ['parks', '公园'],
] as const

/** Sex and district, four rated services, wishes, minutes, an open answer. */
export const servicesForm: FormSource = {
  survey: [
    row(2, { type: 'select_one sex', name: 'sex', label: '您的性别' }),
    row(3, { type: 'select_one district', name: 'district', label: '您住在哪个区' }),
    row(4, { type: 'begin_group', name: 'rated', label: '对各项服务的满意程度', appearance: 'table-list' }),
    ...items.map(([name, label], k) => row(5 + k, { type: 'select_one level', name, label })),
    row(9, { type: 'end_group' }),
    row(10, { type: 'select_multiple wish', name: 'wishes', label: '最希望先办的事' }),
    row(11, { type: 'integer', name: 'minutes', label: '办事等了多久' }),
    row(12, { type: 'text', name: 'more', label: '还想说什么', appearance: 'multiline' }),
  ],
  choices: [
    ...['男', '女'].map((label, k) => row(2 + k, { list_name: 'sex', name: 'mf'[k]!, label })),
    ...['东区', '西区', '北区'].map((label, k) =>
      row(4 + k, { list_name: 'district', name: 'ewn'[k]!, label }),
    ),
    ...['很不满意', '不满意', '一般', '满意', '很满意'].map((label, k) =>
      row(7 + k, { list_name: 'level', name: String(k + 1), label }),
    ),
    ...['车位', '电梯', '食堂'].map((label, k) => row(12 + k, { list_name: 'wish', name: 'plc'[k]!, label })),
  ],
  settings: [row(2, { form_title: '公共服务满意度', form_id: 'services' })],
}

/** Parks are liked, parking is not, and the east is served better; `shift` moves all ratings. */
export function servicesAnswers(n: number, seed = 1, shift = 0): readonly Answers[] {
  const random = seededRandom(seed)
  const pick = (of: string) => of[Math.floor(random() * of.length)]!
  return Array.from({ length: n }, () => {
    const district = pick('ewn')
    const rated = (own: number) =>
      String(
        Math.min(
          5,
          Math.max(1, Math.round(3 + 1.6 * (random() - 0.5) + own + shift + (district === 'e' ? 0.7 : 0))),
        ),
      )
    return {
      sex: pick('mf'),
      district,
      parking: rated(-1),
      lifts: rated(0),
      care: rated(0),
      parks: rated(1),
      wishes: random() < 0.7 ? ['p'] : ['l', 'c'],
      minutes: Math.round(5 + 30 * random()),
    }
  })
}

/** Stores answers without the door; returns their instance ids. */
export async function put(
  store: Store,
  to: { readonly collectionId: string; readonly formVersionId: string; readonly channelId: string },
  answers: readonly Answers[],
  receivedOn = '2026-06-01',
): Promise<readonly string[]> {
  const incoming = answers.map((each) => {
    const instanceId = randomUUID()
    return {
      ...to,
      instanceId,
      contentHash: createHash('sha256').update(instanceId).digest('hex'),
      answers: each,
      personal: null,
      locale: 'zh-CN',
      collectorId: null,
      receivedAt: `${receivedOn}T04:00:00.000Z`,
      receivedOn,
    }
  })
  for (let start = 0; start < incoming.length; start += 500)
    await store.submissions.receive(incoming.slice(start, start + 500))
  return incoming.map(({ instanceId }) => instanceId)
}
