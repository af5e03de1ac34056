/** Strata as people paste them: a name, how many people, and a standard deviation where it is asked for, a line each. */

import type { Catalogue } from '../../locale/index.ts'

export interface TypedStratum {
  readonly name: string
  readonly size: number
  readonly sd: number | null
}

const mostStrata = 500

/** The strata, or the words that say what is wrong with the first line that cannot be read. */
export function strataOf(text: string, t: Catalogue): readonly TypedStratum[] | string {
  const w = t.sampling.wrong
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length > mostStrata) return w.strataMany({ most: mostStrata })
  const strata: TypedStratum[] = []
  const names = new Set<string>()
  for (const [place, line] of lines.entries()) {
    const stratum = stratumOf(line)
    if (!stratum) return w.strataLine({ line: place + 1, text: line.slice(0, 40) })
    if (names.has(stratum.name)) return w.strataTwice({ name: stratum.name })
    names.add(stratum.name)
    strata.push(stratum)
  }
  return strata
}

function stratumOf(line: string): TypedStratum | null {
  const cells = cellsOf(line)
  const last = numberOf(cells.at(-1) ?? '')
  const before = numberOf(cells.at(-2) ?? '')
  // Two numbers at the end are size and standard deviation, unless nothing is left for a name.
  const withDeviation = cells.length >= 3 && before !== null && last !== null
  const size = withDeviation ? before : last
  const name = cells
    .slice(0, withDeviation ? -2 : -1)
    .join(' ')
    .slice(0, 100)
  if (name === '' || size === null || !Number.isInteger(size) || size < 1 || size > 1e10) return null
  if (withDeviation && !(last >= 0)) return null
  return { name, size, sd: withDeviation ? last : null }
}

/** Split at tabs, else at commas, else at white space; a comma between digits may group thousands. */
function cellsOf(line: string): readonly string[] {
  const parts = line.includes('\t')
    ? line.split('\t')
    : line
        .normalize('NFKC')
        .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
        .split(/[,、;]/)
  const cells = parts.length > 1 ? parts : line.normalize('NFKC').split(/\s+/u)
  return cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
}

/** A number as typed: full-width digits, grouped thousands and a per cent sign are understood; null if it is none. */
export function numberOf(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/\s*%$/, '')
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null
}
