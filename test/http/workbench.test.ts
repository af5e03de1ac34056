/** The workbench through the front door: steps in the address, undo, recodes, saved sets that refresh, slips in words. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decoded, emptyStanding, encoded, redone, stepped, undone } from '../../server/workbench/state.ts'
import { send } from '../support/answers.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

let world: World
let analyst: SignedInAgent
let base: string
beforeAll(async () => {
  world = await makeWorld()
  analyst = await world.signIn('analyst')
  base = `/collections/${world.collection.id}/workbench`
  for (let i = 0; i < 40; i++)
    await send(world, { owns_car: i % 3 === 0 ? 'yes' : 'no', age: String(20 + i) })
})
afterAll(() => world.close())

/** Does one step and follows where it leads. */
async function step(address: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const reply = await analyst
    .post(address)
    .type('form')
    .send({ _csrf: analyst.csrf, ...fields })
  expect(reply.status).toBe(303)
  return reply.headers['location']!
}
const page = async (address: string) => (await analyst.get(address).expect(200)).text

describe('the workbench', () => {
  test('goes from variables to a table, a recode, a filter and back again', async () => {
    let at = await step(base, { do: 'add:rows:owns_car' })
    at = await step(at, {
      do: 'recode',
      recodeFrom: 'age',
      recodeName: 'age3',
      recodeLabel: '三段年龄',
      recodeKind: 'bands',
      recodeWhat: '30，50',
    })
    at = await step(at, { do: 'add:columns:age3' })
    const whole = await page(at)
    expect(whole).toContain('您家有汽车吗？ × 三段年龄')
    expect(whole).toContain('答卷 40 份')
    expect(whole).toContain('低于 30 (A)')
    at = await step(at, {
      do: 'condition:and',
      conditionVariable: 'age',
      conditionKind: 'from',
      conditionValue: '30',
    })
    expect(await page(at)).toContain('答卷 30 份')
    at = await step(at, { do: 'undo' })
    expect(await page(at)).toContain('答卷 40 份')
    at = await step(at, { do: 'redo' })
    expect(await page(at)).toContain('答卷 30 份')
    expect(await page(at)).not.toContain('value="redo"')
    at = await step(at, { do: 'undo' })
    // The same address gives the same page in the other language.
    const english = await analyst.get(at).set('cookie', 'diaoyan_locale=en')
    expect(english.status).toBe(200)
  })

  test('filters with groups of which one is enough, and adds to whichever group is meant', async () => {
    const condition = (variable: string, kind: string, value: string) => ({
      conditionVariable: variable,
      conditionKind: kind,
      conditionValue: value,
    })
    let at = await step(`${base}?rows=owns_car`, { do: 'condition:and', ...condition('age', 'to', '24') })
    expect(await page(at)).toContain('答卷 5 份')
    at = await step(at, { do: 'condition:or', ...condition('age', 'from', '50') })
    expect(await page(at)).toContain('答卷 15 份')
    // Of the first group only who owns a car: 20, 23; of the second all.
    at = await step(at, {
      do: 'condition:and',
      conditionGroup: '0',
      ...condition('owns_car', 'is', '有'),
    })
    expect(await page(at)).toContain('答卷 12 份')
    at = await step(at, { do: 'uncondition:1:0' })
    expect(await page(at)).toContain('答卷 2 份')
  })

  test('makes a table for each combination of layers', async () => {
    let at = await step(`${base}?rows=owns_car&columns=channel`, {
      do: 'recode',
      recodeFrom: 'age',
      recodeName: 'half',
      recodeKind: 'bands',
      recodeWhat: '40',
    })
    at = await step(at, { do: 'statistic', statistic: 'frequencies' })
    at = await step(at, { do: 'add:layers:half' })
    at = await step(at, { do: 'add:layers:channel' })
    const text = await page(at)
    expect(text).toContain('half: 低于 40')
    expect(text.match(/data-result="/g)).toHaveLength(2)
  })

  test('opens from a plain link, and shows one variable by itself', async () => {
    const text = await page(`${base}?rows=owns_car`)
    expect(text).toContain('data-result="0"')
    expect(text).not.toContain('NaN')
    expect(await page(`${base}?rows=owns_car&columns=age`)).toContain('没有可数的选项')
    expect(await page(`${base}?s=%00nonsense`)).toContain('请从变量里选一个')
  })

  test('saves a set that counts new answers, keeps its author, and goes away', async () => {
    let at = await step(`${base}?rows=owns_car`, { do: 'keep' })
    at = await step(at, { do: 'statistic', statistic: 'means' })
    at = await step(at, { do: 'swap' })
    const saved = await step(at, { do: 'save', saveName: '每周的表' })
    expect(await page(saved)).toContain('答卷 40 份')
    await send(world, { owns_car: 'no', age: '70' })
    const again = await page(saved)
    expect(again).toContain('答卷 41 份')
    expect(again).toContain(world.people.analyst.name)
    const script = await analyst.get(`${saved}/script.json`).expect(200)
    expect(JSON.parse(script.text)).toEqual({
      title: '每周的表',
      tables: [{ statistic: 'frequencies', rows: ['owns_car'] }],
    })
    const [, edit = ''] = /href="([^"]*workbench\?s=[^"]*)"/.exec(again) ?? []
    const over = await step(edit, { do: 'saveOver', saveName: '改了名' })
    expect(over).toBe(saved)
    expect(await page(base)).toContain('改了名')
    await step(saved, { do: 'delete' })
    await analyst.get(saved).expect(404)
  })

  test('says what was wrong in what was typed, and keeps it', async () => {
    const wrong = async (fields: Readonly<Record<string, string>>) =>
      (
        await analyst
          .post(base)
          .type('form')
          .send({ _csrf: analyst.csrf, ...fields })
          .expect(422)
      ).text
    const recode = { do: 'recode', recodeFrom: 'age', recodeName: 'age3', recodeKind: 'bands' }
    expect(await wrong({ ...recode, recodeWhat: '50, 30' })).toContain('没有看懂')
    expect(await wrong({ ...recode, recodeName: 'owns_car', recodeWhat: '30' })).toContain('这个名称已经有了')
    expect(await wrong({ ...recode, recodeKind: 'groups', recodeWhat: 'a = b' })).toContain('不适用于')
    const condition = { do: 'condition:and', conditionVariable: 'owns_car', conditionKind: 'is' }
    expect(await wrong({ ...condition, conditionValue: '也许' })).toContain('“也许”不是这道题的选项')
    expect(
      await wrong({ ...condition, conditionVariable: 'age', conditionKind: 'to', conditionValue: '很老' }),
    ).toContain('“很老”不是数字')
    expect(await wrong({ do: 'margin', marginVariable: 'owns_car', marginShares: 'yes ~ 3' })).toContain(
      '边际没有看懂',
    )
    expect(await wrong({ do: 'weights', trimLower: '3' })).toContain('截断的倍数')
    expect(await wrong({ do: 'load', script: '{"tables": 3}' })).toContain('问题在 tables')
    expect(await wrong({ do: 'save', saveName: ' ' })).toContain('请给它起个名称')
  })

  test('rakes to margins, and tells a weight that cannot be', async () => {
    const at = await step(`${base}?rows=owns_car`, {
      do: 'margin',
      marginVariable: 'owns_car',
      marginShares: '有 = 50%\n没有 = 50%',
    })
    const text = await page(at)
    expect(text).toContain('加权后占比')
    expect(text).toContain('50.0%')
  })

  test('is for analysts: a leader is refused, also with a post', async () => {
    const leader = await world.signIn('leader')
    await leader.get(`${base}?rows=owns_car`).expect(403)
    await leader.post(base).type('form').send({ _csrf: leader.csrf, do: 'save', saveName: 'x' }).expect(403)
  })
})

describe('the address', () => {
  test('carries a state and its past, drops the oldest steps first, and refuses what is too long', () => {
    const withRows = (rows: readonly string[]) => ({
      ...emptyStanding.now,
      table: { ...emptyStanding.now.table, rows },
    })
    let standing = emptyStanding
    for (let k = 0; k < 30; k++) standing = stepped(standing, withRows([`v${k}`]))
    expect(stepped(standing, withRows(['v29']))).toBe(standing)
    const back = decoded(encoded(standing)!)
    expect(back.now).toEqual(standing.now)
    expect(back.before.length).toBe(20)
    expect(undone(back).now.table.rows).toEqual(['v28'])
    expect(redone(undone(undone(back))).now.table.rows).toEqual(['v28'])
    const taken = undone(undone(back))
    expect(decoded(encoded(taken)!)).toEqual(taken)
    expect(redone(redone(taken))).toEqual(back)
    expect(redone(back)).toBe(back)
    expect(stepped(taken, withRows(['new'])).after).toEqual([])
    const noise = Array.from({ length: 60 }, (_, k) => `${k}${Math.sin(k).toString(36).repeat(12)}`)
    const long = stepped(stepped(emptyStanding, withRows(noise.slice(0, 20))), withRows(noise.slice(20, 40)))
    const text = encoded(long)
    if (text !== null) expect(decoded(text).now).toEqual(long.now)
    expect(decoded('x'.repeat(10_000))).toEqual(emptyStanding)
    expect(decoded('AAAA')).toEqual(emptyStanding)
  })
})
