/** How a topic's state is coloured wherever it stands. */

import type { TopicState } from '../../store/store.ts'

export const stateColour = {
  proposed: 'grey',
  planned: 'amber',
  fieldwork: 'blue',
  deepening: 'blue',
  rectifying: 'amber',
  revisiting: 'amber',
  concluded: 'green',
} as const satisfies Record<TopicState, string>
