/** Letters, ticks and small bases of the workbench's crosstabs. */

import { describe, expect, test } from 'vitest'
import { columnShares } from '../../analysis/design/column-shares.ts'
import { domain } from '../../analysis/design/domain.ts'
import { surveyGroupTest } from '../../analysis/design/group-tests.ts'
import { prepare } from '../../analysis/workbench/prepare.ts'
import type { Script } from '../../analysis/workbench/script.ts'
import { emptyScript } from '../../analysis/workbench/script.ts'
import { sideOf } from '../../analysis/workbench/sides.ts'
import { coded, frame, number, set, words } from './frames.ts'
import { city, close, oneStage, run, tableOf, twoStage } from './workbench-run.ts'

describe('letters, ticks and small bases', () => {
  test('ticks as rows are shares of those who answered; ticks as columns overlap and are not tested', () => {
    const data = frame(
      8,
      set(
        'uses',
        [
          ['a', null],
          ['b', null],
          ['none', 'dont_know'],
        ],
        [['a'], ['a', 'b'], ['b'], ['none'], ['a'], [], null, undefined],
      ),
      coded('sex', ['f', 'm'], ['f', 'f', 'm', 'm', 'm', 'f', 'f', 'm']),
    )
    const [rows] = run(data, {}, { rows: ['uses'], columns: ['sex'] })
    expect(rows!.n).toBe(5)
    const shares = tableOf(rows!.tables, 'columnPercent')
    close(shares.rows[0]!.cells[1], (100 * 2) / 3)
    expect(rows!.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['severalChoices', 'smallBases']),
    )
    const [columns] = run(data, {}, { rows: ['sex'], columns: ['uses'] })
    expect(columns!.notes.map(({ code }) => code)).toContain('columnsOverlap')
    expect(columns!.tables.map(({ caption }) => caption)).not.toContain('statistic')
  })

  test('weights of one change no share, no letter and no n', () => {
    const ones = frame(
      city.n,
      ...city.variables.map((variable) => [variable, city.columns.get(variable.name)!] as never),
      number(
        'one',
        Array.from({ length: city.n }, () => 1),
      ),
    )
    const step = { rows: ['q2_channel'], columns: ['age_group'] }
    const [plain] = run(ones, {}, step)
    const [weighted] = run(
      ones,
      { weights: { column: 'one', rake: [], population: null, lower: null, upper: null } },
      step,
    )
    const lines = (piece: typeof plain) => tableOf(piece!.tables, 'columnPercent').rows.slice(0, 6)
    expect(lines(weighted)).toEqual(lines(plain))
  })
})

/** R 4.2.2, survey 4.1: svyttest(I(q2_channel == row) ~ age_group) of two age groups in the two-stage design. */
const ofR: readonly (readonly [number, number, number, number, number, number])[] = [
  [1, 2, 1, -0.0589766003757642, -1.56766809333631, 0.139277719617739],
  [1, 2, 3, 0.0155686611448112, 0.54099837965073, 0.5970123130225994],
  [1, 5, 1, -0.383113295974817, -8.84930480274264, 4.15194583882717e-7],
  [1, 5, 3, -0.199848772542498, -7.92577537875265, 1.52615816214126e-6],
  [3, 4, 1, -0.16421083170511397, -3.93221136597273757, 0.00150341169446397],
  [3, 4, 3, -0.10223924513794314, -3.04423700201574432, 0.00874927965969636],
]

describe('letters of a design', () => {
  const codes = (name: string) => {
    const side = sideOf(city, name, words)
    if (side?.kind !== 'coded') throw new Error(name)
    return side
  }
  const prepared = (script: Partial<Script>) =>
    prepare(city, { ...emptyScript, ...script }, { sampleType: 'complex', words })

  test.each(ofR)(
    'columns %d and %d in row %d are compared as R compares them',
    (a, b, r, difference, t, p) => {
      const [rows, columns] = [codes('q2_channel'), codes('age_group')]
      const lines = columnShares(prepared(twoStage).design!, {
        row: rows.codes,
        rowLevels: 5,
        column: columns.codes,
        columnLevels: 5,
      })
      const pair = lines[r - 1]!.pairs.find((each) => each.a === a - 1 && each.b === b - 1)!
      // R's difference is first minus second here: the reference level was the second group.
      close(pair.difference, difference)
      close(pair.t, t)
      close(pair.p, p)
      expect(pair.df).toBe(14)
    },
  )

  test('a pair is what the t test of two groups in the design gives, with any design and weights', () => {
    const raked: Partial<Script> = {
      weights: {
        column: 'w_base',
        rake: [{ variable: 'gender', shares: { '1': 49, '2': 51 } }],
        population: null,
        lower: 0.5,
        upper: 2,
      },
    }
    for (const script of [twoStage, oneStage, raked, { weights: twoStage.weights! }]) {
      const { design } = prepared(script)
      const [rows, columns] = [codes('q4_1'), codes('district')]
      const lines = columnShares(design!, {
        row: rows.codes,
        rowLevels: rows.labels.length,
        column: columns.codes,
        columnLevels: 5,
      })
      for (const [r, line] of lines.entries())
        for (const { a, b, t, p, df } of line.pairs.slice(0, 3)) {
          const values = Float64Array.from(rows.codes, (code) => (code < 0 ? NaN : code === r ? 1 : 0))
          const groups = Int32Array.from(columns.codes, (code) => (code === a ? 1 : code === b ? 0 : -1))
          const within = domain(
            design!,
            Uint8Array.from(groups, (group, row) => (group < 0 || Number.isNaN(values[row]) ? 0 : 1)),
          )
          const of = surveyGroupTest(within, values, groups)!
          close(t, of.statistic)
          expect(df).toBe(of.df)
          close(p, of.p)
        }
    }
  })

  test('stand in the table, and say by which errors; a design without errors has none and says why', () => {
    const step = { rows: ['q2_channel'], columns: ['age_group'], options: { adjustment: 'none' } }
    const [piece] = run(city, twoStage, step)
    const table = tableOf(piece!.tables, 'columnPercent')
    const under = (place: number) => table.rows.slice(0, 5).map(({ cells }) => cells[2 + 2 * place])
    // Of R's pairs above: 60 and older go to the hall (first row) and phone (third) more than the youngest.
    expect(under(4)[0]).toContain('A')
    expect(under(4)[2]).toContain('A')
    expect(under(3)[0]).toContain('C')
    expect(under(0)[0]).toBe('')
    const said = table.notes.map(({ code }) => code)
    expect(said).toContain('lettersDesigned')
    const alone = frame(
      4,
      coded('a', ['x', 'y'], ['x', 'y', 'x', 'y']),
      coded('b', ['x', 'y'], ['x', 'x', 'y', 'y']),
      coded('s', ['1', '2', '3', '4'], ['1', '2', '3', '4']),
    )
    const design = { strata: ['s'], clusters: [], populations: [], lonely: 'fail' as const }
    const [none] = run(alone, { design }, { rows: ['a'], columns: ['b'] })
    const shares = tableOf(none!.tables, 'columnPercent')
    expect(shares.notes.map(({ code }) => code)).toEqual(['lettersNone', 'lonelyPsu'])
    expect(shares.columns.map(({ key }) => key)).not.toContain('letters')
    close(shares.rows[0]!.cells[1], 50)
  })

  test('everybody against nobody has no error in a design, so no letter, and that is said', () => {
    const all = frame(
      40,
      coded(
        'a',
        ['x', 'y'],
        Array.from({ length: 40 }, (_, k) => (k < 20 ? 'x' : 'y')),
      ),
      coded(
        'b',
        ['p', 'q'],
        Array.from({ length: 40 }, (_, k) => (k < 20 ? 'p' : 'q')),
      ),
      number(
        'w',
        Array.from({ length: 40 }, (_, k) => 1 + (k % 3)),
      ),
    )
    const weights = { column: 'w', rake: [], population: null, lower: null, upper: null }
    const [piece] = run(all, { weights }, { rows: ['a'], columns: ['b'] })
    const table = tableOf(piece!.tables, 'columnPercent')
    expect(table.rows[0]!.cells).toEqual(['x', 100, '', 0, '', expect.any(Number)])
    expect(table.notes.find(({ code }) => code === 'lettersUntested')?.params).toEqual({ pairs: 2 })
    // Without weights the pooled z test has one.
    const [plain] = run(all, {}, { rows: ['a'], columns: ['b'] })
    expect(tableOf(plain!.tables, 'columnPercent').rows[0]!.cells[2]).toBe('B')
  })
})
