/**
 * Seeded random numbers for statistics that simulate, the same on every machine: xoshiro128** (Blackman and Vigna
 * 2021) started by splitmix32, whole-number arithmetic only.
 */

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
  let [a, b, c, d] = [split(), split(), split(), split()] as [number, number, number, number]
  const turn = (x: number, k: number) => ((x << k) | (x >>> (32 - k))) >>> 0
  return () => {
    const result = Math.imul(turn(Math.imul(b, 5) >>> 0, 7), 9) >>> 0
    const shifted = (b << 9) >>> 0
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c = (c ^ shifted) >>> 0
    d = turn(d >>> 0, 11)
    return result / 4294967296
  }
}
