/** A real Chromium at a phone's width, and a server that can be stopped and started on the same port. */

import { existsSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
/** Browser tests are left out, loudly, where no Chromium is installed. */
export const chromiumIsHere = existsSync(executablePath)

export interface Served {
  readonly port: number
  /** http://localhost:<port> */
  readonly origin: string
  /** An origin that browsers hold insecure, for browsers opened with `openBrowser`. */
  readonly insecureOrigin: string
  stop(): Promise<void>
  start(): Promise<void>
}

export async function serve(app: RequestListener): Promise<Served> {
  let server: Server = await listen(app, 0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: `http://localhost:${port}`,
    insecureOrigin: `http://diaoyan.test:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    start: async () => {
      if (!server.listening) server = await listen(app, port)
    },
  }
}

function listen(app: RequestListener, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(app)
    server.listen(port, '127.0.0.1', () => resolve(server))
    server.on('error', reject)
  })
}

export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP diaoyan.test 127.0.0.1',
      ...more,
    ],
  })
}

export interface PhoneOptions {
  readonly javaScript?: boolean
  readonly width?: number
  readonly locale?: string
  readonly userAgent?: string
}

/** A fresh phone: its own cookies and storage. Errors of the page's scripts are collected. */
export async function openPhone(
  browser: Browser,
  { javaScript = true, width = 360, locale = 'zh-CN', userAgent }: PhoneOptions = {},
): Promise<{ readonly context: BrowserContext; readonly page: Page; readonly mistakes: readonly string[] }> {
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    viewport: { width, height: 740 },
    locale,
    timezoneId: 'Asia/Shanghai',
    ...(userAgent ? { userAgent } : {}),
  })
  const page = await context.newPage()
  const mistakes: string[] = []
  page.on('pageerror', (error) => mistakes.push(error.message))
  page.setDefaultTimeout(20_000)
  return { context, page, mistakes }
}
