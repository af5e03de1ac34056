import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeXlsform } from '../../server/exports/xlsform.ts'
import { compileForm } from '../../server/form/definition.ts'
import { readListFile } from '../../server/imports/list-file.ts'
import { formFromSheets, readXlsform } from '../../server/imports/xlsform.ts'
import { runs } from '../support/fuzz.ts'

const real = ['b5e2f7d5-nested_repeats.xlsx', '3984f3f4-yes_or_no_question.xls'].map((file) =>
  readFileSync(new URL(`../corpus/${file}`, import.meta.url)),
)

test('a workbook with any bytes changed is read or refused with a reason', async () => {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.integer({ min: 0, max: 255 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...real), fc.array(change, { maxLength: 8 }), async (bytes, changes) => {
      const broken = Buffer.from(bytes)
      for (const { at, byte } of changes)
        broken[Math.min(broken.length - 1, Math.floor(at * broken.length))] = byte
      const read = await readXlsform(broken)
      if (read.ok) compileForm(read.source)
      else expect(read.complaint.code).toMatch(/^[a-z]/i)
    }),
    runs(60),
  )
})

test('any text is a list or refused with a reason', async () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom('<root>', '<root><item><a>1</a></item></root>', 'a,b\n1,2'),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('l.csv', 'l.xml', 'l.geojson', 'l'), text, async (name, content) => {
      const read = await readListFile(name, Buffer.from(content))
      if (!read.ok) return
      for (const row of read.file.rows) expect(row).toHaveLength(read.file.columns.length)
    }),
    runs(300),
  )
})

test('whatever sheets a workbook has, written out again they are the same', async () => {
  const cell = fc.oneof(
    fc.stringMatching(/^[\p{L}\p{N} ${}=.,'()+-]{0,12}$/u),
    fc.constantFrom(
      'text',
      'begin_repeat',
      '007',
      '=1+1',
      'select_one l',
      '${a}',
      ' padded ',
      'TRUE',
      '第一行\n第二行',
    ),
  )
  const header = fc.oneof(
    fc.constantFrom(
      'type',
      'name',
      'label',
      'Label : English',
      'label::中文 (zh)',
      'List Name',
      '',
      'my own',
      'bind::foo',
    ),
    fc.stringMatching(/^[a-z_]{1,8}$/),
  )
  const sheet = fc
    .tuple(
      fc.uniqueArray(header, { maxLength: 6 }),
      fc.array(fc.array(cell, { maxLength: 7 }), { maxLength: 5 }),
    )
    .map(([headers, body]) => [headers, ...body].map((cells, index) => ({ row: index + 1, cells })))
  const book = fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('survey', 'choices', 'Settings', 'notes', 'external_choices', '_x', '说明'),
      rows: sheet,
    }),
    { selector: ({ name }) => name, minLength: 1, maxLength: 6 },
  )
  await fc.assert(
    fc.asyncProperty(book, async (sheets) => {
      // As a workbook is read: blank rows are not there, nor blank cells at the end of a row.
      const plain = sheets.map(({ name, rows }) => ({
        name,
        rows: rows
          .map(({ row, cells }) => ({
            row,
            cells: cells.slice(0, cells.findLastIndex((text) => text.trim() !== '') + 1),
          }))
          .filter(({ cells }) => cells.length > 0),
      }))
      // A workbook of empty sheets gets one with the headers of a form.
      if (plain.every(({ rows }) => rows.length === 0)) return
      const first = formFromSheets(plain)
      if (!first.ok) {
        expect(first.complaint.code).toBe('duplicateHeader')
        return
      }
      const second = await readXlsform(writeXlsform(first.source))
      expect(second.ok && second.source).toEqual(first.source)
    }),
    runs(150),
  )
})
