/** Starts the server: configuration, store, intake, port; and ends it so that nothing accepted is lost. */

import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { pid } from 'node:process'
import { createApp } from './app.ts'
import { issueSetUpCode } from './access/first-run.ts'
import { hashPassword } from './access/password.ts'
import { environment, readConfig, StartProblem, type Config } from './config.ts'
import { createIntake } from './intake/queue.ts'
import {
  createSecureListening,
  listen,
  portOf,
  type SecureListening,
  type SecureOptions,
} from './listening.ts'
import { catalogues } from './locale/index.ts'
import { openProblem } from './open-problem.ts'
import { isPostgresUrl } from './store/database.ts'
import { openStore } from './store/open.ts'
import type { Store } from './store/store.ts'
import { keepExports } from './export-jobs/keeping.ts'
import { exportsFolder, stopExports } from './export-jobs/runners.ts'
import { sweepColumnFiles } from './summary/sweep.ts'
import type { CertificateState } from './upkeep/certificate-state.ts'
import { startKeeping } from './upkeep/keeping.ts'
import { restoringName } from './upkeep/restoring.ts'
import { ownVersion } from './version.ts'
import { openLog } from './watching/log.ts'
import { createWatching, type Watching } from './watching/watching.ts'

try {
  await start(readConfig(environment(), process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof StartProblem)) throw error
  console.error(`${error.chinese}\n${error.english}`)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  writableFolder(config.dataDir)
  refuseHalfRestored(config)
  const now = () => new Date()
  const watching = createWatching({ now, log: logOf(config, now), slowQueryMs: config.upkeep.slowQueryMs })
  const store = await openData(config, watching)
  const intake = createIntake(store, { heard: (outcome) => watching.counts.answered(outcome) })
  try {
    if (config.demo && (await store.people.count()) === 0) {
      // Loaded only here: a real server never needs the sample.
      const { seedDemo } = await import('./demo/seed.ts')
      const day = new Intl.DateTimeFormat('sv-SE', { timeZone: config.timeZone, dateStyle: 'short' })
      await seedDemo(store, hashPassword, day.format(now()))
    }
    const log = (line: string) => {
      process.stderr.write(`${line}\n`)
      watching.log.write({ event: 'mistake', level: 'error', what: line })
    }
    let secure: SecureListening | null = null
    const securePort = () => secure?.port() ?? null
    const app = createApp({ store, intake, config, now, watching, log, securePort })
    const server = createServer(app)
    await listen(server, config.port, config.host)
    secure = createSecureListening({ app, config, now, ...certificateWords(config, watching) })
    await secure.look()
    await announce(server, secure, store, config)
    watching.log.write({
      event: 'start',
      version: ownVersion(),
      node: process.versions.node,
      pid: process.pid,
    })
    sweepColumnFiles(store, now()).catch((error: unknown) => log(String(error)))
    const keeping = startKeeping({ store, config, watching, now })
    const files = keepExports({
      store,
      folder: exportsFolder(config.dataDir),
      now,
      alone: !isPostgresUrl(config.database),
      failed: (error) => log(`exports: ${String(error)}`),
    })
    endOnSignal(server, async () => {
      keeping.stop()
      files.stop()
      await stopExports(store)
      secure?.close()
      await intake.close()
      await store.close()
      watching.log.write({ event: 'stop' })
      watching.close()
    })
  } catch (error) {
    await intake.close()
    await store.close()
    throw error
  }
}

function logOf({ dataDir, upkeep }: Config, now: () => Date) {
  const { logDays: keepDays, logTo } = upkeep
  return openLog({ folder: join(dataDir, 'logs'), keepDays, now, toStdout: logTo === 'stdout' })
}

/** What is wrong with the certificate is said and logged; http goes on. */
function certificateWords(config: Config, { log }: Watching): Pick<SecureOptions, 'heard' | 'failed'> {
  const say = (words: readonly [string, string]) => console.error(words.join('\n'))
  return {
    heard: (state) => {
      log.write({
        event: 'certificate',
        level: ['good', 'none'].includes(state.state) ? 'info' : 'warning',
        state: state.state,
      })
      const words = certificateSentence(state)
      if (words) say(words)
    },
    failed: (error) => {
      log.write({
        event: 'https',
        level: 'error',
        what: error instanceof Error ? error.message : String(error),
      })
      const port = config.upkeep.httpsPort ?? ''
      say([
        `https 没有启动（端口 ${port}）：可用 HTTPS_PORT 改用其他端口；http 不受影响。`,
        `There is no https (port ${port}): set HTTPS_PORT to another port; http is not affected.`,
      ])
    },
  }
}

function certificateSentence(state: CertificateState): readonly [string, string] | null {
  const [chinese, english] = [catalogues['zh-CN'].upkeep.finding, catalogues.en.upkeep.finding]
  if (state.state === 'unusable') return [chinese.certificateUnusable, english.certificateUnusable]
  if (state.state === 'none' || state.state === 'good') return null
  const code = {
    expired: 'certificateExpired',
    notYet: 'certificateNotYet',
    ending: 'certificateEnding',
  } as const
  const params = { day: state.validTo.slice(0, 10), days: Math.max(state.daysLeft, 0) }
  return [chinese[code[state.state]](params), english[code[state.state]](params)]
}

/** Beside the remains of a restore a fresh, empty database would look like the real one. */
function refuseHalfRestored({ dataDir, database }: Config): void {
  if (!existsSync(join(dataDir, restoringName)) || existsSync(database)) return
  throw new StartProblem(
    `${dataDir} 里有一次没有完成的恢复。请重新执行 npm run restore，完成后再启动。`,
    `A restore in ${dataDir} was not finished. Run npm run restore again, then start.`,
  )
}

function writableFolder(folder: string): void {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK)
  } catch (cause) {
    throw new StartProblem(
      `数据文件夹 ${folder} 无法写入，请检查权限或改用 DATA_DIR 指定其他位置。`,
      `The data folder ${folder} cannot be written to; check its permissions, or set DATA_DIR to another one.`,
      { cause },
    )
  }
}

/** One level at a time: Node's own recursive way never returns where the system refuses, as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o750 })
}

async function openData({ dataDir, database, timeZone, port }: Config, watching: Watching): Promise<Store> {
  // Processes on one database share the folder; each has a port of its own on its machine.
  const process = isPostgresUrl(database) ? { process: `${hostname()}-${port || pid}` } : {}
  try {
    return await openStore({
      database,
      filesDir: join(dataDir, 'files'),
      timeZone,
      ...process,
      heard: (text, ms) => watching.query(text, ms),
    })
  } catch (cause) {
    throw openProblem(cause, dataDir)
  }
}

async function announce(
  server: Server,
  secure: SecureListening,
  store: Store,
  config: Config,
): Promise<void> {
  const port = portOf(server)
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host
  console.log(`调研 Diaoyan · http://${host}:${port}/`)
  if (secure.port() !== null) console.log(`https://${host}:${secure.port()}/`)
  const code = await issueSetUpCode(store)
  if (code)
    console.log(`首次设置 First set-up: http://${host}:${port}/setup\n一次性设置码 one-time code: ${code}`)
}

/** Takes no more, lets what is under way end, commits what is queued, closes; a second signal does not wait. */
function endOnSignal(server: Server, close: () => Promise<void>): void {
  let ending = false
  const end = () => {
    if (ending) process.exit(1)
    ending = true
    // Requests under way get a moment; event streams would never end by themselves.
    const patience = setTimeout(() => server.closeAllConnections(), 3_000)
    server.close(() => {
      clearTimeout(patience)
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
    server.closeIdleConnections()
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
