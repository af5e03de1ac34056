/** A small believable world straight in the store: a programme, a unit, people, a topic, a form and a collection. */

import { createHash, randomUUID } from 'node:crypto'
import type { Answers, FormSource } from '../../server/form/form.ts'
import type { Collection, CollectionChange, Incoming, Person, Store } from '../../server/store/store.ts'

export const source: FormSource = {
  survey: [
    { row: 2, cells: { type: 'integer', name: 'age', label: '您的年龄' } },
    { row: 3, cells: { type: 'text', name: 'wish', label: '您的建议' } },
  ],
  choices: [],
  settings: [],
}

export function person(login: string, name: string, more: Partial<Person> = {}): Omit<Person, 'id'> {
  return {
    login,
    name,
    unitId: null,
    jobTitle: '',
    phone: '',
    roles: [],
    active: true,
    mustChangePassword: false,
    ...more,
  }
}

export interface StoreWorld {
  readonly programmeId: string
  readonly topicId: string
  readonly personId: string
  readonly formId: string
  readonly versionId: string
  /** Makes an open collection with one link. */
  readonly collection: (
    change?: CollectionChange,
  ) => Promise<{ readonly id: string; readonly channelId: string; readonly slug: string }>
}

export async function storeWorld(store: Store): Promise<StoreWorld> {
  const programmeId = await store.programmes.save({
    name: '大兴调查研究',
    purpose: '',
    startsOn: null,
    endsOn: null,
  })
  const personId = await store.people.add(person('wang', '王芳'), 'hash')
  const topicId = await store.topics.save({
    programmeId,
    code: '2026-01',
    title: '校外培训负担',
    leaderId: personId,
    unitId: null,
    questions: '',
    methods: ['questionnaire'],
    startsOn: '2026-03-01',
    endsOn: null,
    state: 'fieldwork',
    planText: '',
    planFileId: null,
  })
  const formId = await store.forms.add({ topicId, kind: 'questionnaire', title: '学生问卷', source })
  const { id: versionId } = await store.forms.publish(formId)
  return {
    programmeId,
    topicId,
    personId,
    formId,
    versionId,
    collection: async (change = {}) => {
      const id = await store.collections.add({
        topicId,
        formVersionId: versionId,
        title: '第一次投放',
        sampleType: 'open',
        anonymous: true,
        pilot: false,
        state: 'open',
        ...change,
      })
      const channel = await store.collections.addChannel({ collectionId: id, kind: 'link', label: '公众号' })
      return { id, channelId: channel.id, slug: channel.slug ?? '' }
    },
  }
}

/** An answer on its way in, as the pages make it. */
export function incoming(
  world: StoreWorld,
  to: { readonly id: Collection['id']; readonly channelId: string },
  answers: Answers,
  more: Partial<Incoming> = {},
): Incoming {
  return {
    collectionId: to.id,
    formVersionId: world.versionId,
    channelId: to.channelId,
    instanceId: randomUUID(),
    contentHash: createHash('sha256')
      .update(JSON.stringify([answers, more.personal ?? null]))
      .digest('hex'),
    answers,
    personal: null,
    locale: 'zh-CN',
    collectorId: null,
    receivedAt: '2026-03-05T02:00:00.000Z',
    receivedOn: '2026-03-05',
    ...more,
  }
}
