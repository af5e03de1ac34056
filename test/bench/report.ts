/** The Word report of a topic with a questionnaire of 60 questions: how long it takes with a thread yet to start, and again. */

import { wordReport } from '../../server/report/making.ts'
import { catalogues } from '../../server/locale/index.ts'
import { reportOf } from '../../server/pages/reporting/report.ts'
import type { FormSource } from '../../server/form/form.ts'
import { effort } from '../support/effort.ts'
import { makeWorld } from '../support/world.ts'

export interface ReportTimes {
  /** Milliseconds. */
  readonly first: number
  readonly again: number
  /** Milliseconds of processor time of the second, all threads together: this says something on a busy machine too. */
  readonly work: number
  readonly bytes: number
}

const questions = 60
const answers = 400

export async function reportTimes(): Promise<ReportTimes> {
  const world = await makeWorld({ source: questionnaire() })
  try {
    await world.store.submissions.receive(
      Array.from({ length: answers }, (_, row) => ({
        collectionId: world.collection.id,
        formVersionId: world.versionId,
        channelId: world.channel.id,
        instanceId: `${String(row).padStart(8, '0')}-0000-4000-8000-000000000000`,
        contentHash: 'c'.repeat(64),
        answers: answersOf(row),
        personal: null,
        locale: 'zh-CN',
        collectorId: null,
        receivedAt: '2026-06-03T04:00:00.000Z',
        receivedOn: '2026-06-03',
      })),
    )
    const asked = {
      store: world.store,
      topic: world.topic,
      reader: 'protected',
      locale: 'zh-CN',
      t: catalogues['zh-CN'],
      timeZone: 'Asia/Shanghai',
    } as const
    const timed = async () => {
      const began = performance.now()
      const { bytes } = await wordReport(await reportOf(asked, null, new Date()))
      return { milliseconds: performance.now() - began, bytes: bytes.length }
    }
    const first = await timed()
    const worked = effort()
    const again = await timed()
    return { first: first.milliseconds, again: again.milliseconds, work: worked(), bytes: again.bytes }
  } finally {
    await world.close()
  }
}

const kinds = ['select_one five', 'select_one five', 'select_multiple five', 'integer'] as const

function questionnaire(): FormSource {
  const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
  return {
    survey: Array.from({ length: questions }, (_, k) =>
      cells(k + 2, {
        type: kinds[k % kinds.length]!,
        name: `q${k}`,
        label: `第 ${k + 1} 题：对这项工作怎么看？`,
      }),
    ),
    choices: Array.from({ length: 5 }, (_, k) =>
      cells(k + 2, { list_name: 'five', name: String(k + 1), label: `选项${'甲乙丙丁戊'[k]}，写得稍长一些` }),
    ),
    settings: [cells(2, { form_title: '六十题', form_id: 'sixty' })],
  }
}

function answersOf(row: number) {
  return Object.fromEntries(
    Array.from({ length: questions }, (_, k) => {
      const choice = String(((row * (k + 3)) % 5) + 1)
      const kind = kinds[k % kinds.length]!
      return [
        `q${k}`,
        kind === 'integer' ? (row * 7) % 60 : kind.startsWith('select_multiple') ? [choice] : choice,
      ]
    }),
  )
}
