/** The list of topics: all for those who oversee the programme, one's own for everybody else. */

import { allowed } from '../access/rights.ts'
import { topicStates } from '../store/store.ts'
import { listView, readListQuery } from './listing.ts'
import { view, type Page } from './page.ts'
import { stateColour } from './topics/state.ts'
import { unitOptions } from './units.ts'

const shape = {
  sorts: ['code', 'title', 'state', 'startsOn', 'endsOn'],
  filters: ['programmeId', 'unitId', 'state', 'leaderId'],
}

export const topicsPage: Page = {
  path: '/topics',
  right: 'signedIn',
  get: async (visit) => {
    const { store, t, viewer } = visit
    const query = readListQuery(visit, shape)
    const mine = viewer && !allowed('overview', viewer, []) ? { seenBy: viewer.id } : {}
    const [listed, tree, people, programmes] = await Promise.all([
      store.topics.list({ ...query, ...mine }),
      store.units.tree(),
      store.people.all(),
      store.programmes.list(),
    ])
    const units = new Map(tree.map(({ id, name }) => [id, name]))
    const names = new Map(people.map(({ id, name }) => [id, name]))
    const all = { value: '', label: t.common.all }
    return view('topics/list', {
      title: t.topics.title,
      list: listView(visit, shape, query, listed),
      mayAdd: allowed('organise', viewer, []),
      mine: 'seenBy' in mine,
      topics: listed.items.map((topic) => ({
        ...topic,
        unit: units.get(topic.unitId ?? '') ?? '',
        leader: names.get(topic.leaderId ?? '') ?? '',
        stateText: t.topics.state[topic.state],
        colour: stateColour[topic.state],
      })),
      programmes:
        programmes.length > 1 ? [all, ...programmes.map(({ id, name }) => ({ value: id, label: name }))] : [],
      units: [all, ...unitOptions(tree)],
      states: [all, ...topicStates.map((state) => ({ value: state, label: t.topics.state[state] }))],
    })
  },
}
