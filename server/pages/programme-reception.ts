/** How visits were received across topics, for those who look over the programme. */

import { allowed } from '../access/rights.ts'
import { collectionsOfAll } from '../fieldwork/burden.ts'
import type { Page, Visit } from './page.ts'
import { receptionFile, receptionPage } from './fieldwork/reception-page.ts'

export const programmeReception: Page = {
  path: '/programme/reception',
  right: 'overview',
  get: async (visit) => receptionPage(visit, await ofProgramme(visit)),
}

export const programmeReceptionFile: Page = {
  path: '/programme/reception.csv',
  right: 'overview',
  get: async (visit) => receptionFile(visit, { ...(await ofProgramme(visit)), subject: 'programme' }),
}

async function ofProgramme({ store, t, viewer }: Visit) {
  const collections = (await collectionsOfAll(store)).filter(({ kind }) => kind === 'visit')
  const topics = new Map<string, string>()
  for (const { topicId } of collections)
    if (!topics.has(topicId)) topics.set(topicId, (await store.topics.find(topicId))?.title ?? '')
  return {
    title: t.casework.receptionTitle,
    breadcrumb: [
      { label: t.common.programme, href: '/programme' },
      { label: t.fieldwork.burden, href: '/programme/burden' },
      { label: t.casework.receptionTitle },
    ],
    path: '/programme/reception',
    collections,
    mayOpen: allowed('organise', viewer, []),
    topics,
  }
}
