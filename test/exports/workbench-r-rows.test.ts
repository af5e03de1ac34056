/** A set that counts the rows of a repeat gives the page's figures in R, weighted by what stands in the answers. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readScript } from '../../analysis/workbench/read-script.ts'
import type { FormSource } from '../../server/form/form.ts'
import { framesOf } from '../../server/summary/frames.ts'
import { preparedOf } from '../../server/workbench/results.ts'
import { send } from '../support/answers.ts'
import { makeWorld, type World } from '../support/world.ts'
import { compared, hasR, runR } from './r-running.ts'

const cells = (row: number, of: Readonly<Record<string, string>>) => ({ row, cells: of })
const source: FormSource = {
  survey: [
    cells(2, { type: 'select_one kind', name: 'house', label: '住房' }),
    cells(3, { type: 'decimal', name: 'weight', label: '权重' }),
    cells(4, { type: 'begin_repeat', name: 'members', label: '成员' }),
    cells(5, { type: 'integer', name: 'age', label: '年龄' }),
    cells(6, { type: 'select_one sex', name: 'sex', label: '性别' }),
    cells(7, { type: 'end_repeat' }),
  ],
  choices: [
    cells(2, { list_name: 'kind', name: 'own', label: '自有' }),
    cells(3, { list_name: 'kind', name: 'rent', label: '租住' }),
    cells(4, { list_name: 'sex', name: 'f', label: '女' }),
    cells(5, { list_name: 'sex', name: 'm', label: '男' }),
  ],
  settings: [cells(2, { form_title: '住户' })],
}

describe.skipIf(!hasR)('rows of a repeat in R', () => {
  let world: World
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-workbench-rows-'))
  beforeAll(async () => {
    world = await makeWorld({ source })
    for (let k = 0; k < 30; k++)
      await send(world, {
        house: k % 3 === 0 ? 'own' : 'rent',
        weight: String(1 + (k % 4) / 2),
        members: Array.from({ length: k % 4 }, (_, m) => ({
          age: String(5 + ((k * 17 + m * 29) % 80)),
          sex: (k + m) % 2 === 0 ? 'f' : 'm',
        })),
      })
  })
  afterAll(async () => {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each([
    ['without weights', {}],
    ['weighted, each answer a cluster', { weights: { column: 'weight' } }],
  ])(
    '%s',
    async (name, more) => {
      const read = readScript({
        title: name,
        unit: 'members',
        recodes: [{ name: 'old', label: '年龄段', kind: 'bands', from: 'age', cuts: [18, 60] }],
        filter: [[{ variable: 'age', from: 6 }]],
        tables: [
          { statistic: 'frequencies', rows: ['sex', 'old'] },
          { statistic: 'crosstab', rows: ['old'], columns: ['house'] },
          { statistic: 'means', rows: ['age'], columns: ['house'] },
        ],
        ...more,
      })
      if ('complaint' in read) throw new Error(JSON.stringify(read.complaint))
      const { script } = read
      const { id } = world.collection
      const set = await world.store.workbench.save({
        collectionId: id,
        id: null,
        name,
        script: JSON.stringify(script),
        authorId: world.people.analyst.id,
      })
      const analyst = await world.signIn('analyst')
      const { body } = await analyst
        .get(`/collections/${id}/workbench/${set}/r.zip`)
        .expect(200)
        .buffer(true)
        .parse((res, done) => {
          const pieces: Buffer[] = []
          res.on('data', (piece: Buffer) => pieces.push(piece))
          res.on('end', () => done(null, Buffer.concat(pieces)))
        })
      const within = mkdtempSync(join(folder, 'set-'))
      writeFileSync(join(within, 'set.zip'), body as Buffer)
      execFileSync('Rscript', ['-e', 'unzip("set.zip")'], { cwd: within })
      const held = await framesOf(world.store).of(id)
      const prepared = preparedOf(held!, { script, tables: [], locale: 'zh-CN' })
      expect(prepared.failure).toBeNull()
      const looked = compared(prepared, script.tables, runR(within))
      for (const k of script.tables.keys())
        expect(looked.get(String(k + 1)) ?? 0, String(k + 1)).toBeGreaterThan(1)
    },
    60_000,
  )
})
