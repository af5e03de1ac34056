/** Comparisons with a name: what was to be seen, what was seen. */

export interface Check {
  readonly what: string
  readonly passed: boolean
  readonly wanted: unknown
  readonly seen: unknown
}

const tolerance = 1e-9

/** Collects comparisons. */
export class Checks {
  readonly all: Check[] = []

  same(what: string, seen: unknown, wanted: unknown): void {
    this.all.push({ what, passed: Object.is(seen, wanted), wanted, seen })
  }

  /** Equal to nine significant digits. */
  near(what: string, seen: unknown, wanted: number): void {
    const passed =
      typeof seen === 'number' &&
      Math.abs(seen - wanted) <= tolerance * Math.max(Math.abs(wanted), Number.MIN_VALUE)
    this.all.push({ what, passed, wanted, seen })
  }

  holds(what: string, passed: boolean, seen: unknown = passed): void {
    this.all.push({ what, passed, wanted: true, seen })
  }

  failed(): readonly Check[] {
    return this.all.filter(({ passed }) => !passed)
  }
}
