/** The certificate of this installation as it stands in the data folder: for https, the doctor and the admin's page. */

import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface CertificateFiles {
  readonly certificate: string
  readonly key: string
  readonly authority: string
  readonly authorityKey: string
}

/** Where they stand; an administrator may put a certificate of another authority at the first two places. */
export function certificateFiles(dataDir: string): CertificateFiles {
  const at = (name: string) => join(dataDir, 'certificate', name)
  return {
    certificate: at('server.crt'),
    key: at('server.key'),
    authority: at('authority.crt'),
    authorityKey: at('authority.key'),
  }
}

export type CertificateState =
  | { readonly state: 'none' }
  /** The files do not make a certificate with its key. */
  | { readonly state: 'unusable' }
  | {
      readonly state: 'good' | 'ending' | 'expired' | 'notYet'
      readonly names: readonly string[]
      readonly validTo: string
      readonly daysLeft: number
      /** Of the authority, as phones show it; null where the certificate is another's. */
      readonly fingerprint: string | null
      /** Others than the owner can read the key. */
      readonly keyIsOpen: boolean
    }

/** A certificate that ends in fewer days is to be renewed. */
export const warnDays = 30

export async function certificateState(dataDir: string, now: Date): Promise<CertificateState> {
  const files = certificateFiles(dataDir)
  const text = await readFile(files.certificate).catch(() => null)
  if (!text) return { state: 'none' }
  try {
    const certificate = new X509Certificate(text)
    if (!certificate.checkPrivateKey(createPrivateKey(await readFile(files.key))))
      return { state: 'unusable' }
    const validTo = new Date(certificate.validTo)
    const daysLeft = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000)
    const authority = await readFile(files.authority).catch(() => null)
    const { mode } = await stat(files.key)
    return {
      state: stateOf(certificate, now, daysLeft),
      names: namesOf(certificate),
      validTo: validTo.toISOString(),
      daysLeft,
      fingerprint: authority ? new X509Certificate(authority).fingerprint256 : null,
      keyIsOpen: (mode & 0o077) !== 0,
    }
  } catch {
    return { state: 'unusable' }
  }
}

function stateOf(certificate: X509Certificate, now: Date, daysLeft: number) {
  if (now > new Date(certificate.validTo)) return 'expired'
  if (now < new Date(certificate.validFrom)) return 'notYet'
  return daysLeft < warnDays ? 'ending' : 'good'
}

/** Names and addresses that the certificate is good for. */
function namesOf(certificate: X509Certificate): readonly string[] {
  return (certificate.subjectAltName ?? '')
    .split(', ')
    .map((name) => name.replace(/^(DNS|IP Address):/, ''))
    .filter((name) => name !== '')
}
