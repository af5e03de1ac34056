/** All that programs can ask, and its description in OpenAPI 3.1, made from the very list that is served. */

import { formats } from '../../exports/formats.ts'
import { ownVersion } from '../../version.ts'
import type { Page } from '../page.ts'
import { apiMe } from './account.ts'
import { apiCollection, apiSummary, apiVariables } from './collections.ts'
import { apiExport } from './export.ts'
import { text, type Operation } from './operation.ts'
import { apiRecord, apiRecords } from './records.ts'
import { apiTopicCollections, apiTopics } from './topics.ts'

export const operations: readonly Operation[] = [
  apiMe,
  apiTopics,
  apiTopicCollections,
  apiCollection,
  apiVariables,
  apiSummary,
  apiRecords,
  apiRecord,
  apiExport,
]

const openApi: Page = {
  path: '/api/openapi.json',
  right: 'public',
  get: ({ origin }) => Promise.resolve({ kind: 'json', value: description(origin) }),
}

export const apiPages: readonly Page[] = [openApi, ...operations.map(({ page }) => page)]

/** The description of all operations for a server at this address. */
export function description(origin: string): Readonly<Record<string, unknown>> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Diaoyan 调研',
      version: ownVersion(),
      description:
        'Read-only. A token is made on the account page and sent as `Authorization: Bearer dyt_…`. It never allows more than its person, at the moment of each request. Lists go on with `after`; answers carry an ETag.',
    },
    servers: [{ url: origin }],
    security: [{ token: [] }],
    paths: Object.fromEntries(
      operations.map((operation) => [openPath(operation.page.path), { get: described(operation) }]),
    ),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Problem: {
          type: 'object',
          properties: { error: text, message: text, reference: text },
          required: ['error', 'message'],
        },
      },
    },
  }
}

/** `:name` as OpenAPI writes it. */
export function openPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}')
}

function described({ id, page, summary, query, reply }: Operation) {
  const names = [...page.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')
  const content =
    'schema' in reply
      ? { 'application/json': { schema: reply.schema } }
      : Object.fromEntries(reply.files.map((type) => [type, { schema: { type: 'string' } }]))
  const problem = (words: string) => ({
    description: words,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
  })
  return {
    operationId: id,
    summary,
    description: `Scope of the token: ${page.program?.scope ?? 'any'}. Right of the person: ${page.right}.`,
    parameters: [
      ...names.map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: name === 'format' ? { enum: ['csv', ...Object.keys(formats)] } : text,
      })),
      ...query.map((parameter) => ({ ...parameter, in: 'query', required: false })),
      { name: 'If-None-Match', in: 'header', required: false, schema: text },
    ],
    responses: {
      200: { description: 'What was asked for', content },
      304: { description: 'Unchanged since the ETag that was sent' },
      401: problem('No token, or one that is unknown, expired or revoked'),
      403: problem('The token or its person may not'),
      404: problem('There is no such thing, or none that the person may see'),
      422: problem('A filter that makes no sense'),
      429: problem('More than 600 requests in a minute'),
    },
  }
}
