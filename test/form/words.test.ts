import { expect, test } from 'vitest'
import { filled, textIn, valueInWords } from '../../server/form/words.ts'
import { splitPersonal } from '../../server/form/personal.ts'
import { catalogues, locales } from '../../server/locale/index.ts'
import { form } from './rows.ts'

const made = form(
  `
  type              | name | label::中文 (zh) | label::English (en) | personal
  select_one l      | one  | 一               | One                 |
  select_multiple l | many | 多               |                     |
  decimal           | d    | 数               | Number              |
  text              | who  | 谁               | Who                 | yes
  `,
  'list_name | name | label::中文 (zh) | label::English (en)\nl | x | 甲 | A\nl | y | 乙 | B',
)

test('a text is in the reader’s language, else in the form’s, else in any', () => {
  const text = { '中文 (zh)': '你好', 'English (en)': 'Hello' }
  expect(textIn(text, 'English (en)', made)).toBe('Hello')
  expect(textIn(text, 'Français', made)).toBe('你好')
  expect(textIn({ Deutsch: 'Hallo' }, 'constructor', made)).toBe('Hallo')
  expect(textIn(null, '', made)).toBe('')
})

test('labels are filled with what was answered, choices by their words', () => {
  const values = { one: 'x', many: ['x', 'y'], d: 0.1 + 0.2, who: null }
  expect(filled('您选了${one}和${ many }，${d}，${who}。', made, values, '中文 (zh)')).toBe(
    '您选了甲和甲、乙，0.3，。',
  )
  expect(filled('${one}, ${many}', made, values, 'English (en)')).toBe('A, A, B')
  expect(filled('${one', made, values, '')).toBe('${one')
  expect(valueInWords(made, 'constructor', values, '')).toBe('')
})

test('personal answers go apart; where the form asks for none there are none', () => {
  expect(splitPersonal(made, { one: 'x', who: '张三' })).toEqual({
    answers: { one: 'x' },
    personal: { who: '张三' },
  })
  const plain = form('type | name | label\ntext | a | A')
  expect(splitPersonal(plain, { a: 'x' })).toEqual({ answers: { a: 'x' }, personal: null })
})

test('every complaint and refusal has words in both languages that say its parameters', () => {
  const params = {
    name: 'N',
    row: 7,
    type: 'T',
    column: 'C',
    list: 'L',
    path: 'a → b',
    what: 'rows',
    limit: 9,
    at: 3,
  }
  for (const locale of locales) {
    for (const group of [catalogues[locale].complaint, catalogues[locale].refusal]) {
      for (const words of Object.values(group)) {
        const sentence =
          typeof words === 'string'
            ? words
            : words({
                ...params,
                found: 'x',
                expression: 'y',
                pattern: 'p',
                given: 1,
                expected: '2',
                parameter: 'q',
                value: 'v',
                sheet: 's',
                personal: 'P',
                minimum: 1,
                maximum: 5,
                all: 4,
                other: 'o',
                file: 'f.csv',
              })
        expect(sentence).not.toMatch(/undefined|NaN/)
        expect(sentence.length).toBeGreaterThan(3)
      }
    }
  }
})
