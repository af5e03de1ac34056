/** What places are told apart by, on the server and on a phone: width, case, spaces and signs do not make another place. */

export function placeKey(place: string): string {
  return place
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Questions that say where a visit is, by the names that the templates use. */
export const placeNames = /^(place|location|venue|didian)$/i
