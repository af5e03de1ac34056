/** SHA-256 in plain JavaScript, for files and texts: on plain http browsers give no digest of their own. */

export function sha256Hex(bytes: Uint8Array): string {
  return hex(sha256(bytes))
}

function hex(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += `0${(bytes[i] ?? 0).toString(16)}`.slice(-2)
  return text
}

/** Source: FIPS 180-4. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const { starts, rounds } = constants()
  const hash = Int32Array.from(starts)
  const words = new Int32Array(64)
  const end = new Uint8Array(128)
  const whole = bytes.length - (bytes.length % 64)
  const rest = bytes.length - whole
  end.set(bytes.subarray(whole))
  end[rest] = 0x80
  const length = rest < 56 ? 64 : 128
  const view = new DataView(end.buffer)
  view.setUint32(length - 8, Math.floor(bytes.length / 0x2000_0000))
  view.setUint32(length - 4, (bytes.length << 3) >>> 0)
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < whole; at += 64) block(hash, words, rounds, data, at)
  for (let at = 0; at < length; at += 64) block(hash, words, rounds, view, at)
  const out = new Uint8Array(32)
  const outView = new DataView(out.buffer)
  hash.forEach((word, i) => outView.setInt32(i * 4, word))
  return out
}

function block(hash: Int32Array, w: Int32Array, rounds: Int32Array, data: DataView, at: number): void {
  for (let i = 0; i < 16; i++) w[i] = data.getInt32(at + i * 4)
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number
    const y = w[i - 2] as number
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (rounds[i] as number) + (w[i] as number)) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const after = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) hash[i] = ((hash[i] as number) + (after[i] as number)) | 0
}

let made: { readonly starts: Int32Array; readonly rounds: Int32Array } | null = null

/** The first 32 bits behind the point of the square roots of 8 primes and the cube roots of 64. */
function constants() {
  if (made) return made
  const starts = new Int32Array(8)
  const rounds = new Int32Array(64)
  let found = 0
  for (let n = 2; found < 64; n++) {
    let prime = true
    for (let d = 2; d * d <= n && prime; d++) prime = n % d !== 0
    if (!prime) continue
    const bits = (root: number) => ((root - Math.floor(root)) * 0x1_0000_0000) | 0
    if (found < 8) starts[found] = bits(Math.sqrt(n))
    rounds[found++] = bits(Math.cbrt(n))
  }
  made = { starts, rounds }
  return made
}
