/** A sketch of where cases are: points on blank paper with a scale, so that no map is needed. */

export interface Sketch {
  readonly width: number
  readonly height: number
  readonly points: readonly {
    readonly id: string
    readonly label: string
    readonly x: number
    readonly y: number
    readonly done: boolean
    /** Whether its name has room beside it. */
    readonly shown: boolean
  }[]
  /** A line of so many metres. */
  readonly scale: { readonly metres: number; readonly length: number }
}

interface Placed {
  readonly id: string
  readonly name: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly state: string
}

const width = 420
const margin = 30
const tallest = 320
const metresOfDegree = 111_195.08

/** North is up; lengths are true at the middle of the sketch. Null below two places. */
export function sketchOf(cases: readonly Placed[]): Sketch | null {
  const placed = cases.flatMap(({ latitude, longitude, ...rest }) =>
    latitude === null || longitude === null ? [] : [{ ...rest, latitude, longitude }],
  )
  if (placed.length < 2) return null
  const latitudes = placed.map(({ latitude }) => latitude)
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)]
  const shrink = Math.max(0.01, Math.cos(((south + north) * Math.PI) / 360))
  const eastings = placed.map(({ longitude }) => longitude * shrink * metresOfDegree)
  const west = Math.min(...eastings)
  const across = Math.max(Math.max(...eastings) - west, 1)
  const up = Math.max((north - south) * metresOfDegree, 1)
  // Pixels a metre: as wide as the paper, but not taller than a phone.
  const zoom = Math.min((width - 2 * margin) / across, (tallest - 2 * margin) / up)
  const height = Math.round(up * zoom + 2 * margin)
  const left = (width - across * zoom) / 2
  const metres = roundLength((width - 2 * margin) / zoom / 3)
  return {
    width,
    height: height + 30,
    points: withRoom(
      placed.map(({ id, name, latitude, state }, place) => ({
        id,
        label: name,
        x: Math.round(10 * (left + (eastings[place]! - west) * zoom)) / 10,
        y: Math.round(10 * (margin + (north - latitude) * metresOfDegree * zoom)) / 10,
        done: state !== 'open' && state !== 'returned',
      })),
    ),
    scale: { metres, length: Math.round(10 * metres * zoom) / 10 },
  }
}

type Point = Sketch['points'][number]

/** The height of a name, and the width of a sign of it: wide ones are as wide as high. */
const line = 18

/** Names that would stand on another are left out, those that are done first; none leaves the paper. */
function withRoom(points: readonly Omit<Point, 'shown'>[]): readonly Point[] {
  const taken: { left: number; right: number; y: number }[] = []
  const shown = new Set<string>()
  for (const { id, label, x, y } of points.toSorted((a, b) => Number(a.done) - Number(b.done))) {
    const long = [...label].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 16 : 10), 0)
    const box = { left: x - 8, right: x + 12 + long, y }
    const free = taken.every(
      (one) => one.right < box.left || box.right < one.left || Math.abs(one.y - box.y) >= line,
    )
    if (!free || box.right > width) continue
    taken.push(box)
    shown.add(id)
  }
  return points.map((point) => ({ ...point, shown: shown.has(point.id) }))
}

/** 1, 2 or 5 times a power of ten, not above. */
function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(metres, 1)))
  return [5, 2, 1].map((n) => n * power).find((length) => length <= metres) ?? power
}
