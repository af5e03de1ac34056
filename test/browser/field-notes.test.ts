/** Notes and visits taken on a phone and at a desk: outline, sides, burden, dictation, drafts with names, later edits; and axe over the app. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { unannouncedVisit } from '../../server/templates/unannounced-visit.ts'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { signIn } from '../support/field-phone.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let served: Served
let browser: Browser
let collectionId: string
const contexts: BrowserContext[] = []

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  served = await serve(world.app)
  browser = await openBrowser()
  const { store, topic, people } = world
  const formId = await store.forms.add({
    topicId: topic.id,
    kind: 'visit',
    title: '走访',
    source: unannouncedVisit.source,
  })
  collectionId = await store.collections.add({
    topicId: topic.id,
    formVersionId: (await store.forms.publish(formId)).id,
    title: '四不两直走访',
    sampleType: 'organised',
    anonymous: false,
    pilot: false,
    state: 'open',
    allowsCorrection: true,
  })
  await store.assignments.setOutline(collectionId, '1. 上次说的路灯修了没有\n2. 谁来管')
  // The same place is in the hands of three people: the limit.
  for (const { id } of [people.lead, people.investigator, people.otherLead])
    await store.assignments.setTask(
      collectionId,
      id,
      { wanted: null, dueOn: null, note: '', places: ['柳溪村'] },
      null,
    )
})
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
  await served?.start().catch(() => undefined)
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
  expect(world.mistakes).toEqual([])
})

async function phoneAt(width: number, more: { locale?: string; userAgent?: string } = {}) {
  const phone = await openPhone(browser, { width, ...more })
  contexts.push(phone.context)
  phone.page.setDefaultTimeout(30_000)
  return phone
}

/** The app of the investigator with the form of visits taken along. */
async function phoneWithForm(width = 360, more: { locale?: string } = {}) {
  const phone = await phoneAt(width, more)
  await signIn(phone.page, served.origin, 'fang')
  const work = phone.page.locator(`#work li[data-collection="${collectionId}"]`)
  await work.locator('button').click()
  await phone.page.waitForSelector(`#work li[data-collection="${collectionId}"][data-taken=taken]`)
  await phone.page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  return phone
}

async function openForm(page: Page): Promise<void> {
  await page.locator(`#work li[data-collection="${collectionId}"] a`, { hasText: '填写' }).first().click()
  await page.locator('#next:visible').waitFor()
}

const saved = (page: Page) =>
  page.waitForFunction(() => document.getElementById('draft-state')?.textContent?.includes('已暂存'))
const boxOf = async (page: Page, selector: string) => (await page.locator(selector).boundingBox())!
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

/** Everything that must be answered. */
async function fillVisit(page: Page, place: string): Promise<void> {
  await page.fill('[name="q.visited_on"]', '2026-04-01')
  await page.fill('[name="q.arrived_at"]', '09:30')
  await page.fill('[name="q.place"]', place)
  for (const [name, value] of [
    ['chosen', 'drawn'],
    ['no_notice', 'yes'],
    ['no_escort', 'yes'],
    ['vehicle', 'walk'],
    ['meal', 'none'],
    ['lodging', 'none'],
    ['reception', 'none'],
    ['agreement', 'yes'],
  ] as const)
    await page.locator(`input[name="q.${name}"][value="${value}"]`).check()
  await page.fill('[name="q.visitors"]', '方调研')
  await page.fill('[name="q.seen"]', '路灯亮着')
}

const patience = { timeout: 120_000 }

describe.skipIf(!chromiumIsHere)('notes of a visit', patience, () => {
  test.each(['page', 'app'] as const)(
    'have their outline beside them, or folded above them (%s)',
    async (where) => {
      const { page, mistakes } = await phoneWithForm(1280)
      if (where === 'app') {
        await served.stop()
        await page.reload()
        await openForm(page)
      } else await page.goto(`${served.origin}/collections/${collectionId}/fill`)
      await page.locator('.outline[open]').waitFor()
      const [outline, filling] = [await boxOf(page, '.outline'), await boxOf(page, '#filling')]
      expect(outline.x).toBeGreaterThanOrEqual(filling.x + filling.width)
      expect(await page.textContent('.outline')).toContain('上次说的路灯修了没有')
      const sides = await Promise.all(
        ['seen', 'told', 'reported'].map((side) => boxOf(page, `[data-question="${side}"]`)),
      )
      expect(new Set(sides.map(({ y }) => Math.round(y))).size).toBe(1)
      expect(sides[1]!.x).toBeGreaterThan(sides[0]!.x + sides[0]!.width - 1)
      expect(await overflow(page)).toBe(0)
      await page.setViewportSize({ width: 360, height: 740 })
      await page.reload()
      await page.locator('#next:visible').waitFor()
      expect(await page.locator('.outline').getAttribute('open')).toBeNull()
      await page.click('.outline summary')
      await page.getByText('上次说的路灯修了没有').waitFor()
      expect(await overflow(page)).toBe(0)
      // Large enough for a thumb.
      await page.click('.outline summary')
      await page.focus('[name="q.seen"]')
      for (const target of ['.outline summary', 'button:has-text("现场看到：")'])
        expect((await boxOf(page, target)).height).toBeGreaterThanOrEqual(44)
      expect(mistakes).toEqual([])
    },
  )

  test.each(['page', 'app'] as const)('say what a place has had before it is visited (%s)', async (where) => {
    const { page, mistakes } = await phoneWithForm()
    if (where === 'app') {
      await served.stop()
      await page.reload()
      await openForm(page)
    } else await page.goto(`${served.origin}/collections/${collectionId}/fill`)
    await page.fill('[name="q.place"]', '柳 溪 村')
    await page.locator('[name="q.place"]').blur()
    await page.getByText('“柳 溪 村”最近 4 周已有 3 次').waitFor()
    expect(await page.textContent('.burden')).toContain('已到上限 3 次')
    await page.fill('[name="q.place"]', '没有人去过的地方')
    await page.locator('[name="q.place"]').blur()
    await page.locator('.burden').waitFor({ state: 'detached' })
    expect(mistakes).toEqual([])
  })

  test('leave words alone that the keyboard is still making, and write a phrase after them', async () => {
    const { page, context, mistakes } = await phoneAt(360)
    await signIn(page, served.origin, 'fang')
    await page.goto(`${served.origin}/collections/${collectionId}/fill`)
    await page.focus('[name="q.seen"]')
    const phrase = page.locator('button:has-text("需要核实：")')
    await phrase.waitFor()
    const keyboard = await context.newCDPSession(page)
    await keyboard.send('Input.imeSetComposition', {
      text: 'ludengliang',
      selectionStart: 11,
      selectionEnd: 11,
    })
    await phrase.dispatchEvent('click')
    expect(await page.inputValue('[name="q.seen"]')).toBe('ludengliang')
    await keyboard.send('Input.insertText', { text: '路灯亮，' })
    await page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('[name="q.seen"]')?.value === '路灯亮，需要核实：',
    )
    expect(mistakes).toEqual([])
  })
})

describe.skipIf(!chromiumIsHere)('records on a phone', patience, () => {
  test('have the name that their owner gives them, while they are written on and once they are finished', async () => {
    const { page, mistakes } = await phoneWithForm()
    await served.stop()
    await page.reload()
    await openForm(page)
    await fillVisit(page, '绿水街')
    await saved(page)
    await page.click('a[href="/field"]')
    const rename = page.locator('#drafts button', { hasText: '改名' })
    page.once('dialog', (dialog) => void dialog.accept('二组上午'))
    await rename.click()
    await page.waitForSelector('#drafts:has-text("二组上午")')
    await page.click('#drafts a')
    await page.locator('#next:visible').waitFor()
    await page.fill('[name="q.told"]', '晚上太暗')
    await saved(page)
    await page.click('a[href="/field"]')
    await page.waitForSelector('#drafts:has-text("二组上午")')
    await page.click('#drafts a')
    await page.click('#next')
    // What was written is read once more before it is finished.
    expect(await page.textContent('#check')).toContain('晚上太暗')
    await page.click('#submit')
    await page.waitForSelector('#sending .panel')
    await page.click('text=回到外业填报')
    await page.waitForSelector('#queue:has-text("二组上午")')
    expect(mistakes).toEqual([])
  })

  test('are corrected after delivery as a new revision, and the old one is kept', async () => {
    const { store } = world
    const { page, mistakes } = await phoneWithForm()
    await openForm(page)
    await fillVisit(page, '青山社区')
    await page.click('#next')
    await page.click('#submit')
    await page.waitForSelector('[data-state=delivered]')
    await page.click('text=回到外业填报')
    await page.click('#delivered button:has-text("更正")')
    await page.locator('#next:visible').waitFor()
    expect(await page.textContent('#status')).toContain('原来的一版保留')
    await page.fill('[name="q.seen"]', '路灯坏了三盏')
    await page.click('#next')
    await page.click('#submit')
    await page.waitForSelector('[data-state=delivered]')
    const rows = await store.submissions.list(collectionId, { limit: 100 })
    const row = rows.items.find(({ answers }) => answers.includes('青山社区'))
    expect(row).toMatchObject({ revision: 2 })
    expect(row!.answers).toContain('路灯坏了三盏')
    const lead = await world.signIn('lead')
    const { text } = await lead.get(`/collections/${collectionId}/records/${row!.instanceId}`)
    expect(text).toContain('路灯坏了三盏')
    expect(text).toContain('路灯亮着')
    expect(mistakes).toEqual([])
  })
})

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong with the page as it stands, and how much is wider than the screen. */
async function faultsOf(page: Page): Promise<unknown> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe: run } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await run.run()
    return {
      wide: document.documentElement.scrollWidth - innerWidth,
      faults: violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 150)).join(' | ')}`,
      ),
    }
  })
}

const fine = { wide: 0, faults: [] }
const weChat =
  'Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/86.0.4240.99 Mobile MicroMessenger/8.0.1'

describe.skipIf(!chromiumIsHere)('the field app in every state', patience, () => {
  test.each([
    ['zh-CN', 360],
    ['en', 1280],
  ] as const)('passes axe and fits the screen (%s, %i px)', async (locale, width) => {
    const { store, people, topic, versionId } = world
    const id = await store.collections.add({
      topicId: topic.id,
      formVersionId: versionId,
      title: `入户 ${locale}`,
      sampleType: 'organised',
      anonymous: false,
      pilot: false,
      state: 'open',
    })
    const common = {
      unitId: null,
      area: '东片',
      note: '先打招呼',
      personal: {},
      investigatorId: people.investigator.id,
    }
    await store.assignments.addCases(
      id,
      [
        { ...common, name: '第一户', place: '槐树下', latitude: 30.1, longitude: 120.1, dueOn: '2026-04-02' },
        { ...common, name: '第二户', place: '桥头', latitude: 30.2, longitude: 120.2, dueOn: null },
      ],
      null,
    )
    const { page, mistakes } = await phoneAt(width, { locale })
    await page.goto(`${served.origin}/field`)
    await page.waitForSelector('#door:visible')
    expect(await faultsOf(page), 'signed out').toEqual(fine)
    await signIn(page, served.origin, 'fang')
    await page.waitForSelector(`#work li[data-collection="${id}"] > .does a`)
    expect(await faultsOf(page), 'empty').toEqual(fine)
    const work = page.locator(`#work li[data-collection="${id}"]`)
    await work.locator('button').click()
    await page.waitForSelector(`#work li[data-collection="${id}"][data-taken=taken]`)
    await work.locator('summary').click()
    await work.locator('svg circle').nth(1).waitFor()
    expect(await faultsOf(page), 'a task with its sketch').toEqual(fine)
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    // A record for the queue and one for the drafts.
    await served.stop()
    for (const place of ['第一户的情况', '第二户的情况']) {
      await page.goto(`${served.origin}/field`)
      await page.locator(`#work li[data-collection="${id}"] > .does a`).first().click()
      await page.locator('#next:visible').waitFor()
      await page.locator('input[name="q.owns_car"][value="no"]').check()
      await page.fill('[name="q.age"]', '45')
      await page.fill('[name="q.wish"]', place)
      await page.waitForFunction(() => (document.getElementById('draft-state')?.textContent ?? '') !== '')
      expect(await faultsOf(page), 'a form').toEqual(fine)
      if (place === '第二户的情况') break
      await page.click('#next')
      expect(await faultsOf(page), 'the check').toEqual(fine)
      await page.click('#submit')
      await page.waitForSelector('#sending .panel[data-state=pending]')
      expect(await faultsOf(page), 'finished without network').toEqual(fine)
    }
    await page.goto(`${served.origin}/field`)
    await page.waitForSelector('#queue li[data-state=pending]')
    await page.waitForSelector('#drafts li[data-state=draft]')
    await page.waitForFunction(() => (document.getElementById('link-state')?.textContent ?? '') !== '')
    expect(await faultsOf(page), 'queue and drafts without network').toEqual(fine)
    await page.fill('#export-passphrase', 'kurz')
    await page.click('#export-all')
    await page.waitForFunction(() => (document.getElementById('export-told')?.textContent ?? '') !== '')
    expect(await faultsOf(page), 'a passphrase that is too short').toEqual(fine)
    // The server refuses what it is sent now: the collection has ended.
    await store.collections.change(id, { state: 'closed' })
    await served.start()
    await page.click('#send')
    await page.waitForSelector('#queue li[data-state=held]')
    expect(await faultsOf(page), 'a record that was refused').toEqual(fine)
    await store.collections.change(id, { state: 'open' })
    await page.locator('#queue li .does button').first().click()
    await page.waitForSelector('#delivered li[data-state=delivered]')
    expect(await faultsOf(page), 'delivered').toEqual(fine)
    const [row] = (await store.submissions.list(id, { limit: 1 })).items
    await store.reviews.decide(id, {
      instanceIds: [row!.instanceId],
      to: 'returned',
      reason: 'incomplete',
      comment: '请补充人数',
      actor: people.lead.id,
    })
    await page.goto(`${served.origin}/field`)
    await page.waitForSelector('#drafts:has-text("请补充人数")')
    expect(await faultsOf(page), 'sent back with a comment').toEqual(fine)
    await page.goto(`${served.origin}/collections/${collectionId}/fill`)
    await page.locator('#next:visible').waitFor()
    await page.focus('[name="q.seen"]')
    expect(await faultsOf(page), 'notes of a visit').toEqual(fine)
    expect(mistakes).toEqual([])
  })

  test('passes axe in WeChat, and over plain http', async () => {
    for (const [origin, userAgent] of [
      [served.origin, weChat],
      [served.insecureOrigin, undefined],
    ] as const) {
      const { page, mistakes } = await phoneAt(360, userAgent ? { userAgent } : {})
      await signIn(page, origin, 'fang')
      expect(await page.getAttribute('#space', 'data-persisted')).not.toBeNull()
      if (userAgent) expect(await page.textContent('#export')).toContain('在浏览器打开')
      expect(await faultsOf(page)).toEqual(fine)
      expect(mistakes).toEqual([])
    }
  })
})
