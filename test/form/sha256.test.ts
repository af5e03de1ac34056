/** The digest that names files on the device, against Node's. */

import { createHash } from 'node:crypto'
import { assert, property, uint8Array } from 'fast-check'
import { test } from 'vitest'
import { sha256Hex } from '../../server/form/sha256.ts'

test('SHA-256 in plain JavaScript is SHA-256, whatever the length', () => {
  assert(
    property(
      uint8Array({ maxLength: 300 }),
      (bytes) => sha256Hex(bytes) === createHash('sha256').update(bytes).digest('hex'),
    ),
  )
})
