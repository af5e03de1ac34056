/** Numbers inside sentences: as many digits as a reader can use, and p values that never say 0. */

type Given = string | number | undefined

/** At most two decimals for ordinary sizes, more for small numbers; words stay as they are. */
export function figure(value: Given): string {
  if (typeof value !== 'number') return value ?? ''
  const size = Math.abs(value)
  const rounded = size >= 0.01 || size === 0 ? Math.round(value * 100) / 100 : Number(value.toPrecision(2))
  return String(rounded)
}

/** A percentage with one decimal. */
export function share(value: Given): string {
  return typeof value === 'number' ? `${value.toFixed(1)}%` : (value ?? '')
}

/** p = 0.48, p = 0.003, p < 0.001. */
export function pValue(value: Given): string {
  if (typeof value !== 'number') return value ?? ''
  if (value < 0.001) return 'p < 0.001'
  return `p = ${value < 0.1 ? Number(value.toPrecision(2)) : value.toFixed(2)}`
}
