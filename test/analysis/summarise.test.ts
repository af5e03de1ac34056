import { describe, expect, it } from 'vitest'
import { filterFrame } from '../../analysis/filter.ts'
import type { Section } from '../../analysis/section.ts'
import type { SummaryOptions } from '../../analysis/summarise.ts'
import { crossing, summarise, summariseFiltered } from '../../analysis/summarise.ts'
import { frameSource } from '../../analysis/totals.ts'
import { catalogues } from '../../server/locale/index.ts'
import { coded, frame, number, rank, set, text, words } from './frames.ts'

const full: SummaryOptions = { sampleType: 'open', viewer: 'full', words }
const leader: SummaryOptions = { sampleType: 'open', viewer: 'protected', words }
const only = (sections: readonly Section[]) => sections[0]!
const repeat = <T>(value: T, n: number): T[] => Array.from({ length: n }, () => value)

describe('a single choice', () => {
  const colour = coded(
    'colour',
    ['red', 'blue', ['dunno', 'dont_know']],
    [
      ...repeat('red', 30),
      ...repeat('blue', 10),
      ...repeat('dunno', 4),
      ...repeat(null, 3),
      ...repeat(undefined, 3),
    ],
  )
  const data = frame(50, colour)

  it('tells skipped, unanswered and don’t know apart, outside the valid base', () => {
    const section = only(summarise(data, full))
    expect(section.base).toEqual({
      n: 50,
      valid: 40,
      skipped: 3,
      unanswered: 3,
      dontKnow: 4,
      refused: 0,
      notApplicable: 0,
    })
    expect(section.tables[0]!.rows[0]!.cells).toEqual(['red', 30, 75, 60])
  })

  it('gets an interval in a probability sample only', () => {
    const keys = (sampleType: SummaryOptions['sampleType']) =>
      only(summarise(data, { ...full, sampleType })).tables[0]!.columns.map(({ key }) => key)
    expect(keys('probability')).toContain('lower')
    for (const other of ['open', 'quota', 'organised', 'census'] as const)
      expect(keys(other)).not.toContain('lower')
    const row = only(summarise(data, { ...full, sampleType: 'probability' })).tables[0]!.rows[0]!.cells
    // R 4.2.2: prop.test(30, 40, correct = FALSE)$conf.int
    expect(row[3]).toBeCloseTo(59.806038579232, 9)
    expect(row[4]).toBeCloseTo(85.8128813609037, 9)
  })

  it('hides don’t know, unanswered and skipped of under five from a leader, and what they would be subtracted from', () => {
    const section = only(summarise(data, leader))
    expect(section.base.n).toBe(50)
    for (const part of [
      section.base.valid,
      section.base.unanswered,
      section.base.skipped,
      section.base.dontKnow,
    ]) {
      expect(part).toBeNull()
    }
    expect(section.notes.map(({ code }) => code)).toContain('merged')
  })
})

describe('other questions', () => {
  it('counts several choices on respondents and on answers', () => {
    const section = only(
      summarise(frame(5, set('uses', [['a', null], ['b', null], ['none', 'not_applicable']], [['a', 'b'], ['a'], ['none'], null, ['b']])), full), // prettier-ignore
    )
    expect(section.base).toMatchObject({ n: 5, valid: 3, unanswered: 1, notApplicable: 1 })
    expect(section.tables[0]!.rows[0]!.cells).toEqual(['a', 2, 200 / 3, 50])
  })

  it('describes a number as R does', () => {
    const section = only(summarise(frame(6, number('age', [3, 1, 4, 1, 5, null])), full))
    // R 4.2.2: x <- c(3,1,4,1,5); mean(x); sd(x); quantile(x)
    const [n, mean, sd, ...rest] = section.tables[0]!.rows[0]!.cells
    expect([n, mean, ...rest]).toEqual([5, 2.8, 1, 1, 3, 4, 5])
    expect(sd).toBeCloseTo(1.788854382, 9)
    expect(section.tables[1]!.rows.map(({ cells }) => cells[1])).toEqual([2, 0, 1, 1, 1])
  })

  it('ranks by mean rank, first choices and Borda points', () => {
    const section = only(
      summarise(frame(3, rank('order', ['x', 'y', 'z'], [['x', 'y', 'z'], ['y', 'x'], null])), full),
    )
    expect(section.tables[0]!.rows.map(({ cells }) => cells)).toEqual([
      ['x', 2, 1.5, 1, 50, 3],
      ['y', 2, 1.5, 1, 50, 3],
      ['z', 1, 3, 0, 0, 0],
    ])
    // R 4.2.2: friedman.test(rbind(c(1, 2, 3), c(2, 1, 3))) of both who ranked; W = chi-square / (2 (3 - 1))
    expect(section.tables[1]!.rows[0]!.cells).toEqual([
      2,
      3,
      0.75,
      3,
      2,
      expect.closeTo(0.22313016014843, 12),
    ])
    expect(section.findings.map(({ code }) => code)).toContain('judgesDoNotAgree')
    expect(section.notes.map(({ code }) => code)).toContain('assumesRandomSample')
  })

  it('puts a matrix into one section with a diverging chart whose bars meet at the middle', () => {
    const levels = ['1', '2', '3', '4', '5']
    const item = (name: string, given: string[]) =>
      coded(name, levels, given, { ordered: true, group: { name: 'm', label: 'M' } })
    const sections = summarise(
      frame(4, item('a', ['1', '3', '4', '5']), item('b', ['1', '1', '2', '3'])),
      full,
    )
    expect(sections.map(({ kind }) => kind)).toEqual(['matrix'])
    const [section] = sections
    expect(section!.tables[0]!.rows[0]!.cells.slice(0, 2)).toEqual(['a', 4])
    expect(section!.chart?.kind).toBe('diverging')
    const middle = section!.chart!.config.data.datasets[2] as { data: number[][] }
    expect(middle.data).toEqual([[-12.5, 12.5], [-12.5, 12.5]]) // prettier-ignore
  })

  it('says of empty data that there are no answers, and never NaN', () => {
    const empty = frame(
      0,
      coded('c', ['a', 'b'], []),
      number('n', []),
      set('s', [['a', null]], []),
      rank('r', ['a', 'b'], []),
      text('t', 'text', []),
      text('d', 'date', []),
    )
    for (const options of [
      full,
      leader,
      { ...full, sampleType: 'probability' as const },
      { ...full, sampleType: 'complex' as const },
    ]) {
      expect(JSON.stringify(summarise(empty, options))).not.toMatch(/NaN|Infinity/)
      expect(JSON.stringify(crossing(empty, 'c', 'n', options))).not.toMatch(/NaN|Infinity/)
      expect(JSON.stringify(crossing(empty, 's/a', 'c', options))).not.toMatch(/NaN|Infinity/)
    }
    expect(summarise(empty, full).every(({ notes }) => notes.some(({ code }) => code === 'noAnswers'))).toBe(
      true,
    )
  })

  it('has words for every note, finding and heading in both languages', () => {
    const data = mixed(200, 3)
    for (const { summary } of Object.values(catalogues)) {
      const { note, heading } = summary
      const codes = [
        full,
        leader,
        { ...full, sampleType: 'probability' as const },
        { ...full, sampleType: 'complex' as const },
      ].flatMap((options) => [
        ...summarise(data, options),
        crossing(data, 'c', 'd', options),
        crossing(data, 'c', 'n', options),
        crossing(data, 't', 'n', options),
      ])
      for (const { notes, findings, tables } of codes) {
        for (const { code } of notes) expect(Object.keys(note)).toContain(code)
        for (const { code } of findings) expect(Object.keys(note)).toContain(code)
        for (const { columns } of tables)
          for (const { key } of columns) expect(Object.keys(heading)).toContain(key)
      }
    }
  })
})

describe('protection of the whole', () => {
  it('refuses a filter whose group or rest is too small', () => {
    const data = frame(
      40,
      coded('g', ['a', 'b', 'c'], [...repeat('a', 3), ...repeat('b', 17), ...repeat('c', 20)]),
    )
    expect(summariseFiltered(data, { variable: 'g', value: 'a' }, leader)).toEqual({
      refused: 'filterTooSmall',
    })
    expect(summariseFiltered(data, { variable: 'g', value: 'c' }, leader)).toHaveProperty('sections')
    expect(summariseFiltered(data, { variable: 'g', value: 'zzz' }, leader)).toEqual({
      refused: 'filterUnknown',
    })
    const most = frame(40, coded('g', ['a', 'b'], [...repeat('a', 37), ...repeat('b', 3)]))
    expect(summariseFiltered(most, { variable: 'g', value: 'a' }, leader)).toEqual({
      refused: 'filterTooSmall',
    })
  })

  it('shows a leader no number of 1 to 5 people in any table of any question, pair or filter', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const data = mixed(60, seed)
      const pairs = ['c', 'd', 's/x', 's/y', 't'].flatMap((a) =>
        ['c', 'd', 's/x', 'n', 't'].map((b) => [a, b] as const),
      )
      const filters = ['c', 'd'].flatMap((variable) =>
        ['a', 'b', 'e'].map((value) => summariseFiltered(data, { variable, value }, leader)),
      )
      const tables = [
        ...summarise(data, leader).flatMap((section) => section.tables),
        ...pairs.flatMap(([a, b]) => crossing(data, a, b, leader).tables),
        ...filters.flatMap((result) =>
          'sections' in result ? result.sections.flatMap((section) => section.tables) : [],
        ),
      ]
      const counts = tables.flatMap((table) =>
        table.columns.flatMap((column, c) =>
          column.kind === 'count' ? table.rows.map(({ cells }) => cells[c]) : [],
        ),
      )
      expect(counts.length).toBeGreaterThan(0)
      expect(counts.filter((count) => typeof count === 'number' && count > 0 && count < 6)).toEqual([])
    }
  })

  it('makes the crosstab of two variables the same whichever is the row', () => {
    const data = mixed(80, 5)
    const counts = (rows: string, columns: string) =>
      crossing(data, rows, columns, leader).tables[0]!.rows.map(({ cells }) => cells.slice(1))
    const one = counts('c', 'd')
    const other = counts('d', 'c')
    expect(one.length).toBeGreaterThan(1)
    expect(one[0]!.map((_, k) => one.map((line) => line[k]))).toEqual(other)
  })

  it('shows a leader neither minimum nor maximum, and no test outside a probability sample', () => {
    const data = mixed(100, 2)
    const section = summarise(data, leader).find(({ kind }) => kind === 'numbers')!
    const table = section.tables[0]!
    for (const key of ['min', 'max'])
      expect(table.rows[0]!.cells[table.columns.findIndex((c) => c.key === key)]).toBeNull()
    expect(crossing(data, 'c', 'd', leader).tables.every(({ caption }) => caption !== 'statistic')).toBe(true)
    expect(crossing(data, 'c', 'd', full).tables.some(({ caption }) => caption === 'statistic')).toBe(true)
    expect(crossing(data, 'c', 'd', full).notes.map(({ code }) => code)).toContain('assumesRandomSample')
  })
})

describe('identities', () => {
  const data = mixed(500, 11)

  it('a filtered frequency is a row of the crosstab', () => {
    const part = filterFrame(data, { values: [{ variable: 'c', among: ['a'] }] })
    const counts = only(summarise(part, { ...full, only: ['d'] }))
      .tables[0]!.rows.slice(0, 3)
      .map(({ cells }) => cells[1])
    expect(crossing(data, 'c', 'd', full).tables[0]!.rows[0]!.cells.slice(1, 4)).toEqual(counts)
  })

  it('sums of parts equal the whole in grouped totals', async () => {
    const source = frameSource(data)
    const parts = await source.totals({ by: ['c', 's/x'], sums: [['n'], ['n', 'n']] })
    const [whole] = await source.totals({ by: [], sums: [['n'], ['n', 'n']] })
    for (const k of [0, 1]) {
      expect(parts.reduce((sum, part) => sum + part.sums[k]!, 0)).toBeCloseTo(whole!.sums[k]!, 8)
    }
    expect(parts.reduce((sum, part) => sum + part.n, 0)).toBe(500)
  })

  it('a weight of two counts double', async () => {
    const twos = frame(
      4,
      coded('g', ['a', 'b'], ['a', 'b', 'b', null]),
      number('w', [2, 2, 2, 2]),
      number('x', [1, 2, 3, 4]),
    )
    const rows = await frameSource(twos).totals({ by: ['g'], sums: [['x']], weight: 'w' })
    expect(rows).toEqual([
      { key: [1], n: 1, weight: 2, sums: [8] },
      { key: [2], n: 1, weight: 2, sums: [2] },
      { key: [3], n: 2, weight: 4, sums: [10] },
    ])
  })
})

/** Every kind of question with plausible, repeatable answers, some rare. */
function mixed(n: number, seed: number) {
  let state = seed * 7919
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const pick = <T>(values: readonly (readonly [T, number])[]): T => {
    let rest = random()
    for (const [value, share] of values) if ((rest -= share) < 0) return value
    return values[0]![0]
  }
  const rows = Array.from({ length: n }, () => ({
    c: pick<string | null>([['a', 0.5], ['b', 0.3], ['e', 0.1], ['f', 0.06], [null, 0.04]]), // prettier-ignore
    d: pick<string | null | undefined>([['a', 0.4], ['b', 0.4], ['e', 0.1], [null, 0.05], [undefined, 0.05]]), // prettier-ignore
    n: random() < 0.1 ? null : Math.round(random() * 60) / 2,
    s: random() < 0.1 ? null : (['x', 'y', 'z'] as const).filter((_, k) => random() < [0.6, 0.3, 0.05][k]!),
    r: random() < 0.1 ? null : random() < 0.5 ? ['x', 'y'] : ['y', 'z', 'x'],
    t: random() < 0.3 ? null : `2026-0${1 + Math.floor(random() * 4)}-1${Math.floor(random() * 9)}`,
  }))
  return frame(
    n,
    coded(
      'c',
      ['a', 'b', 'e', 'f'],
      rows.map((row) => row.c),
    ),
    coded(
      'd',
      ['a', 'b', 'e'],
      rows.map((row) => row.d),
    ),
    number(
      'n',
      rows.map((row) => row.n),
    ),
    set('s', [['x', null], ['y', null], ['z', null]], rows.map((row) => row.s)), // prettier-ignore
    rank(
      'r',
      ['x', 'y', 'z'],
      rows.map((row) => row.r),
    ),
    text(
      't',
      'date',
      rows.map((row) => row.t),
    ),
    text(
      'o',
      'text',
      rows.map((row) => (row.c === null ? null : 'words')),
    ),
  )
}
