/**
 * Seeded random numbers for statistics that simulate, the same on every machine: xoshiro128** (Blackman and Vigna
 * 2021) started by splitmix32, whole-number arithmetic only.
 */

import { xoshiro } from './sampling/generator.ts'

/** Numbers from 0 up to, not including, 1, in steps of 2^-32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  const split = () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  const generator = xoshiro([split(), split(), split(), split()])
  return () => generator.word() / 4294967296
}
