import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSession } from '../../server/access/session.ts'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { longQuestionnaire } from '../support/questionnaire.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let served: Served
let browser: Browser
let base: string

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld({ source: longQuestionnaire })
  served = await serve(world.app)
  browser = await openBrowser()
  base = `/f/${world.channel.slug}`
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
})

const received = async () => (await world.store.collections.find(world.collection.id))?.received ?? 0
const receiptPattern = /[2-9A-Z]{4}(-[2-9A-Z]{4}){3}/

async function choose(page: Page, name: string, value: string) {
  await page.locator(`input[name="q.${name}"][value="${value}"]`).check()
}

/** First page filled, second page filled, third left as it is, up to the check of answers. */
async function fillToCheck(page: Page) {
  await choose(page, 'gender', 'f')
  await page.fill('[name="q.age"]', '４５')
  await page.locator('#next').click()
  await choose(page, 'score', '7')
  await choose(page, 'speed', '4')
  await page.locator('#next').click()
  await page.fill('[name="q.wish"]', '希望下班后也能办事')
  await page.locator('#next').click()
}

async function receiptOn(page: Page): Promise<string> {
  await page.waitForSelector('#receipt-number:visible')
  const number = (await page.textContent('#receipt-number')) ?? ''
  expect(number).toMatch(receiptPattern)
  return number
}

async function storedAnswers(receipt: string): Promise<Record<string, unknown>> {
  const submission = await world.store.submissions.byReceipt(receipt)
  return JSON.parse(submission?.answers ?? '{}') as Record<string, unknown>
}

describe.skipIf(!chromiumIsHere)('answering with JavaScript', () => {
  test('branches appear at once, and the answer gets its receipt', async () => {
    const { page, context, mistakes } = await openPhone(browser)
    await page.goto(`${served.origin}${base}`)
    await page.click('button:has-text("开始填写")')
    expect(await page.locator('[data-question="work"]').isVisible()).toBe(false)
    await page.fill('[name="q.age"]', '20')
    await page.locator('[data-question="work"]').waitFor({ state: 'visible' })
    await page.selectOption('[name="q.county"]', 'east')
    await page.locator('label:has-text("东门街道")').waitFor({ state: 'visible' })
    expect(await page.locator('label:has-text("西门街道")').isVisible()).toBe(false)
    await choose(page, 'town', 'e2')
    await page.selectOption('[name="q.county"]', 'west')
    expect(await page.locator('input[name="q.town"]:checked').count()).toBe(0)
    await fillToCheck(page)
    expect(await page.textContent('#check')).toContain('希望下班后也能办事')
    await page.click('#submit')
    const answers = await storedAnswers(await receiptOn(page))
    expect(answers).toMatchObject({ gender: 'f', age: 45, score: 7, speed: '4', twice: 14, town: null })
    expect(answers).not.toHaveProperty('hello')
    expect(mistakes).toEqual([])
    await context.close()
  })

  test('slips are told in a focused summary whose lines lead to the fields, and values are kept', async () => {
    const { page, context } = await openPhone(browser)
    await page.goto(`${served.origin}${base}/form`)
    await page.fill('[name="q.age"]', '7')
    await page.locator('#next').click()
    await page.waitForSelector('#errors')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('errors')
    const summary = await page.textContent('#errors')
    expect(summary).toContain('您的性别')
    expect(summary).toContain('年龄应在 16 到 110 之间')
    await page.click('#errors a:has-text("您的年龄")')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('q-age')
    expect(await page.getAttribute('#q-age', 'aria-describedby')).toContain('q-age-error')
    expect(await page.inputValue('#q-age')).toBe('7')
    await context.close()
  })

  test('another language keeps the answers', async () => {
    const { page, context } = await openPhone(browser)
    await page.goto(`${served.origin}${base}/form`)
    await page.fill('[name="q.age"]', '45')
    await choose(page, 'gender', 'm')
    await page.click('.languages button:has-text("English")')
    await page.waitForSelector('text=Your age')
    expect(await page.inputValue('#q-age')).toBe('45')
    expect(await page.isChecked('input[name="q.gender"][value="m"]')).toBe(true)
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    await context.close()
  })

  test('a ranking can be made and changed by keyboard alone', async () => {
    const { page, context } = await openPhone(browser)
    await page.goto(`${served.origin}${base}/form`)
    await choose(page, 'gender', 'f')
    await page.fill('[name="q.age"]', '45')
    await page.locator('#next').click()
    await page.locator('.pick:has-text("学校")').focus()
    for (const item of ['学校', '助餐点', '社区医院']) {
      await page.locator(`.pick:has-text("${item}")`).focus()
      await page.keyboard.press('Enter')
    }
    await page.locator('[data-item="clinic"] .up').focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('.ranking .rank-label').allTextContents()).toEqual([
      '学校',
      '社区医院',
      '助餐点',
    ])
    await choose(page, 'score', '0')
    await choose(page, 'speed', '1')
    await page.locator('#next').click()
    await page.locator('#next').click()
    await page.click('#submit')
    expect(await storedAnswers(await receiptOn(page))).toMatchObject({
      order: ['school', 'clinic', 'canteen'],
    })
    await context.close()
  })

  test('a half-filled form is there again on the next visit', async () => {
    const { page, context } = await openPhone(browser)
    await page.goto(`${served.insecureOrigin}${base}/form`)
    await page.fill('[name="q.age"]', '52')
    await page.waitForFunction(() => document.getElementById('draft-state')?.textContent !== '')
    await page.goto('about:blank')
    await page.goto(`${served.insecureOrigin}${base}/form`)
    await page.waitForSelector('text=已恢复您上次在本机填写的内容')
    expect(await page.inputValue('#q-age')).toBe('52')
    await context.close()
  })

  test('pressing twice and coming back submits one answer', async () => {
    const { page, context } = await openPhone(browser)
    const before = await received()
    await page.goto(`${served.insecureOrigin}${base}/form`)
    await fillToCheck(page)
    await page.locator('#submit').dblclick()
    const number = await receiptOn(page)
    await page.goBack()
    await page.waitForSelector('text=您已提交过这份问卷')
    expect(await page.textContent('#sending')).toContain(number)
    expect(await received()).toBe(before + 1)
    await context.close()
  })

  test('with the server away it waits to be sent, survives a closed page, and gets its receipt later', async () => {
    const { page, context } = await openPhone(browser)
    const before = await received()
    await page.goto(`${served.insecureOrigin}${base}/form`)
    await fillToCheck(page)
    await served.stop()
    await page.click('#submit')
    await page.waitForSelector('[data-state="pending"]')
    expect(await page.textContent('#sending')).toContain('待发送')
    expect(await page.textContent('body')).not.toContain('提交成功')
    await page.close()
    await served.start()
    const again = await context.newPage()
    await again.goto(`${served.insecureOrigin}${base}/form`)
    expect(await storedAnswers(await receiptOn(again))).toMatchObject({ age: 45, wish: '希望下班后也能办事' })
    expect(await received()).toBe(before + 1)
    await context.close()
  })

  test('a reply that is lost on the way does not make a second answer', async () => {
    const { page, context } = await openPhone(browser)
    const before = await received()
    await page.goto(`${served.origin}${base}/form`)
    await fillToCheck(page)
    let lost = 0
    await page.route('**/submissions', async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      return route.abort()
    })
    await page.click('#submit')
    await page.click('button:has-text("立即重新发送")')
    await receiptOn(page)
    expect(await received()).toBe(before + 1)
    await context.close()
  })

  test('where corrections are allowed the answer can be changed and keeps its receipt', async () => {
    const { page, context } = await openPhone(browser)
    await world.store.collections.change(world.collection.id, { allowsCorrection: true })
    const before = await received()
    await page.goto(`${served.insecureOrigin}${base}/form`)
    await fillToCheck(page)
    await page.click('#submit')
    const number = await receiptOn(page)
    await page.goto(`${served.insecureOrigin}${base}/form`)
    await page.click('button:has-text("修改后再提交")')
    await page.waitForSelector('#answers:visible')
    expect(await page.inputValue('#q-age')).toBe('４５')
    await page.fill('#q-age', '46')
    for (const part of [1, 2, 3])
      await page
        .locator(`[data-page="${part}"]:visible`)
        .waitFor()
        .then(() => page.click('#next'))
    await page.click('#submit')
    expect(await receiptOn(page)).toBe(number)
    expect(await storedAnswers(number)).toMatchObject({ age: 46 })
    expect(await received()).toBe(before + 1)
    await world.store.collections.change(world.collection.id, { allowsCorrection: false })
    await context.close()
  })

  test('other content under an id that was used says that the first answer stands, with its number', async () => {
    const { page, context } = await openPhone(browser)
    await page.goto(`${served.origin}${base}/form`)
    await fillToCheck(page)
    const first = await fetch(`${served.origin}${base}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        instanceId: await page.inputValue('[name=_instance]'),
        formVersion: world.versionId,
        locale: '',
        answers: { gender: 'm', age: '30', score: '1', speed: '1' },
      }),
    })
    const { receipt } = (await first.json()) as { receipt: string }
    await page.click('#submit')
    await page.waitForSelector('[data-state="different"]')
    expect(await page.textContent('#sending')).toContain(receipt)
    expect(await storedAnswers(receipt)).toMatchObject({ age: 30 })
    await context.close()
  })

  test('a full disk is told, and the answers can still be taken along and sent', async () => {
    const { page, context } = await openPhone(browser)
    await page.addInitScript(() => {
      const full = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
      IDBObjectStore.prototype.put = full
      Storage.prototype.setItem = full
    })
    await page.goto(`${served.origin}${base}/form`)
    await fillToCheck(page)
    await page.waitForSelector('text=本机存储空间已满')
    await page.route('**/submissions', (route) => route.abort())
    await page.click('#submit')
    await page.waitForSelector('[data-state="pendingUnsaved"]')
    const download = page.waitForEvent('download')
    await page.click('button:has-text("下载回答")')
    expect(readFileSync(await (await download).path(), 'utf8')).toContain('您的年龄：45')
    await page.unroute('**/submissions')
    await page.click('button:has-text("立即重新发送")')
    await receiptOn(page)
    await context.close()
  })

  test('an investigator fills one after another, each with its own receipt', async () => {
    const { page, context } = await openPhone(browser)
    const clock = { now: new Date(), hours: 1 }
    const { name, value } = await openSession(world.store, world.people.investigator.id, clock)
    await context.addCookies([{ name, value, url: served.origin }])
    const numbers: string[] = []
    for (let i = 0; i < 2; i++) {
      await page.goto(`${served.origin}/collections/${world.collection.id}/fill`)
      await fillToCheck(page)
      await page.click('#submit')
      numbers.push(await receiptOn(page))
    }
    expect(new Set(numbers).size).toBe(2)
    await context.close()
  })

  test('a browser without any storage still submits', async () => {
    const { page, context } = await openPhone(browser)
    await page.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', { value: undefined })
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new Error('refused')
        },
      })
    })
    await page.goto(`${served.origin}${base}/form`)
    await fillToCheck(page)
    await page.waitForSelector('text=本机无法暂存')
    await page.click('#submit')
    await receiptOn(page)
    await context.close()
  })
})

/** A press that loads the next page. */
async function press(page: Page, selector: string) {
  await Promise.all([page.waitForEvent('load'), page.click(selector)])
}

describe.skipIf(!chromiumIsHere)('answering without JavaScript', () => {
  test('branches and cascades are revealed by a round trip that says so, up to the receipt', async () => {
    const { page, context } = await openPhone(browser, { javaScript: false })
    await page.goto(`${served.origin}${base}/form`)
    await choose(page, 'gender', 'f')
    await page.fill('[name="q.age"]', '45')
    await page.selectOption('[name="q.county"]', 'east')
    await press(page, '#next')
    expect(await page.textContent('body')).toContain('根据您的回答，又出现了几道题')
    expect(await page.locator('label:has-text("西门街道")').isVisible()).toBe(false)
    await choose(page, 'town', 'e1')
    await page.fill('[name="q.work"]', '<script>alert(1)</script>')
    await press(page, '#next')
    expect(await page.textContent('#page-of')).toContain('第 2 页')
    await press(page, '#next')
    expect(await page.textContent('#errors')).toContain('总体打分')
    await choose(page, 'score', '9')
    await choose(page, 'speed', '5')
    await page.selectOption('[name="r.order"] >> nth=0', { index: 2 })
    await page.selectOption('[name="r.order"] >> nth=1', { index: 2 })
    await press(page, '#next')
    expect(await page.textContent('#errors')).toContain('每个名次只能用一次')
    await page.selectOption('[name="r.order"] >> nth=1', { index: 1 })
    await page.selectOption('[name="r.order"] >> nth=2', { index: 3 })
    await press(page, '#next')
    expect(await page.textContent('[data-question="sum"]')).toContain('18')
    await press(page, '#next')
    await page.waitForSelector('#check:visible')
    expect(await page.textContent('#check')).toContain('东门街道')
    await press(page, '#check button >> nth=0')
    await page.waitForSelector('#filling:visible')
    expect(await page.isChecked('input[name="q.gender"][value="f"]')).toBe(true)
    for (const number of [1, 2, 3]) {
      await page.waitForSelector(`[data-page="${number}"]:visible`)
      await press(page, '#next')
    }
    await press(page, '#submit')
    const answers = await storedAnswers(await receiptOn(page))
    expect(answers).toMatchObject({ town: 'e1', score: 9, order: ['school', 'clinic', 'canteen'] })
    await context.close()
  })

  test('the language switch keeps the answers', async () => {
    const { page, context } = await openPhone(browser, { javaScript: false })
    await page.goto(`${served.insecureOrigin}${base}/form`)
    await page.fill('[name="q.age"]', '45')
    await press(page, '.languages button:has-text("English")')
    expect(await page.inputValue('#q-age')).toBe('45')
    expect(await page.textContent('body')).toContain('Your gender')
    await context.close()
  })
})

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** What axe finds wrong with the page as it stands. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { axe: found } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    return (await found.run()).violations
  })
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)
}

describe.skipIf(!chromiumIsHere)('what a respondent sees', () => {
  test('every page is without accessibility faults, at a phone’s and at a desk’s width', async () => {
    for (const width of [360, 1280]) {
      const { page, context } = await openPhone(browser, { width })
      const fine = async (name: string) => {
        if (process.env['SHOTS'])
          await page.screenshot({ path: `${process.env['SHOTS']}/${name}-${width}.png`, fullPage: true })
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect({ name, width, sideways, faults: await violations(page) }).toEqual({
          name,
          width,
          sideways: 0,
          faults: [],
        })
      }
      await page.goto(`${served.origin}${base}`)
      await fine('welcome')
      await page.goto(`${served.origin}${base}/form`)
      await fine('form-1')
      await page.locator('#next').click()
      await page.waitForSelector('#errors')
      await fine('errors')
      await choose(page, 'gender', 'f')
      await page.fill('[name="q.age"]', '45')
      await page.locator('#next').click()
      await page.locator('.pick >> nth=1').click()
      await fine('form-2')
      await page.locator('.pick >> nth=0').click()
      await page.locator('.pick >> nth=0').click()
      await choose(page, 'score', '7')
      await choose(page, 'speed', '4')
      await page.locator('#next').click()
      await fine('form-3')
      await page.locator('#next').click()
      await page.waitForSelector('#check:visible')
      await fine('check')
      await page.click('#submit')
      await receiptOn(page)
      await fine('receipt')
      await page.goto(`${served.origin}/withdraw`)
      await fine('withdraw')
      await context.close()
    }
  }, 60_000)

  test('a closed and an unknown collection have polite pages', async () => {
    const { page, context } = await openPhone(browser, { javaScript: false })
    await world.store.collections.change(world.collection.id, { state: 'paused' })
    await page.goto(`${served.origin}${base}/form`)
    expect(await page.textContent('h1')).toBe('调查暂停')
    await world.store.collections.change(world.collection.id, { state: 'open' })
    await page.goto(`${served.origin}/f/nosuchlink`)
    expect(await page.textContent('body')).toContain('没有找到')
    await context.close()
  })
})
