/** A phone in Debian's Firefox ESR as it is installed, driven over WebDriver BiDi; its profile outlives a killed process. */

import { existsSync } from 'node:fs'
import { launch, type Page } from 'puppeteer-core'
import { host } from './grounds.ts'
import { password } from './world.ts'

const executablePath = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr'
export const firefoxIsHere = existsSync(executablePath)

export interface FirefoxPhone {
  readonly page: Page
  newPage(): Promise<Page>
  /** kill -9. */
  kill(): Promise<void>
  close(): Promise<void>
}

export async function startFirefox(profile: string): Promise<FirefoxPhone> {
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    userDataDir: profile,
    // The toolkit's own authority is nobody that this profile knows.
    acceptInsecureCerts: true,
    defaultViewport: { width: 360, height: 740 },
    extraPrefsFirefox: {
      'network.dns.localDomains': host,
      'intl.accept_languages': 'zh-CN',
      // Nothing is asked of anybody but the server under test.
      'services.settings.server': 'data:,#remote-settings-dummy/v1',
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  })
  const newPage = async (): Promise<Page> => {
    const page = await browser.newPage()
    page.setDefaultTimeout(60_000)
    return page
  }
  return {
    page: await newPage(),
    newPage,
    kill: async () => {
      const child = browser.process()
      if (!child) throw new Error('startFirefox: there is no process')
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
    close: () => browser.close(),
  }
}

/** Presses what is there to be pressed: a click by place would miss where the page moves on the way to it. */
export async function press(page: Page, selector: string): Promise<void> {
  const element = await page.waitForSelector(selector, { visible: true })
  await element?.evaluate((one) => (one as HTMLElement).click())
}

/** Signs in by the page, as a person does, and arrives at the app. */
export async function signInFirefox(page: Page, origin: string, login: string): Promise<void> {
  await page.goto(`${origin}/sign-in?next=/field`)
  // A browser that was killed may still know its session.
  if (new URL(page.url()).pathname === '/sign-in') {
    await page.type('[name=login]', login)
    await page.type('[name=password]', password)
    await press(page, 'form[action="/sign-in"] button')
  }
  await page.waitForSelector('#inside', { visible: true })
}
