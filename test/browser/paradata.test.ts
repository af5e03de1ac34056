/**
 * How answers come about, noted in a real Chromium whose clocks the test holds: time at each question without pauses,
 * changes, pages turned back; kept over a reload and without network, and sent only where the collection says so.
 */

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ParadataLevel } from '../../server/form/paradata.ts'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { newProfile, removeProfiles, signIn, startPhone } from '../support/field-phone.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let served: Served
let browser: Browser

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  served = await serve(world.app)
  browser = await openBrowser()
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
  removeProfiles()
})

async function fielded(paradata: ParadataLevel, anonymous: boolean) {
  const id = await world.store.collections.add({
    topicId: world.topic.id,
    formVersionId: world.collection.formVersionId,
    title: `作答过程 ${paradata}`,
    sampleType: 'open',
    anonymous,
    pilot: false,
    paradata,
    state: 'open',
  })
  const { slug } = await world.store.collections.addChannel({ collectionId: id, kind: 'link', label: '链接' })
  return { id, address: `${served.origin}/f/${slug}/form` }
}

const begin = Date.parse('2026-11-25T08:00:00.000Z')

/** The page's clocks stand still until the test moves them on; timers of the page run as ever. */
async function holdClocks(context: BrowserContext): Promise<void> {
  await context.addInitScript((begin) => {
    const passed = () => {
      try {
        return Number(localStorage.getItem('passed') ?? 0)
      } catch {
        return 0
      }
    }
    performance.now = passed
    Date.now = () => begin + passed()
  }, begin)
}

const pass = (page: Page, seconds: number) =>
  page.evaluate((milliseconds) => {
    localStorage.setItem('passed', String(Number(localStorage.getItem('passed') ?? 0) + milliseconds))
  }, seconds * 1000)

/** As when another app comes to the front, and this one again. */
const show = (page: Page, visible: boolean) =>
  page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    },
    visible ? 'visible' : 'hidden',
  )

const drafted = async (page: Page, words: string) => {
  await page.waitForFunction((words) => {
    const opening = indexedDB.open('diaoyan')
    return new Promise((resolve) => {
      opening.addEventListener('success', () => {
        const all = opening.result.transaction('kept').objectStore('kept').getAll()
        all.addEventListener('success', () => {
          opening.result.close()
          resolve(JSON.stringify(all.result).includes(words))
        })
      })
    })
  }, words)
}

const kept = (id: string, seq = 1) => world.store.paradata.of(id, seq)

describe.skipIf(!chromiumIsHere)('on a respondent’s phone', () => {
  test('notes time without pauses, changes and ways back, over a reload too', async () => {
    const { id, address } = await fielded('questions', false)
    const { page, context, mistakes } = await openPhone(browser)
    await holdClocks(context)
    await page.goto(address)
    await pass(page, 4)
    await page.locator('input[name="q.owns_car"][value="no"]').check()
    await pass(page, 6)
    await page.fill('[name="q.age"]', '40')
    // Five minutes without a touch: three of them are thought, two a pause.
    await pass(page, 300)
    await page.fill('[name="q.wish"]', '多建停车场')
    await show(page, false)
    await pass(page, 60)
    await show(page, true)
    await drafted(page, '多建停车场')
    await page.reload()
    await page.locator('#status .notice').waitFor()
    await pass(page, 2)
    await page.fill('[name="q.age"]', '41')
    await pass(page, 3)
    await page.click('#next')
    await page.locator('#submit:visible').waitFor()
    await pass(page, 1)
    await page.click('#checking button[value=back]')
    await page.locator('#next:visible').waitFor()
    await page.click('#next')
    await page.locator('#submit:visible').waitFor()
    await page.click('#submit')
    await page.locator('h1', { hasText: '提交成功' }).waitFor()
    const [filling] = await kept(id)
    expect(filling?.paradata).toEqual({
      start: '2026-11-25T08:00:00.000Z',
      end: '2026-11-25T08:06:16.000Z',
      seconds: 196,
      away: 180,
      longest: 120,
      pauses: 2,
      backs: 1,
      questions: { owns_car: [4, 1, 1, 0], age: [8, 2, 2, 1], wish: [180, 1, 1, 0] },
    })
    expect(mistakes).toEqual([])
    await context.close()
  })

  test('of an anonymous collection no moment leaves the phone, and what waits without network keeps its times', async () => {
    const { id, address } = await fielded('questions', true)
    const { page, context } = await openPhone(browser)
    await holdClocks(context)
    await page.goto(address)
    await pass(page, 7)
    await page.locator('input[name="q.owns_car"][value="no"]').check()
    await page.click('#next')
    await page.locator('#submit:visible').waitFor()
    await served.stop()
    await page.click('#submit')
    await page.locator('#sending [data-state=pending]').waitFor()
    await served.start()
    const sent = page.waitForRequest((request) => request.url().endsWith('/submissions'))
    await page.locator('#sending button').first().click()
    const { paradata } = (await sent).postDataJSON() as { paradata: Record<string, unknown> }
    expect(paradata['start']).toBeUndefined()
    expect(JSON.stringify(paradata)).not.toContain('2026')
    await page.locator('h1', { hasText: '提交成功' }).waitFor()
    expect((await kept(id)).map(({ paradata }) => paradata)).toEqual([
      {
        seconds: 5,
        away: 0,
        longest: 0,
        pauses: 0,
        backs: 0,
        questions: { owns_car: [5, 1, 1, 0] },
      },
    ])
    await context.close()
  })

  test('where only beginning and end are kept nothing else is noted', async () => {
    const { id, address } = await fielded('times', false)
    const { page, context } = await openPhone(browser)
    await holdClocks(context)
    await page.goto(address)
    await pass(page, 7)
    await page.locator('input[name="q.owns_car"][value="no"]').check()
    const noted = await page.inputValue('[name=_paradata]')
    expect(Object.keys(JSON.parse(noted) as object).toSorted()).toEqual(['span', 'start'])
    await page.click('#next')
    await page.locator('#submit:visible').waitFor()
    await page.click('#submit')
    await page.locator('h1', { hasText: '提交成功' }).waitFor()
    expect((await kept(id))[0]?.paradata).toEqual({
      start: '2026-11-25T08:00:00.000Z',
      end: '2026-11-25T08:00:07.000Z',
      seconds: 7,
    })
    await context.close()
  })

  test('where nothing is kept nothing is loaded for it', async () => {
    const { address } = await fielded('off', false)
    const { page, context } = await openPhone(browser)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(address)
    expect(await page.locator('[name=_paradata]').count()).toBe(0)
    expect(asked.filter((url) => url.includes('paradata'))).toEqual([])
    await context.close()
  })

  test('without JavaScript there are beginning and end', async () => {
    const { id, address } = await fielded('questions', false)
    const { page, context } = await openPhone(browser, { javaScript: false })
    await page.goto(address)
    await page.locator('input[name="q.owns_car"][value="no"]').check()
    await page.click('#next')
    await page.click('#submit')
    await page.locator('h1', { hasText: '提交成功' }).waitFor()
    const { start = '', end = '', ...rest } = (await kept(id))[0]?.paradata ?? {}
    expect(Date.parse(end)).toBeGreaterThanOrEqual(Date.parse(start))
    expect(Object.keys(rest)).toEqual(['seconds'])
    await context.close()
  })
})

describe.skipIf(!chromiumIsHere)('in the field app', { timeout: 120_000 }, () => {
  test('says that it is noted, and sends it with the record, each record its own', async () => {
    const { id } = await fielded('questions', false)
    const phone = await startPhone(newProfile())
    const { page } = phone
    await holdClocks(phone.context)
    await signIn(page, served.origin, 'fang')
    await page.goto(`${served.origin}/field/fill/${id}`)
    await page.locator('#next:visible').waitFor()
    expect(await page.textContent('#answers')).toContain('本次投放会记录')
    for (const seconds of [5, 9]) {
      await pass(page, seconds)
      await page.locator('input[name="q.owns_car"][value="no"]').check()
      await page.click('#next')
      await page.locator('#submit:visible').waitFor()
      await page.click('#submit')
      await page.locator('#sending [data-state=delivered]').waitFor()
      await page.click('text=再填一份')
      await page.locator('#next:visible').waitFor()
    }
    const told = [...(await kept(id, 1)), ...(await kept(id, 2))].map(({ paradata }) => paradata)
    expect(told.map(({ questions }) => questions)).toEqual([
      { owns_car: [5, 1, 1, 0] },
      { owns_car: [9, 1, 1, 0] },
    ])
    expect(told.map(({ seconds }) => seconds)).toEqual([5, 9])
    expect(phone.mistakes).toEqual([])
    await phone.close()
  })
})
