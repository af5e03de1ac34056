/** Questionnaires on A4 in a real Chromium: every template and every type of question, in both languages, made a PDF. */

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import { withoutMarkdown } from '../../server/form/markdown.ts'
import { paperOutline } from '../../server/form/paper/outline.ts'
import { questionsOf } from '../../server/form/walk.ts'
import type { FormKind } from '../../server/store/store.ts'
import type { FormSource } from '../../server/form/form.ts'
import { templates } from '../../server/templates/index.ts'
import { chromiumIsHere, openBrowser, serve, type Served } from '../support/browser.ts'
import { gallery } from '../support/gallery.ts'
import { makeWorld, type World } from '../support/world.ts'

const forms: readonly (readonly [id: string, kind: FormKind, source: FormSource])[] = [
  ['every type of question', 'questionnaire', gallery()],
  ...templates.map(({ id, kind, source }) => [id, kind, source] as const),
]
/** A4 less its margins, at 96 pixels an inch. */
const printWidth = 680

describe.skipIf(!chromiumIsHere)('printed questionnaires', () => {
  let world: World
  let served: Served
  let browser: Browser
  let context: BrowserContext
  let page: Page
  beforeAll(async () => {
    world = await makeWorld()
    served = await serve(world.app)
    browser = await openBrowser()
    context = await browser.newContext({ viewport: { width: printWidth, height: 1000 }, locale: 'zh-CN' })
    const { cookie } = await world.session('lead')
    const at = cookie.indexOf('=')
    await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: served.origin }])
    page = await context.newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
    expect(world.mistakes).toEqual([])
    await world.close()
  })

  test.each(forms)('%s', async (id, kind, source) => {
    const { form } = compileForm(source)
    if (!form) throw new Error(`${id} does not compile`)
    const draft = await world.store.forms.add({ topicId: world.topic.id, kind, title: id, source })
    for (const language of form.languages) {
      const address = new URLSearchParams({ l: language, codes: '1', guidance: '1', rows: '2' }).toString()
      const reply = await page.goto(`${served.origin}/forms/${draft}/paper?${address}`)
      expect(reply?.status()).toBe(200)
      await page.emulateMedia({ media: 'print' })
      expect(await page.evaluate(clippedOrOverlapping)).toEqual([])
      const shown = ((await page.locator('.copy').textContent()) ?? '').replaceAll(/\s+/g, '')
      for (const question of questionsOf(form)) {
        const printed = paperOutline(form).places.has(question.name)
        const label = question.label?.[language] ?? ''
        if (!printed || label.includes('${')) continue
        expect(shown, question.name).toContain(withoutMarkdown(label).replaceAll(/\s+/g, ''))
      }
      expect(shown).not.toMatch(/\$\{|undefined|NaN|\[object/)
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
      expect(pagesOf(pdf)).toBeGreaterThan(0)
    }
  })

  test('a version, its languages and what is chosen stand in the address; a form with mistakes is told', async () => {
    const draft = await world.store.forms.add({
      topicId: world.topic.id,
      kind: 'questionnaire',
      title: '坏的',
      source: { survey: [{ row: 2, cells: { type: 'nothing', name: 'q' } }], choices: [], settings: [] },
    })
    await page.goto(`${served.origin}/forms/${draft}/paper`)
    expect(page.url()).toContain(`/topics/${world.topic.id}`)
    expect(await page.getByText('表单还有错误，改正后才能打印。').isVisible()).toBe(true)
    await page.emulateMedia({ media: null })
    await page.goto(`${served.origin}/forms/${world.formId}/paper`)
    await page.getByLabel('版本').selectOption('1')
    await page.waitForURL(/version=1/)
    await page.getByLabel('在选项旁印录入代码').check()
    await page.getByRole('button', { name: '更新' }).click()
    await page.waitForURL(/codes=1/)
    expect(await page.locator('.code').first().textContent()).toBe('yes')
    expect(await page.getByText('请跳至第 3 题').count()).toBe(1)
    expect(await page.getByText('（仅当第 1 题选 A 时回答本题）').count()).toBe(1)
    expect((await page.goto(`${served.origin}/forms/${world.formId}/paper?version=7`))?.status()).toBe(404)
  })
})

/** What is wider than its box, and blocks that lie upon each other; runs in the page. */
function clippedOrOverlapping(): readonly string[] {
  const wrong: string[] = []
  for (const element of document.querySelectorAll<HTMLElement>('.copy, .copy *')) {
    const inline = getComputedStyle(element).display === 'inline'
    if (!inline && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
      wrong.push(`wide: ${element.className} ${element.textContent.slice(0, 40)}`)
  }
  const blocks = [...document.querySelectorAll('.copy .block')].map((block) => block.getBoundingClientRect())
  blocks.forEach((block, at) => {
    const before = blocks[at - 1]
    const inside = before !== undefined && block.bottom <= before.bottom + 1
    if (before && !inside && block.top < before.bottom - 1) wrong.push(`block ${at} lies on the one before`)
  })
  return wrong
}

function pagesOf(pdf: Buffer): number {
  expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
}
