/** An A4 poster with the QR code of a channel, and the code alone as a picture. */

import { Problem } from '../problem.ts'
import type { Channel, Collection } from '../store/store.ts'
import { localMoment } from './collections/moments.ts'
import { qrCode } from './qr-code.ts'
import { view, type Page, type Visit } from './page.ts'

/** Context of views/collections/poster.ejs. */
interface Context {
  readonly title: string
  readonly collection: Collection
  readonly channel: Channel
  readonly heading: string
  readonly address: string
  readonly closes: string
  readonly back: string
}

export const collectionPoster: Page = {
  path: '/collections/:collection/poster/:channel',
  right: 'topic.view',
  async get(visit) {
    const { collection, channel } = await channelOf(visit)
    const version = await visit.store.forms.version(collection.formVersionId)
    const context: Context = {
      title: visit.t.collections.poster,
      collection,
      channel,
      heading: version?.title ?? collection.title,
      address: addressOf(visit, channel),
      closes: localMoment(collection.closesAt, visit.config.timeZone),
      back: `/collections/${collection.id}`,
    }
    return view('collections/poster', context)
  },
}

export const collectionQr: Page = {
  path: '/collections/:collection/qr/:channel',
  right: 'topic.view',
  async get(visit) {
    const { channel } = await channelOf(visit)
    const svg = await qrCode(addressOf(visit, channel), 2)
    return {
      kind: 'bytes',
      bytes: svg,
      type: 'image/svg+xml',
      headers: { 'Cache-Control': 'private, no-cache' },
    }
  },
}

async function channelOf({ store, params }: Visit): Promise<{ collection: Collection; channel: Channel }> {
  const collection = await store.collections.find(params['collection'] ?? '')
  const channels = collection ? await store.collections.channels(collection.id) : []
  const channel = channels.find(({ id, slug }) => id === params['channel'] && slug !== null)
  if (!collection || !channel) throw new Problem('notFound')
  return { collection, channel }
}

function addressOf({ origin }: Visit, channel: Channel): string {
  return `${origin}/f/${channel.slug ?? ''}`
}
