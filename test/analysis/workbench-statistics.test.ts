/** Every statistic of the workbench with every choice, on good and on hopeless data, in words of both languages. */

import { describe, expect, test } from 'vitest'
import type { Frame } from '../../analysis/frame.ts'
import { statistics } from '../../analysis/workbench/index.ts'
import { prepare } from '../../analysis/workbench/prepare.ts'
import { runTable } from '../../analysis/workbench/run.ts'
import type { Script, TableStep } from '../../analysis/workbench/script.ts'
import { emptyScript, emptyTable } from '../../analysis/workbench/script.ts'
import { catalogues, locales, say } from '../../server/locale/index.ts'
import { shownResult } from '../../server/summary/shown.ts'
import { segmenter } from '../../server/text/segmenter.ts'
import { cityFrame, cityRows } from '../support/city-survey.ts'
import { coded, frame, number, rank, set, text } from './frames.ts'

const cut = await segmenter()
/** Frames on which every choice is tried. */
const few = new Set(['sixteen answers', 'three answers', 'all alike'])
const sampleTypes = ['probability', 'complex', 'open', 'census'] as const
const weights = { column: 'w', rake: [], population: null, lower: null, upper: null }
const scripts: readonly Partial<Script>[] = [
  {},
  { weights },
  { weights, design: { strata: ['s'], clusters: ['c'], populations: [], lonely: 'adjust' } },
  { filter: [[{ variable: 'n1', from: 2, to: null }]] },
]

/** A frame of all kinds of variables, whose answers are given row by row. */
function kinds(n: number, filled: (row: number) => boolean, varied: boolean): Frame {
  const rows = Array.from({ length: n }, (_, row) => row)
  const of = <T>(make: (row: number) => T) =>
    rows.map((row) => (filled(row) ? make(varied ? row : 0) : row % 2 === 0 ? null : undefined))
  const choice = ['1', '2', '3', '4', '5']
  return frame(
    n,
    coded(
      's',
      ['a', 'b'],
      rows.map((row) => (row % 2 === 0 ? 'a' : 'b')),
    ),
    coded(
      'c',
      choice,
      rows.map((row) => choice[row % 5]!),
    ),
    number(
      'w',
      rows.map((row) => 1 + (row % 3)),
    ),
    coded(
      'two',
      ['yes', 'no'],
      of((row) => ((row * 7) % 3 === 0 ? 'yes' : 'no')),
    ),
    coded(
      'l1',
      [...choice, ['9', 'dont_know']],
      of((row) => choice[(row * 3) % 5]!),
      { ordered: true },
    ),
    coded(
      'l2',
      [...choice, ['9', 'dont_know']],
      of((row) => choice[(row * 3 + (row % 2)) % 5]!),
      { ordered: true },
    ),
    coded(
      'l3',
      [...choice, ['9', 'dont_know']],
      of((row) => choice[(row * 2 + (row % 3)) % 5]!),
      { ordered: true },
    ),
    number(
      'n1',
      of((row) => (row * 13) % 11),
    ),
    number(
      'n2',
      of((row) => ((row * 13) % 11) + (row % 4)),
    ),
    number(
      'n3',
      of((row) => (row * 5) % 7),
    ),
    set(
      'ticks',
      [
        ['x', null],
        ['y', null],
        ['none', 'dont_know'],
      ],
      of((row) => (row % 3 === 0 ? ['x', 'y'] : ['y'])),
    ),
    rank(
      'order',
      ['p', 'q', 'r'],
      of((row) => (row % 2 === 0 ? ['p', 'q', 'r'] : ['r', 'p'])),
    ),
    text(
      'said',
      'text',
      of((row) => (row % 2 === 0 ? '停车位太少，路灯太暗' : '社区医院排队时间长，停车位太少')),
    ),
    text(
      'day',
      'date',
      of((row) => `2026-0${1 + (row % 3)}-1${row % 9}`),
    ),
  )
}

const frames: readonly (readonly [string, Frame])[] = [
  ['sixty answers', kinds(60, () => true, true)],
  ['gaps', kinds(60, (row) => row % 4 !== 1, true)],
  ['sixteen answers', kinds(16, () => true, true)],
  ['three answers', kinds(3, () => true, true)],
  ['one answer', kinds(1, () => true, true)],
  ['nobody', kinds(0, () => true, true)],
  ['nothing answered', kinds(20, () => false, true)],
  ['all alike', kinds(20, () => true, false)],
]

const choicesOf: Readonly<Record<string, readonly Partial<TableStep>[]>> = {
  frequencies: [{ rows: ['two', 'l1', 'n1', 'ticks', 'order', 'said', 'day', 'ticks/x'] }],
  crosstab: [
    { rows: ['two', 'ticks', 'day', 'n1'], columns: ['l1', 'ticks'] },
    { rows: ['two'], columns: ['s'], layers: ['l1'] },
  ],
  means: [{ rows: ['n1', 'l1'], columns: ['two', 'l2', 'n1'] }],
  describe: [{ rows: ['n1', 'l1', 'said'] }],
  pairs: [
    { rows: ['n1', 'n2'] },
    { rows: ['l1', 'l2', 'l3'] },
    { rows: ['ticks'] },
    { rows: ['l1', 'l2'] },
    { rows: ['n1'] },
  ],
  correlation: [{ rows: ['n1', 'n2'] }, { rows: ['n1', 'n2', 'l1'] }, { rows: ['n1', 'said'] }],
  regression: [
    { rows: ['n1'], columns: ['n2', 'two', 'l1'] },
    { rows: ['two'], columns: ['n1', 'l1'] },
    { rows: ['l1'], columns: ['n1', 'n2', 'n1'] },
    { rows: ['n1'], columns: ['said'] },
  ],
  priorities: [
    { rows: ['l1', 'l2', 'n1'], columns: ['n2'] },
    { rows: ['l1', 'l2', 'said'], columns: ['n2'] },
    { rows: ['l1', 'l2', 'l3'], columns: ['said'] },
  ],
  scale: [{ rows: ['l1', 'l2', 'l3'] }, { rows: ['n1', 'n2', 'n3', 'l1'] }, { rows: ['l1', 'said'] }],
  agreement: [{ rows: ['l1', 'l2'] }, { rows: ['l1', 'l2', 'l3'] }, { rows: ['n1', 'n2'] }],
  experts: [{ rows: ['l1', 'l2', 'l3'] }, { rows: ['n1'] }],
  totals: [{ rows: ['n1', 'l1'] }, { rows: ['n1'], columns: ['n2'] }],
  waves: [
    { rows: ['n1', 'ticks/x'], columns: ['day'] },
    { rows: ['n1'], columns: ['s'] },
  ],
  texts: [{ rows: ['said'] }, { rows: ['said'], columns: ['two'] }, { rows: ['n1'] }],
}

/** Every combination that differs from the first choices in one place. */
function optionsOf(
  options: Readonly<Record<string, readonly string[]>>,
): readonly Readonly<Record<string, string>>[] {
  return [
    {},
    ...Object.entries(options).flatMap(([name, choices]) =>
      choices.slice(1).map((choice) => ({ [name]: choice })),
    ),
  ]
}

describe.each(statistics.map((statistic) => [statistic.name, statistic] as const))(
  '%s',
  (name, statistic) => {
    test('is named, and so are its choices, in both languages', () => {
      for (const locale of locales) {
        const w = catalogues[locale].workbench
        expect(say(w.statistics, name)).not.toBe('')
        expect(say(w.statisticHints, name)).not.toBe('')
        for (const [option, choices] of Object.entries(statistic.options)) {
          expect(say(w.option, option)).not.toBe('')
          const words = (w.choice as Readonly<Record<string, Readonly<Record<string, string>>>>)[option]!
          for (const choice of choices) expect(say(words, choice)).not.toBe('')
        }
      }
    })

    test('gives figures or the cause, never what is not a number', () => {
      let figures = 0
      for (const [about, data] of frames)
        for (const sampleType of about === 'sixty answers' ? sampleTypes : (['probability'] as const))
          for (const script of scripts)
            for (const step of choicesOf[name]!)
              for (const options of script === scripts[0] && few.has(about) && sampleType === 'probability'
                ? optionsOf(statistic.options)
                : [{}]) {
                const prepared = prepare(
                  data,
                  { ...emptyScript, ...script },
                  { sampleType, words: catalogues.en.summary.heading },
                )
                const pieces = runTable(
                  prepared,
                  { ...emptyTable, statistic: name, ...step, options },
                  { segmenter: cut },
                )
                expect(pieces.length, `${about}: a result`).toBeGreaterThan(0)
                for (const piece of pieces) {
                  expect(
                    piece.tables.length + piece.findings.length + piece.notes.length,
                    about,
                  ).toBeGreaterThan(0)
                  for (const table of piece.tables)
                    for (const { cells } of table.rows) {
                      expect(cells.length).toBe(table.columns.length)
                      for (const cell of cells)
                        if (typeof cell === 'number')
                          expect(Number.isFinite(cell), `${about} ${JSON.stringify(step)}`).toBe(true)
                    }
                  figures += piece.tables.length
                  for (const locale of locales) {
                    const shown = shownResult(piece, '', { t: catalogues[locale], locale })
                    expect(JSON.stringify([shown, piece.chart])).not.toMatch(/NaN|Infinity|undefined/)
                  }
                }
              }
      expect(figures).toBeGreaterThan(0)
    })
  },
)

test('a weighted regression of the city survey is that of R’s survey', () => {
  const prepared = prepare(
    cityFrame(),
    {
      ...emptyScript,
      weights: { ...weights, column: 'w_final' },
      design: {
        strata: ['district'],
        clusters: ['street', 'community'],
        populations: ['fpc_street', 'fpc_comm'],
        lonely: 'fail',
      },
    },
    { sampleType: 'complex', words: catalogues.en.summary.heading },
  )
  expect(cityRows.length).toBe(1200)
  const [piece] = runTable(prepared, {
    ...emptyTable,
    statistic: 'regression',
    rows: ['q1_recommend'],
    columns: ['age', 'has_car', 'district'],
  })
  // R: svyglm(q1_recommend ~ age + factor(has_car) + factor(district), design) has these names and this many.
  expect(piece!.tables[0]!.rows.map(({ cells }) => cells[0])).toEqual([
    '(Intercept)',
    'age',
    'has_car · 1',
    'district · 2',
    'district · 3',
    'district · 4',
    'district · 5',
  ])
})
