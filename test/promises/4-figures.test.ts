/** Promise 4: every figure says what it rests on, and claims no more than its sample allows. */

import { describe, expect, it } from 'vitest'
import { elements, textOf } from '../../server/commands/html.ts'
import { cellAt, partOf, tablesIn, type ReadTable } from '../../server/commands/real/reading.ts'
import type { SampleType } from '../../server/store/store.ts'
import { fieldwork, type Fieldwork } from '../support/fieldwork.ts'
import { plainForm } from './form.ts'

const satisfied = ['1', '2', '3', '97', '99', '3', '2', '1', '3', '97']
const people = Array.from({ length: 40 }, (_, i) => ({
  sex: i % 2 === 0 ? 'm' : 'f',
  satisfied: satisfied[i % satisfied.length] ?? '',
  age: 25 + (i % 30),
  wish: null,
}))

function collected(sampleType: SampleType): Promise<Fieldwork> {
  return fieldwork({ source: plainForm, sampleType, stored: people })
}

const claims = (table: ReadTable) => table.columns.some((column) => column === 'lower' || column === 'upper')

describe.each([
  ['probability', true, '概率抽样'],
  ['complex', false, '概率抽样'],
  ['quota', false, '非概率样本'],
  ['open', false, '非概率样本'],
  ['organised', false, '非概率样本'],
  ['census', false, '全面调查'],
] as const)('The summary of a collection of the sample type %s', (sampleType, intervals, label) => {
  it('claims intervals only for a probability sample, and is labelled', async () => {
    const field = await collected(sampleType)
    try {
      const analyst = await field.signIn('analyst')
      const leader = await field.signIn('leader')
      const path = `/collections/${field.collectionId}`
      const { page, text } = await analyst.get(`${path}/summary`)
      expect(text.includes(label)).toBe(true)
      expect(tablesIn(partOf(page, 'q-sex')).some(claims)).toBe(intervals)
      if (!intervals) {
        expect(tablesIn(page).filter(claims)).toEqual([])
        expect(tablesIn((await leader.get(`${path}/summary`)).page).filter(claims)).toEqual([])
        expect(/95% 置信区间|95% [上下]限/.test(text)).toBe(false)
      }
      const cross = await analyst.get(`${path}/crosstab?rows=sex&columns=satisfied`)
      expect(tablesIn(cross.page).some(({ columns }) => columns.includes('p'))).toBe(true)
      const assumed = cross.text.includes('假定随机样本')
      expect(assumed).toBe(label === '非概率样本')
      if (label === '非概率样本' || sampleType === 'census') {
        const asLeader = await leader.get(`${path}/crosstab?rows=sex&columns=satisfied`)
        expect(tablesIn(asLeader.page).some(({ columns }) => columns.includes('p'))).toBe(false)
      }
    } finally {
      await field.end()
    }
  })
})

describe('A section of the summary', () => {
  it('says its base, and leaves out of it only the codes that the form declares missing', async () => {
    const field = await collected('census')
    try {
      const { page } = await (await field.signIn('analyst')).get(`/collections/${field.collectionId}/summary`)
      for (const name of ['sex', 'satisfied', 'age', 'wish']) {
        const section = partOf(page, `q-${name}`)
        const base = section
          ? elements(section).find(({ attributes }) => attributes['class'] === 'base')
          : undefined
        expect(base ? textOf(base) : '', name).toMatch(/40/)
      }
      const [table] = tablesIn(partOf(page, 'q-satisfied'))
      // 40 answers, four of each ten: 97 is an answer like any other, 99 is not.
      expect(cellAt(table, '九十七分', 'count')).toBe(8)
      expect(cellAt(table, '九十七分', 'percentValid')).toBeCloseTo((100 * 8) / 36, 9)
      expect(cellAt(table, '不清楚', 'count')).toBe(4)
      expect(cellAt(table, '不清楚', 'percentValid')).toBeNull()
    } finally {
      await field.end()
    }
  })
})
