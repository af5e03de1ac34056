/** SHA-384 and SHA-512, which count in 64 bits. Written without literals that old browsers cannot read. */

import { padded, primes } from './digest.ts'

const big = (value: number): bigint => BigInt(value)

/** The first 64 bits of the fraction of a square or cube root, by whole numbers. */
function rootBits(prime: number, degree: 2 | 3): bigint {
  const wanted = BigInt(prime) << BigInt(64 * degree)
  let [low, high] = [big(0), big(1) << big(72)]
  while (high - low > big(1)) {
    const middle = (low + high) >> big(1)
    if ((degree === 2 ? middle * middle : middle * middle * middle) <= wanted) low = middle
    else high = middle
  }
  return BigInt.asUintN(64, low)
}

/** What SHA-512 (primes 0 to 8) and SHA-384 (8 to 16) begin with. */
export function initialOf(from: number, to: number): () => readonly bigint[] {
  return () =>
    primes(to)
      .slice(from)
      .map((prime) => rootBits(prime, 2))
}

export function sha512(bytes: Uint8Array, initial: () => readonly bigint[]): Uint8Array {
  const constants = primes(80).map((prime) => rootBits(prime, 3))
  const word = (value: bigint) => BigInt.asUintN(64, value)
  const right = (value: bigint, by: bigint) => word((value >> by) | (value << (big(64) - by)))
  const state = initial().slice()
  const view = padded(bytes, 128, false)
  for (let at = 0; at < view.byteLength; at += 128) {
    const words: bigint[] = []
    let [a = big(0), b = big(0), c = big(0), d = big(0), e = big(0), f = big(0), g = big(0), h = big(0)] =
      state
    for (let i = 0; i < 80; i++) {
      const [w15, w2] = [words[i - 15] ?? big(0), words[i - 2] ?? big(0)]
      words.push(
        i < 16
          ? (BigInt(view.getUint32(at + i * 8)) << big(32)) | BigInt(view.getUint32(at + i * 8 + 4))
          : word(
              (words[i - 16] ?? big(0)) +
                (right(w15, big(1)) ^ right(w15, big(8)) ^ (w15 >> big(7))) +
                (words[i - 7] ?? big(0)) +
                (right(w2, big(19)) ^ right(w2, big(61)) ^ (w2 >> big(6))),
            ),
      )
      const one = word(
        h +
          (right(e, big(14)) ^ right(e, big(18)) ^ right(e, big(41))) +
          ((e & f) ^ (~e & g)) +
          (constants[i] ?? big(0)) +
          (words[i] ?? big(0)),
      )
      const two = word(
        (right(a, big(28)) ^ right(a, big(34)) ^ right(a, big(39))) + ((a & b) ^ (a & c) ^ (b & c)),
      )
      ;[h, g, f, e, d, c, b, a] = [g, f, e, word(d + one), c, b, a, word(one + two)]
    }
    ;[a, b, c, d, e, f, g, h].forEach((each, i) => (state[i] = word((state[i] ?? big(0)) + each)))
  }
  const out = new DataView(new ArrayBuffer(64))
  state.forEach((each, i) => {
    out.setUint32(i * 8, Number(each >> big(32)))
    out.setUint32(i * 8 + 4, Number(BigInt.asUintN(32, each)))
  })
  return new Uint8Array(out.buffer)
}
