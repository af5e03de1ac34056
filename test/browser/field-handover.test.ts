/** A phone that gets no network: its records leave it in a file or as text, and an organiser takes them in. */

import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { faulty, type FaultyApp } from '../support/faults.ts'
import { signIn } from '../support/field-phone.ts'
import { makeWorld, type World } from '../support/world.ts'

const row = (number: number, cells: Readonly<Record<string, string>>) => ({ row: number, cells })
const visit = {
  survey: [
    row(2, { type: 'text', name: 'place', label: '地点', required: 'yes' }),
    row(3, { type: 'file', name: 'paper', label: '附件' }),
  ],
  choices: [],
  settings: [row(2, { form_title: '走访记录' })],
}

let world: World
let served: Served
let link: FaultyApp
let browser: Browser
const contexts: BrowserContext[] = []

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld({ source: visit })
  link = faulty(world.app)
  served = await serve(link.app)
  browser = await openBrowser()
})
afterEach(async () => {
  if (link) link.fault = 'fine'
  for (const context of contexts.splice(0)) await context.close()
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
})

/** A phone on which one record was finished, and the link to the server is gone. */
async function phoneWithRecord(origin: string, place: string, userAgent?: string): Promise<Page> {
  const { page, context } = await openPhone(browser, userAgent ? { userAgent } : {})
  contexts.push(context)
  page.setDefaultTimeout(30_000)
  page.on('dialog', (dialog) => void dialog.accept())
  await signIn(page, origin, 'fang')
  // Records do not come through; the pages themselves still load.
  link.fault = 503
  await page.click('#work a')
  await page.locator('#next:visible').waitFor()
  await page.fill('[name="q.place"]', place)
  const paper = { name: '记录.txt', mimeType: 'text/plain', buffer: Buffer.from(`${place}的笔录`) }
  await page.setInputFiles('input[type=file]', paper)
  await page.waitForSelector('.file-now:visible')
  await page.click('#next')
  await page.click('#submit')
  await page.waitForSelector('#sending .panel')
  await page.click('text=回到外业填报')
  await page.waitForSelector('#queue li[data-state=pending]')
  return page
}

async function organiser(origin: string): Promise<Page> {
  const { page, context } = await openPhone(browser, { width: 1280 })
  contexts.push(context)
  page.setDefaultTimeout(30_000)
  await signIn(page, origin, 'tan')
  await page.goto(`${origin}/field/import`)
  return page
}

async function exported(page: Page): Promise<string> {
  const downloading = page.waitForEvent('download')
  await page.click('#export-all')
  return (await downloading).path()
}

const stored = async () =>
  (await world.store.submissions.rows(world.collection.id, 0, 5000)).map(
    ({ answers }) => (JSON.parse(answers) as { place: string }).place,
  )

const patience = { timeout: 120_000 }

describe.skipIf(!chromiumIsHere)('handing over', patience, () => {
  test('an encrypted file is imported with its attachments, once, and only with its passphrase', async () => {
    const phone = await phoneWithRecord(served.origin, '断网的村')
    await phone.click('#export-all')
    await phone.waitForSelector('#export-told:has-text("至少 8 位")')
    await phone.fill('#export-passphrase', '山高路远-2026')
    const file = await exported(phone)
    const text = readFileSync(file, 'utf8')
    expect(text).not.toContain('断网的村')
    const page = await organiser(served.origin)
    for (const outcome of ['stored', 'known']) {
      await page.setInputFiles('#file', {
        name: 'field.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      })
      if (outcome === 'stored') {
        await page.click('#import button')
        await page.locator('#passphrase').waitFor()
        await page.fill('#passphrase', 'wrong passphrase')
        await page.click('#import button')
        await page.waitForSelector('#told:has-text("口令不对")')
        await page.fill('#passphrase', '山高路远-2026')
      }
      await page.click('#import button')
      await page.waitForSelector(`[data-outcome=${outcome}]`)
    }
    expect(await stored()).toEqual(['断网的村'])
    // The phone finds network after all: it is the same record.
    link.fault = 'fine'
    await phone.click('#send')
    await phone.waitForSelector('#delivered li[data-state=delivered]')
    expect(await stored()).toEqual(['断网的村'])
  })

  test('over plain http the file of an anonymous collection is plain, and says so; a named one is refused', async () => {
    const phone = await phoneWithRecord(served.insecureOrigin, '普通连接的村')
    expect(await phone.textContent('#export')).toContain('不能加密')
    const text = readFileSync(await exported(phone), 'utf8')
    expect(text).toContain('普通连接的村')
    const page = await organiser(served.insecureOrigin)
    await page.setInputFiles('#file', {
      name: 'field.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    })
    await page.click('#import button')
    await page.waitForSelector('[data-outcome=stored]')
    expect(await stored()).toContain('普通连接的村')
    // The same phone, the collection named: no file without encryption.
    await world.store.collections.add({
      topicId: world.topic.id,
      formVersionId: world.versionId,
      title: '实名走访',
      sampleType: 'open',
      anonymous: false,
      pilot: false,
      state: 'open',
    })
    await phone.reload()
    await phone.locator('#work li', { hasText: '实名走访' }).locator('a').click()
    await phone.locator('#next:visible').waitFor()
    await phone.fill('[name="q.place"]', '实名的村')
    await phone.click('#next')
    await phone.click('#submit')
    await phone.waitForSelector('#sending .panel')
    await phone.click('text=回到外业填报')
    await phone.waitForSelector('#queue li[data-state=pending]')
    await phone.click('#export-all')
    await phone.waitForSelector('#export-told:has-text("实名")')
  })

  test('in WeChat, where downloads fail, there is text to copy and the way out', async () => {
    const agent =
      'Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/120.0 Mobile MicroMessenger/8.0.50'
    const phone = await phoneWithRecord(served.origin, '微信里的村', agent)
    expect(await phone.textContent('#export')).toContain('在浏览器打开')
    await phone.fill('#export-passphrase', '山高路远-2026')
    await phone.click('#export-all')
    const text = await phone.inputValue('#export-told textarea')
    const page = await organiser(served.origin)
    await page.setInputFiles('#file', { name: 'text.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
    await page.click('#import button')
    await page.fill('#passphrase', '山高路远-2026')
    await page.click('#import button')
    // It came without its attachment, which the server asks for.
    await page.waitForSelector('[data-outcome=failed]')
    expect(await page.textContent('#outcomes')).toContain('附件')
  })
})

describe.skipIf(!chromiumIsHere)('assignments', patience, () => {
  test('a case is filled in under its own id, and what is sent back is corrected without network', async () => {
    const { store, people, topic, versionId } = world
    const id = await store.collections.add({
      topicId: topic.id,
      formVersionId: versionId,
      title: '入户走访',
      sampleType: 'organised',
      anonymous: false,
      pilot: false,
      state: 'open',
    })
    const common = { unitId: null, area: '东片', dueOn: null, note: '', investigatorId: null, personal: {} }
    await store.assignments.addCases(
      id,
      [
        { ...common, name: '第一户', place: '槐树下', latitude: 30.1, longitude: 120.1 },
        { ...common, name: '第二户', place: '桥头', latitude: 30.2, longitude: 120.2 },
      ],
      null,
    )
    const ids = await store.assignments.caseIds(id, {}, 10)
    await store.assignments.assign(id, {
      ids,
      investigatorId: people.investigator.id,
      dueOn: '2026-12-01',
      note: '先打招呼',
      actor: null,
    })
    const { page, context } = await openPhone(browser)
    contexts.push(context)
    page.setDefaultTimeout(30_000)
    await signIn(page, served.origin, 'fang')
    const work = page.locator('#work li', { hasText: '入户走访' }).first()
    await work.locator('button').click()
    await page.waitForSelector(`#work li[data-collection="${id}"][data-taken=taken]`)
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    await served.stop()
    await page.reload()
    const task = page.locator(`#work li[data-collection="${id}"]`)
    await task.locator('summary').click()
    await task.locator('svg circle').nth(1).waitFor()
    await task.locator('a', { hasText: '填写' }).first().click()
    await page.locator('#next:visible').waitFor()
    await page.fill('[name="q.place"]', '第一户的情况')
    await page.click('#next')
    await page.click('#submit')
    await page.waitForSelector('#sending .panel')
    await served.start()
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await page.waitForSelector('[data-state=delivered]')
    const first = (await store.assignments.casesByIds(id, ids)).find(({ name }) => name === '第一户')
    expect(first?.state).toBe('received')
    const row = await store.submissions.find(id, first?.instanceId ?? '')
    await store.reviews.decide(id, {
      instanceIds: [first?.instanceId ?? ''],
      to: 'returned',
      reason: 'incomplete',
      comment: '请补充人数',
      actor: people.lead.id,
    })
    await page.goto(`${served.origin}/field`)
    await page.waitForSelector('#drafts:has-text("请补充人数")')
    await served.stop()
    await page.click('#drafts a')
    await page.locator('#next:visible').waitFor()
    expect(await page.textContent('#status')).toContain('请补充人数')
    expect(await page.inputValue('[name="q.place"]')).toBe('第一户的情况')
    await page.fill('[name="q.place"]', '第一户的情况，五口人')
    await page.click('#next')
    await page.click('#submit')
    await page.waitForSelector('#sending .panel')
    await served.start()
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await page.waitForSelector('[data-state=delivered]')
    const corrected = await store.submissions.find(id, first?.instanceId ?? '')
    expect(corrected).toMatchObject({ revision: 2, receipt: row?.receipt, state: 'received' })
    expect(JSON.parse(corrected?.answers ?? '{}')).toMatchObject({ place: '第一户的情况，五口人' })
  })
})
