/** Bad input in every format: formulas, names that programs refuse, long labels, emoji, control characters, essays; read back by the programs that such files are for. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import iconv from 'iconv-lite'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormSource } from '../../server/form/form.ts'
import {
  bytesOf,
  fromR,
  hasOffice,
  hasPspp,
  hasR,
  hasXmllint,
  inCi,
  sheetsInOffice,
} from '../support/downloads.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const label400 = '这是一道文字特别特别长的题目，'.repeat(27).slice(0, 400)
const longName = `q${'长'.repeat(30)}_and_more_than_sixty_four_bytes`
const source: FormSource = {
  survey: [
    cells(2, { type: 'integer', name: 'number', label: '序号' }),
    cells(3, { type: 'text', name: 'words', label: '=HYPERLINK("http://x";"题目")' }),
    cells(4, { type: 'select_one list', name: 'with', label: label400 }),
    cells(5, { type: 'text', name: 'if', label: '😀 表情\u0007控制\n换行' }),
    cells(6, { type: 'text', name: 'If', label: '大小写不同' }),
    cells(7, { type: 'integer', name: 'a.b-c', label: '点和横线' }),
    cells(8, { type: 'integer', name: longName, label: '@很长的名字' }),
    cells(9, { type: 'select_multiple list', name: 'all', label: '+多选' }),
    cells(10, { type: 'begin repeat', name: 'by', label: '-重复' }),
    cells(11, { type: 'text', name: 'said', label: '＝说了什么' }),
    cells(12, { type: 'end repeat' }),
  ],
  choices: [
    cells(2, { list_name: 'list', name: '1', label: '=1+1' }),
    cells(3, { list_name: 'list', name: '2', label: `${label400}甲` }),
    cells(4, { list_name: 'list', name: '3', label: `${label400}乙` }),
    cells(5, { list_name: 'list', name: '99', label: '@拒答 😀', missing: 'refused' }),
  ],
  settings: [cells(2, { form_title: '=坏的输入' })],
}

const essay = '一万字的回答，带😀。'.repeat(1000)
/** What people write, or a program in their place. */
const written = [
  '=1+1',
  '+8613800000000',
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
  "=cmd|'/c calc'!A0",
  '😀👨‍👩‍👧‍👦 café ﷽',
  '控制\u0001\u0007\u000b\u001b字符\u0000完',
  '半个\ud83d字',
  '第一行\r\n第二行\n"引号", 逗号; 分号\t制表',
  '_x000D_ 和 _x0041_',
  ' 前后空格 ',
  '007',
  '1e5',
  '2026-01-02',
  'TRUE',
  '<b>&amp;</b>]]>',
  essay,
]

let world: World
let analyst: SignedInAgent
let folder: string
let at: string
beforeAll(async () => {
  world = await makeWorld({ source })
  analyst = await world.signIn('analyst')
  at = `/collections/${world.collection.id}`
  folder = mkdtempSync(join(tmpdir(), 'diaoyan-bad-input-'))
  await world.store.submissions.receive(
    written.map((words, k) => ({
      collectionId: world.collection.id,
      formVersionId: world.versionId,
      channelId: world.channel.id,
      instanceId: `00000000-0000-4000-8000-0000000000${String(k).padStart(2, '0')}`,
      contentHash: 'a'.repeat(64),
      answers: {
        number: k,
        words,
        with: ['1', '2', '3', '99'][k % 4]!,
        if: words,
        If: null,
        'a.b-c': -k,
        [longName]: k,
        all: ['1', '99'],
        by: [{ said: words }, { said: '第二条' }],
      },
      personal: null,
      locale: 'zh-CN',
      collectorId: null,
      receivedAt: '2026-05-01T02:00:00.000Z',
      receivedOn: '2026-05-01',
    })),
  )
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await world.close()
})

/** Half of a pair of surrogates is no character of Unicode; what encodes it writes the sign for that. */
const whole = (text: string) => Buffer.from(text).toString()
/** XML 1.0 has no such signs. */
const inXml = (text: string) => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffd\ud83d](?![\udc00-\udfff])/g, '')
const guarded = (text: string) => (/^[=+\-@\t\r＝]/.test(text) ? `'${text}` : text)

async function saved(path: string, name: string): Promise<string> {
  const to = join(folder, name)
  writeFileSync(to, await bytesOf(analyst, at + path))
  return to
}

const rowsOf = (text: string) =>
  Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), { header: true, skipEmptyLines: true }).data

describe('CSV', () => {
  test('gives back every text, with an apostrophe where a spreadsheet would calculate', async () => {
    const rows = rowsOf((await bytesOf(analyst, `${at}/export.csv`)).toString())
    expect(rows.map(({ words }) => words)).toEqual(written.map((words) => whole(guarded(words))))
    const labelled = rowsOf(
      (await bytesOf(analyst, `${at}/export.csv?cells=labels&headings=labels`)).toString(),
    )
    expect(Object.keys(labelled[0]!)).toContain(`'=HYPERLINK("http://x";"题目")`)
    expect(labelled[0]![label400]).toBe("'=1+1")
    const raw = rowsOf((await bytesOf(analyst, `${at}/export.csv?raw=1`)).toString())
    expect(raw.map(({ words }) => words)).toEqual(written.map(whole))
  })

  test('in GB18030 keeps emoji and rare signs', async () => {
    const text = iconv.decode(await bytesOf(analyst, `${at}/export.csv?encoding=gb18030`), 'gb18030')
    const row = rowsOf(text).find(({ number }) => number === '8')
    expect(row?.['words']).toBe(written[8])
  })

  test('and its codebook guard labels, choices and titles', async () => {
    const book = (await bytesOf(analyst, `${at}/codebook.csv`)).toString()
    const cellsIn = Papa.parse<string[]>(book.replace(/^\uFEFF/, '')).data.flat()
    expect(cellsIn).toContain(`'=HYPERLINK("http://x";"题目")`)
    expect(cellsIn.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && !/^-?\d+$/.test(cell))).toEqual([])
  })
})

describe.skipIf(!hasOffice && !inCi)('LibreOffice', () => {
  test.each(['codes', 'labels'])(
    'shows the cells of the workbook as they were written, in %s',
    async (kind) => {
      const path = await saved(`/export/xlsx?all=1&cells=${kind}`, `${kind}.xlsx`)
      const sheets = sheetsInOffice(path, folder)
      expect([...sheets.keys()].toSorted()).toEqual(['by', 'codebook', 'data', 'results'])
      const rows = rowsOf(sheets.get('data')!)
      const seen = (text: string) => inXml(text).replaceAll('\r\n', '\n').replaceAll('\r', '\n')
      expect(rows.map(({ words }) => seen(words!))).toEqual(written.map(seen))
      expect(rows.map((row) => row[longName])).toEqual(written.map((_, k) => String(k)))
      expect(rows.map((row) => row['received_on'])).toEqual(written.map(() => '2026-05-01'))
      const choices = {
        codes: ['1', '2', '3', '99'],
        labels: ['=1+1', `${label400}甲`, `${label400}乙`, '@拒答 😀'],
      }
      expect(rows.slice(0, 4).map((row) => row['with'])).toEqual(choices[kind as 'codes'])
      // A text is in quotes and a number is not: nothing became the other.
      const lines = sheets.get('data')!
      expect(lines).toContain('"=1+1"')
      for (const text of ['"007"', '"1e5"', '"2026-01-02"', '"TRUE"']) expect(lines).toContain(text)
      expect(lines).toMatch(/,2026-05-01,1,"received",0,/)
      const inside = rowsOf(sheets.get('by')!)
      expect(inside).toHaveLength(2 * written.length)
      expect(seen(inside[0]!['said']!)).toBe('=1+1')
      expect(inside.map((row) => row['PARENT_KEY'])).toEqual(rows.flatMap((row) => [row['KEY'], row['KEY']]))
      const book = sheets.get('codebook')!
      expect(book).toContain(label400)
      expect(book).toContain('"＝说了什么"')
    },
  )
})

/** A zero byte ends a text for some programs, so files for them have none; SPSS keeps no blanks at the end, and 32,767 bytes. */
const withoutZeros = (text: string) => whole(text).replaceAll('\0', '')
const inSpss = (text: string) => cutTo(withoutZeros(text), 32_767).trimEnd()
const cutTo = (text: string, bytes: number) => {
  const buffer = Buffer.from(text)
  return buffer.length <= bytes ? text : buffer.toString('utf8', 0, bytes).replace(/\ufffd+$/, '')
}

describe.skipIf(!hasR && !inCi)('R', () => {
  test('reads the SPSS and the Stata file of it', async () => {
    const sav = await saved('/export/sav', 'bad.sav')
    const dta = await saved('/export/dta', 'bad.dta')
    writeFileSync(
      join(folder, 'read.R'),
      `seen <- function(d) list(words = d$words, names = names(d),
         labels = lapply(d, function(x) attr(x, "label")), choices = names(attr(d$v_with, "labels")))
       cat(toJSON(list(sav = seen(read_sav("${sav}", user_na = TRUE)), dta = seen(read_dta("${dta}"))),
         auto_unbox = TRUE, null = "null"))`,
    )
    interface Seen {
      readonly words: readonly string[]
      readonly names: readonly string[]
      readonly labels: Readonly<Record<string, string>>
      readonly choices: readonly string[]
    }
    const seen = fromR('source("read.R", encoding = "UTF-8")', folder) as { sav: Seen; dta: Seen }
    expect(seen.sav.words).toEqual(written.map(inSpss))
    expect(seen.dta.words).toEqual(written.map((words) => withoutZeros(words)))
    for (const { names, labels, choices } of [seen.sav, seen.dta]) {
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
      expect(names).not.toContain('with')
      expect(choices).toHaveLength(4)
      expect(new Set(choices).size).toBe(4)
      expect(choices[0]).toBe('=1+1')
      expect(label400.startsWith(labels['v_with']!)).toBe(true)
      expect(labels['words']).toBe('=HYPERLINK("http://x";"题目")')
    }
  })

  test('runs the script for R and gets every text', async () => {
    execFileSync('unzip', ['-oq', await saved('/export/r', 'bad.zip'), '-d', folder])
    const words = fromR(
      `setwd("${folder}"); source("read.R", encoding = "UTF-8"); cat(toJSON(list(words = answers$words,
        levels = levels(answers[["with"]]), label = attr(answers[["with"]], "label"))))`,
      folder,
    ) as { words: readonly string[]; levels: readonly string[]; label: readonly string[] }
    // R's own reader of CSV makes one line end of each kind.
    const read = (text: string) => withoutZeros(text).replaceAll('\r\n', '\n').replaceAll('\r', '\n')
    expect(words.words.map(read)).toEqual(written.map(read))
    expect(words.levels).toEqual(['=1+1', `${label400}甲`, `${label400}乙`])
    expect(words.label).toEqual([label400])
  })
})

describe.skipIf(!hasPspp && !inCi)('PSPP', () => {
  test('reads the names that it would refuse, and the set', async () => {
    const path = await saved('/export/sav', 'bad.sav')
    const syntax = join(folder, 'read.sps')
    writeFileSync(syntax, `GET FILE='${path}'.\nMRSETS /DISPLAY NAME=ALL.\nDESCRIPTIVES a.b_c.\n`)
    const printed = execFileSync('pspp', ['-O', 'format=csv', syntax], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    expect(printed).not.toMatch(/error|warning/i)
    expect(printed).toContain('+多选')
    expect(printed).toMatch(/点和横线|a\.b_c/)
  })
})

describe.skipIf(!hasXmllint && !inCi)('the DDI codebook', () => {
  test.each(['', '?table=by'])('%s is valid by the schema of DDI-Codebook 2.5', async (query) => {
    const path = await saved(`/export/ddi${query}`, 'bad.xml')
    const schema = join(import.meta.dirname, '../schemas/ddi-codebook-2.5/ddi_codebook_2_5.xsd')
    const said = execFileSync('xmllint', ['--nonet', '--noout', '--schema', schema, path], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    expect(said).toBe('')
    expect(readFileSync(path, 'utf8')).toContain(query === '' ? '=HYPERLINK(&quot;' : '＝说了什么')
  })

  test('is refused by that schema when an element is not of it, so the check can fail', async () => {
    const path = join(folder, 'wrong.xml')
    const good = (await bytesOf(analyst, `${at}/export/ddi`)).toString()
    writeFileSync(path, good.replace('<dataDscr>', '<dataDscr><nothing/>'))
    const schema = join(import.meta.dirname, '../schemas/ddi-codebook-2.5/ddi_codebook_2_5.xsd')
    expect(() =>
      execFileSync('xmllint', ['--nonet', '--noout', '--schema', schema, path], { stdio: 'ignore' }),
    ).toThrow()
  })
})

test('JSON Lines and the SQLite file hold every text whole', async () => {
  const lines = (await bytesOf(analyst, `${at}/export/jsonl`)).toString().trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { words: string }).words)).toEqual(
    written.map(withoutZeros),
  )
  const path = join(folder, 'topic.sqlite')
  writeFileSync(path, await bytesOf(analyst, `/topics/${world.topic.id}/export.sqlite`))
  const sqlite = new Sqlite(path, { readonly: true })
  const rows = sqlite.prepare('select words from answers_1 order by number').pluck().all()
  expect(rows).toEqual(written.map(withoutZeros))
  sqlite.close()
})

test('a re-run gives the same bytes in every format, with all tables and with one', async () => {
  const paths = ['csv', 'xlsx', 'sav', 'dta', 'r', 'jsonl', 'ddi'].flatMap((format) => {
    const path = format === 'csv' ? 'export.csv' : `export/${format}`
    const all = format === 'csv' ? 'export-csv.zip?files=1' : `${path}?all=1`
    return [`${at}/${path}`, `${at}/${path}?table=by`, `${at}/${all}`]
  })
  const others = [
    `${at}/codebook.csv`,
    `/topics/${world.topic.id}/export.sqlite`,
    `/forms/${world.formId}/xlsform?version=1`,
  ]
  for (const path of [...paths, ...others]) {
    const first = await bytesOf(analyst, path)
    // Zip archives count time in steps of two seconds: none of them may hold the time of its making.
    const dates = [...first.toString('latin1').matchAll(/PK\x01\x02[^]{8}([^]{4})/g)].map((match) => match[1])
    if (!path.includes('xlsform')) expect(new Set(dates).size).toBeLessThanOrEqual(1)
    expect((await bytesOf(analyst, path)).equals(first)).toBe(true)
  }
})

test('no page has made a mistake on the way', () => expect(world.mistakes).toEqual([]))
