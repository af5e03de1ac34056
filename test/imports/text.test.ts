import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { catalogues, say } from '../../server/locale/index.ts'
import { readFormText } from '../../server/imports/text.ts'
import { written } from '../support/draft.ts'
import { effort } from '../support/effort.ts'

const draft = (name: string) => readFileSync(new URL(`drafts/${name}`, import.meta.url), 'utf8')

const drafts = [
  'clinic',
  'bus-english',
  'household',
  'word-table',
  'q-style',
  'paren-number',
  'markdown-matrix',
  'sections-restart',
  'han-sections',
  'messy',
]

describe('a draft as people write it becomes a form', () => {
  test.each(drafts)('%s', (name) => {
    const got = written(readFormText(draft(`${name}.txt`)))
    expect(got).toBe(draft(`${name}.form.txt`).trimEnd())
  })
})

describe('nothing of a draft is lost', () => {
  test.each(drafts)('every line of %s is in the form or is named', (name) => {
    const text = draft(`${name}.txt`)
    const read = readFormText(text)
    const placed = new Set([...Object.values(read.lineOf), ...read.notes.map(({ line }) => line)])
    const words = JSON.stringify(read)
    const lost = text.split('\n').flatMap((line, index) => {
      const bare = line.replace(/[\s_*＊#|\t]/g, '')
      const kept = [...line.matchAll(/[\u4e00-\u9fff]{2,}|[A-Za-z]{4,}/g)].some(([word]) =>
        words.includes(word),
      )
      return bare === '' || placed.has(index + 1) || kept ? [] : [line]
    })
    expect(lost).toEqual([])
  })

  test('every note has words in both languages, and names its line', () => {
    for (const name of drafts) {
      for (const { code, params, line } of readFormText(draft(`${name}.txt`)).notes) {
        expect(line).toBeGreaterThan(0)
        expect(say(catalogues['zh-CN'].forms.draft, code, params)).not.toMatch(/undefined/)
        expect(say(catalogues.en.forms.draft, code, params)).not.toMatch(/undefined/)
      }
    }
  })

  test('names stay when a later question is added', () => {
    const names = (text: string) => readFormText(text).source.survey.map(({ cells }) => cells['name'])
    expect(names('1. a\n2. b\n3. c').slice(0, 2)).toEqual(names('1. a\n2. b'))
  })
})

describe('bad text gets a sentence', () => {
  test.each([
    ['nothing at all', ' \n\n', 'emptyText'],
    ['too many lines', 'x\n'.repeat(3001), 'tooManyLines'],
    ['a line without end', 'x'.repeat(3001), 'lineTooLong'],
  ])('%s', (_, text, code) => {
    expect(readFormText(text).notes).toMatchObject([{ level: 'error', code }])
  })

  test('NUL, lone surrogates and HTML are words like any other', () => {
    const read = readFormText('1. <script>alert(1)</script>\u0000\ud800 您好（单选）\nA. <b>\nB. "x"')
    expect(read.source.survey[0]?.cells['label']).toBe('<script>alert(1)</script> 您好')
    expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud800/)
  })

  test('a hostile text of brackets, dots and blanks is read within a second', () => {
    const spent = effort()
    for (const piece of ['（', '1. （多选', 'A. ', '____', '选A跳', '□', '(1) ', '第1题选']) {
      readFormText(`1. x\n${piece.repeat(Math.floor(2900 / piece.length))}\n`.repeat(8))
    }
    expect(spent()).toBeLessThan(1000)
  })
})
