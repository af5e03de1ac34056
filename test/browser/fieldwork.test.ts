/** A case and a note on a phone: a draft that survives under the id of the case, quick phrases, a correction. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { makeWorld, type World } from '../support/world.ts'

const source: FormSource = {
  survey: [
    { row: 2, cells: { type: 'text', name: 'place', label: '地点' } },
    { row: 3, cells: { type: 'text', name: 'seen', label: '看到的', appearance: 'multiline' } },
  ],
  choices: [],
  settings: [],
}

let world: World
let served: Served
let browser: Browser
let collectionId: string

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  served = await serve(world.app)
  browser = await openBrowser()
  const { store } = world
  const formId = await store.forms.add({ topicId: world.topic.id, kind: 'visit', title: '走访', source })
  collectionId = await store.collections.add({
    topicId: world.topic.id,
    formVersionId: (await store.forms.publish(formId)).id,
    title: '走访',
    sampleType: 'organised',
    anonymous: false,
    pilot: false,
    state: 'open',
  })
  const investigatorId = world.people.investigator.id
  const one = { name: 'H1', place: '', area: '', latitude: null, longitude: null, unitId: null, note: '' }
  await store.assignments.addCases(
    collectionId,
    [{ ...one, investigatorId, dueOn: null, personal: {} }],
    null,
  )
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await browser.close()
  await served.stop()
  await world.close()
  expect(world.mistakes).toEqual([])
})

async function phoneOfInvestigator() {
  const { cookie } = await world.session('investigator')
  const [name = '', value = ''] = cookie.split('=')
  const phone = await openPhone(browser)
  await phone.context.addCookies([{ name, value, url: served.origin }])
  return phone
}

/** Goes where a link leads, until its scripts have run. */
async function follow(page: Page, link: string): Promise<void> {
  const href = await page.getAttribute(link, 'href')
  await page.goto(`${served.origin}${href}`)
}

describe.skipIf(!chromiumIsHere)('a case on a phone', () => {
  test('keeps its draft under its own id, takes phrases, is sent once, and is corrected when it comes back', async () => {
    const { store } = world
    const { page, context, mistakes } = await phoneOfInvestigator()
    await page.goto(`${served.origin}/tasks`)
    await follow(page, 'a:has-text("H1")')
    const [standing] = (await store.assignments.cases(collectionId, {})).items
    const instance = page.locator('[name="_instance"]')
    expect(await instance.inputValue()).toBe(standing!.instanceId)
    await page.fill('[name="q.place"]', '绿水街')
    await page.waitForFunction(() => (document.getElementById('draft-state')?.textContent ?? '') !== '')
    await page.reload()
    await page.waitForFunction(
      () => (document.querySelector('[name="q.place"]') as HTMLInputElement).value === '绿水街',
    )
    expect(await instance.inputValue()).toBe(standing!.instanceId)
    await page.focus('[name="q.seen"]')
    await page.click('button:has-text("现场看到：")')
    await page.type('[name="q.seen"]', '堆物')
    expect(await page.inputValue('[name="q.seen"]')).toBe('现场看到：堆物')
    await page.click('#next')
    await page.click('#submit')
    await page.waitForSelector('#receipt-number:visible')
    const [sent] = (await store.assignments.cases(collectionId, {})).items
    expect(sent).toMatchObject({ instanceId: standing!.instanceId, state: 'received' })

    await store.reviews.decide(collectionId, {
      instanceIds: [standing!.instanceId],
      to: 'returned',
      reason: 'unclear',
      comment: '哪一栋？',
      actor: null,
    })
    await page.goto(`${served.origin}/tasks`)
    await page.getByText('哪一栋？').waitFor()
    await follow(page, 'a:has-text("改正")')
    expect(await page.inputValue('[name="q.seen"]')).toBe('现场看到：堆物')
    await page.fill('[name="q.seen"]', '现场看到：三栋堆物')
    await page.click('#next')
    await page.click('#submit')
    await page.waitForSelector('#receipt-number:visible')
    const row = await store.submissions.find(collectionId, standing!.instanceId)
    expect(row).toMatchObject({ state: 'received', revision: 2 })
    expect(row?.answers).toContain('三栋')
    expect((await store.collections.find(collectionId))?.received).toBe(1)
    expect(mistakes).toEqual([])
    await context.close()
  })
})
