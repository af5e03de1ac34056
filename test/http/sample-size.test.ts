import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { numberOf, strataOf } from '../../server/pages/sampling/strata.ts'
import { catalogues } from '../../server/locale/index.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

let world: World
let lead: SignedInAgent
beforeAll(async () => {
  world = await makeWorld()
  lead = await world.signIn('lead')
})
afterAll(() => world.close())

const ask = (query: Readonly<Record<string, string>>) =>
  lead.get(`/tools/sample-size?${new URLSearchParams({ level: '95', ...query }).toString()}`)
const sentenceOf = (html: string) => /id="sentence">([^<]*)</.exec(html)?.[1] ?? ''

describe('The sample size calculator', () => {
  test('shows the ordinary values and works nothing out unasked', async () => {
    const reply = await lead.get('/tools/sample-size')
    expect(reply.status).toBe(200)
    expect(reply.text).toContain('样本量计算器')
    expect(reply.text).toMatch(/name="share" value="50"/)
    expect(reply.text).not.toContain('id="result"')
  })

  test('gives the size and a sentence for the plan', async () => {
    const reply = await ask({
      share: '30',
      margin: '4',
      population: '25000',
      designEffect: '1.6',
      responseRate: '65',
    })
    expect(reply.status).toBe(200)
    // The reference case V/ss.proportion/03: 791 completes, 1217 invitations
    expect(sentenceOf(reply.text)).toBe(
      '以 95% 的置信水平、±4 个百分点的误差估计比例（预计 30%），总体 25,000 人，设计效应 1.6，需完成 791 份答卷；按 65% 的回答率，应邀请 1,217 人。',
    )
    expect(reply.text).toContain('data-copy="以 95%')
  })

  test('for a mean, in English', async () => {
    const query = new URLSearchParams({ measure: 'mean', sd: '420', meanMargin: '35', level: '95', population: '3,000', designEffect: '1.4', responseRate: '70%' }) // prettier-ignore
    const reply = await lead.get(`/tools/sample-size?${query.toString()}`).set('Cookie', 'locale=en')
    // The reference case V/ss.mean/02: 654 completes, 935 invitations
    expect(reply.text).toMatch(/654/)
    expect(reply.text).toMatch(/935/)
  })

  test('shares the sample out over pasted strata', async () => {
    const strata = '甲区\t12000\r\n乙区\t5400\n丙区，2,600\n丁区 900'
    const reply = await ask({ share: '50', margin: '5', strata, rule: 'proportional', minimum: '30' })
    expect(reply.status).toBe(200)
    const table = /data-table="main"[\s\S]*?<\/table>/.exec(reply.text)?.[0] ?? ''
    const cells = [...table.matchAll(/<data value="([^"]+)">/g)].map(([, value]) => Number(value))
    // Population, sample and fraction of four strata and of all; 378 = ceiling of 384.15 / (1 + 383.15 / 20900)
    expect(cells.filter((_, k) => k % 3 === 0)).toEqual([12000, 5400, 2600, 900, 20900])
    const samples = cells.filter((_, k) => k % 3 === 1)
    expect(samples.at(-1)).toBe(378)
    expect(samples.slice(0, 4).reduce((a, b) => a + b)).toBe(378)
    expect(samples[3]).toBe(30)
    expect(reply.text).toContain('提高到最低样本量的层：丁区')
  })

  test('keeps what was typed and names what is wrong at its field', async () => {
    const reply = await ask({ share: '120', margin: 'abc', population: '-5', designEffect: '0', responseRate: '0', strata: '东区 多少' }) // prettier-ignore
    expect(reply.status).toBe(422)
    for (const field of ['share', 'margin', 'population', 'designEffect', 'responseRate', 'strata'])
      expect(reply.text).toContain(`href="#${field}"`)
    expect(reply.text).toContain('value="abc"')
    expect(reply.text).toContain('东区 多少</textarea>')
    expect(reply.text).not.toContain('id="result"')
  })

  test.each([
    [{ strata: '东区 100' }, 'strata', '只有一层'],
    [{ strata: '东区 100\n东区 200' }, 'strata', '出现了两次'],
    [{ strata: '东区 1000\n西区 2000', population: '5000' }, 'population', '3000'],
    [{ strata: '东区 1000\n西区 2000', minimum: '900' }, 'minimum', '1800'],
    [{ strata: '东区 1000\n西区 2000', rule: 'neyman' }, 'strata', '标准差'],
    [{ strata: '东区 1000 0\n西区 2000 0', rule: 'neyman' }, 'strata', '标准差大于 0'],
    [{ strata: '东区 1000 0\n西区 20 5', rule: 'neyman' }, 'strata', '标准差大于 0'],
    [{ strata: '东区 1.5\n西区 20' }, 'strata', '第 1 行'],
  ])('refuses %o by name', async (query, field, words) => {
    const reply = await ask(query)
    expect(reply.status).toBe(422)
    expect(reply.text).toContain(`href="#${field}"`)
    expect(reply.text).toContain(words)
  })

  test('says when everyone has to be asked, and lets an address with nonsense be', async () => {
    const reply = await ask({ margin: '1', population: '300', designEffect: '2' })
    expect(sentenceOf(reply.text)).toContain('应对全部 300 人做全数调查')
    expect((await ask({ level: '1e9', rule: 'x', measure: 'y', minimum: '' })).status).toBe(200)
  })

  test('is open to anyone signed in, and linked from where a collection is set up', async () => {
    expect((await lead.get(`/topics/${world.topic.id}/collections/new`)).text).toContain(
      'href="/tools/sample-size"',
    )
    const investigator = await world.signIn('investigator')
    expect((await investigator.get('/tools/sample-size')).status).toBe(200)
  })

  test('escapes what was typed', async () => {
    const reply = await ask({ strata: '<b>东</b> 100\n<script>西</script> 200', margin: '5' })
    expect(reply.status).toBe(200)
    expect(reply.text).not.toContain('<script>西')
    expect(reply.text).not.toContain('<b>东')
  })
})

describe('Pasted strata', () => {
  const t = catalogues.en

  test('come from spreadsheets, lists and by hand', () => {
    expect(strataOf('A 区 1,200 3.5\n\n B、2000\nC\t300\t0\n５０ ６０', t)).toEqual([
      { name: 'A 区', size: 1200, sd: 3.5 },
      { name: 'B', size: 2000, sd: null },
      { name: 'C', size: 300, sd: 0 },
      { name: '50', size: 60, sd: null },
    ])
    expect(strataOf('', t)).toEqual([])
    expect(strataOf('1200', t)).toContain('Line 1')
    expect(strataOf(Array.from({ length: 501 }, (_, k) => `s${k} 5`).join('\n'), t)).toContain('500')
  })

  test('have numbers as people type them', () => {
    expect(['１２', '1,234', '50 %', '.5', '+3', '1e5', '', '1,23', 'NaN'].map(numberOf)).toEqual([
      12,
      1234,
      50,
      0.5,
      3,
      null,
      null,
      null,
      null,
    ])
  })
})
