/** Digests of texts in plain JavaScript, for digest(): browsers on plain http have no crypto.subtle. */

import { sha256 } from './sha256.ts'
import { initialOf, sha512 } from './digest-wide.ts'

export function bytesOfText(text: string): Uint8Array {
  const encoded = encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'))
  const bytes: number[] = []
  for (let at = 0; at < encoded.length; at++) {
    if (encoded.charAt(at) === '%') {
      bytes.push(parseInt(encoded.slice(at + 1, at + 3), 16))
      at += 2
    } else bytes.push(encoded.charCodeAt(at))
  }
  return Uint8Array.from(bytes)
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]]
    const word = (a << 16) | (b << 8) | c
    text += letters.charAt(word >> 18) + letters.charAt((word >> 12) & 63)
    text += at + 1 < bytes.length ? letters.charAt((word >> 6) & 63) : '='
    text += at + 2 < bytes.length ? letters.charAt(word & 63) : '='
  }
  return text
}

/** Null where the text is no base64. */
export function bytesOfBase64(text: string): Uint8Array | null {
  const plain = text.replace(/\s+/g, '').replace(/=+$/, '')
  if (!/^[A-Za-z0-9+/]*$/.test(plain) || plain.length % 4 === 1) return null
  const bytes: number[] = []
  let [word, bits] = [0, 0]
  for (const letter of plain) {
    word = ((word << 6) | letters.indexOf(letter)) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((word >> bits) & 255)
  }
  return Uint8Array.from(bytes)
}

/** The digest of a text's UTF-8 bytes; '' for an algorithm or encoding that XForms does not know. */
export function digest(text: string, algorithm: string, encoding: string): string {
  const make = Object.prototype.hasOwnProperty.call(algorithms, algorithm.toUpperCase())
    ? algorithms[algorithm.toUpperCase()]
    : undefined
  if (!make) return ''
  const bytes = make(bytesOfText(text))
  if (encoding === 'hex') return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return encoding === 'base64' ? base64(bytes) : ''
}

const algorithms: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  MD5: md5,
  'SHA-1': sha1,
  'SHA-256': sha256,
  'SHA-384': (bytes) => sha512(bytes, initialOf(8, 16)).slice(0, 48),
  'SHA-512': (bytes) => sha512(bytes, initialOf(0, 8)),
}

/** The message with its padding: a one bit, zeros, and its length in bits. */
export function padded(bytes: Uint8Array, block: number, littleEndian: boolean): DataView {
  const tail = block === 128 ? 16 : 8
  const size = Math.ceil((bytes.length + 1 + tail) / block) * block
  const view = new DataView(new ArrayBuffer(size))
  bytes.forEach((byte, at) => view.setUint8(at, byte))
  view.setUint8(bytes.length, 0x80)
  const bits = bytes.length * 8
  const [high, low] = [Math.floor(bits / 2 ** 32), bits >>> 0]
  view.setUint32(size - 8, littleEndian ? low : high, littleEndian)
  view.setUint32(size - 4, littleEndian ? high : low, littleEndian)
  return view
}

function turn(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

function bytesOfWords(words: readonly number[], littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(words.length * 4))
  words.forEach((word, at) => view.setInt32(at * 4, word, littleEndian))
  return new Uint8Array(view.buffer)
}

const md5Turns = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

function md5(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes, 64, true)
  let state: readonly [number, number, number, number] = [
    0x67452301,
    0xefcdab89 | 0,
    0x98badcfe | 0,
    0x10325476,
  ]
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a, b, c, d] = state
    for (let i = 0; i < 64; i++) {
      const round = i >> 4
      const mixed =
        round === 0
          ? (b & c) | (~b & d)
          : round === 1
            ? (d & b) | (~d & c)
            : round === 2
              ? b ^ c ^ d
              : c ^ (b | ~d)
      const place =
        round === 0 ? i : round === 1 ? (5 * i + 1) % 16 : round === 2 ? (3 * i + 5) % 16 : (7 * i) % 16
      const constant = Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0
      const sum = (a + mixed + constant + view.getInt32(at + place * 4, true)) | 0
      ;[a, d, c, b] = [d, c, b, (b + turn(sum, md5Turns[round * 4 + (i % 4)] ?? 0)) | 0]
    }
    state = [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0]
  }
  return bytesOfWords(state, true)
}

function sha1(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes, 64, false)
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0]
  const words = new Int32Array(80)
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
    for (let i = 0; i < 80; i++) {
      words[i] =
        i < 16
          ? view.getInt32(at + i * 4)
          : turn((words[i - 3] ?? 0) ^ (words[i - 8] ?? 0) ^ (words[i - 14] ?? 0) ^ (words[i - 16] ?? 0), 1)
      const mixed = i < 20 ? (b & c) | (~b & d) : i >= 40 && i < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d
      const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][Math.floor(i / 20)] ?? 0
      const sum = (turn(a, 5) + mixed + e + constant + (words[i] ?? 0)) | 0
      ;[e, d, c, b, a] = [d, c, turn(b, 30), a, sum]
    }
    ;[a, b, c, d, e].forEach((word, i) => (state[i] = ((state[i] ?? 0) + word) | 0))
  }
  return bytesOfWords(state, false)
}

/** The first primes, from whose roots the constants of SHA-2 come. */
export function primes(count: number): readonly number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
}
