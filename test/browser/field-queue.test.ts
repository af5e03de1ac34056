/** A few records of `npm run torture -- --browser`: a line that breaks, a browser and a server that are killed, on both grounds. */

import { afterAll, describe, expect, test } from 'vitest'
import { chromiumIsHere } from '../support/browser.ts'
import { removeProfiles } from '../support/field-phone.ts'
import { grounds } from '../support/grounds.ts'
import { queueTorture } from '../support/queue-torture.ts'

afterAll(removeProfiles)

describe.skipIf(!chromiumIsHere)('a queue of records with photos', { timeout: 180_000 }, () => {
  test.each(grounds)('on %s arrives once, byte for byte, over a slow line that breaks', async (ground) => {
    const told = await queueTorture({
      ground,
      records: 6,
      seed: 7,
      bytesPerSecond: 2_000_000,
      dropAfter: 600_000,
      say: () => undefined,
    })
    expect(told.faults).toEqual([])
    expect(told.drops).toBeGreaterThan(0)
  })
})
