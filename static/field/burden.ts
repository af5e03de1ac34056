/** How often a place was visited of late, as far as this device was told when it last had a network. */

import { bytesOfText } from '../../server/form/digest.ts'
import { placeKey } from '../../server/form/place-key.ts'
import { sha256Hex } from '../../server/form/sha256.ts'
import type { LookUp } from '../answering/burden.ts'
import type { KnownPerson } from './base.ts'

export function lookUpIn({ burden }: KnownPerson): LookUp {
  return (place) => {
    const key = placeKey(place)
    if (!burden || key === '') return Promise.resolve(null)
    const hash = sha256Hex(bytesOfText(key))
    const found = burden.places.filter((one) => one.hash === hash)[0]
    const { weeks, limit } = burden
    return Promise.resolve(found ? { times: found.times, last: found.last, weeks, limit } : null)
  }
}
