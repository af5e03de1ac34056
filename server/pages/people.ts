/** The list of people: searched, sorted, filtered by unit, role and state, a page at a time. */

import { listView, readListQuery } from './listing.ts'
import { view, type Page } from './page.ts'
import { programmeRoles } from './people/roles.ts'
import { unitOptions } from './units.ts'

const shape = { sorts: ['name', 'login', 'unit'], filters: ['unitId', 'role', 'active'] }

export const peoplePage: Page = {
  path: '/people',
  right: 'people',
  get: async (visit) => {
    const { store, t } = visit
    const query = readListQuery(visit, shape)
    const [listed, tree] = await Promise.all([store.people.list(query), store.units.tree()])
    const units = new Map(tree.map(({ id, name }) => [id, name]))
    const all = { value: '', label: t.common.all }
    return view('people/list', {
      title: t.people.peopleTitle,
      list: listView(visit, shape, query, listed),
      people: listed.items.map((person) => ({
        ...person,
        unit: units.get(person.unitId ?? '') ?? '',
        roles: person.roles.map((role) => t.common.role[role]),
      })),
      units: [all, ...unitOptions(tree)],
      roles: [all, ...programmeRoles.map((role) => ({ value: role, label: t.common.role[role] }))],
      states: [
        all,
        { value: 'true', label: t.people.activeTrue },
        { value: 'false', label: t.people.activeFalse },
      ],
    })
  },
}
