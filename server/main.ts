/** Starts the server: configuration, store, intake, port; and ends it so that nothing accepted is lost. */

import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { dirname, join } from 'node:path'
import { createApp } from './app.ts'
import { issueSetUpCode } from './access/first-run.ts'
import { hashPassword } from './access/password.ts'
import { environment, readConfig, StartProblem, type Config } from './config.ts'
import { clearIncoming } from './intake/attachments/receive.ts'
import { createIntake } from './intake/queue.ts'
import { openProblem } from './open-problem.ts'
import { openStore } from './store/open.ts'
import type { Store } from './store/store.ts'

try {
  await start(readConfig(environment(), process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof StartProblem)) throw error
  console.error(`${error.chinese}\n${error.english}`)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  writableFolder(config.dataDir)
  const store = await openData(config)
  const now = () => new Date()
  const intake = createIntake(store)
  try {
    if (config.demo && (await store.people.count()) === 0) {
      // Loaded only here: a real server never needs the sample.
      const { seedDemo } = await import('./demo/seed.ts')
      await seedDemo(store, hashPassword)
    }
    const server = createServer(createApp({ store, intake, config, now }))
    await listen(server, config)
    await announce(server, store, config)
    const retention = eraseDaily(store, config)
    endOnSignal(server, async () => {
      clearInterval(retention)
      await intake.close()
      await store.close()
    })
  } catch (error) {
    await intake.close()
    await store.close()
    throw error
  }
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
  mkdirSync(folder)
}

async function openData({ dataDir, database, timeZone }: Config): Promise<Store> {
  try {
    return await openStore({ database, filesDir: join(dataDir, 'files'), timeZone })
  } catch (cause) {
    throw openProblem(cause, dataDir)
  }
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenProblem(cause, port, host)))
    server.listen(port, host, resolve)
  })
}

function listenProblem(cause: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new StartProblem(
        `端口 ${port} 已被占用，请停止占用它的程序，或用 PORT 指定其他端口。`,
        `Port ${port} is in use; stop the program that uses it, or set PORT to another one.`,
        { cause },
      )
    case 'EACCES':
      return new StartProblem(
        `没有权限使用端口 ${port}，请用 PORT 指定 1024 以上的端口。`,
        `There is no permission to use port ${port}; set PORT to one above 1024.`,
        { cause },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartProblem(
        `本机没有地址 ${host}，请检查 HOST 的设置。`,
        `This machine has no address ${host}; check the setting HOST.`,
        { cause },
      )
    default:
      return cause
  }
}

async function announce(server: Server, store: Store, config: Config): Promise<void> {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host
  console.log(`调研 Diaoyan · http://${host}:${port}/`)
  const code = await issueSetUpCode(store)
  if (code)
    console.log(`首次设置 First set-up: http://${host}:${port}/setup\n一次性设置码 one-time code: ${code}`)
}

/** Answers whose retention date has passed, and files whose answer never came, are erased at the start and then every few hours. */
function eraseDaily(store: Store, config: Config): NodeJS.Timeout {
  const { timeZone } = config
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  const erase = () => {
    store.submissions
      .eraseExpired(day.format(new Date()))
      // Files whose answer never came go after a week.
      .then(() => store.attachments.removeOrphans(day.format(new Date(Date.now() - 7 * 86_400_000))))
      .then(() => clearIncoming(config))
      .catch((error: unknown) => console.error('retention:', error))
  }
  erase()
  return setInterval(erase, 6 * 3_600_000)
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
