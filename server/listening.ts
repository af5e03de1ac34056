/** The ports: plain http always, https beside it as soon as there is a certificate, renewed without a restart. */

import { readFile, stat } from 'node:fs/promises'
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StartProblem, type Config } from './config.ts'
import { certificateFiles, certificateState, type CertificateState } from './upkeep/certificate-state.ts'

export function listen(server: Server | SecureServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException) => reject(listenProblem(cause, port, host))
    server.once('error', failed)
    server.listen(port, host, () => {
      server.off('error', failed)
      resolve()
    })
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

/** The port that a listening server has. */
export function portOf(server: Server | SecureServer): number {
  return (server.address() as AddressInfo).port
}

export interface SecureListening {
  /** null while there is no usable certificate, or its port could not be had. */
  port(): number | null
  /** Looks whether a certificate has come or was renewed. */
  look(): Promise<void>
  close(): void
}

export interface SecureOptions {
  readonly app: RequestListener
  readonly config: Config
  readonly now: () => Date
  /** Told at the start, and whenever the certificate's state changes. */
  readonly heard: (state: CertificateState) => void
  /** Why https could not begin although there is a certificate; http goes on. */
  readonly failed: (error: unknown) => void
}

/** https never stands in the way of http: whatever is wrong with it is told, and that is all. */
export function createSecureListening({ app, config, now, heard, failed }: SecureOptions): SecureListening {
  const { httpsPort } = config.upkeep
  const files = certificateFiles(config.dataDir)
  let server: SecureServer | null = null
  let loaded = ''
  let last = ''
  const look = async () => {
    if (httpsPort === null) return
    const state = await certificateState(config.dataDir, now())
    if (state.state !== last) heard(state)
    last = state.state
    if (state.state === 'none' || state.state === 'unusable') return
    const stamp = `${(await stat(files.certificate)).mtimeMs} ${(await stat(files.key)).mtimeMs}`
    if (stamp === loaded) return
    const context = { cert: await readFile(files.certificate), key: await readFile(files.key) }
    if (server) server.setSecureContext(context)
    else {
      const fresh = createSecureServer(context, app)
      await listen(fresh, httpsPort, config.host)
      server = fresh
    }
    loaded = stamp
  }
  const guarded = () => look().catch(failed)
  const timer = setInterval(() => void guarded(), 60_000)
  timer.unref()
  return {
    port: () => (server ? portOf(server) : null),
    look: guarded,
    close: () => {
      clearInterval(timer)
      server?.close()
      server?.closeIdleConnections()
      setTimeout(() => server?.closeAllConnections(), 3_000).unref()
    },
  }
}
