/** What people of the sample keep: pinned evidence, an instruction, questions in the library, a saved set, a snapshot, a draft. */

import type { FormSource, SheetRow } from '../form/form.ts'
import { makeSnapshot } from '../summary/snapshots.ts'
import { caseStudy } from '../templates/case-study.ts'
import type { Store } from '../store/store.ts'
import { cityForm } from './city-survey.ts'
import { instanceId, type Fielded, type Ids } from './fielding.ts'
import type { demoTopics } from './programme.ts'

interface Around {
  readonly programmeId: string
  readonly topics: Ids<keyof typeof demoTopics>
  readonly people: Ids
  readonly survey: Fielded
  readonly talks: Fielded
}

export async function addKept(store: Store, around: Around): Promise<void> {
  const { topics, people } = around
  await addPins(store, around)
  await store.instructions.add(
    topics.clinics,
    people['leader'] ?? '',
    '十二家社区医院延时做得好。请市卫健委年底前研究检验窗口同步延时，并把人手和补助一并提出办法。',
  )
  await addToLibrary(store, around)
  await store.workbench.save({
    id: null,
    collectionId: around.survey.collection.id,
    name: '停车满意度按区（示例）',
    script: JSON.stringify({
      title: '停车满意度按区',
      tables: [
        { statistic: 'frequencies', rows: ['q3_1'] },
        { statistic: 'crosstab', rows: ['q3_1'], columns: ['district'] },
      ],
    }),
    authorId: people['analyst'] ?? '',
  })
  // A draft that is still being written, for the topic whose plan has just been approved.
  await store.forms.add({
    topicId: topics.elderly,
    kind: 'case-study',
    title: '社区助餐“解剖式”典型案例（草稿，示例数据）',
    source: caseStudy.source,
  })
  const topic = await store.topics.find(topics.clinics)
  if (topic)
    await makeSnapshot(store, topic, {
      title: '结题时的汇总（示例）',
      madeBy: people['lead'] ?? null,
      week: null,
    })
}

/** A figure, a whole note and what somebody said in another. */
async function addPins(store: Store, { topics, people, survey, talks }: Around): Promise<void> {
  const [analyst, talk] = [people['analyst'] ?? '', talks.collection.id]
  const pin = (kind: 'statistic' | 'record' | 'quote', target: object, note: string) =>
    store.pins.add(
      topics.satisfaction,
      { kind, target: { collectionId: survey.collection.id, ...target }, note },
      analyst,
    )
  await pin('statistic', { at: 'q1_recommend' }, '总体评价，写进报告第一段。')
  await pin(
    'record',
    { collectionId: talk, instanceId: instanceId('note 2') },
    '错时停车的做法，拟去现场核实。',
  )
  await pin(
    'quote',
    { collectionId: talk, instanceId: instanceId('note 1'), at: 'quote_1' },
    '说明加装电梯卡在协商，不在钱。',
  )
}

/** Two questions of the city survey, with their choices. */
async function addToLibrary(store: Store, { programmeId, people }: Around): Promise<void> {
  const source = cityForm()
  for (const [name, tags] of [
    ['district', ['基本情况', '区']],
    ['education', ['基本情况', '学历']],
  ] as const) {
    const content = questionOf(source, name)
    if (!content) throw new Error(`demo: no question ${name} for the library`)
    await store.library.keep({
      programmeId,
      kind: 'question',
      title: { '': content.survey[0]?.['label'] ?? name },
      tags,
      content,
      authorId: people['lead'] ?? '',
    })
  }
}

function questionOf({ survey, choices }: FormSource, name: string) {
  const row = survey.find(({ cells }) => cells['name'] === name)
  if (!row) return null
  const list = row.cells['type']?.split(' ')[1]
  const cellsOf = ({ cells }: SheetRow) => cells
  return {
    survey: [row.cells],
    choices: choices.map(cellsOf).filter((cells) => cells['list_name'] === list),
  }
}
