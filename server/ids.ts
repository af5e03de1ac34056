/** Random names of things: nothing in them tells when or in which order they were made. */

import { randomBytes, randomInt } from 'node:crypto'

const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'

/** A random id of 16 characters, about 79 bits. */
export function newId(length = 16): string {
  let id = ''
  for (let i = 0; i < length; i++) id += alphabet[randomInt(alphabet.length)]
  return id
}

/** A receipt number that a person can read out: four groups of four, about 79 bits. */
export function newReceipt(): string {
  return newId(16)
    .replace(/(....)(?=.)/g, '$1-')
    .toUpperCase()
}

/** A secret for a cookie or a one-time link, 256 bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The key of a record's digest, 256 bits. Asking for many at once costs hardly more than asking for one. */
export function newKey(): string {
  if (drawn === keys.length) {
    keys = randomBytes(keyBytes * keysAtOnce)
    drawn = 0
  }
  const key = keys.toString('base64url', drawn, drawn + keyBytes)
  keys.fill(0, drawn, drawn + keyBytes)
  drawn += keyBytes
  return key
}

const keyBytes = 32
const keysAtOnce = 64
let keys = Buffer.alloc(0)
let drawn = 0
