/** Places, lines and areas as texts: `lat lon alt acc`, points joined by `; `. */

/** A point on the Earth; altitude and accuracy in metres, 0 where they are not known. */
export interface Place {
  readonly latitude: number
  readonly longitude: number
  readonly altitude: number
  readonly accuracy: number
}

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/

/** The point in a text of two to four numbers, or null. */
export function readPlace(text: string): Place | null {
  const words = text
    .trim()
    .split(/[\s,，]+/)
    .filter((word) => word !== '')
  if (words.length < 2 || words.length > 4 || !words.every((word) => number.test(word))) return null
  const [latitude = 0, longitude = 0, altitude = 0, accuracy = 0] = words.map(Number)
  const stands = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && accuracy >= 0
  return stands && Number.isFinite(altitude) && Number.isFinite(accuracy)
    ? { latitude, longitude, altitude, accuracy }
    : null
}

/** The points of a line, or null where one of them is none. */
export function readPlaces(text: string): readonly Place[] | null {
  const parts = text
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const places = parts.map(readPlace)
  return places.every((place) => place !== null) ? places : null
}

export function placeText({ latitude, longitude, altitude, accuracy }: Place): string {
  return `${latitude + 0} ${longitude + 0} ${altitude + 0} ${accuracy + 0}`
}

export function placesText(places: readonly Place[]): string {
  return places.map(placeText).join('; ')
}

/** Whether the last point is the first. */
export function isClosed(places: readonly Place[]): boolean {
  const [first] = places
  const last = places[places.length - 1]
  return first?.latitude === last?.latitude && first?.longitude === last?.longitude
}
