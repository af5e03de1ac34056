/**
 * The two grounds that a phone may stand on: https under the toolkit's own certificate, whose authority the browser
 * trusts, and plain http, where a browser gives no worker, no encryption and no lasting storage.
 */

import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { certificateFiles } from '../../server/upkeep/certificate-state.ts'
import { makeCertificate } from '../../server/upkeep/certificate.ts'
import { serve } from './browser.ts'

export const grounds = ['https', 'plain http'] as const
export type Ground = (typeof grounds)[number]

/** No name of this machine: nothing but https makes it secure. Phones of `field-phone.ts` find it here. */
export const host = 'diaoyan.test'

export interface Grounds {
  originOf(ground: Ground): string
  /** What makes a Chromium trust the certificate. */
  readonly trust: string
  stop(): Promise<void>
  start(): Promise<void>
}

/** Serves an app on both at once. */
export async function serveGrounds(app: RequestListener, dataDir: string): Promise<Grounds> {
  const trust = await certify(dataDir)
  const plain = await serve(app)
  const files = certificateFiles(dataDir)
  const [key, cert] = [readFileSync(files.key), readFileSync(files.certificate)]
  let secure = await listen({ key, cert }, app, 0)
  const { port } = secure.address() as AddressInfo
  const origins = { https: `https://${host}:${port}`, 'plain http': plain.insecureOrigin }
  return {
    originOf: (ground) => origins[ground],
    trust,
    stop: async () => {
      await plain.stop()
      await new Promise<void>((resolve) => {
        secure.close(() => resolve())
        secure.closeAllConnections()
      })
    },
    start: async () => {
      await plain.start()
      if (!secure.listening) secure = await listen({ key, cert }, app, port)
    },
  }
}

/** Makes a certificate for `host` as `npm run certificate` does; gives what makes a Chromium trust it. */
export async function certify(dataDir: string): Promise<string> {
  await makeCertificate({ dataDir, now: new Date(), hosts: [host] })
  const { publicKey } = new X509Certificate(readFileSync(certificateFiles(dataDir).certificate))
  const hash = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' }))
  return `--ignore-certificate-errors-spki-list=${hash.digest('base64')}`
}

function listen(
  keys: { readonly key: Buffer; readonly cert: Buffer },
  app: RequestListener,
  port: number,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(keys, app)
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
