/** /api/v1/collections/:collection: what a collection is, its variables, and the figures that the person may see. */

import { recodeColumns } from '../../exports/recode-columns.ts'
import { csvSubject } from '../../exports/index.ts'
import { Problem } from '../../problem.ts'
import { readFilter } from '../../summary/filters.ts'
import { framesOf } from '../../summary/frames.ts'
import { partFor, readerOf } from '../../summary/stamp.ts'
import { filterKey, summaryOf } from '../../summary/summary.ts'
import type { ShownTable } from '../../summary/shown.ts'
import { variablesOf } from '../../summary/variables.ts'
import type { Visit } from '../page.ts'
import { count, list, object, operation, orNull, tagged, text } from './operation.ts'
import { collectionSchema, shownCollection } from './topics.ts'

async function collectionOf({ store, params }: Visit) {
  const found = await store.collections.find(params['collection'] ?? '')
  if (!found) throw new Problem('notFound')
  return found
}

export const apiCollection = operation({
  path: '/api/v1/collections/:collection',
  right: 'topic.view',
  scope: 'read',
  id: 'collection',
  summary: 'One collection',
  query: [],
  reply: { schema: collectionSchema },
  get: async (visit) => {
    const found = await collectionOf(visit)
    return tagged(visit, [found], () => shownCollection(found))
  },
})

export const apiVariables = operation({
  path: '/api/v1/collections/:collection/variables',
  right: 'topic.view',
  scope: 'read',
  id: 'variables',
  summary:
    'The questions of a collection, over all form versions in use, and the recodes it keeps; `personal` ones are answered elsewhere',
  query: [],
  reply: {
    schema: object({
      items: list(
        object({
          name: text,
          label: text,
          kind: { enum: ['coded', 'number', 'set', 'rank', 'text', 'date'] },
          personal: { type: 'boolean' },
          categories: list(object({ value: text, label: text, missing: orNull(text) })),
        }),
      ),
      versions: list(count),
      channels: list(object({ id: text, label: text, kind: text })),
    }),
  },
  get: async (visit) => {
    const subject = await csvSubject(visit.store, (await collectionOf(visit)).id)
    const stamp = [subject.versions.map(({ id }) => id), subject.channels, subject.recodes]
    const of = (which: 'shared' | 'personal') =>
      variablesOf(subject.forms, { which, locale: visit.locale }).map(
        ({ name, label, kind, categories }) => ({
          name,
          label,
          kind,
          personal: which === 'personal',
          categories: categories.map(({ value, label: words, missing }) => ({
            value,
            label: words,
            missing,
          })),
        }),
      )
    const recodes = recodeColumns(subject, visit.locale).map(({ variable, documented }) => ({
      name: variable.name,
      label: documented,
      kind: variable.kind,
      personal: false,
      categories: variable.categories.map(({ value, label, missing }) => ({ value, label, missing })),
    }))
    return tagged(visit, stamp, () => ({
      items: [...of('shared'), ...recodes, ...of('personal')],
      versions: subject.versions.map(({ number }) => number),
      channels: subject.channels.map(({ id, label, kind }) => ({ id, label, kind })),
    }))
  },
})

const cell = { type: ['string', 'number', 'null'] }

export const apiSummary = operation({
  path: '/api/v1/collections/:collection/summary',
  right: 'topic.summary',
  scope: 'read',
  id: 'summary',
  summary:
    'The figures of every question as you may see them: without the right to single answers, none rests on fewer than five people, and they move on in steps of at least five',
  query: [{ name: 'where', description: 'One answer to filter by: `variable=code`.', schema: text }],
  reply: {
    schema: object({
      n: orNull(count),
      refused: orNull(text),
      sections: list(
        object({
          variable: text,
          title: text,
          kind: text,
          base: list(text),
          findings: list(text),
          notes: list(text),
          tables: list(
            object({
              caption: text,
              columns: list(text),
              rows: list(object({ role: text, cells: list(cell) })),
            }),
          ),
        }),
      ),
    }),
  },
  get: async (visit) => {
    const { store, query, locale, viewer, topicRoles } = visit
    const held = await framesOf(store).of((await collectionOf(visit)).id)
    if (!held) throw new Problem('notFound')
    const reader = readerOf(viewer, topicRoles)
    const part = await partFor(store, held, reader)
    const filter = readFilter(query, part.frame)
    // Unfiltered figures would be taken for those of a group.
    if (query['where'] && filter.singles.length === 0) throw new Problem('badFilter', { name: 'where' })
    return tagged(visit, [reader, part.stamp, filterKey(filter)], async () => {
      const { n, refused, sections } = await summaryOf(held, part, { reader, locale, filter })
      return {
        n,
        refused,
        sections: sections.map(({ variable, title, kind, base, findings, notes, tables }) => ({
          variable,
          title,
          kind,
          base,
          findings,
          notes,
          tables: tables.map(plainTable),
        })),
      }
    })
  },
})

function plainTable({ caption, columns, rows }: ShownTable) {
  return {
    caption,
    columns: columns.map(({ label }) => label),
    rows: rows.map(({ role, head, cells }) => ({
      role,
      cells: [head, ...cells.map(({ value, text: words }) => value ?? (words === '—' ? null : words))],
    })),
  }
}
