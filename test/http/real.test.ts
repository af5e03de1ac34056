/** A real survey, from its spreadsheet to figures that equal R's, through the front door only. */

import { describe, expect, it } from 'vitest'
import { playReal } from '../../server/commands/real/play.ts'

describe('The survey of 237 students', () => {
  it('goes in one POST each and comes out as R has it, and a leader learns nothing about single people', async () => {
    const checks = await playReal('test/real/students')
    expect(checks.filter(({ passed }) => !passed)).toEqual([])
    expect(checks.length).toBeGreaterThan(500)
  }, 120_000)
})
