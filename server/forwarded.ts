/** Who calls and how, behind so many trusted proxies: the same as Express reads it, for requests that go ahead of it. */

import type { IncomingMessage } from 'node:http'

export interface Caller {
  /** For rate limits in memory only. */
  readonly address: string
  readonly secure: boolean
  readonly host: string
}

/** Each proxy adds to the right of X-Forwarded-For, so the caller stands as many places from the end as proxies are trusted. */
export function callerOf(req: IncomingMessage, proxies: false | number): Caller {
  const { headers, socket } = req
  const direct = {
    address: socket.remoteAddress ?? '',
    secure: 'encrypted' in socket && socket.encrypted === true,
    host: headers.host ?? '',
  }
  if (proxies === false) return direct
  const addresses = [direct.address, ...words(headers['x-forwarded-for']).toReversed()]
  const [scheme] = words(headers['x-forwarded-proto'])
  const [host] = words(headers['x-forwarded-host'])
  return {
    address: addresses[Math.min(proxies, addresses.length - 1)]!,
    secure: scheme === undefined ? direct.secure : scheme === 'https',
    host: host ?? direct.host,
  }
}

function words(header: string | readonly string[] | undefined): readonly string[] {
  const text = typeof header === 'string' ? header : (header?.join(',') ?? '')
  return text
    .split(',', 100)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
