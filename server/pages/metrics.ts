/** What Prometheus collects; for this machine, or for whoever carries the token of the settings. */

import { sameSecret } from '../access/session.ts'
import { measures } from '../upkeep/measures.ts'
import { systemState } from '../upkeep/state.ts'
import { ownVersion } from '../version.ts'
import { prometheusText } from '../watching/prometheus.ts'
import type { Page, Visit } from './page.ts'

export const metricsPage: Page = {
  path: '/metrics',
  right: 'public',
  probe: true,
  async get(visit) {
    if (!mayRead(visit))
      return {
        kind: 'bytes',
        status: 403,
        type: 'text/plain; charset=utf-8',
        bytes: `${visit.t.upkeep.metricsClosed}\n`,
      }
    const state = await systemState(visit).catch(() => null)
    return {
      kind: 'bytes',
      type: 'text/plain; version=0.0.4; charset=utf-8',
      bytes: prometheusText(measures(visit.watching, state, ownVersion())),
    }
  },
}

/** A proxy of this machine speaks for others: what it passes on is not of this machine. */
function mayRead({ config, address, headers }: Visit): boolean {
  const token = config.upkeep.metricsToken
  const given = /^Bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1]
  if (token !== null && given !== undefined && sameSecret(given, token)) return true
  const passedOn = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  )
  return !passedOn && /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address)
}
