/** The admin's page and the page on trust in a real browser: narrow and wide, in both languages, readable by all. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../server/upkeep/certificate.ts'
import { keepLastBackup } from '../../server/upkeep/last-backup.ts'
import { chromiumIsHere, openBrowser, serve, type Served } from '../support/browser.ts'
import { makeWorld, type World } from '../support/world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.runIf(chromiumIsHere || process.env['CI'] === 'true')('in a browser', () => {
  let world: World
  let served: Served
  let browser: Browser
  beforeAll(async () => {
    world = await makeWorld()
    const { dataDir } = world.config
    await makeCertificate({
      dataDir,
      now: new Date(Date.now() - 380 * 86_400_000),
      hosts: ['192.168.100.200'],
    })
    await world.store.settings.set('clock.held', new Date().toISOString())
    await keepLastBackup(dataDir, {
      endedAt: new Date().toISOString(),
      ok: false,
      name: null,
      folder: '/srv/backup/of/a/rather/long/path/that/does/not/break/by/itself/anywhere',
      seal: null,
      bytes: 0,
      seconds: 0,
      answers: 0,
      faults: 0,
      brokenChains: 0,
      chains: 0,
      problem: {
        code: 'diskFull',
        params: { folder: '/srv/backup/of/a/rather/long/path/that/does/not/break/by/itself/anywhere' },
      },
    })
    served = await serve(world.app)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await served.stop()
    await world.close()
  })

  const screens = [360, 1280].flatMap((width) =>
    (['zh-CN', 'en'] as const).flatMap((locale) =>
      ['/system', '/trust'].map((path) => ({ width, locale, path })),
    ),
  )

  test.each(screens)(
    '$path at $width px in $locale fits and is accessible',
    async ({ width, locale, path }) => {
      const context = await browser.newContext({ viewport: { width, height: 800 }, locale })
      const { cookie } = await world.session('admin')
      const [name = '', value = ''] = cookie.split('=')
      await context.addCookies([
        { name, value, url: served.origin },
        { name: 'diaoyan_locale', value: locale, url: served.origin },
      ])
      const page = await context.newPage()
      const mistakes: string[] = []
      page.on('pageerror', (error) => mistakes.push(error.message))
      const reply = await page.goto(served.origin + path)
      expect(reply?.status()).toBe(200)
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
      await page.evaluate(axe)
      const faults = await page.evaluate(async () => {
        const { violations } = await (
          globalThis as unknown as {
            axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
          }
        ).axe.run()
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
      })
      expect(faults).toEqual([])
      expect(mistakes).toEqual([])
      await context.close()
    },
  )
})
