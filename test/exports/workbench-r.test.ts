/** The R script of a saved set gives the workbench's figures, run by R on the exported data. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Variable } from '../../analysis/frame.ts'
import { prepare } from '../../analysis/workbench/prepare.ts'
import { readScript } from '../../analysis/workbench/read-script.ts'
import type { Script, TableStep } from '../../analysis/workbench/script.ts'
import { emptyScript, emptyTable } from '../../analysis/workbench/script.ts'
import { rScript } from '../../server/exports/workbench-r.ts'
import type { FormSource } from '../../server/form/form.ts'
import { framesOf } from '../../server/summary/frames.ts'
import { preparedOf } from '../../server/workbench/results.ts'
import { send } from '../support/answers.ts'
import { cityFrame, cityRows } from '../support/city-survey.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'
import { words } from '../analysis/frames.ts'
import { compared, hasR, runR } from './r-running.ts'

const folder = mkdtempSync(join(tmpdir(), 'diaoyan-workbench-r-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const steps: readonly Partial<TableStep>[] = [
  { statistic: 'frequencies', rows: ['q2_channel', 'q1_recommend', 'happy', 'age3'] },
  { statistic: 'crosstab', rows: ['q2_channel', 'happy'], columns: ['age_group'] },
  {
    statistic: 'crosstab',
    rows: ['q10_once'],
    columns: ['gender'],
    options: { percent: 'row', adjustment: 'BH' },
  },
  {
    statistic: 'crosstab',
    rows: ['q4_1'],
    columns: ['mode'],
    options: { adjustment: 'none' },
  },
  {
    statistic: 'crosstab',
    rows: ['q2_channel'],
    columns: ['gender'],
    layers: ['has_car'],
    options: { sort: 'high' },
  },
  {
    statistic: 'crosstab',
    rows: ['q2_channel'],
    columns: ['q10_once'],
    layers: ['gender', 'has_car'],
  },
  { statistic: 'means', rows: ['q1_recommend'], columns: ['has_car'], layers: ['gender'] },
  { statistic: 'means', rows: ['q1_recommend', 'q4_1'], columns: ['gender', 'age3'] },
  {
    statistic: 'means',
    rows: ['clinic100'],
    columns: ['district'],
    options: { method: 'equal', sort: 'low' },
  },
  { statistic: 'means', rows: ['q9_wait_min'], columns: ['district'], options: { method: 'ranks' } },
  { statistic: 'describe', rows: ['age', 'q7_walk_min'] },
  { statistic: 'correlation', rows: ['age', 'q7_walk_min'] },
  { statistic: 'correlation', rows: ['age', 'q7_walk_min', 'q9_wait_min'] },
  { statistic: 'regression', rows: ['q1_recommend'], columns: ['age', 'has_car', 'district'] },
  {
    statistic: 'regression',
    rows: ['q10_once'],
    columns: ['q9_wait_min', 'age3'],
    options: { family: 'logistic' },
  },
  { statistic: 'scale', rows: ['q4_1', 'q4_2', 'q4_6', 'q4_7'] },
  { statistic: 'scale', rows: ['q4_1', 'q4_2', 'q4_6', 'q4_7'], options: { show: 'components' } },
  { statistic: 'totals', rows: ['q8_hall_visits'] },
  { statistic: 'totals', rows: ['q8_hall_visits'], columns: ['adults'] },
  { statistic: 'pairs', rows: ['q4_1', 'q4_2'] },
  { statistic: 'pairs', rows: ['q4_1', 'q4_2', 'q4_6'] },
  { statistic: 'experts', rows: ['q4_1', 'q4_2', 'q4_6'] },
  { statistic: 'scale', rows: ['q4_1', 'q4_2', 'q4_6', 'q4_7'], options: { show: 'discrimination' } },
  { statistic: 'priorities', rows: ['q4_1', 'q4_2', 'q4_3', 'q4_6'], columns: ['q1_recommend'] },
  { statistic: 'waves', rows: ['q1_recommend', 'clinic100'], columns: ['mode'] },
  { statistic: 'agreement', rows: ['q4_1', 'q4_2'] },
  { statistic: 'agreement', rows: ['q4_1', 'q4_2'], options: { scale: 'ordinal' } },
  { statistic: 'agreement', rows: ['q4_1', 'q4_2', 'q4_6'], options: { scale: 'interval' } },
]
const recodes = [
  { name: 'age3', label: 'Age', kind: 'bands', from: 'age', cuts: [35, 60] },
  { name: 'happy', label: 'Happy', kind: 'top', from: 'q4_4', count: 2, end: 'high' },
  { name: 'clinic100', label: 'Clinic', kind: 'index', from: 'q4_4', low: 1, high: 5 },
]
const design = {
  strata: ['district'],
  clusters: ['street', 'community'],
  populations: ['fpc_street', 'fpc_comm'],
}
const rake = [
  { variable: 'gender', shares: { '1': 49, '2': 51 } },
  { variable: 'age_group', shares: { '1': 20, '2': 25, '3': 20, '4': 18, '5': 17 } },
]
const scripts: Readonly<Record<string, object>> = {
  'without weights': {},
  'with a filter': {
    filter: [
      [
        { variable: 'gender', is: ['1'] },
        { variable: 'age', from: 30 },
      ],
      [{ variable: 'q4_1', isNot: ['1', '99'] }],
    ],
  },
  'with weights alone': { weights: { column: 'w_final' } },
  'with weights, strata, two stages and sizes': { weights: { column: 'w_final' }, design },
  'with a filter in a design': {
    weights: { column: 'w_final' },
    design: { ...design, populations: [] },
    filter: [[{ variable: 'education', is: ['2', '3', '4'] }]],
  },
  'with raked and trimmed weights': {
    weights: { column: 'w_base', rake, population: 50_000, lower: 0.4, upper: 2.5 },
  },
}

describe.skipIf(!hasR)('the city survey in R', () => {
  test.each(Object.entries(scripts))(
    '%s',
    (name, given) => {
      const read = readScript({ title: name, recodes, ...given })
      if ('complaint' in read) throw new Error(JSON.stringify(read.complaint))
      const tables = steps.map((step): TableStep => ({ ...emptyTable, ...step }))
      const script: Script = { ...emptyScript, ...read.script, tables }
      const data = cityFrame()
      const prepared = prepare(data, script, { sampleType: 'probability', words })
      expect(prepared.failure).toBeNull()
      const within = mkdtempSync(join(folder, 'city-'))
      const names = Object.keys(cityRows[0]!)
      writeFileSync(
        join(within, 'data.csv'),
        Papa.unparse({ fields: names, data: cityRows.map((row) => names.map((each) => row[each])) }),
      )
      const columns = names.map((each) => ({ name: each })) as never
      const variables: readonly Variable[] = prepared.frame.variables
      writeFileSync(
        join(within, 'analysis.R'),
        rScript({ title: 'city', n: data.n, columns }, { script, variables }),
      )
      const looked = compared(prepared, tables, runR(within))
      for (const [k, step] of tables.entries())
        expect(looked.get(String(k + 1)) ?? 0, `${k + 1} ${step.statistic}`).toBeGreaterThan(0)
    },
    120_000,
  )
})

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const everyKind: FormSource = {
  survey: [
    cells(2, { type: 'select_one level', name: 'service', label: '您对服务满意吗？', appearance: 'likert' }),
    cells(3, { type: 'select_one sex', name: '性别', label: '性别' }),
    cells(4, { type: 'select_multiple places', name: 'places', label: '去过哪里' }),
    cells(5, { type: 'rank places', name: 'order', label: '排序' }),
    cells(6, { type: 'decimal', name: 'income', label: '收入' }),
    cells(7, { type: 'date', name: 'day', label: '日期' }),
  ],
  choices: [
    ...['1', '2', '3', '4'].map((name, k) =>
      cells(2 + k, { list_name: 'level', name, label: `第${name}档` }),
    ),
    cells(6, { list_name: 'level', name: '9', label: '不清楚', missing: 'dont_know' }),
    cells(7, { list_name: 'sex', name: 'male', label: '男' }),
    cells(8, { list_name: 'sex', name: 'female', label: '女' }),
    cells(9, { list_name: 'places', name: 'park', label: '公园' }),
    cells(10, { list_name: 'places', name: 'library', label: '图书馆' }),
    cells(11, { list_name: 'places', name: 'none', label: '不清楚', missing: 'dont_know' }),
  ],
  settings: [cells(2, { form_title: '各种题型' })],
}

describe.skipIf(!hasR)('an exported archive in R', () => {
  let world: World
  let analyst: SignedInAgent
  beforeAll(async () => {
    world = await makeWorld({ source: everyKind })
    analyst = await world.signIn('analyst')
    for (let k = 0; k < 48; k++) {
      const places =
        k % 7 === 0 ? ['none'] : k % 3 === 0 ? ['park', 'library'] : k % 5 === 0 ? [] : ['library']
      await send(world, {
        service: ['1', '2', '3', '4', '9'][(k * 3 + (k % 2)) % 5]!,
        性别: k % 4 === 0 ? 'male' : 'female',
        places,
        ...(k % 6 === 0 ? {} : { income: String(1000 + ((k * 37) % 90) * 10) }),
        day: `2026-0${1 + (k % 4)}-1${k % 9}`,
        ...(k % 5 === 0
          ? {}
          : { order: k % 2 === 0 ? ['park', 'library', 'none'] : ['library', 'none', 'park'] }),
      })
    }
  })
  afterAll(() => world.close())

  test('gives the figures of the page', async () => {
    const tables: readonly TableStep[] = (
      [
        { statistic: 'frequencies', rows: ['service', 'places', 'income', '性别'] },
        { statistic: 'crosstab', rows: ['places', 'grouped', 'quarter'], columns: ['性别'] },
        { statistic: 'crosstab', rows: ['性别'], columns: ['places', 'day', 'channel'] },
        { statistic: 'crosstab', rows: ['places/park'], columns: ['性别'] },
        { statistic: 'means', rows: ['points', 'income'], columns: ['性别'] },
        { statistic: 'pairs', rows: ['places'] },
      ] as readonly Partial<TableStep>[]
    ).map((step) => ({ ...emptyTable, ...step }))
    const read = readScript({
      title: '一套表',
      recodes: [
        {
          name: 'grouped',
          label: '合并',
          kind: 'groups',
          from: 'service',
          groups: [{ label: '低', values: ['1', '2'] }],
          rest: 'keep',
        },
        {
          name: 'points',
          label: '记分',
          kind: 'score',
          from: 'service',
          scores: { '1': 0, '2': 30, '4': 100 },
        },
        { name: 'quarter', label: '季度', kind: 'date', from: 'day', part: 'quarter' },
      ],
      filter: [[{ variable: 'places', isNot: ['none'] }], [{ variable: 'income', from: 1500 }]],
      tables,
    })
    if ('complaint' in read) throw new Error(JSON.stringify(read.complaint))
    const { script } = read
    const { id } = world.collection
    const set = await world.store.workbench.save({
      collectionId: id,
      id: null,
      name: '一套表',
      script: JSON.stringify(script),
      authorId: world.people.analyst.id,
    })
    const { body } = await analyst
      .get(`/collections/${id}/workbench/${set}/r.zip`)
      .expect(200)
      .buffer(true)
      .parse((res, done) => {
        const pieces: Buffer[] = []
        res.on('data', (piece: Buffer) => pieces.push(piece))
        res.on('end', () => done(null, Buffer.concat(pieces)))
      })
    writeFileSync(join(folder, 'set.zip'), body as Buffer)
    const within = mkdtempSync(join(folder, 'set-'))
    execFileSync('Rscript', [
      '-e',
      `unzip(${JSON.stringify(join(folder, 'set.zip'))}, exdir = ${JSON.stringify(within)})`,
    ])
    const held = await framesOf(world.store).of(id)
    const prepared = preparedOf(held!, { script, tables: [], locale: 'zh-CN' })
    const looked = compared(prepared, script.tables, runR(within))
    for (const k of script.tables.keys())
      expect(looked.get(String(k + 1)) ?? 0, String(k + 1)).toBeGreaterThan(1)
  }, 60_000)
})
