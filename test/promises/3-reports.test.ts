/** Promise 3 in reports: a leader with every document and every printed page there ever was learns nothing of under five people. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { elements, parseHtml, textOf } from '../../server/commands/html.ts'
import { send } from '../support/answers.ts'
import { readWord } from '../support/word.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

let world: World
let leader: SignedInAgent
beforeAll(async () => {
  world = await makeWorld({ env: { ANSWERS_PER_MINUTE: '1000000', SUBMISSIONS_PER_MINUTE: '1000000' } })
  leader = await world.signIn('leader')
})
afterAll(async () => {
  await world.close()
  expect(world.mistakes).toEqual([])
})

type Tables = readonly (readonly (readonly string[])[])[]

async function documentOf(query: string): Promise<{ readonly tables: Tables; readonly text: string }> {
  const response = await leader
    .get(`/topics/${world.topic.id}/report.docx${query}`)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.on('end', () => done(null, Buffer.concat(parts)))
    })
  expect(response.status).toBe(200)
  return readWord(response.body as Buffer)
}

async function printed(query: string): Promise<Tables> {
  const response = await leader.get(`/topics/${world.topic.id}/report/print${query}`)
  expect(response.status).toBe(200)
  return elements(parseHtml(response.text), 'table').map((table) =>
    elements(table, 'tr').map((row) =>
      row.children.flatMap((cell) => (typeof cell === 'string' ? [] : [textOf(cell).trim()])),
    ),
  )
}

/** What stands under headings that count people. */
function peopleIn(tables: Tables): readonly string[] {
  return tables.flatMap(([heads = [], ...rows]) =>
    heads.flatMap((head, place) =>
      ['人数', 'n', 'Count'].includes(head) ? rows.map((row) => row[place] ?? '') : [],
    ),
  )
}

/** Counts of the table of this question, by choice; empty where none are shown. */
function countsOf(tables: Tables, choices: readonly string[]): ReadonlyMap<string, number> {
  const found = tables.find((rows) =>
    choices.every((choice) => rows.some(([head]) => head?.includes(choice))),
  )
  return new Map(
    (found ?? []).flatMap(([head = '', count = '']) =>
      /^\d+$/.test(count) ? [[head, Number(count)] as const] : [],
    ),
  )
}

test('no count of one to four, in any document, and no difference of two of them', async () => {
  let before: ReadonlyMap<string, number> = new Map()
  for (let n = 1; n <= 26; n++) {
    await send(world, {
      owns_car: n % 3 === 0 ? 'no' : 'yes',
      ...(n % 3 === 0 ? {} : { parks: [n % 2 === 0 ? 'street' : 'garage'] }),
      age: String(20 + n),
      ...(n === 9 ? { wish: '只有一人这样写' } : {}),
    })
    if (n % 2 === 1 && n > 14) continue
    for (const query of n % 4 === 0 ? ['?figures=full', '?figures=full&language=en'] : ['?figures=full']) {
      const { tables, text } = await documentOf(query)
      expect(text).not.toContain('只有一人这样写')
      expect(peopleIn(tables).filter((cell) => /^[1-4]$/.test(cell))).toEqual([])
      if (query.includes('en')) continue
      expect(await printed(query)).toEqual(
        expect.arrayContaining(tables.filter((rows) => rows[0]?.[0] === '选项')),
      )
      const now = countsOf(tables, ['有', '没有'])
      for (const [head, count] of now) {
        const gone = count - (before.get(head) ?? 0)
        expect(gone === 0 || Math.abs(gone) >= 5, `${head}: ${before.get(head)} then ${count}`).toBe(true)
      }
      if (now.size > 0) before = now
    }
  }
  expect(before.size).toBeGreaterThan(0)
})
