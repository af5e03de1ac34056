/** The archive for machines without internet: it starts without network, without npm, compiler or Node.js on the path. */

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command } from '../../support/installation.ts'

let folder: string
let bundle: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-bundle-'))
  const { code, said } = await command('bundle', ['--to', folder], {})
  expect(said).toContain('Bundled')
  expect(code).toBe(0)
  const [archive = ''] = readdirSync(folder)
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder])
  bundle = join(folder, archive.replace('.tar.gz', ''))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('has what runs and its licences, and nothing that only builds or tests need', () => {
  const has = (path: string) => existsSync(join(bundle, path))
  for (const path of [
    'start',
    'diaoyan',
    'README.txt',
    'bin/node',
    'app/LICENSE',
    'app/build/server/main.js',
  ])
    expect([path, has(path)]).toEqual([path, true])
  expect(readFileSync(join(bundle, 'bin/LICENSE-node'), 'utf8')).toContain('Node.js')
  expect(readdirSync(join(bundle, 'app/licences'))).toContain('chart.js.txt')
  for (const name of ['typescript', 'esbuild', 'vitest', 'oxlint', 'playwright-core', 'chart.js'])
    expect([name, has(`app/node_modules/${name}`)]).toEqual([name, false])
  for (const path of ['app/build/check', 'app/test', 'app/server', 'app/node_modules/better-sqlite3/deps'])
    expect([path, has(path)]).toEqual([path, false])
  expect(has('app/node_modules/better-sqlite3/build/Release/better_sqlite3.node')).toBe(true)
})

test('holds every package that the server asks for', () => {
  const { dependencies } = JSON.parse(readFileSync(join(bundle, 'app/package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>
  }
  for (const name of Object.keys(dependencies))
    expect([name, existsSync(join(bundle, 'app/node_modules', name, 'package.json'))]).toEqual([name, true])
})

/** A namespace of its own, whose only network is its own loopback; only root can make one. */
const isolation = 'ip link set lo up && exec env -i PATH=/nowhere LANG=en_GB.UTF-8 "$@"'

function mayIsolate(): boolean {
  try {
    execFileSync('unshare', ['--net', '/bin/sh', '-c', isolation, 'sh', '/bin/true'], { stdio: 'ignore' })
    return true
  } catch {
    return process.env['CI'] === 'true'
  }
}

describe.runIf(mayIsolate())('without network and with nothing on the path', () => {
  test('starts, serves, is examined, backed up and rehearsed', () => {
    const script = join(folder, 'visit.mjs')
    writeFileSync(script, visit)
    const words = [
      '--net',
      '/bin/sh',
      '-c',
      isolation,
      'sh',
      join(bundle, 'bin/node'),
      script,
      bundle,
      folder,
    ]
    const seen = JSON.parse(execFileSync('unshare', words, { encoding: 'utf8' })) as Record<string, unknown>
    expect(seen).toEqual({
      outside: 'unreachable',
      health: { status: 'ok', database: 'ok', writing: 'ok' },
      demo: 200,
      styles: 200,
      workbook: 200,
      codes: { doctor: 0, backup: 0, rehearse: 0, certificate: 0 },
      unknown: 2,
    })
  })
})

/** Runs inside the namespace, on the Node.js of the bundle alone. */
const visit = `
import { spawn } from 'node:child_process'
const [bundle, folder] = process.argv.slice(2)
const port = 4321
const env = { PATH: '/nowhere', LANG: 'en_GB.UTF-8', PORT: String(port), DATA_DIR: folder + '/data' }
const run = (program, words, more = {}) => new Promise((done) => {
  const child = spawn('/bin/sh', [bundle + '/' + program, ...words], { env: { ...env, ...more }, stdio: ['ignore', 'ignore', 2] })
  child.once('exit', done)
})
const outside = await fetch('http://192.0.2.1/', { signal: AbortSignal.timeout(3000) }).then(() => 'reached', () => 'unreachable')
const server = spawn('/bin/sh', [bundle + '/start', '--demo'], { env, stdio: ['ignore', 'ignore', 2] })
const origin = 'http://127.0.0.1:' + port
const until = Date.now() + 60_000
let health
while (!health && Date.now() < until) {
  health = await fetch(origin + '/healthz').then((reply) => reply.json(), () => null)
  if (!health) await new Promise((done) => setTimeout(done, 50))
}
const page = await fetch(origin + '/sign-in')
const html = await page.text()
const styles = (await fetch(origin + /href="(\\/static\\/[^"]+css)"/.exec(html)[1])).status
const workbook = (await fetch(origin + '/trust')).status
const demo = { DATA_DIR: folder + '/data/demo', BACKUP_DIR: folder + '/backups' }
const codes = {}
for (const name of ['backup', 'doctor', 'rehearse', 'certificate']) codes[name] = await run('diaoyan', [name], demo)
const unknown = await run('diaoyan', ['nothing'])
server.kill('SIGTERM')
await new Promise((done) => server.once('exit', done))
console.log(JSON.stringify({ outside, health, demo: page.status, styles, workbook, codes, unknown }))
`
