/**
 * The random numbers that samples are drawn with: the same on every machine, and re-drawable by anyone.
 *
 * The generator is xoshiro128** 1.1. Its four 32-bit words are the first four words (big-endian) of SHA-256 of the
 * seed, a text in UTF-8. Only 32-bit integer arithmetic is used. `below(n)` takes words until one is under the largest
 * multiple of n that fits in 2³² and returns its remainder, so that every number is equally likely. `unit()` takes
 * two words a, b and returns (⌊a/32⌋ · 2²⁶ + ⌊b/64⌋) / 2⁵³, in [0, 1).
 * Source: Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators".
 */

import { sha256 } from './sha256.ts'

export interface Generator {
  /** The next 32 bits, 0 to 2³² - 1. */
  word(): number
  /** A whole number from 0 to n - 1, n from 1 to 2³². */
  below(n: number): number
  /** A number in [0, 1). */
  unit(): number
}

/** The generator of a seed; an Error where the seed is empty. */
export function generator(seed: string): Generator {
  if (seed === '') throw new Error('generator: the seed is empty')
  return xoshiro(sha256(seed).slice(0, 4))
}

/** xoshiro128** from four words that are not all 0. */
export function xoshiro(state: readonly number[]): Generator {
  if (state.length !== 4 || state.every((word) => word >>> 0 === 0))
    throw new Error('xoshiro: four words that are not all 0')
  let [a, b, c, d] = state as [number, number, number, number]
  const word = () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return result
  }
  const below = (n: number) => {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) throw new Error(`generator: ${n} is not from 1 to 2^32`)
    const limit = Math.floor(2 ** 32 / n) * n
    for (;;) {
      const value = word()
      if (value < limit) return value % n
    }
  }
  const unit = () => {
    const high = word() >>> 5
    return (high * 2 ** 26 + (word() >>> 6)) / 2 ** 53
  }
  return { word, below, unit }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
