/** Comparing what came out with what a reference case expects. */

import type { Tolerance } from './cases.ts'

export interface Difference {
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

const words: Readonly<Record<string, number>> = { Inf: Infinity, '-Inf': -Infinity, NaN }

/** Where the values differ; a number passes within max(abs, rel · |expected|), keys that are not expected are not compared. */
export function differences(expected: unknown, actual: unknown, tolerance: Tolerance = {}): Difference[] {
  return compare(expected, actual, '', '', tolerance)
}

function compare(
  expected: unknown,
  actual: unknown,
  path: string,
  key: string,
  tolerance: Tolerance,
): Difference[] {
  const differs = [{ path: path || '.', expected, actual }]
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return differs
    return expected.flatMap((item: unknown, k) => compare(item, actual[k], `${path}[${k}]`, key, tolerance))
  }
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object' || Array.isArray(actual)) return differs
    return Object.entries(expected).flatMap(([name, item]) =>
      Object.hasOwn(actual, name)
        ? compare(item, (actual as Record<string, unknown>)[name], `${path}.${name}`, name, tolerance)
        : [{ path: `${path}.${name}`, expected: item, actual: undefined }],
    )
  }
  return agrees(expected, actual, key, tolerance) ? [] : differs
}

function agrees(expected: unknown, actual: unknown, key: string, tolerance: Tolerance): boolean {
  const undefinedNumber = (value: unknown) => value === null || Number.isNaN(value)
  const wanted =
    typeof expected === 'string' && typeof actual !== 'string' ? (words[expected] ?? expected) : expected
  if (undefinedNumber(wanted)) return undefinedNumber(actual)
  if (typeof wanted !== 'number') return wanted === actual
  if (typeof actual !== 'number') return false
  if (!Number.isFinite(wanted)) return wanted === actual
  const field = tolerance.fields?.[key]
  const rel = field?.rel ?? tolerance.rel ?? 1e-6
  const abs = field?.abs ?? tolerance.abs ?? 1e-12
  return Math.abs(actual - wanted) <= Math.max(abs, rel * Math.abs(wanted))
}
