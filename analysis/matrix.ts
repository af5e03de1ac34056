/**
 * Small linear algebra: least squares by Householder's QR with R's rule for dependent columns, Cholesky, linear
 * equations, and the eigenvalues of symmetric matrices.
 *
 * A data matrix is a list of columns of equal length. A square matrix is a list of rows. Nothing given is changed.
 * Sources: Golub and Van Loan, Matrix Computations, 5.2, 4.2, 3.4 and 8.5; the limited pivoting is that of R's `lm`.
 */

/** A data matrix: columns of equal length. */
export type Columns = readonly Float64Array[]
/** A square or rectangular matrix: rows of equal length. */
export type Rows = readonly (readonly number[])[]

/** Columns shorter than this are nothing: their parts have lost their digits. */
const smallest = 1e-290

export interface QR {
  readonly rank: number
  /** Places of the columns that are kept, in their order. */
  readonly kept: readonly number[]
  /** Places of the columns that are combinations of kept columns before them. */
  readonly dependent: readonly number[]
  /** The upper triangle R of the kept columns, rank by rank. */
  readonly r: Rows
  /** Q'y, all rows; the first `rank` belong to the kept columns, the rest make the residual sum of squares. */
  rotate(y: Float64Array): Float64Array
  /** The coefficients of the kept columns that come nearest to y. */
  coefficients(y: Float64Array): number[]
  /** (X'X)⁻¹ of the kept columns. */
  inverse(): number[][]
  /** The orthonormal columns that span the kept ones. */
  basis(): Float64Array[]
}

/**
 * QR of a data matrix. A column whose part outside the columns before it is shorter than `tolerance` times its own
 * length is dependent (R `qr(tol = 1e-7)`). An Error where columns differ in length or hold a value that is not finite.
 */
export function qr(columns: Columns, tolerance = 1e-7): QR {
  const n = columns[0]?.length ?? 0
  columns.forEach((column, place) => {
    if (column.length !== n) throw new Error(`qr: column ${place + 1} has ${column.length} rows, not ${n}`)
    if (!column.every(Number.isFinite))
      throw new Error(`qr: column ${place + 1} has a value that is not finite`)
  })
  const reflectors: Float64Array[] = []
  const scales: number[] = []
  const kept: number[] = []
  const dependent: number[] = []
  const upper: number[][] = []
  const reflect = (work: Float64Array) => {
    for (let k = 0; k < reflectors.length; k += 1) applyReflector(reflectors[k]!, scales[k]!, k, work)
  }
  columns.forEach((column, place) => {
    const work = Float64Array.from(column)
    const whole = length(work, 0)
    reflect(work)
    const k = kept.length
    const rest = k < n ? length(work, k) : 0
    if (!(rest > Math.max(tolerance * whole, smallest))) {
      dependent.push(place)
      return
    }
    const head = work[k]!
    const diagonal = head > 0 ? -rest : rest
    // In units of its length v has v'v = 2 (1 + |head| / rest): no overflow, no second pass over the rows.
    const reflector = work.slice(k).map((value) => value / rest)
    reflector[0] = (head - diagonal) / rest
    reflectors.push(reflector)
    scales.push(1 / (1 + Math.abs(head / rest)))
    kept.push(place)
    upper.push([...work.subarray(0, k), diagonal])
  })
  const rank = kept.length
  const r = Array.from({ length: rank }, (_, i) =>
    Array.from({ length: rank }, (_, j) => (i <= j ? upper[j]![i]! : 0)),
  )
  const rotate = (y: Float64Array) => {
    const work = Float64Array.from(y)
    reflect(work)
    return work
  }
  return {
    rank,
    kept,
    dependent,
    r,
    rotate,
    coefficients: (y) => backSubstitute(r, rotate(y)),
    inverse: () => inverseFromTriangle(r),
    basis: () =>
      Array.from({ length: rank }, (_, j) => {
        const work = new Float64Array(n)
        work[j] = 1
        for (let k = rank - 1; k >= 0; k -= 1) applyReflector(reflectors[k]!, scales[k]!, k, work)
        return work
      }),
  }
}

function applyReflector(reflector: Float64Array, scale: number, from: number, work: Float64Array): void {
  let product = 0
  for (let i = 0; i < reflector.length; i += 1) product += reflector[i]! * work[from + i]!
  const step = product * scale
  if (step === 0) return
  for (let i = 0; i < reflector.length; i += 1) work[from + i] = work[from + i]! - step * reflector[i]!
}

/** Euclidean length from a row on, safe against overflow. */
function length(values: Float64Array, from: number): number {
  let largest = 0
  for (let i = from; i < values.length; i += 1) largest = Math.max(largest, Math.abs(values[i]!))
  if (largest === 0) return 0
  let squares = 0
  for (let i = from; i < values.length; i += 1) squares += (values[i]! / largest) ** 2
  return largest * Math.sqrt(squares)
}

/** Solves R x = b for an upper triangle R. */
export function backSubstitute(r: Rows, b: ArrayLike<number>): number[] {
  const x = Array.from({ length: r.length }, () => 0)
  for (let i = r.length - 1; i >= 0; i -= 1) {
    let rest = b[i]!
    for (let j = i + 1; j < r.length; j += 1) rest -= r[i]![j]! * x[j]!
    x[i] = rest / r[i]![i]!
  }
  return x
}

/** (R'R)⁻¹ of an upper triangle R. */
function inverseFromTriangle(r: Rows): number[][] {
  const size = r.length
  const columns = Array.from({ length: size }, (_, k) =>
    backSubstitute(
      r,
      Array.from({ length: size }, (_, i) => (i === k ? 1 : 0)),
    ),
  )
  return columns.map((_, i) =>
    columns.map((_, j) => {
      let total = 0
      for (let k = Math.max(i, j); k < size; k += 1) total += columns[k]![i]! * columns[k]![j]!
      return total
    }),
  )
}

/** The lower triangle L with L L' = a; null where a is not positive definite. */
export function cholesky(a: Rows, tolerance = 1e-14): number[][] | null {
  const size = a.length
  const lower: number[][] = a.map(() => Array.from({ length: size }, () => 0))
  for (let j = 0; j < size; j += 1) {
    let square = a[j]![j]!
    for (let k = 0; k < j; k += 1) square -= lower[j]![k]! ** 2
    if (!(square > tolerance * a[j]![j]!)) return null
    const diagonal = Math.sqrt(square)
    lower[j]![j] = diagonal
    for (let i = j + 1; i < size; i += 1) {
      let rest = a[i]![j]!
      for (let k = 0; k < j; k += 1) rest -= lower[i]![k]! * lower[j]![k]!
      lower[i]![j] = rest / diagonal
    }
  }
  return lower
}

/** The inverse of a symmetric positive definite matrix; null where it is not one. */
export function inverseSymmetric(a: Rows): number[][] | null {
  const lower = cholesky(a)
  return lower && inverseFromTriangle(transpose(lower))
}

/** x with a x = b, by elimination with row exchanges; null where a is singular. */
export function solve(a: Rows, b: ArrayLike<number>): number[] | null {
  const size = a.length
  const work = a.map((line, i) => [...line, b[i]!])
  const largest = Math.max(0, ...a.map((line) => Math.max(...line.map(Math.abs))))
  for (let k = 0; k < size; k += 1) {
    let pivot = k
    for (let i = k + 1; i < size; i += 1) if (Math.abs(work[i]![k]!) > Math.abs(work[pivot]![k]!)) pivot = i
    const line = work[pivot]!
    if (!(Math.abs(line[k]!) > 1e-14 * largest)) return null
    work[pivot] = work[k]!
    work[k] = line
    for (let i = k + 1; i < size; i += 1) {
      const other = work[i]!
      const factor = other[k]! / line[k]!
      if (factor !== 0) for (let j = k; j <= size; j += 1) other[j] = other[j]! - factor * line[j]!
    }
  }
  return backSubstitute(
    work.map((line) => line.slice(0, size)),
    work.map((line) => line[size]!),
  )
}

export interface Eigen {
  /** From the largest to the smallest. */
  readonly values: readonly number[]
  /** One unit vector for each value, in the same order. */
  readonly vectors: readonly (readonly number[])[]
}

/** Eigenvalues and vectors of a symmetric matrix by Jacobi's rotations, exact to the last digits. */
export function symmetricEigen(a: Rows): Eigen {
  const size = a.length
  const work = a.map((line) => [...line])
  const vectors = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < 100; sweep += 1) {
    let turned = false
    for (let p = 0; p < size - 1; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        const off = work[p]![q]!
        if (
          Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(work[p]![p]! * work[q]![q]!)) ||
          Math.abs(off) < 1e-300
        )
          continue
        turned = true
        rotateJacobi(work, vectors, p, q)
      }
    }
    if (!turned) break
  }
  const order = work.map((_, k) => k).toSorted((i, j) => work[j]![j]! - work[i]![i]!)
  return {
    values: order.map((k) => work[k]![k]!),
    vectors: order.map((k) => vectors.map((line) => line[k]!)),
  }
}

function rotateJacobi(work: number[][], vectors: number[][], p: number, q: number): void {
  const off = work[p]![q]!
  const slope = (work[q]![q]! - work[p]![p]!) / (2 * off)
  const t = (slope >= 0 ? 1 : -1) / (Math.abs(slope) + Math.hypot(1, slope))
  const c = 1 / Math.hypot(1, t)
  const s = t * c
  work[p]![p] = work[p]![p]! - t * off
  work[q]![q] = work[q]![q]! + t * off
  work[p]![q] = 0
  work[q]![p] = 0
  for (let k = 0; k < work.length; k += 1) {
    if (k !== p && k !== q) {
      const left = work[k]![p]!
      const right = work[k]![q]!
      work[k]![p] = c * left - s * right
      work[k]![q] = s * left + c * right
      work[p]![k] = work[k]![p]!
      work[q]![k] = work[k]![q]!
    }
    const line = vectors[k]!
    const left = line[p]!
    line[p] = c * left - s * line[q]!
    line[q] = s * left + c * line[q]!
  }
}

export function transpose(a: Rows): number[][] {
  return (a[0] ?? []).map((_, j) => a.map((line) => line[j]!))
}

/** a b. */
export function multiply(a: Rows, b: Rows): number[][] {
  const width = b[0]?.length ?? 0
  return a.map((line) =>
    Array.from({ length: width }, (_, j) => line.reduce((total, value, k) => total + value * b[k]![j]!, 0)),
  )
}

/** X'X, or X'WX with a weight for each row. */
export function crossProducts(columns: Columns, weights?: Float64Array): number[][] {
  const products = columns.map(() => columns.map(() => 0))
  columns.forEach((a, i) => {
    for (let j = 0; j <= i; j += 1) {
      const b = columns[j]!
      let total = 0
      if (weights) for (let row = 0; row < a.length; row += 1) total += weights[row]! * a[row]! * b[row]!
      else for (let row = 0; row < a.length; row += 1) total += a[row]! * b[row]!
      products[i]![j] = total
      products[j]![i] = total
    }
  })
  return products
}
