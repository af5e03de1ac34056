/** Starts the built server as its own process on loopback with a temporary data folder, as a new user would. */

import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export interface OwnServer {
  readonly origin: string
  readonly port: number
  readonly dataDir: string
  readonly pid: number
  /** Everything it has printed so far. */
  printed(): string
  /** Milliseconds from spawning to the first answer. */
  readonly startedIn: number
  /** SIGTERM, and waits until it is gone; the data folder stays. Resolves to the exit code. */
  stop(): Promise<number | null>
  /** kill -9. */
  kill(): Promise<void>
  /** Removes the data folder. */
  remove(): void
}

export interface OwnServerOptions {
  /** An existing data folder to open again. */
  readonly dataDir?: string
  /** The port of a server that was here before. */
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

const startLimit = 60_000

/** Resolves when the server answers its first request. */
export async function startOwnServer(options: OwnServerOptions = {}): Promise<OwnServer> {
  const main = resolve('build/server/main.js')
  if (!existsSync(main)) throw new Error('build/server/main.js is missing; run: npm run build')
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'diaoyan-'))
  const port = options.port ?? (await freePort())
  const began = performance.now()
  const child = spawn(process.execPath, [main, ...(options.args ?? [])], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const gone = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  const origin = `http://127.0.0.1:${port}`
  await firstAnswer(child, origin, () => output)
  const startedIn = performance.now() - began
  return {
    origin,
    port,
    dataDir,
    pid: child.pid ?? 0,
    printed: () => output,
    startedIn,
    stop: () => end(child, 'SIGTERM', gone),
    kill: async () => void (await end(child, 'SIGKILL', gone)),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  }
}

async function end(
  child: ChildProcess,
  signal: NodeJS.Signals,
  gone: Promise<number | null>,
): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  return gone
}

async function firstAnswer(child: ChildProcess, origin: string, printed: () => string): Promise<void> {
  const until = performance.now() + startLimit
  while (performance.now() < until) {
    if (child.exitCode !== null)
      throw new Error(`the server ended with code ${child.exitCode}:\n${printed()}`)
    const answered = await fetch(`${origin}/sign-in`, { redirect: 'manual' }).then(
      async (response) => (await response.arrayBuffer(), true),
      () => false,
    )
    if (answered) return
    await new Promise((done) => setTimeout(done, 5))
  }
  child.kill('SIGKILL')
  throw new Error(`the server did not answer within ${startLimit / 1000} s:\n${printed()}`)
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => done(port))
    })
  })
}
