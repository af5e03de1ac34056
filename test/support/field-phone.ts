/** A phone with a profile of its own that can be killed and started again, and what its field app shows. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { password } from './world.ts'

export interface FieldPhone {
  readonly context: BrowserContext
  readonly page: Page
  readonly mistakes: readonly string[]
  /** Ends the browser's process without a word. */
  kill(): Promise<void>
  close(): Promise<void>
}

const profiles: string[] = []

/** A folder for the browser's storage; removed by `removeProfiles`. */
export function newProfile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-phone-'))
  profiles.push(folder)
  return folder
}

export function removeProfiles(): void {
  for (const folder of profiles.splice(0))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

export async function startPhone(
  profile: string,
  { trust, ...more }: { readonly userAgent?: string; readonly locale?: string; readonly trust?: string } = {},
): Promise<FieldPhone> {
  // Started over a pipe and not by Playwright's own end, so that a test can kill it as a phone does.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP diaoyan.test 127.0.0.1',
      '--remote-debugging-port=0',
      ...(trust ? [trust] : []),
    ],
    viewport: { width: 360, height: 740 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...more,
  })
  const page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(30_000)
  const mistakes: string[] = []
  context.on('weberror', (error) => mistakes.push(error.error().message))
  return {
    context,
    page,
    mistakes,
    kill: async () => {
      const gone = new Promise<void>((resolve) => context.on('close', () => resolve()))
      const session = await context.newCDPSession(page)
      void session.send('Browser.crash').catch(() => undefined)
      await gone
    },
    close: () => context.close(),
  }
}

/** Signs in by the page, as a person does, and arrives at the app. */
export async function signIn(page: Page, origin: string, login: string, secret = password): Promise<void> {
  await page.goto(`${origin}/sign-in?next=/field`)
  // A browser that was killed may still know its session.
  if (new URL(page.url()).pathname === '/sign-in') {
    await page.fill('[name=login]', login)
    await page.fill('[name=password]', secret)
    await page.click('form[action="/sign-in"] button')
  }
  await page.waitForSelector('#inside:visible')
}

/** Takes the first form along and waits for the worker that opens it without network. */
export async function takeForms(page: Page): Promise<void> {
  await page.click('#work button')
  await page.waitForSelector('#work li[data-taken=taken]')
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
}

/** Waits until something is so; the test's own limit ends what never is. Playwright's own wait takes any promise for true. */
export async function until(holds: () => Promise<boolean>, pause = 100): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, pause))
}
