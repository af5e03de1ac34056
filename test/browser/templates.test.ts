/** Every template on a phone: its questionnaire and its summary, within the width of the screen and without a fault that axe finds. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import { templates } from '../../server/templates/index.ts'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { collected, now } from '../support/template-answers.ts'
import { makeWorld, type World } from '../support/world.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let world: World
let served: Served
let browser: Browser

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld({ now: () => now })
  served = await serve(world.app)
  browser = await openBrowser()
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
  expect(world.mistakes).toEqual([])
})

async function faults(page: Page): Promise<unknown> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    type Found = { violations: { id: string; nodes: { html: string }[] }[] }
    const { axe: run } = window as unknown as { axe: { run(): Promise<Found> } }
    const violations = (await run.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
    return { sideways: document.documentElement.scrollWidth - innerWidth, violations }
  })
}

describe.skipIf(!chromiumIsHere)('a template on a phone', () => {
  test.each(templates.map((template) => [template.id, template] as const))('%s', async (id, template) => {
    const { form } = compileForm(template.source)
    if (!form) throw new Error(`${id} does not compile`)
    const { collectionId, slug } = await collected(world, template, form)
    const { page, context, mistakes } = await openPhone(browser, { width: 360 })
    const [name = '', value = ''] = (await world.session('analyst')).cookie.split('=')
    for (const language of ['中文 (zh)', 'English (en)']) {
      await page.goto(`${served.origin}/f/${slug}/form?l=${encodeURIComponent(language)}`)
      await page.locator('main form').first().waitFor()
      expect(await page.textContent('body')).toContain(template.title[0])
      expect([language, await faults(page)]).toEqual([language, { sideways: 0, violations: [] }])
    }
    await context.addCookies([{ name, value, url: served.origin }])
    await page.goto(`${served.origin}/collections/${collectionId}/summary`)
    await page.locator('section[data-variable]').first().waitFor()
    expect(await faults(page)).toEqual({ sideways: 0, violations: [] })
    expect(mistakes).toEqual([])
    await context.close()
  })
})
