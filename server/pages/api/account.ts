/** /api/v1/me: whose token it is, and what it allows. */

import { Problem } from '../../problem.ts'
import { list, object, operation, orNull, tagged, text } from './operation.ts'

export const apiMe = operation({
  path: '/api/v1/me',
  right: 'signedIn',
  scope: null,
  id: 'me',
  summary: 'Whose token this is, and what it allows',
  query: [],
  reply: {
    schema: object({
      name: text,
      login: text,
      roles: list(text),
      token: object({ label: text, scopes: list(text), topic: orNull(text), expiresAt: text }),
    }),
  },
  get: async (visit) => {
    const { viewer, token } = visit
    if (!viewer || !token) throw new Problem('signInNeeded')
    const { label, scopes, topicId, expiresAt } = token
    return tagged(visit, [viewer, token], () => ({
      name: viewer.name,
      login: viewer.login,
      roles: viewer.roles,
      token: { label, scopes, topic: topicId, expiresAt },
    }))
  },
})
