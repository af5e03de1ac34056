/**
 * Where and on what answers were given: one device, one spot, far from the case's place, at night.
 *
 * In: for each answer the device, the point on the Earth, the point where its case is, or the minute of the day at which
 * it began (null or NaN: not known, and left out), with the limit. Out: flags. Distances are great circles on a sphere
 * of 6,371,008.8 m. Only for collections where people are known to investigators: an anonymous one has none of these.
 * Throws for limits that are none.
 * Source: haversine formula; counts.
 */

import type { Flag } from './flag.ts'

export interface Point {
  readonly latitude: number
  readonly longitude: number
  /** Metres, 0 where a device did not say. */
  readonly accuracy: number
}

const earth = 6_371_008.8

/** Metres between two points. */
export function metresBetween(one: Omit<Point, 'accuracy'>, other: Omit<Point, 'accuracy'>): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const [a, b] = [radians(one.latitude), radians(other.latitude)]
  const across = Math.sin((b - a) / 2) ** 2
  const along = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2
  return 2 * earth * Math.asin(Math.min(1, Math.sqrt(across + Math.cos(a) * Math.cos(b) * along)))
}

/** Answers from a device that gave so many. */
export function sameDevice(devices: readonly (string | null)[], limit: number): readonly Flag[] {
  if (!(limit >= 2)) throw new Error(`sameDevice: ${limit} answers are not several`)
  const groups = new Map<string, number[]>()
  devices.forEach((device, row) => {
    if (device === null || device === '') return
    const group = groups.get(device)
    if (group) group.push(row)
    else groups.set(device, [row])
  })
  return [...groups.values()]
    .filter((group) => group.length >= limit)
    .flatMap((group) =>
      group.map((row): Flag => ({
        name: 'sameDevice',
        row,
        why: { code: 'sameDevice', params: { n: group.length } },
        others: group.filter((other) => other !== row).slice(0, 3),
      })),
    )
}

/** Answers with so many (themselves among them) within so many metres. */
export function samePlace(points: readonly (Point | null)[], limit: number, metres: number): readonly Flag[] {
  if (!(limit >= 2) || !(metres > 0)) throw new Error('samePlace: the limits are none')
  const cells = new Map<string, number[]>()
  // Bands of latitude and cells of longitude in them, each at least as wide as the limit: neighbours are in the nine around.
  const height = (metres / earth) * (180 / Math.PI)
  const bandOf = ({ latitude }: Point) => Math.floor(latitude / height)
  const cellIn = (band: number, { longitude }: Point) => {
    const furthest = Math.max(Math.abs(band), Math.abs(band + 1)) * height
    const width = height / Math.max(0.001, Math.cos((Math.min(90, furthest) * Math.PI) / 180))
    return Math.floor(longitude / width)
  }
  points.forEach((point, row) => {
    if (!point) return
    const band = bandOf(point)
    const key = `${band} ${cellIn(band, point)}`
    const cell = cells.get(key)
    if (cell) cell.push(row)
    else cells.set(key, [row])
  })
  return points.flatMap((point, row): readonly Flag[] => {
    if (!point) return []
    const near: number[] = []
    for (let band = bandOf(point) - 1; band <= bandOf(point) + 1; band += 1) {
      const middle = cellIn(band, point)
      for (let cell = middle - 1; cell <= middle + 1; cell += 1)
        for (const other of cells.get(`${band} ${cell}`) ?? [])
          if (other !== row && metresBetween(point, points[other]!) <= metres) near.push(other)
    }
    if (near.length + 1 < limit) return []
    const why = { code: 'samePlace', params: { n: near.length, metres } }
    return [{ name: 'samePlace', row, why, others: near.toSorted((a, b) => a - b).slice(0, 3) }]
  })
}

/** Answers given further from their case than so many metres and what their device said of its own error. */
export function outsideArea(
  points: readonly (Point | null)[],
  cases: readonly (Omit<Point, 'accuracy'> | null)[],
  metres: number,
): readonly Flag[] {
  if (!(metres > 0)) throw new Error(`outsideArea: ${metres} metres are no limit`)
  return points.flatMap((point, row): readonly Flag[] => {
    const expected = cases[row]
    if (!point || !expected) return []
    const distance = metresBetween(point, expected)
    if (distance - point.accuracy <= metres) return []
    const why = { code: 'outsideArea', params: { distance: Math.round(distance), metres } }
    return [{ name: 'outsideArea', row, why, others: [] }]
  })
}

/** Answers that began before or after hours, in minutes of the local day. */
export function outsideHours(
  minutes: Float64Array,
  earliest: number | null,
  latest: number | null,
): readonly Flag[] {
  const flags: Flag[] = []
  minutes.forEach((minute, row) => {
    const early = earliest !== null && minute < earliest
    const late = latest !== null && minute > latest
    if (!Number.isFinite(minute) || !(early || late)) return
    flags.push({
      name: 'outsideHours',
      row,
      why: { code: early ? 'early' : 'late', params: { time: clock(minute) } },
      others: [],
    })
  })
  return flags
}

/** Minutes of a day as 07:05. */
export function clock(minute: number): string {
  const whole = Math.floor(minute)
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
}
