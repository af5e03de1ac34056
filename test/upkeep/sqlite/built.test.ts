/** The built server: what it loads on first use is there, as one who starts it by `npm start` finds it. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answered, Visitor } from '../../../server/commands/visitor.ts'
import { fieldwork, type Fieldwork } from '../../support/fieldwork.ts'

let work: Fieldwork
let organiser: Visitor
let analyst: Visitor
let at = ''
beforeAll(async () => {
  work = await fieldwork({
    source: {
      survey: [
        { row: 2, cells: { type: 'select_one area', name: 'area', label: '片区' } },
        { row: 3, cells: { type: 'text', name: 'wish', label: '建议' } },
      ],
      choices: ['东', '西'].map((label, n) => ({
        row: n + 2,
        cells: { list_name: 'area', name: `a${n}`, label },
      })),
      settings: [],
    },
    stored: Array.from({ length: 40 }, (_, n) => ({ area: `a${n % 2}`, wish: '路灯不亮，希望修好' })),
  })
  organiser = await work.signIn('organiser')
  analyst = await work.signIn('analyst')
  at = `/collections/${work.collectionId}`
})
afterAll(() => work.end())

const fine = ({ status, text, url }: Answered) => {
  if (status !== 200) throw new Error(`${url} answered ${status}: ${text.slice(0, 300)}`)
  return text
}

describe('Of the built server', () => {
  test('posters and numbered copies have their codes', async () => {
    const page = fine(await organiser.get(at))
    const poster = fine(await organiser.get(/\/collections\/\w+\/poster\/\w+/.exec(page)?.[0] ?? 'no poster'))
    const code = /\/collections\/\w+\/qr\/\w+/.exec(poster)?.[0] ?? 'no code'
    expect(fine(await organiser.get(code))).toContain('<svg')
    const paper = await organiser.get(`${at}/paper`)
    const sheets = fine(await organiser.submit(paper, { copies: '2' }, 'action'))
    expect(sheets.match(/<svg/g)?.length).toBeGreaterThanOrEqual(2)
  })

  test.each(['xlsx', 'sav', 'dta', 'r', 'jsonl', 'ddi'])('the export as %s is made', async (format) => {
    expect(fine(await analyst.get(`${at}/export/${format}`)).length).toBeGreaterThan(500)
  })

  test.each([
    ['the CSV in GB18030', () => `${at}/export.csv?encoding=gb18030`],
    ['the archive of CSV files', () => `${at}/export-csv.zip`],
    ['the topic as one file', () => `/topics/${work.topicId}/export.sqlite`],
    ['the report in Word', () => `/topics/${work.topicId}/report.docx`],
    ['the summary of the topic, its words cut', () => `/topics/${work.topicId}`],
    ['a table of the workbench in Excel', () => `${at}/workbench.xlsx?rows=area`],
    ['a table of the workbench in Word', () => `${at}/workbench.docx?rows=area`],
    ['the words of a question in the workbench', () => `${at}/workbench?statistic=texts&rows=wish`],
    ['the quality of the answers', () => `${at}/quality`],
  ])('%s', async (_what, path) => {
    expect(fine(await analyst.get(path())).length).toBeGreaterThan(200)
  })
})
