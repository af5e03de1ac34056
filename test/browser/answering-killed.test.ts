/** Open links on both grounds: what a respondent began and what waits to be sent outlive a browser that is killed. */

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumIsHere } from '../support/browser.ts'
import { newProfile, removeProfiles, startPhone, type FieldPhone } from '../support/field-phone.ts'
import { grounds, serveGrounds, type Grounds } from '../support/grounds.ts'
import { makeWorld, type World } from '../support/world.ts'

let world: World
let served: Grounds
const phones: FieldPhone[] = []

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld()
  served = await serveGrounds(world.app, world.config.dataDir)
})
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close().catch(() => undefined)
  await served?.start()
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await served.stop()
  await world.close()
  removeProfiles()
})

async function phoneOn(profile: string): Promise<FieldPhone> {
  const phone = await startPhone(profile, { trust: served.trust })
  phones.push(phone)
  return phone
}

describe.skipIf(!chromiumIsHere)('an open link', { timeout: 120_000 }, () => {
  test.each(grounds)(
    'on %s: a draft and an answer that waits come back after a kill, and it is sent once',
    async (ground) => {
      const address = `${served.originOf(ground)}/f/${world.channel.slug}/form`
      const rows = () => world.store.submissions.rows(world.collection.id, 0, 100)
      const before = (await rows()).length
      const profile = newProfile()
      const first = await phoneOn(profile)
      await first.page.goto(address)
      await first.page.locator('input[name="q.owns_car"][value="no"]').check()
      await first.page.fill('[name="q.age"]', '67')
      await first.page.waitForFunction(() => document.getElementById('draft-state')?.textContent !== '')
      await first.kill()

      const second = await phoneOn(profile)
      await second.page.goto(address)
      await second.page.waitForSelector('text=已恢复您上次在本机填写的内容')
      expect(await second.page.inputValue('[name="q.age"]')).toBe('67')
      await served.stop()
      await second.page.click('#next')
      await second.page.click('#submit')
      await second.page.waitForSelector('[data-state=pending]')
      await second.kill()

      await served.start()
      const third = await phoneOn(profile)
      await third.page.goto(address)
      await third.page.waitForSelector('#receipt-number:visible')
      const stored = (await rows()).slice(before)
      expect(stored.map(({ answers }) => JSON.parse(answers) as unknown)).toMatchObject([
        { owns_car: 'no', age: 67 },
      ])
      expect(await third.page.textContent('#receipt-number')).toContain(stored[0]?.receipt)
      expect([...first.mistakes, ...second.mistakes, ...third.mistakes]).toEqual([])
    },
  )
})
