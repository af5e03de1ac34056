/** Pictures, sounds and films in labels and choices: files of the form, served from here and from nowhere else. */

import { Problem } from '../../problem.ts'
import type { FormSource } from '../../form/form.ts'
import type { Reply, Visit } from '../page.ts'

/** Kinds that a page may show; what was uploaded is served as what its bytes are. */
const shown = /^(?:image\/(?:jpeg|png|webp|gif)|audio\/[\w.+-]+|video\/[\w.+-]+)$/

/** The address of a form's files but for their name; the version makes it one that never changes. */
export function mediaBase(address: string, version: string): string {
  return address === '' ? '' : `${address}${version}/`
}

/** A file of the version of a form that a collection fields. */
export async function sendMedia(visit: Visit, source: FormSource | null, name: string): Promise<Reply> {
  const media = source?.media ?? {}
  const id = Object.hasOwn(media, name) ? media[name] : undefined
  const file = id === undefined ? null : await visit.store.files.find(id)
  if (!file || !shown.test(file.type)) throw new Problem('notFound')
  return {
    kind: 'bytes',
    bytes: file.bytes,
    type: file.type,
    headers: {
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  }
}
