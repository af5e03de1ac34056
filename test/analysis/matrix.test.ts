import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cholesky,
  crossProducts,
  inverseSymmetric,
  multiply,
  qr,
  solve,
  symmetricEigen,
  transpose,
} from '../../analysis/matrix.ts'

const number = fc.double({ min: -100, max: 100, noNaN: true })
const columns = fc
  .record({ n: fc.integer({ min: 4, max: 12 }), k: fc.integer({ min: 1, max: 4 }) })
  .chain(({ n, k }) =>
    fc.array(fc.array(number, { minLength: n, maxLength: n }), { minLength: k, maxLength: k }),
  )
  .map((lists) => lists.map((list) => Float64Array.from(list)))

function close(a: number, b: number, scale = 1) {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-8 * Math.max(1, scale))
}

describe('QR', () => {
  it('gives back the columns, with an orthonormal basis', () => {
    fc.assert(
      fc.property(columns, (of) => {
        const found = qr(of)
        const basis = found.basis()
        found.kept.forEach((place, j) =>
          of[place]!.forEach((value, row) => {
            const back = basis.reduce((total, column, k) => total + column[row]! * found.r[k]![j]!, 0)
            close(back, value, 100)
          }),
        )
        basis.forEach((a, i) =>
          basis.forEach((b, j) =>
            close(
              a.reduce((total, value, row) => total + value * b[row]!, 0),
              i === j ? 1 : 0,
            ),
          ),
        )
      }),
    )
  })

  it('leaves residuals that are orthogonal to every column', () => {
    const x = [Float64Array.of(1, 1, 1, 1, 1), Float64Array.of(1, 2, 3, 4, 7), Float64Array.of(2, 0, 1, 5, 4)]
    const y = Float64Array.of(3, 1, 4, 1, 5)
    const b = qr(x).coefficients(y)
    const residuals = y.map(
      (value, row) => value - x.reduce((total, column, j) => total + b[j]! * column[row]!, 0),
    )
    for (const column of x)
      expect(column.reduce((total, value, row) => total + value * residuals[row]!, 0)).toBeCloseTo(0, 12)
  })

  it('names the columns that depend on those before them', () => {
    const one = Float64Array.of(1, 1, 1, 1)
    const a = Float64Array.of(1, 2, 3, 5)
    const found = qr([
      one,
      a,
      a.map((value) => 2 * value - 3),
      Float64Array.of(0, 1, 0, 0),
      new Float64Array(4),
    ])
    expect(found.dependent).toEqual([2, 4])
    expect(found.kept).toEqual([0, 1, 3])
    expect(qr([]).rank).toBe(0)
    expect(() => qr([one, Float64Array.of(1, 2, NaN, 3)])).toThrow('column 2')
  })

  it('inverts the cross products', () => {
    const x = [Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 2, 3, 5)]
    const identity = multiply(qr(x).inverse(), crossProducts(x))
    identity.forEach((line, i) => line.forEach((value, j) => expect(value).toBeCloseTo(i === j ? 1 : 0, 12)))
  })
})

describe('Symmetric matrices', () => {
  const a = [
    [4, 1, 0.5],
    [1, 3, -1],
    [0.5, -1, 2],
  ]

  it('have eigenvalues as in R', () => {
    // R 4.2.2: eigen(matrix(c(4,1,.5, 1,3,-1, .5,-1,2), 3))$values
    const { values, vectors } = symmetricEigen(a)
    const wanted = [4.622905121644135, 3.3175444385565531, 1.0595504397993123]
    values.forEach((value, k) => expect(value).toBeCloseTo(wanted[k]!, 13))
    const back = multiply(
      transpose(vectors),
      vectors.map((vector, k) => vector.map((value) => value * values[k]!)),
    )
    back.forEach((line, i) => line.forEach((value, j) => expect(value).toBeCloseTo(a[i]![j]!, 13)))
  })

  it('factor, invert and solve', () => {
    const lower = cholesky(a)!
    multiply(lower, transpose(lower)).forEach((line, i) =>
      line.forEach((value, j) => expect(value).toBeCloseTo(a[i]![j]!, 14)),
    )
    multiply(inverseSymmetric(a)!, a).forEach((line, i) =>
      line.forEach((value, j) => expect(value).toBeCloseTo(i === j ? 1 : 0, 13)),
    )
    const x = solve([[0, 2], [3, 1]], [4, 5])! // prettier-ignore
    expect(x).toEqual([1, 2])
  })

  it('that are singular give null', () => {
    expect(cholesky([[1, 2], [2, 4]])).toBeNull() // prettier-ignore
    expect(solve([[1, 2], [2, 4]], [1, 2])).toBeNull() // prettier-ignore
  })
})
