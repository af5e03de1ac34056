/** The analyst's commands on the data of an installation: a script worked out again, and answers brought in. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { command, filledInstallation, type Filled } from '../support/installation.ts'

let place: Filled
const folder = mkdtempSync(join(tmpdir(), 'diaoyan-commands-'))
beforeAll(async () => {
  place = await filledInstallation(24)
})
afterAll(async () => {
  await place.remove()
  rmSync(folder, { recursive: true, force: true })
})

const file = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const run = (name: string, ...words: readonly string[]) => command(name, words, place.env)
const script = {
  title: '每周',
  recodes: [{ name: 'old', label: '年龄段', kind: 'bands', from: 'age', cuts: [10] }],
  filter: [[{ variable: 'age', to: 90 }]],
  tables: [
    { statistic: 'frequencies', rows: ['old'] },
    { statistic: 'describe', rows: ['age'] },
  ],
}

interface Told {
  readonly n: number
  readonly results: readonly {
    readonly title: string
    readonly tables: readonly {
      readonly rows: readonly { readonly head: string; readonly cells: readonly { value: number | null }[] }[]
    }[]
  }[]
}

describe('npm run analyse', () => {
  test('works a script out as text and as data, with the numbers of the answers', async () => {
    const path = file('script.json', JSON.stringify(script))
    const of = ['--collection', place.collection.id, '--script', path] as const
    const text = await run('analyse', ...of, '--language', 'en')
    expect(text.code, text.said).toBe(0)
    // 24 answers with ages 0 to 23; the last one withdrawn, the first one corrected to 99, which the filter leaves out.
    expect(text.said).toContain('每周')
    expect(text.said).toMatch(/below 10\t9\t/)
    expect(text.said).toMatch(/10 and above\t13\t/)
    const out = join(folder, 'out.json')
    const data = await run('analyse', ...of, '--format', 'json', '--out', out)
    expect(data.code, data.said).toBe(0)
    const told = JSON.parse(readFileSync(out, 'utf8')) as Told
    expect(told.n).toBe(22)
    const [below, above] = told.results[0]!.tables[0]!.rows
    expect([below!.cells[0]!.value, above!.cells[0]!.value]).toEqual([9, 13])
    const ages = Array.from({ length: 22 }, (_, k) => k + 1)
    const mean = ages.reduce((sum, age) => sum + age, 0) / ages.length
    const values = told.results[1]!.tables.flatMap(({ rows }) =>
      rows.flatMap(({ cells }) => cells.map(({ value }) => value)),
    )
    expect(values).toContain(mean)
    expect(JSON.stringify(told)).not.toMatch(/NaN|Infinity/)
  })

  test('takes a saved set, and a recode that the collection keeps', async () => {
    const store = await place.open()
    const set = await store.workbench.save({
      collectionId: place.collection.id,
      id: null,
      name: '一套',
      script: JSON.stringify({ tables: [{ statistic: 'frequencies', rows: ['teen'] }] }),
      authorId: place.world.personId,
    })
    await store.workbench.keepRecode({
      collectionId: place.collection.id,
      name: 'teen',
      recode: JSON.stringify({ ...script.recodes[0], name: 'teen', cuts: [13, 20] }),
      authorId: place.world.personId,
    })
    await store.close()
    const { code, said } = await run(
      'analyse',
      '--collection',
      place.collection.id,
      '--set',
      set,
      '--language',
      'en',
    )
    expect(code, said).toBe(0)
    expect(said).toMatch(/\[13, 20\)\t7\t/)
  })

  test('says plainly what is wrong', async () => {
    const of = (content: string) => [
      '--collection',
      place.collection.id,
      '--script',
      file(`${content.length}.json`, content),
    ]
    for (const [words, sentence] of [
      [[], 'Usage: npm run analyse'],
      [of('{'), 'The script is not JSON'],
      [of('{"tables": 3}'), 'cannot be read: scriptShape at tables'],
      [of('{}'), 'asks for no table'],
      [['--collection', place.collection.id, '--set', 'none'], 'no saved set none'],
      [['--collection', 'none', '--script', file('y.json', JSON.stringify(script))], 'no such collection'],
    ] as const) {
      const { code, said } = await run('analyse', ...words)
      expect(code).not.toBe(0)
      expect(said).toContain(sentence)
    }
  })
})

describe('npm run import', () => {
  const of = (path: string, ...more: readonly string[]) =>
    ['--collection', place.collection.id, '--file', path, '--language', 'en', ...more] as const

  test('only looks until it is told to store, and then stores all', async () => {
    const path = file('answers.csv', '您的年龄,wish,编号\n31,更多绿地,1\n32,,2\n')
    const looked = await run('import', ...of(path))
    expect(looked.code, looked.said).toBe(0)
    expect(looked.said).toContain('age <- A 您的年龄')
    const before = await place.open()
    const count = (await before.collections.find(place.collection.id))!.received
    await before.close()
    expect((await run('import', ...of(path, '--store'))).code).toBe(2)
    const nobody = await run('import', ...of(path, '--store', '--as', 'nobody'))
    expect([nobody.code, nobody.said]).toEqual([1, expect.stringContaining('nobody called nobody')])
    const stored = await run('import', ...of(path, '--store', '--as', 'wang'))
    expect(stored.code, stored.said).toBe(0)
    const again = await run('import', ...of(path, '--store', '--as', 'wang'))
    expect(again.code).toBe(1)
    const store = await place.open()
    expect((await store.collections.find(place.collection.id))!.received).toBe(count + 2)
    const channels = await store.collections.channels(place.collection.id)
    expect(channels.filter(({ kind }) => kind === 'import')).toHaveLength(1)
    expect((await store.history.verify(place.collection.id)).ok).toBe(true)
    await store.close()
  })

  test('complains by row and column, and stores nothing', async () => {
    const path = file('wrong.csv', 'age,wish\n三十,a\n40,b\n')
    const { code, said } = await run('import', ...of(path, '--store', '--as', 'wang'))
    expect(code).toBe(1)
    expect(said).toContain('A age:')
    expect(said).toContain('row 2: 三十')
    const broken = await run('import', ...of(file('broken.csv', 'age\n\u0000')))
    expect(broken.code).toBe(1)
    expect((await run('import', ...of(join(folder, 'none.csv')))).said).toContain('no such file')
  })
})
