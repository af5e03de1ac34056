/** Those of a topic's team who collect: investigators and leads. */

import type { Store } from '../../store/store.ts'
import type { Option } from '../fields.ts'

export interface Collector {
  readonly id: string
  readonly name: string
  readonly login: string
}

export async function collectorsOf(store: Store, topicId: string): Promise<readonly Collector[]> {
  const team = await store.topics.team(topicId)
  const ids = new Set(
    team.filter(({ role }) => role === 'investigator' || role === 'lead').map(({ personId }) => personId),
  )
  const people = await Promise.all([...ids].map((id) => store.people.find(id)))
  return people.flatMap((person) =>
    person?.active ? [{ id: person.id, name: person.name, login: person.login }] : [],
  )
}

export function collectorOptions(collectors: readonly Collector[]): readonly Option[] {
  return collectors.map(({ id, name }) => ({ value: id, label: name }))
}
