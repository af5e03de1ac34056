/**
 * Drawing cases from a list: by seed, so that anyone with the list draws the same. The list is written down as one line
 * for each row in its order, name, tab and area, joined by line feeds; its SHA-256 in UTF-8 is the frame's hash.
 * Simple: n of N without replacement. Systematic: steps of N/n from a random start. Stratified: n shared out over the
 * areas in proportion to how many rows each has (largest remainders), then a simple draw in each, in the order in
 * which areas first appear. How the seed makes random numbers says `analysis/sampling/generator.ts`.
 */

import { createHash } from 'node:crypto'
import { allocate } from '../../analysis/sampling/allocation.ts'
import { drawSimple, drawStratified, drawSystematic } from '../../analysis/sampling/draws.ts'
import { generator } from '../../analysis/sampling/generator.ts'
import type { NewCase, NewDraw } from '../store/store.ts'

export interface Drawing {
  readonly method: NewDraw['method']
  readonly size: number
  readonly seed: string
}

/** The drawn cases in the order of the list, each with its probability. An Error where more are asked for than there are. */
export function drawCases(
  frame: readonly NewCase[],
  { method, size, seed }: Drawing,
): { readonly cases: readonly NewCase[]; readonly draw: NewDraw } {
  const random = generator(seed)
  const population = frame.length
  const strata = method === 'stratified' ? strataOf(frame, size) : []
  const drawn =
    method === 'simple'
      ? drawSimple(population, size, random)
      : method === 'systematic'
        ? drawSystematic(population, size, random)
        : drawStratified(
            strata.map((stratum) => ({ size: stratum.places.length, n: stratum.size })),
            random,
          ).flatMap((ofStratum, h) =>
            ofStratum.map((one) => ({ ...one, unit: strata[h]!.places[one.unit]! })),
          )
  return {
    cases: drawn
      .toSorted((a, b) => a.unit - b.unit)
      .map(({ unit, probability }) => ({ ...frame[unit]!, probability })),
    draw: {
      method,
      population,
      size,
      strata: strata.map(({ name, places, size: n }) => ({ name, population: places.length, size: n })),
      seed,
      frameHash: frameHash(frame),
    },
  }
}

/** The hash of the list that a draw is from. */
export function frameHash(frame: readonly Pick<NewCase, 'name' | 'area'>[]): string {
  const lines = frame.map(({ name, area }) => `${name}\t${area}`)
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

function strataOf(frame: readonly NewCase[], size: number) {
  const places = new Map<string, number[]>()
  frame.forEach(({ area }, place) => {
    const own = places.get(area)
    if (own) own.push(place)
    else places.set(area, [place])
  })
  const areas = [...places]
  const { rounded } = allocate(
    areas.map(([, own]) => ({ size: own.length })),
    { n: size, rule: 'proportional' },
  )
  return areas.map(([name, own], h) => ({ name, places: own, size: rounded[h]! }))
}
