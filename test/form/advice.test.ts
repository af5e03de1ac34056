/** Advice on questionnaires: each rule finds what it is for and leaves alone what is sound. */

import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adviceCodes, adviseOn } from '../../server/form/advice/advice.ts'
import { bandOf } from '../../server/form/advice/bands.ts'
import { minutesOf } from '../../server/form/advice/length.ts'
import { canHold, type Domain } from '../../server/form/advice/truth.ts'
import { checkAnswers } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import { parseExpression } from '../../server/form/expression.ts'
import type { Form } from '../../server/form/form.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { catalogues, say } from '../../server/locale/index.ts'
import { templates } from '../../server/templates/index.ts'

type Cells = Readonly<Record<string, string>>

/** Rows as cells; choices as `list: a=甲, b=乙(dont_know)`. */
function formOf(survey: readonly Cells[], lists: readonly string[] = [], lenient = false): Form {
  const choices = lists.flatMap((line) => {
    const [list = '', rest = ''] = line.split(': ')
    return rest.split(', ').map((part, index): Cells => {
      const [, value, label = '', missing = ''] = /^(?:(\w+)=)?(.*?)(?:\((\w+)\))?$/.exec(part) ?? []
      return { list_name: list, name: value ?? String(index + 1), label, ...(missing ? { missing } : {}) }
    })
  })
  const rows = (all: readonly Cells[]) => all.map((cells, index) => ({ row: index + 2, cells }))
  const { form, complaints } = compileForm({
    survey: rows(survey),
    choices: rows(choices),
    settings: [],
    lenient,
  })
  if (!form) throw new Error(JSON.stringify(complaints))
  return form
}

const found = (form: Form) => adviseOn(form).map(({ code, name }) => `${code} ${name}`.trim())
const one = (label: string, choices: string, more: Cells = {}) =>
  found(formOf([{ type: `${more['type'] ?? 'select_one'} l`, name: 'q', label, ...more, ...(more['type'] ? { type: `${more['type']} l` } : {}) }], [`l: ${choices}`])) // prettier-ignore

describe('rules that can never hold', () => {
  const survey = [
    { type: 'select_one yn', name: 'been', label: '来过大厅吗' },
    { type: 'integer', name: 'age', label: '年龄', constraint: '. >= 16 and . <= 110' },
    { type: 'select_multiple m', name: 'why', label: '来做什么', relevant: "${been} = 'yes'" },
  ]
  const lists = ['yn: yes=来过, no=没有', 'm: a=办证, b=缴费']
  const shown = (relevant: string) =>
    found(formOf([...survey, { type: 'text', name: 'q', label: '说说看', relevant }], lists))

  test.each([
    "${been} = 'yes' and ${been} = 'no'",
    "${been} = 'yess'",
    "selected(${been}, 'maybe')",
    '${age} < 12',
    '${age} > 60 and ${age} < 50',
    '${age} >= 17 and ${age} < 18 and ${age} != 17',
    "selected(${why}, 'a') and not(selected(${why}, 'a'))",
    'count-selected(${why}) > 2',
    // The other question is not shown then.
    "selected(${why}, 'a') and ${been} = 'no'",
    "not(${been} != 'yes') and ${been} = 'no'",
    'false()',
  ])('%s is never true', (relevant) => {
    expect(shown(relevant)).toEqual(['neverShown q'])
  })

  test.each([
    "${been} = 'yes' or ${been} = 'no'",
    "${been} != 'yes'",
    "${been} = ''",
    '${age} >= 60',
    '${age} > 16 and ${age} < 18',
    "selected(${why}, 'a') and selected(${why}, 'b')",
    'count-selected(${why}) = 2',
    // What is not understood may be true.
    "string-length(${been}) > 9 and ${been} = 'yes'",
    '${age} + 1 > 200',
    'not(${age} < 200)',
    "not(selected(${why}, 'zzz'))",
  ])('%s may be true', (relevant) => {
    expect(shown(relevant)).toEqual([])
  })

  test('a check that nobody can pass, and a question in a group that is never shown', () => {
    const check = (constraint: string, type = 'integer') =>
      found(formOf([{ type, name: 'q', label: '几口人', constraint }]))
    expect(check('. >= 10 and . <= 1')).toEqual(['neverAccepted q'])
    expect(check('. > 1 and . < 2')).toEqual(['neverAccepted q'])
    expect(check('. > 1 and . < 2', 'decimal')).toEqual([])
    expect(check('. >= 1 and . <= 10')).toEqual([])
    const inside = formOf([...survey, { type: 'begin_group', name: 'g', label: '组', relevant: '${age} > 200' }, { type: 'text', name: 'q', label: '说说看' }, { type: 'end_group' }], lists) // prettier-ignore
    expect(found(inside)).toEqual(['neverShown q'])
  })

  test('"never" is only said where no answers at all make it true', () => {
    const values = ['', 'yes', 'no']
    const atom = fc.oneof(
      fc.tuple(fc.constantFrom('=', '!='), fc.constantFrom('yes', 'no', 'x')).map(([op, v]) => `\${been} ${op} '${v}'`),
      fc.tuple(fc.constantFrom('=', '!=', '<', '<=', '>', '>='), fc.nat(6)).map(([op, v]) => `\${n} ${op} ${v}`),
      fc.tuple(fc.constantFrom('=', '<', '>='), fc.nat(3)).map(([op, v]) => `count-selected(\${m}) ${op} ${v}`),
      fc.constantFrom("selected(${m}, 'a')", "selected(${m}, 'b')", "selected(${m}, 'c')", "not(selected(${m}, 'a'))", 'true()', '${n} + 1 > 3'),
    ) // prettier-ignore
    const expression = fc.letrec<{ e: string }>((tie) => ({
      e: fc.oneof(
        { maxDepth: 3 },
        atom,
        fc.tuple(tie('e'), fc.constantFrom('and', 'or'), tie('e')).map(([a, op, b]) => `(${a} ${op} ${b})`),
        tie('e').map((a) => `not(${a})`),
      ),
    })).e
    const rows = [
      { type: 'select_one yn', name: 'been', label: 'A' },
      { type: 'integer', name: 'n', label: 'B', constraint: '. >= 1 and . <= 4' },
      { type: 'select_multiple m', name: 'm', label: 'C' },
    ]
    const given = values.flatMap((been) =>
      ['', '1', '2', '3', '4'].flatMap((n) => [[], ['a'], ['b'], ['a', 'b']].map((m) => ({ been, n, m }))),
    )
    const surroundings = { today: '2026-11-25', now: '2026-11-25T08:00:00+08:00', matches: () => true }
    let never = 0
    fc.assert(
      fc.property(expression, (relevant) => {
        const form = formOf([...rows, { type: 'text', name: 'q', label: 'Q', relevant }], ['yn: yes=a, no=b', 'm: a=a, b=b']) // prettier-ignore
        const said = found(form).includes('neverShown q')
        const possible = given.some((raw) => checkAnswers(form, raw, surroundings).relevant.has('q'))
        if (said) never += 1
        if (said) expect(possible).toBe(false)
      }),
      { numRuns: 400, seed: 7 },
    )
    expect(never).toBeGreaterThan(20)
  })

  test('a flood of alternatives is no reason to wait', () => {
    const any = (name: string): Domain => (name === 'n' ? { kind: 'number', whole: true, from: 0, to: 9, constraint: null } : { kind: 'any' }) // prettier-ignore
    const wide = Array.from({ length: 40 }, (_, k) => `(\${n} = ${k} or \${n} = ${k + 1})`).join(' and ')
    const { expression } = parseExpression(wide)
    expect(canHold(expression ? [expression] : [], any)).toBe(true)
  })
})

describe('bands', () => {
  test.each([
    ['18岁以下, 18—30岁, 30—45岁, 45—60岁, 60岁以上', 'bandsOverlap q'],
    ['18岁以下, 18-29岁, 31-45岁, 46岁及以上', 'bandsGapAt q'],
    ['不满18岁, 19-30岁, 31岁及以上', 'bandsGapAt q'],
    ['1万元以下, 1-3万元, 3-5万元, 5万元以上', 'bandsOverlap q'],
    ['under 18, 18 to 30, 30 to 50, over 50', 'bandsOverlap q'],
    ['1–3人, 4–6人, 8人及以上', 'bandsGapAt q'],
  ])('%s', (choices, expected) => {
    expect(one('范围是', choices)).toEqual([expected])
  })

  test.each([
    '18岁以下, 18—30岁, 31—45岁, 46—60岁, 60岁以上',
    '不满18岁, 18-30岁, 31-60岁, 61岁及以上',
    '2000元及以下, 2001-5000元, 5001-8000元, 8000元以上, 不愿回答(refused)',
    '1年以下, 1-3年(不含3年), 3-5年(不含5年), 5年及以上',
    'under 18, 18 to 30, 31 to 50, 51 or older',
    '6个月以下, 1-3年, 3年以上',
    '一楼, 二楼, 三楼',
  ])('%s is sound', (choices) => {
    expect(one('范围是', choices).filter((code) => code.startsWith('bands'))).toEqual([])
  })

  test('numbers are read with their scale and their sides', () => {
    expect(bandOf('５万元及以下')).toMatchObject({ to: 50_000, withTo: true })
    expect(bandOf('1–5万元')).toMatchObject({ from: 10_000, to: 50_000 })
    expect(bandOf('1,000 or more')).toMatchObject({ from: 1000, withFrom: true })
    expect(bandOf('满意')).toBeNull()
  })
})

describe('scales and lists', () => {
  test('a scale leans where one side has more steps', () => {
    expect(one('您满意吗', '非常满意, 满意, 比较满意, 一般, 不满意')).toContain('unbalancedScale q')
    expect(one('您满意吗', '非常满意, 比较满意, 一般, 不太满意, 非常不满意')).toEqual([])
    expect(one('您同意吗', '非常同意, 比较同意, 既不同意也不反对, 不太同意, 非常不同意')).toEqual([])
    expect(one('How satisfied', 'Very satisfied, Satisfied, Somewhat satisfied, Dissatisfied')).toContain('unbalancedScale q') // prettier-ignore
    expect(one('质量如何', '很好, 较好, 一般, 较差, 很差')).toEqual([])
  })

  test('a place for everybody', () => {
    expect(one('主要原因是什么', '没时间, 太远, 太贵, 不会用')).toEqual(['missingOther q'])
    expect(one('主要原因是什么', '没时间, 太远, 太贵, 其他')).toEqual([])
    const several = { type: 'select_multiple', required: 'yes' }
    expect(one('遇到过哪些困难', '融资难, 招工难, 用地难, 其他', several)).toEqual(['missingNone q'])
    expect(one('遇到过哪些困难', '融资难, 招工难, 其他, 没有困难', several)).toEqual([])
    expect(one('您对政策落实满意吗', '满意, 一般, 不满意', { required: 'yes' })).toEqual([])
    const five = '非常满意, 比较满意, 一般, 不太满意, 非常不满意'
    expect(one('您对政策落实满意吗', five, { required: 'yes' })).toEqual(['missingDontKnow q'])
    expect(one('您对政策落实满意吗', `${five}, 不清楚(dont_know)`, { required: 'yes' })).toEqual([])
    const many = Array.from({ length: 14 }, (_, k) => `事项${'甲乙丙丁戊己庚辛壬癸子丑寅卯'[k]}`).join(', ')
    expect(one('您办的是哪一项', many)).toEqual(['longList q'])
    expect(one('您所在的乡镇', many)).toEqual([])
  })
})

describe('wording', () => {
  const five = '非常满意, 比较满意, 一般, 不太满意, 非常不满意'
  test.each([
    ['您对工作人员的态度和办事效率是否满意？', 'doubleBarrelled q'],
    ['How satisfied are you with the speed and the politeness?', 'doubleBarrelled q'],
    ['众所周知，绿化很重要，您满意吗？', 'leading q'],
    ['您不觉得服务有改善吗？', 'leading q'],
    ["Don't you think the service is better?", 'leading q'],
    ['您是否反对不开放停车场？', 'doubleNegative q'],
  ])('%s', (label, expected) => {
    expect(one(label, five)).toContain(expected)
  })

  test.each([
    '您对工作人员的服务态度是否满意？',
    '您对党委和政府的工作是否满意？',
    '您觉得办事方便不方便？',
    '您对不同窗口的服务满意吗？',
    'How satisfied are you with the opening hours?',
  ])('%s is sound', (label) => {
    expect(one(label, five)).toEqual([])
  })
})

describe('personal and sensitive questions', () => {
  test('names and numbers are marked, and stand against a promise of anonymity', () => {
    const asks = (more: Cells, note = '请您填写') =>
      found(formOf([{ type: 'note', name: 'n', label: note }, { type: 'text', name: 'q', label: '您的联系电话', ...more }])) // prettier-ignore
    expect(asks({})).toEqual(['personalUnmarked q'])
    expect(asks({ personal: 'yes' })).toEqual([])
    expect(asks({ personal: 'yes' }, '本次调查匿名进行')).toEqual(['anonymityContradicted q'])
    expect(found(formOf([{ type: 'select_one l', name: 'q', label: '您希望用什么联系方式' }], ['l: 电话, 短信']))).toEqual([]) // prettier-ignore
  })

  test('what is sensitive may be refused, and does not come first', () => {
    expect(one('您的月收入是', '低, 中, 高', { required: 'yes' })).toEqual(['requiredSensitive q'])
    expect(one('您的月收入是', '低, 中, 高')).toEqual([])
    expect(one('您的月收入是', '低, 中, 高, 不愿回答(refused)', { required: 'yes' })).toEqual([])
    const more = Array.from({ length: 6 }, (_, k) => ({
      type: 'text',
      name: `t${k}`,
      label: `第 ${k} 个问题`,
    }))
    expect(found(formOf([{ type: 'integer', name: 'q', label: '家庭年收入' }, ...more]))).toEqual([
      'sensitiveFirst q',
    ])
  })
})

test('the whole after its parts, and a form that asks too much', () => {
  const five = 'l: 非常满意, 比较满意, 一般, 不太满意, 非常不满意'
  const parts = ['环境', '态度', '速度', '价格'].map((label, k) => ({
    type: 'select_one l',
    name: `p${k}`,
    label,
  }))
  const overall = { type: 'select_one l', name: 'all', label: '总体上您满意吗' }
  expect(found(formOf([...parts, overall], [five]))).toEqual(['overallAfterDetails all'])
  expect(found(formOf([overall, ...parts], [five]))).toEqual([])
  const long = Array.from({ length: 60 }, (_, k) => ({ type: 'text', name: `t${k}`, label: `请谈谈第 ${k} 个方面的情况` })) // prettier-ignore
  expect(adviseOn(formOf(long))).toMatchObject([{ code: 'tooLong', name: '', row: 1 }])
  expect(minutesOf(formOf([overall], [five]))).toBe(1)
})

test('our own templates give rise to no advice at all', () => {
  for (const { id, source } of templates) {
    const { form } = compileForm(source)
    if (!form) throw new Error(id)
    expect([id, adviseOn(form)]).toEqual([id, []])
  }
})

describe('what the documentation says', () => {
  const readme = readFileSync(new URL('../../server/form/advice/README.md', import.meta.url), 'utf8')
  const five = ['非常满意, 比较满意, 一般, 不太满意, 非常不满意', 'Very good, Good, Neither, Bad, Very bad']
  const examples = readme.split('\n').flatMap((line) => {
    const [, pattern = '', ...texts] = line.split('|').map((cell) => cell.trim())
    const code = /^`(leading|doubleBarrelled|doubleNegative)` /.exec(pattern)?.[1]
    return code ? texts.slice(0, 2).map((text, language) => [text, code, language] as const) : []
  })

  test('every kind of advice is in it', () => {
    expect(adviceCodes.filter((code) => !readme.includes(`\`${code}\``))).toEqual([])
    expect(examples.length).toBeGreaterThan(20)
  })

  test.each(examples)('%s is %s', (text, code, language) => {
    expect(one(text, five[language] ?? '')).toContain(`${code} q`)
  })
})

describe('what is sound is left alone', () => {
  const five = '非常满意, 比较满意, 一般, 不太满意, 非常不满意'
  test.each([
    '您对公交车的准点情况是否满意？',
    '过去一年，您对本地以下服务的满意程度是',
    '您对党和政府的工作是否满意？',
    '您对工作人员讲解政策的情况是否满意？',
    '您所在的小区和单位之间交通方便吗？',
    '您认为多数时候排队时间长吗？',
    '您对专家讲课的评价',
    '您对上级来文的数量怎么看？',
    '这项政策您了解多少？',
    'How satisfied or dissatisfied are you with the opening hours of the library?',
    'How do you rate the research of the institute?',
    'How many people live with you, and are you content with the space?',
  ])('%s', (label) => {
    expect(one(label, five).filter((code) => /^(leading|doubleBarrelled|doubleNegative)/.test(code))).toEqual(
      [],
    )
  })

  test('rows of a matrix are one thing each', () => {
    const rows = (labels: readonly string[]) =>
      found(
        formOf(
          [
            { type: 'begin_group', name: 'g', label: '您的评价', appearance: 'table-list' },
            ...labels.map((label, k) => ({ type: 'select_one l', name: `r${k}`, label })),
            { type: 'end_group' },
          ],
          [`l: ${five}`],
        ),
      )
    expect(rows(['出行和停车', 'Price and quality'])).toEqual(['doubleBarrelled r0', 'doubleBarrelled r1'])
    expect(
      rows(['停车', '水、电、气、网', '公平和公正', '子女上学', 'Peace and quiet hours at night']),
    ).toEqual([])
  })

  test('in forms that people made elsewhere no wording is found fault with, and little else', async () => {
    const folder = new URL('../corpus/', import.meta.url)
    const counts: Record<string, number> = {}
    for (const file of readdirSync(folder).filter((name) => /\.xlsx?$/.test(name))) {
      const read = await readXlsform(readFileSync(new URL(file, folder)))
      const { form } = read.ok ? compileForm(read.source) : { form: null }
      for (const { code } of form ? adviseOn(form) : []) counts[code] = (counts[code] ?? 0) + 1
    }
    // Looked at one by one: names without a mark, debts that must be told, 31–69 % before more than 70 %, a code that
    // the list has not, reasons without “other”.
    expect(counts).toEqual({
      personalUnmarked: 47,
      tooLong: 4,
      requiredSensitive: 8,
      longList: 21,
      missingOther: 3,
      missingNone: 3,
      bandsGapAt: 3,
      neverShown: 5,
    })
  })
})

test('every code has words and a reason in both languages', () => {
  for (const { advice } of Object.values(catalogues)) {
    expect(Object.keys(advice.because)).toEqual(Object.keys(advice.found))
    const params = { first: 'a', second: 'b', from: 1, to: 2, value: 1, positive: 1, negative: 2, count: 3, words: 'w', minutes: 12, questions: 60 } // prettier-ignore
    for (const code of Object.keys(advice.found))
      expect(say(advice.found, code, params)).not.toMatch(/undefined/)
  }
})
