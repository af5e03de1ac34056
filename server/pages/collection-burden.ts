/** What a place has had in the last weeks, across topics, for whoever is about to visit it: a number and a day, no topics. */

import { burdenNow, visitingKinds, type Burden, type BurdenLimits } from '../fieldwork/burden.ts'
import { placeKey } from '../form/place-key.ts'
import { Problem } from '../problem.ts'
import { localTime } from './answering/surroundings.ts'
import type { Page } from './page.ts'

export const collectionBurden: Page = {
  path: '/collections/:collection/burden',
  right: 'topic.collect',
  async get({ store, params, query, now, config, locale }) {
    const collection = await store.collections.find(params['collection'] ?? '')
    if (!collection) throw new Problem('notFound')
    const key = placeKey((query['place'] ?? '').slice(0, 500))
    const asked = { today: localTime(now(), config.timeZone).day, locale }
    const { limits, of } =
      key !== '' && visitingKinds.has(collection.kind)
        ? await burdenNow(store, asked)
        : { limits: null, of: null }
    const line = of?.get(key)
    return {
      kind: 'json',
      value: { burden: line && limits ? told(line, limits) : null },
      headers: { 'Cache-Control': 'no-store' },
    }
  },
}

/** What is said of a place to whoever collects. */
export function told({ times, last }: Burden, { weeks, times: limit }: BurdenLimits) {
  return { times, last, weeks, limit }
}
