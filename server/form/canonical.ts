/** One text for one content, so that equal answers have equal hashes. */

/** JSON with the keys of every object sorted by code unit and nothing between the signs. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const record = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(record).filter((key) => record[key] !== undefined)
  return `{${keys
    // oxlint-disable-next-line unicorn/no-array-sort -- a list of our own, and old WebViews lack toSorted
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`)
    .join(',')}}`
}
