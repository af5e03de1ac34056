/** What somebody could be recognised by (a quasi-identifier), as whole numbers: small enough for a million rows. */

/** `codes[row]` is a place in `values`, or -1 where there is no answer or it was suppressed. */
export interface KeyColumn {
  readonly name: string
  readonly codes: Int32Array
  readonly values: readonly string[]
}

/**
 * The class of each row: rows with the same values in all columns have the same number, counted from 0. No answer is a
 * value like another. Without columns all rows are one class. Shapes: columns of n codes in, n classes out.
 */
export function classesOf(
  columns: readonly KeyColumn[],
  n: number,
): { readonly of: Int32Array; readonly sizes: Int32Array } {
  let of = new Int32Array(n)
  let count = n === 0 ? 0 : 1
  for (const { codes, values } of columns) {
    if (codes.length !== n) throw new Error(`classesOf: ${codes.length} codes for ${n} rows`)
    const width = values.length + 1
    const known = new Map<number, number>()
    const next = new Int32Array(n)
    for (let row = 0; row < n; row++) {
      const key = of[row]! * width + codes[row]! + 1
      let found = known.get(key)
      if (found === undefined) known.set(key, (found = known.size))
      next[row] = found
    }
    of = next
    count = known.size
  }
  const sizes = new Int32Array(count)
  for (const one of of) sizes[one]!++
  return { of, sizes }
}
