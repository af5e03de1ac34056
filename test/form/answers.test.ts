import { describe, expect, test } from 'vitest'
import { checkAnswers, formState, startingAnswers } from '../../server/form/answers.ts'
import type { Form } from '../../server/form/form.ts'
import { form, surroundings } from './rows.ts'

const check = (of: Form, raw: Readonly<Record<string, unknown>>, only?: ReadonlySet<string>) =>
  checkAnswers(of, raw, surroundings, only)
const codes = (of: Form, raw: Readonly<Record<string, unknown>>) =>
  check(of, raw).refusals.map((refusal) => `${refusal.name} ${refusal.code}`)

describe('the truth table', () => {
  const asked = form(`
    type    | name | label | required | relevant       | constraint | constraint_message | required_message
    text    | gate | Gate  |          |                |            |                    |
    integer | age  | Age   | yes      | \${gate} = 'y' | . >= 18    | 须满 18 岁          | 请填写年龄
  `)

  test('a question that is not relevant is absent and never refused, whatever was sent in', () => {
    expect(check(asked, { gate: 'n', age: 'nonsense' })).toMatchObject({
      answers: { gate: 'n' },
      refusals: [],
    })
    expect(check(asked, { gate: 'n', age: '3' }).answers).not.toHaveProperty('age')
  })
  test('a blank fails only required, and says the form’s own words', () => {
    expect(check(asked, { gate: 'y', age: ' ' }).refusals).toEqual([
      { name: 'age', at: 'age', code: 'required', params: {}, message: { '': '请填写年龄' } },
    ])
    expect(check(asked, { gate: 'y' }).answers).toEqual({ gate: 'y', age: null })
  })
  test('a value fails only its constraint', () => {
    expect(check(asked, { gate: 'y', age: '17' }).refusals).toEqual([
      { name: 'age', at: 'age', code: 'constraint', params: {}, message: { '': '须满 18 岁' } },
    ])
    expect(check(asked, { gate: 'y', age: '18' })).toMatchObject({ answers: { age: 18 }, refusals: [] })
  })
  test('what is not of the type is refused once, before required and constraint', () => {
    expect(codes(asked, { gate: 'y', age: 'old' })).toEqual(['age notNumber'])
  })
  test('a blank that need not be answered is null', () => {
    expect(check(asked, {}).answers).toEqual({ gate: null })
  })
  test('only keeps the refusals to the names of a page, and all answers', () => {
    const two = form(`
      type | name | label | required
      text | a    | A     | yes
      text | b    | B     | yes
    `)
    const first = check(two, {}, new Set(['a']))
    expect(first.refusals.map(({ name }) => name)).toEqual(['a'])
    expect(first.answers).toEqual({ a: null, b: null })
  })
})

describe('relevance', () => {
  const nested = form(`
    type        | name  | label | relevant
    integer     | n     | N     |
    begin_group | outer | Outer | \${n} > 1
    begin_group | inner | Inner | \${n} > 2
    text        | deep  | Deep  |
    end_group   |       |       |
    text        | flat  | Flat  |
    end_group   |       |       |
    note        | end   | End   | \${deep} != ''
  `)
  test('a group that is not relevant takes everything in it along', () => {
    const raw = { deep: 'd', flat: 'f' }
    expect(check(nested, { ...raw, n: 1 }).answers).toEqual({ n: 1 })
    expect(check(nested, { ...raw, n: 2 }).answers).toEqual({ n: 2, flat: 'f' })
    expect(check(nested, { ...raw, n: 3 }).answers).toEqual({ n: 3, deep: 'd', flat: 'f' })
  })
  test('a skipped value counts as blank for others', () => {
    expect([...check(nested, { n: 2, deep: 'd' }).relevant]).toEqual(['n', 'outer', 'flat'])
    expect([...formState(nested, { n: 3, deep: 'd' }, surroundings).relevant]).toEqual([
      'n',
      'outer',
      'inner',
      'deep',
      'flat',
      'end',
    ])
  })
  test('order in the sheet does not matter', () => {
    const late = form(`
      type      | name  | label | relevant       | calculation
      text      | first | First | \${total} > 10 |
      calculate | total |       |                | \${a} + \${b}
      integer   | a     | A     |                |
      integer   | b     | B     |                |
    `)
    expect(check(late, { first: 'x', a: '6', b: '5' }).answers).toEqual({ first: 'x', total: 11, a: 6, b: 5 })
    expect(check(late, { first: 'x', a: '6', b: '4' }).answers).toEqual({ total: 10, a: 6, b: 4 })
    expect(late.calculations).toEqual(['total'])
  })
})

describe('calculations', () => {
  const sums = form(`
    type      | name   | label | calculation                        | read_only | default
    integer   | a      | A     |                                    |           |
    integer   | b      | B     |                                    |           |
    calculate | sum    |       | \${a} + \${b}                      |           |
    calculate | twice  |       | \${sum} * 2                        |           |
    calculate | both   |       | \${a} > 1 and \${b} > 1            |           |
    calculate | word   |       | if(\${both}, 'yes', 'no')          |           |
    integer   | half   | Half  | \${sum} div 2                      | yes       |
    date      | due    | Due   | today() + 7                        | yes       |
    text      | fixed  | Fixed |                                    | yes       | v1
    calculate | filed  |       | once(\${a})                        |           |
  `)
  test('they are made anew from the answers, whatever was sent in for them', () => {
    expect(
      check(sums, { a: '2', b: '3', sum: '99', word: 'hack', half: '7', due: 'x', fixed: 'v9' }).answers,
    ).toEqual({
      a: 2,
      b: 3,
      sum: 5,
      twice: 10,
      both: 1,
      word: 'yes',
      half: 2,
      due: '2026-12-01',
      fixed: 'v1',
      filed: 2,
    })
  })
  test('what cannot be computed is blank, never NaN', () => {
    expect(check(sums, { a: '2' }).answers).toMatchObject({
      sum: null,
      twice: null,
      half: null,
      both: 0,
      word: 'no',
    })
  })
  test('once keeps what stands already', () => {
    expect(check(sums, { a: '2', filed: '7' }).answers).toMatchObject({ filed: '7' })
  })
})

describe('choices', () => {
  const places = form(
    `
    type                          | name     | label    | choice_filter               | constraint
    select_one province           | province | Province |                             |
    select_one city               | city     | City     | province = \${province}     |
    select_multiple use or_other  | use      | Use      |                             | not(selected(., 'none') and count-selected(.) > 1)
    rank use                      | order    | Order    |                             |
    `,
    `
    list_name | name  | label | province | missing
    province  | zj    | 浙江   |          |
    province  | js    | 江苏   |          |
    province  | 99    | 拒答   |          | 拒答
    city      | hz    | 杭州   | zj       |
    city      | nj    | 南京   | js       |
    use       | work  | 工作   |          |
    use       | home  | 家用   |          |
    use       | none  | 没有   |          | not_applicable
    `,
  )
  test('a filter keeps the choices that fit, and refuses one that does not', () => {
    const state = formState(places, { province: 'zj' }, surroundings)
    expect(state.choices.get('city')?.map(({ value }) => value)).toEqual(['hz'])
    expect(check(places, { province: 'zj', city: 'hz' }).refusals).toEqual([])
    expect(codes(places, { province: 'zj', city: 'nj' })).toEqual(['city notChoice'])
  })
  test('several choices are kept in the order of the list, each once', () => {
    expect(check(places, { use: ['home', 'work', 'home'] }).answers['use']).toEqual(['work', 'home'])
    expect(check(places, { use: 'home work' }).answers['use']).toEqual(['work', 'home'])
  })
  test('an exclusive choice is a constraint', () => {
    expect(codes(places, { use: ['none', 'work'] })).toEqual(['use constraint'])
    expect(codes(places, { use: ['none'] })).toEqual([])
  })
  test('or_other adds a choice and asks for it in words', () => {
    expect(check(places, { use: ['other'], use_other: '种菜' }).answers).toMatchObject({
      use: ['other'],
      use_other: '种菜',
    })
    expect(check(places, { use: ['work'], use_other: '种菜' }).answers).not.toHaveProperty('use_other')
    expect(places.lists['use']).toHaveLength(3)
  })
  test('a ranking holds every choice once', () => {
    expect(check(places, { order: ['none', 'work', 'home'] }).answers['order']).toEqual([
      'none',
      'work',
      'home',
    ])
    expect(codes(places, { order: ['none', 'work'] })).toEqual(['order rankIncomplete'])
    expect(codes(places, { order: ['none', 'none', 'work'] })).toEqual(['order repeatedChoice'])
  })
  test('missing kinds are told apart by the form only', () => {
    expect(places.lists['province']?.map(({ missing }) => missing)).toEqual([null, null, 'refused'])
  })
})

describe('what comes from outside', () => {
  const plain = form(`
    type    | name | label
    text    | a    | A
    integer | n    | N
  `)
  test('names that the form does not have are left aside, those of every object too', () => {
    const raw = JSON.parse('{"a":"x","__proto__":{"n":"1"},"constructor":"y","zzz":1}') as Record<
      string,
      unknown
    >
    expect(check(plain, raw).answers).toEqual({ a: 'x', n: null })
  })
  test('shapes that no form sends are refused', () => {
    expect(codes(plain, { a: { b: 1 }, n: [1, 2] })).toEqual(['a badShape', 'n badShape'])
    expect(codes(plain, { a: true, n: [[['1']]] })).toEqual(['a badShape', 'n badShape'])
  })
})

test('defaults stand in a form that is opened, and are not put back where a person cleared them', () => {
  const opened = form(`
    type    | name | label | default
    integer | n    | N     | 3
    date    | d    | D     | today()
    integer | m    | M     | \${n} + 1
  `)
  expect(startingAnswers(opened, surroundings)).toEqual({ n: '3', d: '2026-11-24', m: 4 })
  expect(check(opened, { n: '' }).answers).toEqual({ n: null, d: null, m: null })
})

test('the state of a form says which questions must be answered now', () => {
  const asked = form(`
    type    | name | label | required
    integer | n    | N     |
    text    | why  | Why   | \${n} > 5
  `)
  expect([...formState(asked, { n: '6' }, surroundings).required]).toEqual(['why'])
  expect([...formState(asked, { n: '5' }, surroundings).required]).toEqual([])
})
