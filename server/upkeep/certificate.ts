/**
 * A local authority and a server certificate that it signs, for a network without one of its own. A phone that trusts
 * the authority once goes on trusting the server through every renewal.
 */

import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import forge from 'node-forge'
import { certificateFiles, certificateState } from './certificate-state.ts'
import { writeDurably } from './durable.ts'
import { UpkeepProblem } from './problem.ts'

/** Phones refuse server certificates that are good for more than 398 days. */
const serverDays = 397
const authorityDays = 3_650
const day = 86_400_000

export interface CertificateOrder {
  readonly dataDir: string
  readonly now: Date
  /** Names and addresses; those of the old certificate and of this machine unless given. */
  readonly hosts?: readonly string[]
  /** Begins anew with an authority that no phone trusts yet. */
  readonly anew?: boolean
}

export interface MadeCertificate {
  readonly names: readonly string[]
  readonly validTo: Date
  /** SHA-256 of the authority's certificate, as phones show it. */
  readonly fingerprint: string
  /** False if the authority stood already, so that phones need not trust again. */
  readonly newAuthority: boolean
}

/** Rejects with UpkeepProblem `noAuthority` where a certificate of somebody else's authority stands. */
export async function makeCertificate(order: CertificateOrder): Promise<MadeCertificate> {
  const { dataDir, now, anew = false } = order
  const files = certificateFiles(dataDir)
  const [standsKey, stands] = await Promise.all([exists(files.authorityKey), exists(files.certificate)])
  if (stands && !standsKey && !anew) throw new UpkeepProblem('noAuthority')
  const names = order.hosts?.length ? order.hosts : await usualNames(dataDir, now)
  for (const name of names) mustBeName(name)
  const newAuthority = anew || !standsKey
  const authority = newAuthority ? makeAuthority(now) : await readAuthority(files)
  const server = makeServer(names, authority, now)
  if (newAuthority) {
    await writeDurably(files.authorityKey, authority.keyPem)
    await writeDurably(files.authority, authority.pem, 0o644)
  }
  // The key first: a server that looks in between finds that the two do not match, and looks again.
  await writeDurably(files.key, server.keyPem)
  await writeDurably(files.certificate, server.pem, 0o644)
  const fingerprint = new X509Certificate(authority.pem).fingerprint256
  return { names, validTo: server.validTo, fingerprint, newAuthority }
}

interface Authority {
  readonly pem: string
  readonly keyPem: string
  readonly certificate: forge.pki.Certificate
  readonly key: forge.pki.rsa.PrivateKey
}

function makeAuthority(now: Date): Authority {
  const { keyPem, key, publicKey } = makeKeys()
  const certificate = blank(publicKey, now, authorityDays)
  // The year tells two authorities of one house apart in a phone's list.
  const subject = nameOf(`Diaoyan ${now.getUTCFullYear()} ${randomBytes(2).toString('hex')}`)
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ])
  certificate.sign(key, forge.md.sha256.create())
  return { certificate, key, keyPem, pem: forge.pki.certificateToPem(certificate) }
}

function makeServer(names: readonly string[], authority: Authority, now: Date) {
  const { keyPem, publicKey } = makeKeys()
  const certificate = blank(publicKey, now, serverDays)
  certificate.setSubject(nameOf(names[0] ?? 'diaoyan'))
  certificate.setIssuer(authority.certificate.subject.attributes)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      // 7 and 2 are iPAddress and dNSName of RFC 5280.
      altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
    },
    { name: 'subjectKeyIdentifier' },
    {
      name: 'authorityKeyIdentifier',
      keyIdentifier: authority.certificate.generateSubjectKeyIdentifier().getBytes(),
    },
  ])
  certificate.sign(authority.key, forge.md.sha256.create())
  return { keyPem, pem: forge.pki.certificateToPem(certificate), validTo: certificate.validity.notAfter }
}

/** Node makes the keys, with the system's own randomness. */
function makeKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return {
    keyPem: privateKey,
    key: forge.pki.privateKeyFromPem(privateKey),
    publicKey: forge.pki.publicKeyFromPem(publicKey),
  }
}

/** From yesterday on, because phones' clocks differ. */
function blank(publicKey: forge.pki.rsa.PublicKey, now: Date, days: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  // Positive, whatever the first bit of the random part.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = new Date(now.getTime() - day)
  certificate.validity.notAfter = new Date(now.getTime() + (days - 1) * day)
  return certificate
}

function nameOf(commonName: string) {
  return [
    { name: 'commonName', value: commonName.slice(0, 64) },
    { name: 'organizationName', value: 'Diaoyan' },
  ]
}

async function readAuthority({
  authority,
  authorityKey,
}: ReturnType<typeof certificateFiles>): Promise<Authority> {
  try {
    const [pem, keyPem] = [await readFile(authority, 'utf8'), await readFile(authorityKey, 'utf8')]
    const certificate = forge.pki.certificateFromPem(pem)
    return { pem, keyPem, certificate, key: forge.pki.privateKeyFromPem(keyPem) }
  } catch (cause) {
    throw new UpkeepProblem('noAuthority', {}, { cause })
  }
}

/** What the certificate was for so far, and every name and address that this machine has now. */
async function usualNames(dataDir: string, now: Date): Promise<readonly string[]> {
  const standing = await certificateState(dataDir, now)
  const before = 'names' in standing ? standing.names : []
  const addresses = Object.values(networkInterfaces())
    .flatMap((one) => one ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
  const own = hostname().toLowerCase()
  const names = isName(own) ? [own, ...(own.includes('.') ? [] : [`${own}.local`])] : []
  return [...new Set([...before, ...addresses, ...names, 'localhost', '127.0.0.1'])]
}

function mustBeName(name: string): void {
  if (!isIP(name) && !isName(name)) throw new UpkeepProblem('unknownName', { name })
}

function isName(name: string): boolean {
  return (
    name.length <= 253 &&
    /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name)
  )
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
