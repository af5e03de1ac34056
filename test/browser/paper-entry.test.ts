/** Sheets of paper entered twice and compared, by keyboard alone, until each is one answer. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { copyNumber } from '../../server/form/paper/copy-number.ts'
import { chromiumIsHere, openBrowser, serve, type Served } from '../support/browser.ts'
import { expectFine } from '../support/designing.ts'
import { makeWorld, type Role, type World } from '../support/world.ts'

describe.skipIf(!chromiumIsHere)('entering paper', () => {
  let world: World
  let served: Served
  let browser: Browser
  beforeAll(async () => {
    served = await serve((req, res) => world.app(req, res))
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
  })
  beforeEach(async () => {
    world = await makeWorld()
    await print(3)
    return async () => {
      expect(world.mistakes).toEqual([])
      await world.close()
    }
  })

  const print = (copies: number) =>
    world.store.paper.print(
      world.collection.id,
      { copies, formVersionId: world.versionId, language: '', wishes: {} },
      world.people.lead.id,
    )
  const numberOf = (copy: number) => copyNumber(world.collection.id, copy)

  async function pageOf(role: Role, width = 1280): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' })
    const { cookie } = await world.session(role)
    const at = cookie.indexOf('=')
    await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: served.origin }])
    const page = await context.newPage()
    page.on('pageerror', (error) => {
      throw error
    })
    return page
  }

  /** Types the number and is at the first field. */
  async function begin(page: Page, copy: number): Promise<void> {
    await page.goto(`${served.origin}/collections/${world.collection.id}/paper/entry`)
    await page.locator('#copy:focus').waitFor()
    await page.keyboard.type(numberOf(copy))
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/paper\/entry\/\d+$/)
    await page.locator('#f-owns_car:focus').waitFor()
  }

  const focused = (page: Page) => page.evaluate(() => document.activeElement?.id ?? '')

  async function typeFields(page: Page, texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    }
  }

  /** The whole sheet, up to the button that has the focus then. */
  async function enter(page: Page, copy: number, texts: readonly string[], done: RegExp): Promise<void> {
    await begin(page, copy)
    await typeFields(page, texts)
    expect(await focused(page)).toBe('paper-finish')
    await page.keyboard.press('Enter')
    await page.waitForURL(done)
    // The next number can be typed at once.
    await page.locator('#copy:focus').waitFor()
  }

  test('two clerks, two differences, one answer: no mouse anywhere', async () => {
    const one = await pageOf('investigator')
    const two = await pageOf('lead')
    await enter(one, 1, ['a', 'AC', '34', '-'], /done=first/)
    expect(await one.getByRole('status').first().textContent()).toContain(`${numberOf(1)}：第一遍录完`)
    await enter(two, 1, ['1', '12', '43', '-'], /done=compare&n=2/)
    // Until the two are compared nothing counts.
    expect(await world.store.submissions.rows(world.collection.id, 0, 10)).toEqual([])

    await two.goto(`${served.origin}/collections/${world.collection.id}/paper/compare/1`)
    await two.locator('fieldset input:focus').waitFor()
    expect(await two.locator('fieldset').count()).toBe(2)
    expect(await two.locator('fieldset').first().textContent()).toMatch(
      /A 路边、C 小区院内.*A 路边、B 地下车库/s,
    )
    await two.keyboard.press('1')
    await two.keyboard.press('Enter')
    await two.keyboard.press('3')
    await two.keyboard.type('35')
    await two.keyboard.press('Enter')
    await two.keyboard.press('Enter')
    await two.waitForURL(/\/paper\?show=compare/)
    expect(await two.getByText(`${numberOf(1)}：已入库。`).count()).toBe(1)

    const rows = await world.store.submissions.rows(world.collection.id, 0, 10)
    expect(rows.map(({ answers }) => JSON.parse(answers))).toEqual([
      { owns_car: 'yes', parks: ['street', 'yard'], age: 35, wish: null },
    ])
    const channels = await world.store.collections.channels(world.collection.id)
    expect(channels.find(({ id }) => id === rows[0]?.channelId)?.kind).toBe('paper')
    expect(await world.store.paper.entries(world.collection.id, 1)).toEqual([])
    await two.goto(`${served.origin}/collections/${world.collection.id}/paper`)
    expect(await two.locator('[data-rate]').textContent()).toBe('500.0')
    expect(await two.locator('[data-table=clerks] tbody').textContent()).toMatch(
      /梁牵头.*42500\.0.*方调研.*41250\.0/s,
    )

    // The sheet is done with.
    await one.goto(`${served.origin}/collections/${world.collection.id}/paper/entry`)
    await one.locator('#copy:focus').waitFor()
    await one.keyboard.type(numberOf(1))
    await one.keyboard.press('Enter')
    await one.getByText('这一份已经入库，不能再录。').first().waitFor()
    expect(await one.locator('#copy').inputValue()).toBe(numberOf(1))
  })

  test('two entries that say the same become an answer at once', async () => {
    await enter(await pageOf('investigator'), 2, ['B', '50', '多种树'], /done=first/)
    await enter(await pageOf('lead'), 2, ['b', '50', '多种树'], /done=settled/)
    const rows = await world.store.submissions.rows(world.collection.id, 0, 10)
    expect(rows.map(({ answers }) => JSON.parse(answers))).toEqual([
      { owns_car: 'no', age: 50, wish: '多种树' },
    ])
  })

  test('slips stay and are named, blanks must be said, rules pass over and can be gone against, checks only warn', async () => {
    const page = await pageOf('investigator')
    await begin(page, 1)
    await typeFields(page, ['Z'])
    expect(await focused(page)).toBe('f-owns_car')
    expect(await page.locator('#f-owns_car').inputValue()).toBe('Z')
    expect(await page.locator('#f-owns_car').getAttribute('aria-invalid')).toBe('true')
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Enter')
    await page.getByText('空着没答的请录“-”').waitFor()
    expect(await focused(page)).toBe('f-owns_car')
    await typeFields(page, ['B'])
    // No car: where it is parked is passed over.
    expect(await focused(page)).toBe('f-age')
    await page.keyboard.press('Shift+Tab')
    expect(await focused(page)).toBe('f-owns_car')
    await page.keyboard.press('ArrowDown')
    expect(await focused(page)).toBe('f-parks')
    await typeFields(page, ['A'])
    await page.getByText('按规则不该答，已照录').waitFor()
    expect(await focused(page)).toBe('f-age')
    await typeFields(page, ['200'])
    await page.getByText('提示：年龄应在 18 到 120 岁之间').waitFor()
    expect(await focused(page)).toBe('f-wish')
    await page.keyboard.press('Control+Enter')
    await page.getByText('还有 1 题没有录').waitFor()
    await typeFields(page, ['?'])
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/done=first/)

    await enter(await pageOf('lead'), 1, ['B', '200', '?'], /done=compare/)
    // The first also has what should not have been answered; both have an age that the form refuses.
    const two = await pageOf('lead', 360)
    await two.goto(`${served.origin}/collections/${world.collection.id}/paper/compare/1`)
    await two.locator('fieldset input:focus').waitFor()
    expect(await two.locator('fieldset').count()).toBe(1)
    await two.keyboard.press('1')
    await two.keyboard.press('Enter')
    await two.keyboard.press('Enter')
    await two.getByText('两遍一致，但不合规则：年龄应在 18 到 120 岁之间').waitFor()
    await two.locator('[id="choice-age"] input[type=radio]').first().focus()
    await two.keyboard.press('3')
    await two.keyboard.type('?')
    await two.keyboard.press('Enter')
    await two.keyboard.press('Enter')
    await two.waitForURL(/\/paper\?show=compare/)
    const rows = await world.store.submissions.rows(world.collection.id, 0, 10)
    expect(rows.map(({ answers }) => JSON.parse(answers))).toEqual([
      { owns_car: 'no', age: null, wish: null },
    ])
    const sums = await world.store.paper.sums(world.collection.id)
    const marked = sums.filter(({ illegible, beyond }) => illegible + beyond > 0)
    expect(marked.map(({ kind, name, illegible, beyond }) => [kind, name, illegible, beyond])).toEqual([
      ['question', 'age', 1, 0],
      ['question', 'parks', 0, 1],
      ['question', 'wish', 1, 0],
    ])
  })

  test.each([1280, 360])('axe finds nothing, and nothing is wider than %s pixels', async (width) => {
    const page = await pageOf('lead', width)
    const base = `${served.origin}/collections/${world.collection.id}/paper`
    await page.goto(`${base}/entry`)
    await page.locator('#copy:focus').waitFor()
    await expectFine(page, 'number')
    await page.keyboard.type('000000-0')
    await page.keyboard.press('Enter')
    await page.getByText('卷号不对').first().waitFor()
    await expectFine(page, 'number refused')
    await begin(page, 1)
    await typeFields(page, ['B', 'x'])
    await expectFine(page, 'entry')
    await page.keyboard.press('Control+a')
    await typeFields(page, ['30', '好'])
    await page.keyboard.press('Enter')
    await page.waitForURL(/done=first/)
    await enter(await pageOf('investigator'), 1, ['B', '31', '好'], /done=compare/)
    await page.goto(`${base}/compare/1`)
    await expectFine(page, 'compare')
    await page.goto(base)
    await expectFine(page, 'copies')
    await page.goto(`${base}/sheets`)
    await expectFine(page, 'sheets')
  })

  test('a network that drops loses nothing, nor does a page that is drawn anew meanwhile', async () => {
    const page = await pageOf('investigator', 360)
    await begin(page, 3)
    await page.context().setOffline(true)
    await typeFields(page, ['A', 'B', '41'])
    await page.getByText('还没有保存，正在重试').waitFor()
    expect(await focused(page)).toBe('f-wish')
    await page.context().setOffline(false)
    await page.locator('#paper-state', { hasText: '已保存' }).waitFor()
    const [entry] = await world.store.paper.entries(world.collection.id, 3)
    expect(entry).toMatchObject({ fields: { owns_car: 'A', parks: 'B', age: '41' }, finished: false })
    await page.reload()
    await page.locator('#f-wish:focus').waitFor()
    expect(await page.locator('#f-age').inputValue()).toBe('41')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  })
})
