/** Photo, sound, place and signature without network: taken, kept, finished, and with the server afterwards. */

import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumIsHere, openBrowser, openPhone, serve, type Served } from '../support/browser.ts'
import { signIn, takeForms } from '../support/field-phone.ts'
import { makeWorld, type World } from '../support/world.ts'

const row = (number: number, cells: Readonly<Record<string, string>>) => ({ row: number, cells })
const visit = {
  survey: [
    row(2, { type: 'begin_repeat', name: 'house', label: '住户' }),
    row(3, { type: 'text', name: 'who', label: '门牌' }),
    row(4, { type: 'image', name: 'photo', label: '照片' }),
    row(5, { type: 'end_repeat' }),
    row(6, { type: 'audio', name: 'talk', label: '录音' }),
    row(7, { type: 'geopoint', name: 'spot', label: '位置' }),
    row(8, { type: 'image', name: 'sign', label: '签名', appearance: 'signature' }),
  ],
  choices: [],
  settings: [row(2, { form_title: '走访记录' })],
}

let world: World
let served: Served

beforeAll(async () => {
  if (!chromiumIsHere) return
  world = await makeWorld({ source: visit })
  served = await serve(world.app)
})
afterAll(async () => {
  if (!chromiumIsHere) return
  await served.stop()
  await world.close()
})

describe.skipIf(!chromiumIsHere)('capturing without network', { timeout: 120_000 }, () => {
  test('a photo is shrunk, sound is recorded after consent, a place and a signature are taken', async () => {
    const browser = await openBrowser([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ])
    try {
      const { page, context, mistakes } = await openPhone(browser)
      page.setDefaultTimeout(30_000)
      await context.grantPermissions(['geolocation', 'microphone'], { origin: served.origin })
      await context.setGeolocation({ latitude: 30.25, longitude: 120.16, accuracy: 4 })
      await signIn(page, served.origin, 'fang')
      await takeForms(page)
      await served.stop()
      await page.click('#work a')
      await page.locator('#next:visible').waitFor()
      await page.fill('[name="q.house[1]/who"]', '桥头 1 号')
      const large = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#3a6' } })
        .jpeg()
        .toBuffer()
      const photo = page.locator('[data-question="house[1]/photo"]')
      await photo.locator('input[type=file]').setInputFiles({
        name: 'IMG_1.jpg',
        mimeType: 'image/jpeg',
        buffer: large,
      })
      await photo.locator('img.preview').waitFor()
      const talk = page.locator('[data-question=talk]')
      expect(await talk.locator('text=开始录音').isDisabled()).toBe(true)
      await talk.locator('.capturing input[type=checkbox]').check()
      await talk.locator('text=开始录音').click()
      await talk.locator('text=/正在录音 [1-9]/').waitFor()
      await talk.locator('text=停止并保存').click()
      await talk.locator('.file-now').waitFor()
      await page.locator('[data-question=spot] button').click()
      await page.locator('[data-question=spot] [role=status]', { hasText: '4' }).waitFor()
      const canvas = page.locator('[data-question=sign] canvas')
      const box = await canvas.boundingBox()
      await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 20)
      await page.mouse.down()
      await page.mouse.move((box?.x ?? 0) + 120, (box?.y ?? 0) + 60)
      await page.mouse.up()
      await page.locator('[data-question=sign] .file-now').waitFor()
      await page.click('#next')
      await page.click('#submit')
      await page.waitForSelector('#sending .panel')
      await served.start()
      await page.evaluate(() => dispatchEvent(new Event('online')))
      await page.waitForSelector('[data-state=delivered]')
      const [stored] = await world.store.submissions.rows(world.collection.id, 0, 10)
      const answers = JSON.parse(stored?.answers ?? '{}') as {
        house: { who: string; photo: string }[]
        talk: string
        spot: string
        sign: string
      }
      expect(answers.spot).toMatch(/^30\.25\d* 120\.16\d* /)
      const [house] = answers.house
      expect(house?.who).toBe('桥头 1 号')
      const { collection, store } = world
      const kept = async (name = '') => store.attachments.open(collection.id, stored?.instanceId ?? '', name)
      expect((await sharp((await kept(house?.photo))?.path).metadata()).width).toBe(2048)
      expect((await kept(answers.talk))?.type).toMatch(/webm/)
      expect((await kept(answers.sign))?.type).toBe('image/png')
      expect(mistakes).toEqual([])
    } finally {
      await browser.close()
    }
  })
})
