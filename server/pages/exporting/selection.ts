/** The fields that choose which answers are wanted, as pages show them. */

import type { CsvSubject } from '../../exports/index.ts'
import type { Option } from '../fields.ts'
import type { Visit } from '../page.ts'

export interface SelectionFields {
  readonly chosen: Readonly<Record<'states' | 'versions' | 'channels' | 'from' | 'to', string>>
  readonly states: readonly Option[]
  readonly versions: readonly Option[]
  readonly channels: readonly Option[]
}

const names = ['states', 'versions', 'channels', 'from', 'to'] as const

export function selectionFields(
  { query, t }: Pick<Visit, 'query' | 't'>,
  subject: CsvSubject,
): SelectionFields {
  const all = { value: '', label: t.dataView.all }
  const chosen = Object.fromEntries(names.map((name) => [name, query[name] ?? '']))
  return {
    chosen: chosen as SelectionFields['chosen'],
    states: [
      { value: '', label: t.dataView.notRejected },
      { value: 'all', label: t.dataView.allStates },
      ...(['received', 'returned', 'approved', 'rejected'] as const).map((state) => ({
        value: state,
        label: t.review.states[state],
      })),
    ],
    versions: [
      all,
      ...subject.versions.map(({ number }) => ({
        value: String(number),
        label: t.dataView.versionNumber({ number }),
      })),
    ],
    channels: [all, ...subject.channels.map(({ id, label }) => ({ value: id, label }))],
  }
}
