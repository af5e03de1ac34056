/** The certificate: made, trusted, renewed, expired; https beside http, with what each needs of headers and cookies. */

import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { get as getPlain, request as plainRequest, type IncomingMessage } from 'node:http'
import { request as secureRequest } from 'node:https'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freePort, startOwnServer, type OwnServer } from '../../../server/commands/own-server.ts'
import { makeCertificate } from '../../../server/upkeep/certificate.ts'
import { certificateState } from '../../../server/upkeep/certificate-state.ts'
import { chromiumIsHere, openBrowser } from '../../support/browser.ts'
import {
  command,
  emptyInstallation,
  filledInstallation,
  type Filled,
  type Installation,
} from '../../support/installation.ts'

const day = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * day)

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** One request that trusts nobody but the authority in the data folder. */
function ask(
  url: string,
  {
    dataDir,
    method = 'GET',
    headers = {},
    body = '',
  }: {
    dataDir: string
    method?: string
    headers?: Readonly<Record<string, string>>
    body?: string
  },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:')
    const ca = secure ? readFileSync(join(dataDir, 'certificate/authority.crt')) : ''
    const send = secure ? secureRequest : plainRequest
    const req = send(url, { method, headers, agent: false, ...(secure ? { ca } : {}) }, (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }))
    })
    req.on('error', reject)
    req.end(body)
  })
}

/** Waits until the server has said so: it answers before all of its start is over. */
async function printed(server: OwnServer, words: string): Promise<void> {
  while (!server.printed().includes(words)) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('a certificate', () => {
  let place: Installation
  beforeEach(async () => {
    place = await emptyInstallation()
  })
  afterEach(() => place.remove())
  const at = (name: string) => join(place.dataDir, 'certificate', name)
  const read = (name: string) => new X509Certificate(readFileSync(at(name)))

  test('is for the names and addresses given, signed by an authority of its own, within what phones accept', async () => {
    const { code, said } = await command(
      'certificate',
      ['--host', '192.168.7.20', '--host', 'diaoyan.lan'],
      place.env,
    )
    expect(code).toBe(0)
    const [server, authority] = [read('server.crt'), read('authority.crt')]
    expect(server.subjectAltName).toBe('IP Address:192.168.7.20, DNS:diaoyan.lan')
    expect(server.verify(authority.publicKey)).toBe(true)
    expect(server.checkIssued(authority)).toBe(true)
    expect([server.ca, authority.ca]).toEqual([false, true])
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    const days = (Date.parse(server.validTo) - Date.parse(server.validFrom)) / day
    expect(days).toBeLessThanOrEqual(398)
    expect(days).toBeGreaterThan(390)
    expect(said).toContain(authority.fingerprint256)
    for (const key of ['server.key', 'authority.key']) expect(statSync(at(key)).mode & 0o777).toBe(0o600)
  })

  test('is for every address of this machine unless told otherwise', async () => {
    await command('certificate', [], place.env)
    expect(read('server.crt').subjectAltName).toContain('IP Address:127.0.0.1')
    expect(read('server.crt').subjectAltName).toContain('DNS:localhost')
  })

  test('is renewed by the same authority, which phones trust already', async () => {
    const { dataDir } = place
    const first = await makeCertificate({ dataDir, now: ago(380), hosts: ['10.1.2.3'] })
    expect(await certificateState(dataDir, new Date())).toMatchObject({ state: 'ending', daysLeft: 15 })
    const second = await makeCertificate({ dataDir, now: new Date() })
    expect(second.fingerprint).toBe(first.fingerprint)
    expect(second.newAuthority).toBe(false)
    expect(second.names).toContain('10.1.2.3')
    expect(await certificateState(dataDir, new Date())).toMatchObject({ state: 'good' })
    const third = await makeCertificate({ dataDir, now: new Date(), anew: true })
    expect(third.fingerprint).not.toBe(first.fingerprint)
  })

  test('of another authority is not written over', async () => {
    await command('certificate', [], place.env)
    const before = readFileSync(at('server.crt'), 'utf8')
    writeFileSync(at('authority.key'), '')
    const { code, said } = await command('certificate', [], place.env)
    expect(code).toBe(1)
    expect(said).toContain('The key of the authority')
    expect(readFileSync(at('server.crt'), 'utf8')).toBe(before)
  })

  test.each(['no name', 'http://x', '-a', ''])('is not made for %j', async (name) => {
    const { code, said } = await command('certificate', [`--host=${name}`], place.env)
    expect(code).toBe(1)
    expect(said).toContain('neither a host name nor an IP address')
  })

  test('that expired, or does not fit its key, is a sentence for the doctor, and http starts', async () => {
    const { dataDir } = place
    // Of another's authority, so that the server does not simply renew it.
    await makeCertificate({ dataDir, now: ago(500), hosts: ['127.0.0.1'] })
    const expired = await command('doctor', [], place.env)
    expect(expired.said).toContain('[FAULT] The https certificate ended on')
    writeFileSync(at('authority.crt'), 'gone')
    writeFileSync(at('server.key'), readFileSync(at('authority.key')))
    const unfit = await command('doctor', [], place.env)
    expect(unfit.said).toContain('[FAULT] The https certificate and its key do not match')
    const server = await startOwnServer({ dataDir, env: { ...place.env, HTTPS_PORT: '0' } })
    await printed(server, '设置码')
    expect(server.printed()).toContain('http is not affected')
    expect(server.printed()).not.toContain('https://')
    await server.stop()
  })

  test('of our own authority that is about to end is renewed by the server itself', async () => {
    const { dataDir } = place
    await makeCertificate({ dataDir, now: ago(390), hosts: ['127.0.0.1'] })
    const server = await startOwnServer({ dataDir, env: { ...place.env, HTTPS_PORT: '0' } })
    while ((await certificateState(dataDir, new Date())).state !== 'good')
      await new Promise((resolve) => setTimeout(resolve, 20))
    await server.stop()
    expect(server.printed()).toContain('The https certificate ends in')
  })
})

describe('https beside http', () => {
  let place: Filled
  let server: OwnServer
  let secure: string
  beforeAll(async () => {
    place = await filledInstallation(2)
    await makeCertificate({ dataDir: place.dataDir, now: new Date(), hosts: ['127.0.0.1', 'localhost'] })
    const port = await freePort()
    server = await startOwnServer({ dataDir: place.dataDir, env: { ...place.env, HTTPS_PORT: String(port) } })
    secure = `https://127.0.0.1:${port}`
    await printed(server, secure)
  })
  afterAll(async () => {
    await server.stop()
    await place.remove()
  })
  const asking = (url: string, more: object = {}) => ask(url, { dataDir: place.dataDir, ...more })

  test('serves the same pages, by address and by name', async () => {
    expect((await asking(`${server.origin}/sign-in`)).status).toBe(200)
    expect((await asking(`${secure}/sign-in`)).status).toBe(200)
    expect((await asking(`${secure.replace('127.0.0.1', 'localhost')}/sign-in`)).status).toBe(200)
  })

  test('insists on https only where that cannot break http on the port beside it', async () => {
    const plain = await asking(`${server.origin}/sign-in`)
    const byAddress = await asking(`${secure}/sign-in`)
    const byName = await asking(`${secure.replace('127.0.0.1', 'localhost')}/sign-in`)
    const insists = (answer: Answer) => [
      answer.headers['strict-transport-security'] !== undefined,
      String(answer.headers['content-security-policy']).includes('upgrade-insecure-requests'),
    ]
    expect([insists(plain), insists(byAddress), insists(byName)]).toEqual([
      [false, false],
      [true, true],
      [false, true],
    ])
  })

  test('has Secure cookies of other names, so that signing in on one does not shut the other', async () => {
    const cookieOf = async (url: string) => String((await asking(url)).headers['set-cookie'])
    expect(await cookieOf(`${server.origin}/sign-in`)).toMatch(
      /^diaoyan_visitor=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const cookie = await cookieOf(`${secure}/sign-in`)
    expect(cookie).toMatch(/^__Host-diaoyan_visitor=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
    // What http could have planted does not count over https.
    const planted = await asking(`${secure}/sign-in`, { headers: { cookie: 'diaoyan_visitor=planted' } })
    expect(planted.text).not.toContain('planted')
    const kept = await asking(`${secure}/sign-in`, { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(kept.text).toContain(/=([^;]+)/.exec(cookie)?.[1])
  })

  test('takes answers', async () => {
    const reply = await asking(`${secure}/f/${place.collection.slug}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        instanceId: crypto.randomUUID(),
        formVersion: place.world.versionId,
        locale: 'zh-CN',
        answers: { age: '33', wish: '修路' },
      }),
    })
    expect(reply.status).toBe(201)
    expect(JSON.parse(reply.text)).toMatchObject({ outcome: 'stored' })
  })

  test('has a page that guides a phone, with the certificate and its fingerprint, and never the key', async () => {
    const authority = new X509Certificate(readFileSync(join(place.dataDir, 'certificate/authority.crt')))
    const chinese = await asking(`${server.origin}/trust`)
    for (const words of [
      '安卓',
      'iPhone',
      '鸿蒙',
      '在浏览器打开',
      '证书信任设置',
      authority.fingerprint256,
      `${secure}/trust`,
    ])
      expect(chinese.text).toContain(words)
    const english = await asking(`${secure}/trust`, { headers: { cookie: '__Host-diaoyan_locale=en' } })
    expect(english.text).toContain('Certificate Trust Settings')
    expect(english.text).toContain('this page was opened by https'.replace('this', 'This'))
    const file = await new Promise<Buffer>((resolve, reject) => {
      getPlain(`${server.origin}/trust/authority.crt`, (res) => {
        expect(res.headers['content-type']).toContain('application/x-x509-ca-cert')
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)))
      }).on('error', reject)
    })
    expect(new X509Certificate(file).fingerprint256).toBe(authority.fingerprint256)
    expect(file.includes('PRIVATE')).toBe(false)
    expect((await asking(`${server.origin}/sign-in`)).text).toContain('href="/trust"')
  })

  test.runIf(chromiumIsHere || process.env['CI'] === 'true')(
    'is a secure context for a browser that trusts it: service workers, cryptography, persistent storage',
    async () => {
      const certificate = new X509Certificate(readFileSync(join(place.dataDir, 'certificate/server.crt')))
      const key = certificate.publicKey.export({ type: 'spki', format: 'der' })
      const pin = createHash('sha256').update(key).digest('base64')
      const browser = await openBrowser([`--ignore-certificate-errors-spki-list=${pin}`])
      try {
        const page = await browser.newPage({ viewport: { width: 360, height: 740 } })
        await page.goto(`${secure}/trust`)
        const seen = await page.evaluate(() => ({
          secure: isSecureContext,
          worker: 'serviceWorker' in navigator,
          subtle: crypto.subtle !== undefined,
          wide: document.documentElement.scrollWidth > innerWidth,
        }))
        expect(seen).toEqual({ secure: true, worker: true, subtle: true, wide: false })
        const insecure = await page.goto(`http://diaoyan.test:${server.port}/trust`)
        expect(insecure?.status()).toBe(200)
        expect(await page.evaluate(() => isSecureContext)).toBe(false)
      } finally {
        await browser.close()
      }
    },
  )
})
