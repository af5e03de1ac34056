/** What few forms use: paths and rows, lengths and areas on the Earth, digests, signed texts. Importing this file makes it known. */

import { toText, type Operand } from './coercion.ts'
import { bytesOfBase64, digest } from './digest.ts'
import { isClosed, readPlaces, type Place } from './geo.ts'
import { nodeFunctions, nodesOf } from './nodes.ts'
import { pathNeeds } from './path-needs.ts'
import { rare, type PlainFunction } from './rare.ts'
import { seedFor, shuffled } from './shuffle.ts'
import { seldomFunctions } from './seldom-functions.ts'
import { nodesFor } from './tree-nodes.ts'

/** Radius of the Earth at the equator in metres, as ODK's clients have it. */
const radius = 6_378_100

const functions: Readonly<Record<string, PlainFunction>> = {
  ...seldomFunctions,
  distance: (given) => rounded(lengthOf(pointsOf(given))),
  area: (given) => rounded(areaOf(pointsOf(given))),
  geofence: ([point, shape]) => {
    const [place] = readPlaces(toText(point ?? '')) ?? []
    const corners = readPlaces(toText(shape ?? '')) ?? []
    return place !== undefined && corners.length > 3 && isWithin(place, corners)
  },
  intersects: ([line]) => crosses(readPlaces(toText(line ?? '')) ?? []),
  digest: (given) =>
    digest(textAt(given, 0), textAt(given, 1), given.length > 2 ? textAt(given, 2) : 'base64'),
  'base64-decode': (given) => {
    const bytes = bytesOfBase64(textAt(given, 0))
    if (!bytes) return ''
    // What is not text is not shown as one.
    const text = decodeURIComponentSafely(bytes)
    return text ?? ''
  },
  // Checking a signature needs keys that a browser on plain http cannot use: nothing is taken for signed.
  'extract-signed': () => '',
}

rare.parts = { functions, nodeFunctions, nodesOf, nodesFor, pathNeeds, shuffled, seedFor }

/** The names of the functions that are there, or right, only once this is loaded. */
export const rareNames: readonly string[] = [...Object.keys(functions), ...Object.keys(nodeFunctions)].filter(
  // Of plain values it is the same.
  (name) => name !== 'concat',
)

function textAt(given: readonly Operand[], index: number): string {
  return toText(given[index] ?? '')
}

/** One line, or several points. */
function pointsOf(given: readonly Operand[]): readonly Place[] {
  return given.flatMap((each) => readPlaces(toText(each)) ?? [])
}

function rounded(metres: number): number {
  return Math.round(metres * 100) / 100
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}

/** Great-circle length along the points (haversine). */
function lengthOf(points: readonly Place[]): number {
  return points.slice(1).reduce((total, to, index) => {
    const from = points[index]
    if (!from) return total
    const [a, b] = [radians(from.latitude), radians(to.latitude)]
    const half = Math.sin((b - a) / 2) ** 2
    const across = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2
    return total + 2 * radius * Math.asin(Math.min(1, Math.sqrt(half + Math.cos(a) * Math.cos(b) * across)))
  }, 0)
}

/** Area of a polygon on the sphere (Chamberlain and Duquette 2007). */
function areaOf(points: readonly Place[]): number {
  if (points.length < 3) return 0
  const total = points.reduce((sum, from, index) => {
    const to = points[(index + 1) % points.length] ?? from
    return (
      sum +
      radians(to.longitude - from.longitude) *
        (2 + Math.sin(radians(from.latitude)) + Math.sin(radians(to.latitude)))
    )
  }, 0)
  return Math.abs((total * radius * radius) / 2)
}

/** By the number of sides that a ray to the east crosses. */
function isWithin(point: Place, corners: readonly Place[]): boolean {
  let inside = false
  corners.forEach((a, index) => {
    const b = corners[(index + 1) % corners.length] ?? a
    if (a.latitude > point.latitude === b.latitude > point.latitude) return
    const at =
      ((b.longitude - a.longitude) * (point.latitude - a.latitude)) / (b.latitude - a.latitude) + a.longitude
    if (point.longitude < at) inside = !inside
  })
  return inside
}

const mostSides = 1000

/** Whether two sides of a line that are not neighbours cross. */
function crosses(points: readonly Place[]): boolean {
  const sides = points.slice(1, mostSides).map((to, index) => [points[index] ?? to, to] as const)
  const turn = (a: Place, b: Place, c: Place) =>
    Math.sign(
      (b.longitude - a.longitude) * (c.latitude - a.latitude) -
        (b.latitude - a.latitude) * (c.longitude - a.longitude),
    )
  return sides.some(([a, b], i) =>
    sides.some(([c, d], j) => {
      const neighbours = j <= i + 1 || (isClosed(points) && i === 0 && j === sides.length - 1)
      return !neighbours && turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b)
    }),
  )
}

function decodeURIComponentSafely(bytes: Uint8Array): string | null {
  try {
    return decodeURIComponent([...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return null
  }
}
