/** A topic's fields in words. */

import { catalogues, say, type Catalogue } from '../../locale/index.ts'

export const topicMethods = [
  'questionnaire',
  'interview',
  'visit',
  'sample',
  'expert',
  'statistics',
  'experience',
  'case-study',
  'request',
] as const satisfies readonly (keyof Catalogue['topics']['method'])[]

type Method = (typeof topicMethods)[number]

/** The method that a stored word means: its code, or its name in either language; undefined for any other word. */
export function methodOf(word: string): Method | undefined {
  return topicMethods.find(
    (method) =>
      method === word || Object.values(catalogues).some(({ topics }) => topics.method[method] === word),
  )
}

export function methodText(t: Catalogue, word: string): string {
  const method = methodOf(word)
  return method ? t.topics.method[method] : word
}

export function stateText(t: Catalogue, state: string): string {
  return say(t.topics.state, state)
}
