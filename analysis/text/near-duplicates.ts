/**
 * Open answers that are nearly the same: pasted, forwarded, or filled in by one hand.
 *
 * In: the answers (null: none), how alike they must be (Jaccard of their three-character shingles, 0.6 to 1) and how long
 * a text must be to count (short answers are alike by nature). Texts are compared in NFKC, lower case, letters and
 * digits only. Out: groups of rows from the largest, each answer at least so alike to the group's first or to another
 * member found with it; whether all members are the same text; and how many answers were compared.
 *
 * Equal texts are found exactly. Others meet where one of 20 bands of 4 MinHash values agrees, and are then compared by
 * their shingles; a pair as alike as 0.8 is missed once in 37,000 times, one of 0.7 once in 240, of 0.6 once in 16. Bounded: at most 256 shingles
 * a text, those of the smallest hashes, which estimate the likeness of longer ones, and in a crowded band only the
 * last 6 members are compared. 100,000 answers take
 * seconds, which is work for another thread.
 * Source: Broder 1997; Leskovec, Rajaraman and Ullman 2014, chapter 3.
 */

export interface DuplicateGroup {
  /** Rows from 0, rising. */
  readonly rows: readonly number[]
  readonly same: boolean
}

export interface NearDuplicates {
  readonly compared: number
  readonly groups: readonly DuplicateGroup[]
}

export interface DuplicateOptions {
  readonly likeness?: number
  readonly shortest?: number
}

const bands = 20
const perBand = 4
const shingleLimit = 256
const crowd = 6
const width = bands * perBand
const seeds = Uint32Array.from({ length: width }, (_, i) => Math.imul(i + 1, 0x85ebca6b))

/** Groups of nearly equal answers. */
export function nearDuplicates(
  texts: readonly (string | null)[],
  { likeness = 0.8, shortest = 10 }: DuplicateOptions = {},
): NearDuplicates {
  if (!(likeness >= 0.6 && likeness <= 1))
    throw new Error(`nearDuplicates: likeness ${likeness} is not in [0.6, 1]`)
  const rowsOf = new Map<string, number[]>()
  let compared = 0
  texts.forEach((text, row) => {
    const plain = text === null ? '' : plainText(text)
    if ([...plain].length < Math.max(1, shortest)) return
    compared += 1
    const rows = rowsOf.get(plain)
    if (rows) rows.push(row)
    else rowsOf.set(plain, [row])
  })
  const distinct = [...rowsOf.keys()]
  const parent = Uint32Array.from({ length: distinct.length }, (_, k) => k)
  if (likeness < 1) joinAlike(distinct, likeness, parent)
  const groups = new Map<number, number[]>()
  distinct.forEach((_, k) => {
    const root = find(parent, k)
    const members = groups.get(root)
    if (members) members.push(k)
    else groups.set(root, [k])
  })
  const found = [...groups.values()].flatMap((members) => {
    const rows = members.flatMap((k) => rowsOf.get(distinct[k]!)!)
    return rows.length < 2 ? [] : [{ rows: rows.sort((a, b) => a - b), same: members.length === 1 }]
  })
  return { compared, groups: found.sort((a, b) => b.rows.length - a.rows.length || a.rows[0]! - b.rows[0]!) }
}

/** Letters and digits in one form. */
function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

function joinAlike(texts: readonly string[], likeness: number, parent: Uint32Array): void {
  const shingles = texts.map(shinglesOf)
  const signatures = new Uint32Array(texts.length * width)
  shingles.forEach((of, k) => sign(of, signatures.subarray(k * width, (k + 1) * width)))
  // Signatures of a pair so alike agree in at least so many places but once in 2,000 times.
  const fewest = width * (likeness - 0.15)
  for (let band = 0; band < bands; band += 1) {
    const buckets = new Map<number, number[]>()
    for (let k = 0; k < texts.length; k += 1) {
      let key = 0
      for (let i = 0; i < perBand; i += 1) key = mix(key ^ signatures[k * width + band * perBand + i]!) | 0
      const bucket = buckets.get(key)
      if (!bucket) {
        buckets.set(key, [k])
        continue
      }
      for (let place = Math.max(0, bucket.length - crowd); place < bucket.length; place += 1) {
        const other = bucket[place]!
        if (agreeing(signatures, other, k) < fewest || find(parent, other) === find(parent, k)) continue
        if (alike(shingles[other]!, shingles[k]!) >= likeness) parent[find(parent, k)] = find(parent, other)
      }
      bucket.push(k)
    }
  }
}

function agreeing(signatures: Uint32Array, a: number, b: number): number {
  let count = 0
  for (let i = 0; i < width; i += 1) if (signatures[a * width + i] === signatures[b * width + i]) count += 1
  return count
}

/** Hashes of the text's runs of three characters, rising, at most the 256 smallest. */
function shinglesOf(text: string): Uint32Array {
  const characters = Uint32Array.from(text, (character) => mix(character.codePointAt(0)!))
  const n = characters.length
  const hashes = new Uint32Array(Math.max(1, n - 2))
  for (let k = 0; k < hashes.length; k += 1) {
    const [second, third] = [k + 1 < n ? characters[k + 1]! : 0, k + 2 < n ? characters[k + 2]! : 0]
    hashes[k] = mix(Math.imul(characters[k]!, 31) ^ Math.imul(second, 961) ^ third)
  }
  hashes.sort()
  let kept = 0
  for (let k = 0; k < hashes.length && kept < shingleLimit; k += 1)
    if (k === 0 || hashes[k] !== hashes[k - 1]) hashes[kept++] = hashes[k]!
  return hashes.slice(0, kept)
}

function sign(shingles: Uint32Array, signature: Uint32Array): void {
  signature.fill(0xffffffff)
  for (const shingle of shingles)
    for (let i = 0; i < width; i += 1) {
      const value = mix(shingle ^ seeds[i]!)
      if (value < signature[i]!) signature[i] = value
    }
}

/** Jaccard of two rising lists; where one is cut off, of the smallest hashes of both together. */
function alike(a: Uint32Array, b: Uint32Array): number {
  const cut = Math.max(a.length, b.length) === shingleLimit
  const most = cut ? shingleLimit : Infinity
  let [i, j, both, either] = [0, 0, 0, 0]
  while (i < a.length && j < b.length && either < most) {
    const x = a[i]!
    const y = b[j]!
    either += 1
    if (x === y) both += 1
    if (x <= y) i += 1
    if (y <= x) j += 1
  }
  either = Math.min(most, either + (a.length - i) + (b.length - j))
  return either === 0 ? 0 : both / either
}

/** A well-stirred 32-bit number (the finaliser of MurmurHash3). */
function mix(word: number): number {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function find(parent: Uint32Array, k: number): number {
  let root = k
  while (parent[root] !== root) root = parent[root]!
  let at = k
  while (parent[at] !== root) {
    const next = parent[at]!
    parent[at] = root
    at = next
  }
  return root
}
