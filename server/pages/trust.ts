/** How a phone comes to trust this server's certificate, and whether the one that reads this does already. */

import { readFile } from 'node:fs/promises'
import { X509Certificate } from 'node:crypto'
import { Problem } from '../problem.ts'
import { certificateFiles, certificateState } from '../upkeep/certificate-state.ts'
import { view, type Page } from './page.ts'

const download = '/trust/authority.crt'

export const trustPage: Page = {
  path: '/trust',
  right: 'public',
  async get(visit) {
    const { config, now, t, secure, securePort, origin } = visit
    const state = await certificateState(config.dataDir, now())
    const own = 'fingerprint' in state && state.fingerprint !== null
    const port = securePort()
    return view('trust', {
      title: t.trust.title,
      narrow: true,
      own,
      secureNow: secure,
      fingerprint: own ? state.fingerprint : '',
      names: 'names' in state ? state.names : [],
      download,
      secureUrl: port === null ? null : `https://${new URL(origin).hostname}:${port}/trust`,
      ways: own ? Object.values(t.trust.ways) : [],
    })
  },
}

/** The authority's certificate alone; its key never leaves the data folder. */
export const trustDownload: Page = {
  path: download,
  right: 'public',
  async get({ config }) {
    const pem = await readFile(certificateFiles(config.dataDir).authority).catch(() => null)
    if (!pem) throw new Problem('notFound')
    return {
      kind: 'bytes',
      type: 'application/x-x509-ca-cert',
      bytes: new X509Certificate(pem).raw,
      headers: { 'Content-Disposition': 'attachment; filename="diaoyan-authority.crt"' },
    }
  },
}
