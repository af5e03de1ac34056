/** Whatever a draft is made of, it is read within bounds, nothing of it is lost, and a correction changes one line. */

import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import { corrected, corrections } from '../../server/imports/text/correct.ts'
import { readFormText } from '../../server/imports/text.ts'
import { parseWord } from '../../server/imports/word/word.ts'
import { catalogues, say } from '../../server/locale/index.ts'
import { runs as anyRuns } from '../support/fuzz.ts'
import { para, table, wordFile } from '../support/word-file.ts'

const folder = new URL('word-drafts/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.docx'))

/** The same inputs in every run of CI; `npm run fuzz` looks further. */
const runs = (usual: number) =>
  process.env['FUZZ_RUNS'] === undefined ? { ...anyRuns(usual), seed: 20_261_125 } : anyRuns(usual)

const number = fc.constantFrom(
  '1. ',
  '2、',
  '（1）',
  '一、',
  'Q3. ',
  '第4题 ',
  '①',
  'A. ',
  'B．',
  '□',
  '○',
  '*5. ',
  '',
  '',
  '- ',
  '10) ',
  '９．',
)
const stem = fc.constantFrom(
  '您的性别',
  '您去过哪些地方',
  '对下列方面打分',
  '姓名：____ 电话：____',
  '入职时间：____年____月____日',
  '等了____分钟',
  '基本情况',
  'How old are you',
  '如果您在Q2选择“是”，请说明原因',
  '总体 1  2  3  4  5',
  '合计',
  '以上都没有',
  '不清楚',
  '其他____',
  '男  女',
  '感谢您的参与',
)
const mark = fc.constantFrom(
  '',
  '',
  '（单选）',
  '（多选，最多选3项）',
  '[矩阵题]',
  '（合计100分）',
  '（选B跳至第5题）',
  '（若选“是”，请回答第3题，否则跳至第9题）',
  '（请打√）',
  ' *',
  '→结束',
  '（必填）',
  '\t',
  '\t□\t□',
  '\t满意\t不满意',
  '    A. 是    B. 否',
  '（第1题选A者回答）',
)
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(number, stem, mark).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom('', '序号\t项目\t好\t差', '1\t环境\t\t', '姓名\t\t性别\t□男 □女', '项目\t得分', '服务\t', '非常满意 | 一般 | 不满意', '____________') },
) // prettier-ignore
const draft = fc.array(line, { maxLength: 25 }).map((lines) => lines.join('\n'))

/** The words of a line that a person would miss. */
const wordsOf = (text: string) => text.match(/[\u4e00-\u9fff]{2,}|[A-Za-z]{4,}/g) ?? []

describe('any draft', () => {
  test('is read, compiled and spoken of without a fault, and each line of words is in it or is named', () => {
    fc.assert(
      fc.property(draft, (text) => {
        const read = readFormText(text)
        const count = text.split('\n').length
        for (const { code, params, line: at } of read.notes) {
          expect(at >= 1 && at <= count).toBe(true)
          for (const { forms } of Object.values(catalogues))
            expect(say(forms.draft, code, params)).not.toMatch(/undefined|NaN|\[object/)
        }
        compileForm(read.source)
        const placed = new Set([...Object.values(read.lineOf), ...read.notes.map((note) => note.line)])
        const kept = JSON.stringify([read.source, read.title])
        const lost = text
          .split('\n')
          .filter(
            (words, index) =>
              wordsOf(words).length > 0 &&
              !placed.has(index + 1) &&
              !wordsOf(words).some((word) => kept.includes(word)),
          ) // prettier-ignore
          .filter((words) => !isPaper(words))
        expect(lost).toEqual([])
      }),
      runs(300),
    )
  })

  test('keeps all other lines when one of them is corrected, and can be read again', () => {
    fc.assert(
      fc.property(draft, fc.constantFrom(...corrections), fc.nat(24), fc.constantFrom('', '您的性别', '男', '____'), (text, correction, at, near) => {
        const lines = text.split('\n')
        const place = at % lines.length
        const to = corrected(lines[place] ?? '', correction, { near, before: lines.slice(0, place) })
        if (to === null) return
        expect(to).not.toMatch(/[\n\r]/)
        const after = readFormText(lines.with(place, to).join('\n'))
        for (const note of after.notes) expect(note.line <= lines.length).toBe(true)
      }),
      runs(300),
    ) // prettier-ignore
  })
})

/** Marks and conditions say something of a question and are no words of it. */
const isPaper = (words: string) =>
  /跳至|回答|答[:：]|选.*者|矩阵|单选|多选|合计|必填|打√|结束|感谢/.test(words)

describe('a Word file', () => {
  test.each(files)('%s with any bytes changed is read or refused with a reason', (file) => {
    const whole = readFileSync(new URL(file, folder))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const bytes = Buffer.from(whole)
          for (const [at, byte] of changes) bytes[Math.min(bytes.length - 1, Math.floor(at * bytes.length))] = byte
          const read = parseWord(bytes)
          if (read.ok) readFormText(read.draft.text)
          else expect(read.complaint.code).toMatch(/^[a-z]/i)
        },
      ),
      runs(20),
    ) // prettier-ignore
  })

  test('tables in tables, wide cells and long lists end within bounds', async () => {
    const nested = (depth: number): string => (depth === 0 ? para('底') : table([[nested(depth - 1), '旁']]).replaceAll('<w:tcPr/>', '<w:tcPr><w:gridSpan w:val="9999"/></w:tcPr>'))
    const items = Array.from({ length: 5000 }, (_, k) => `<w:listItem w:displayText="项${k}"/>`).join('')
    const control = `<w:p><w:sdt><w:sdtPr><w:dropDownList>${items}</w:dropDownList></w:sdtPr><w:sdtContent/></w:sdt></w:p>`
    const read = parseWord(await wordFile({ body: nested(20).replace(/^<w:p>/, '') + control }))
    expect(read.ok && read.draft.text.length).toBeLessThan(200_000)
    expect(read.ok && read.draft.text.split('□').length - 1).toBe(200)
  }) // prettier-ignore
})
