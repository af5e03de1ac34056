/** The staff's pages in a real browser: at a phone's and a desk's width, in both languages, empty, full and wrong. */

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../server/app.ts'
import { issueSetUpCode } from '../../server/access/first-run.ts'
import { readConfig } from '../../server/config.ts'
import { createIntake } from '../../server/intake/queue.ts'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { temporaryStore } from '../support/store.ts'
import { makeWorld, password, type Role, type World } from '../support/world.ts'

let world: World
let served: Served
let browser: Browser
let record: string

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  served = await serve(world.app)
  browser = await openBrowser()
  record = await fill(1000)
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
  expect(world.mistakes).toEqual([])
})

/** A thousand answers and as many people and units, some with very long names. */
async function fill(n: number): Promise<string> {
  const ids = Array.from({ length: n }, () => randomUUID())
  const places = ['street', 'garage', 'yard']
  await world.store.submissions.receive(
    ids.map((instanceId, i) => ({
      collectionId: world.collection.id,
      formVersionId: world.versionId,
      channelId: world.channel.id,
      instanceId,
      contentHash: instanceId,
      answers:
        i % 4 === 0
          ? { owns_car: 'no', age: 20 + (i % 60), wish: null }
          : {
              owns_car: 'yes',
              parks: [places[i % 3]!],
              age: 20 + (i % 60),
              wish: `第 ${i} 条建议，希望多划车位`,
            },
      personal: null,
      locale: 'zh-CN',
      collectorId: null,
      receivedAt: '2026-05-02T01:00:00.000Z',
      receivedOn: '2026-05-02',
      attachments: [],
    })),
  )
  await world.store.units.import(
    Array.from({ length: 200 }, (_, i) => ({
      name: i === 7 ? '某某市某某区老旧小区综合改造与停车设施建设工作专班办公室综合协调组' : `第 ${i} 街道`,
      code: `1${String(i).padStart(3, '0')}`,
      parent: '',
      position: i + 10,
    })),
  )
  return ids[0]!
}

/** A page of a role, signed in, in a language. */
async function open(role: Role | null, width: number, locale: string): Promise<Page> {
  const { page, context } = await openPhone(browser, { width, locale })
  const cookies = [{ name: 'diaoyan_locale', value: locale, url: served.origin }]
  if (role) {
    const [name = '', value = ''] = (await world.session(role)).cookie.split('=')
    cookies.push({ name, value, url: served.origin })
  }
  await context.addCookies(cookies)
  return page
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** Nothing is wider than the screen, nothing fails, and axe finds no fault. */
async function expectFine(page: Page, name: string, width: number): Promise<void> {
  const shots = process.env['SHOTS']
  if (shots) {
    const file = `${name.replaceAll(/[^a-zA-Z-]+/g, '_')}-${width}`
    await page.screenshot({ path: `${shots}/staff-${file}.png` })
  }
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { axe: run } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    return {
      sideways: document.documentElement.scrollWidth - innerWidth,
      violations: (await run.run()).violations,
    }
  })
  const faults = found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
  )
  expect({ name, width, sideways: found.sideways, faults }).toEqual({ name, width, sideways: 0, faults: [] })
}

const looks = [
  { width: 360, locale: 'zh-CN' },
  { width: 1280, locale: 'en' },
] as const

describe.skipIf(!chromiumIsHere)('every page of the staff', () => {
  const pages = (): readonly (readonly [Role | null, string])[] => {
    const topic = `/topics/${world.topic.id}`
    const form = `/forms/${world.formId}`
    const collection = `/collections/${world.collection.id}`
    return [
      [null, '/sign-in'],
      ['organiser', '/'],
      ['organiser', '/account'],
      ['organiser', '/programme'],
      ['organiser', '/units'],
      ['organiser', '/units/import'],
      ['organiser', '/people'],
      ['organiser', '/people/new'],
      ['organiser', '/people/import'],
      ['organiser', `/people/${world.people.leader.id}`],
      ['organiser', '/topics'],
      ['organiser', '/topics/new'],
      ['admin', '/history'],
      ['lead', topic],
      ['otherLead', `/topics/${world.otherTopic.id}`],
      ['lead', `${topic}/edit`],
      ['lead', `${topic}/team`],
      ['lead', `${topic}/plan`],
      ['lead', `${topic}/summary`],
      ['otherLead', `/topics/${world.otherTopic.id}/summary`],
      ['lead', `${topic}/forms/new`],
      ['lead', `${topic}/forms/templates`],
      ['lead', `${topic}/forms/templates?q=zzz`],
      ['lead', `${topic}/forms/templates/unannounced-visit`],
      ['lead', `${topic}/forms/templates/expert-inquiry`],
      ['lead', `${topic}/collections/new`],
      ['lead', form],
      ['lead', `${form}/publish`],
      ['lead', `${form}/changes`],
      ['lead', `${form}/preview`],
      ['lead', collection],
      ['lead', `${collection}/edit`],
      ['lead', `${collection}/poster/${world.channel.id}`],
      ['analyst', `${collection}/summary`],
      ['leader', `${collection}/summary`],
      ['analyst', `${collection}/crosstab?rows=owns_car&columns=age`],
      ['analyst', `${collection}/crosstab?rows=owns_car&columns=parks%2Fstreet`],
      ['leader', `${collection}/crosstab?rows=owns_car&columns=channel`],
      ['analyst', `${collection}/texts/wish`],
      ['analyst', `${collection}/records`],
      ['analyst', `${collection}/records/${record}`],
      ['analyst', `${collection}/export`],
      ['lead', '/topics/nosuchtopic'],
    ]
  }

  test.each(looks)(
    'fits $width pixels in $locale and has no accessibility faults',
    async ({ width, locale }) => {
      const opened = new Map<Role | null, Page>()
      for (const [role, path] of pages()) {
        const page = opened.get(role) ?? (await open(role, width, locale))
        opened.set(role, page)
        await page.goto(served.origin + path)
        await expectFine(page, `${role ?? 'nobody'} ${path.replaceAll(/[0-9a-z-]{16,}/g, 'x')}`, width)
      }
      for (const page of opened.values()) await page.context().close()
    },
    120_000,
  )
})

describe.skipIf(!chromiumIsHere)('the first run', () => {
  test.each(looks)(
    'is set up at $width pixels in $locale',
    async ({ width, locale }) => {
      const temporary = await temporaryStore()
      const { store, folder } = temporary
      const intake = createIntake(store)
      const config = readConfig({ DATA_DIR: folder }, [])
      const empty = await serve(createApp({ store, intake, config, now: () => new Date() }))
      const code = (await issueSetUpCode(store)) ?? ''
      const { page, context } = await openPhone(browser, { width, locale })
      await page.goto(empty.origin)
      await expectFine(page, 'setup', width)
      await page.fill('[name="code"]', 'AAAA-BBBB-CCCC')
      await page.fill('[name="login"]', 'first')
      await page.fill('[name="name"]', '郝管理')
      await page.fill('[name="password"]', 'river and seven hills')
      await page.fill('[name="repeat"]', 'river and seven hills')
      await page.locator('main form button[type="submit"], main form button:not([type])').last().click()
      await page.waitForSelector('.error-summary, [role="alert"]')
      await expectFine(page, 'setup refused', width)
      await page.fill('[name="code"]', code)
      await page.fill('[name="password"]', 'river and seven hills')
      await page.fill('[name="repeat"]', 'river and seven hills')
      await page.locator('main form button[type="submit"], main form button:not([type])').last().click()
      await page.waitForURL(`${empty.origin}/`)
      await expectFine(page, 'home empty', width)
      for (const path of ['/units', '/people', '/topics', '/programme', '/history']) {
        await page.goto(empty.origin + path)
        await expectFine(page, `empty ${path}`, width)
      }
      await context.close()
      await empty.stop()
      await intake.close()
      await temporary.close()
    },
    60_000,
  )
})

describe.skipIf(!chromiumIsHere)('what staff do', () => {
  test('signing in with a wrong password says so, and with the right one leads on', async () => {
    const page = await open(null, 360, 'zh-CN')
    await page.goto(`${served.origin}/sign-in?next=${encodeURIComponent('/topics')}`)
    await page.fill('[name="login"]', 'liang')
    await page.fill('[name="password"]', 'not the password')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role="alert"], .error-summary')
    await expectFine(page, 'sign-in refused', 360)
    await page.fill('[name="password"]', password)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${served.origin}/topics`)
    await page.context().close()
  })

  test('a pasted questionnaire is previewed while it is typed, with its complaints, and becomes rows', async () => {
    const page = await open('lead', 360, 'zh-CN')
    await page.goto(`${served.origin}/topics/${world.topic.id}/forms/paste`)
    await page.locator('textarea').fill('1. 您的性别（单选）\nA. 男\nB. 女\n2. 您有什么建议\n_____\n')
    await page.waitForSelector('#outcome .preview-sheet')
    for (const words of ['您有什么建议', '男', '女'])
      expect(await page.textContent('#outcome')).toContain(words)
    await expectFine(page, 'paste preview', 360)
    await page.context().close()
  })

  test('the row editor takes a new row by keyboard alone and keeps what is wrong beside its cell', async () => {
    for (const { width, locale } of looks) {
      const page = await open('lead', width, locale)
      await page.goto(`${served.origin}/forms/${world.formId}`)
      const rows = page.locator('tbody tr')
      const before = await rows.count()
      const add = page.locator('button[name="do"][value^="add:survey"], button[value^="add"]').first()
      await add.focus()
      await page.keyboard.press('Enter')
      await page.waitForFunction((count) => document.querySelectorAll('tbody tr').length > count, before)
      await expectFine(page, 'editor with a new row', width)
      await page.context().close()
    }
  })

  test('an import shows what it would do and what is wrong, line by line', async () => {
    for (const { width, locale } of looks) {
      const page = await open('organiser', width, locale)
      await page.goto(`${served.origin}/units/import`)
      const lines = Array.from({ length: 300 }, (_, i) => `新单位${i},9${String(i).padStart(3, '0')},,${i}`)
      await page.setInputFiles('input[type="file"]', {
        name: 'units.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(`名称,代码,上级,序号\n${lines.join('\n')}\n,坏的,没有这个上级,x\n`),
      })
      await page.locator('main form button').last().click()
      await page.waitForSelector('main table, [role="alert"]')
      await expectFine(page, 'import preview', width)
      await page.context().close()
    }
  })

  test('an open topic summary takes in a new answer by itself', async () => {
    const page = await open('analyst', 1280, 'zh-CN')
    await page.goto(`${served.origin}/topics/${world.topic.id}/summary`)
    await page.waitForFunction(() => document.getElementById('live-state')?.textContent !== '')
    const shown = () => page.locator('table.coverage data').first().getAttribute('value')
    const before = Number(await shown())
    const id = randomUUID()
    await world.intake.receive({
      collectionId: world.collection.id,
      formVersionId: world.versionId,
      channelId: world.channel.id,
      instanceId: id,
      contentHash: id,
      answers: { owns_car: 'no', age: 33, wish: null },
      personal: null,
      locale: 'zh-CN',
      collectorId: null,
      receivedAt: '2026-05-02T01:00:00.000Z',
      receivedOn: '2026-05-02',
      attachments: [],
    })
    await page.waitForFunction(
      (value) => document.querySelector('table.coverage data')?.getAttribute('value') === String(value),
      before + 1,
    )
    await page.context().close()
  })
})
