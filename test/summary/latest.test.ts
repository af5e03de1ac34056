/** What is kept of figures: the last of each key while its stamp stands, and never more. */

import { describe, expect, test } from 'vitest'
import { keepingLatest } from '../../server/summary/latest.ts'

function counting(limit: number) {
  const keep = keepingLatest<number>(limit)
  let made = 0
  const ask = (key: string, stamp: string) => keep(key, stamp, () => Promise.resolve(++made))
  return { keep, ask, made: () => made }
}

describe('Figures that are kept', () => {
  test('are made once while their stamp stands, and let go with it', async () => {
    const { ask } = counting(10)
    expect([await ask('a', '1'), await ask('a', '1')]).toEqual([1, 1])
    expect(await ask('a', '2')).toBe(2)
    // Of the first stamp nothing is held any more.
    expect(await ask('a', '1')).toBe(3)
  })

  test('who comes while they are made waits for the same', async () => {
    const { ask, made } = counting(10)
    const [one, other] = await Promise.all([ask('a', '1'), ask('a', '1')])
    expect([one, other, made()]).toEqual([1, 1, 1])
  })

  test('of more keys than the limit the one that was not asked for the longest goes', async () => {
    const { ask } = counting(2)
    await ask('a', '1')
    await ask('b', '1')
    await ask('a', '1')
    await ask('c', '1')
    expect(await ask('a', '1')).toBe(1)
    expect(await ask('b', '1')).toBe(4)
  })

  test('what failed is made again, and takes nothing newer along', async () => {
    const { keep, ask } = counting(10)
    let fail: (error: Error) => void = () => undefined
    const failing = keep('a', '1', () => new Promise((_, reject) => (fail = reject)))
    expect(await ask('a', '2')).toBe(1)
    fail(new Error('no'))
    await expect(failing).rejects.toThrow('no')
    expect(await ask('a', '2')).toBe(1)
    await expect(keep('b', '1', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await ask('b', '1')).toBe(2)
  })
})
