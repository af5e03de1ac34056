/** Files: shrunk on the device where the form asks for it, known by their digest, kept here until the answer is sent. */

import { endingFor } from '../../../server/form/attachment-name.ts'

import type { Enhancing } from '../enhance.ts'
import { make, sayAt, words } from '../kit.ts'
import { sha256Hex } from '../../../server/form/sha256.ts'

let further: ((enhancing: Enhancing) => void) | null = null

/** The field app adds to questions that take files. */
export function alsoEnhance(more: (enhancing: Enhancing) => void): void {
  further = more
}

export function enhance(enhancing: Enhancing): void {
  const { box, sheet } = enhancing
  further?.(enhancing)
  const input = box.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) return
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) void takeFile(enhancing, file, file.name)
  })
  void showKept(enhancing)
  sheet.form.addEventListener('restored', () => void showKept(enhancing))
}

/** The longest side of photos in the field: enough to read a notice on a wall, a tenth of the bytes. */
const fieldPixels = 2048

/** Makes a file the answer of the question. */
export async function takeFile(enhancing: Enhancing, given: Blob, name: string): Promise<void> {
  const { box, sheet, later, instanceId } = enhancing
  const at = box.getAttribute('data-question') ?? ''
  const say = sheet.island.words.page
  const asked = Number(box.querySelector('[data-max-pixels]')?.getAttribute('data-max-pixels')) || 0
  const longest =
    asked || (sheet.island.field && !box.querySelector('[data-keep-original]:checked') ? fieldPixels : 0)
  const blob = await fitted(given, longest)
  const limit = sheet.island.attachmentLimit
  if (blob.size > limit) {
    sayAt(sheet, at, words(say['file_tooLarge'], { limit: sizeWords(limit) }))
    return
  }
  const digest = sha256Hex(new Uint8Array(await bytesOf(blob)))
  const ending = blob === given ? endingFor(name, blob.type) : 'jpg'
  const file = {
    id: instanceId(),
    name: `${digest.slice(0, 32)}.${ending}`,
    question: enhancing.question.name,
    // What a file was called may name its owner: where answers are anonymous it stays on the device.
    original: name,
    blob,
  }
  const { keepFile } = await later()
  const keeping = await keepFile(file)
  if (keeping !== 'kept' && sheet.island.field) {
    // In the field it is sent another day: what is not written down is not part of the record.
    sayAt(sheet, at, words(sheet.island.field.words['fileFull']))
    return
  }
  const field = box.querySelector<HTMLInputElement>('[data-file]')
  if (field) field.value = file.name
  sayAt(
    sheet,
    at,
    keeping === 'kept' ? '' : words(say['fileUnkept']),
    keeping === 'kept' ? 'error' : 'warning',
  )
  show(enhancing, file.original, blob)
  sheet.changed(at)
}

/** What is kept of this question's file, after a draft came back. */
async function showKept(enhancing: Enhancing): Promise<void> {
  const { box, later, instanceId } = enhancing
  const field = box.querySelector<HTMLInputElement>('[data-file]')
  if (!field?.value) {
    // The answers that came have none.
    const now = box.querySelector<HTMLElement>('.file-now')
    if (now) now.hidden = true
    return
  }
  const { fileOf } = await later()
  const kept = await fileOf(instanceId(), field.value)
  if (kept) show(enhancing, kept.original, kept.blob)
}

const addresses = new WeakMap<HTMLElement, string>()

function show({ box, sheet }: Enhancing, name: string, blob: Blob): void {
  const now = box.querySelector<HTMLElement>('.file-now')
  const line = box.querySelector<HTMLElement>('[data-file-words]')
  if (!now || !line) return
  now.hidden = false
  line.textContent = words(sheet.island.words.page['fileSaved'], { name, size: sizeWords(blob.size) })
  const old = now.querySelector('.preview')
  old?.parentNode?.removeChild(old)
  const before = addresses.get(box)
  if (before) URL.revokeObjectURL(before)
  if (!/^image\/(jpeg|png|webp|gif)$/.test(blob.type)) return
  const address = URL.createObjectURL(blob)
  addresses.set(box, address)
  now.append(make('img', { class: 'preview', src: address, alt: '' }))
}

function sizeWords(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** A picture no longer than asked for, and one of a kind that only this device reads as JPEG; others as they are. */
async function fitted(blob: Blob, longest: number): Promise<Blob> {
  const picture = blob.type.startsWith('image/')
  if (!picture || (longest === 0 && !/hei[cf]/.test(blob.type))) return blob
  try {
    const image = await drawable(blob)
    const side = Math.max(image.width, image.height)
    const scale = longest > 0 && side > longest ? longest / side : 1
    if (scale === 1 && !/hei[cf]/.test(blob.type)) return blob
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(image.width * scale))
    canvas.height = Math.max(1, Math.round(image.height * scale))
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const small = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', 0.88)
    })
    return small ?? blob
  } catch {
    // A picture that this browser cannot draw goes as it is; the server says if it cannot either.
    return blob
  }
}

/** A picture that a canvas can draw, upright. */
export function drawable(blob: Blob): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image()
    const address = URL.createObjectURL(blob)
    image.addEventListener('load', () => {
      URL.revokeObjectURL(address)
      resolve(image)
    })
    image.addEventListener('error', () => {
      URL.revokeObjectURL(address)
      reject(new Error('drawable: not a picture'))
    })
    image.src = address
  })
}

function bytesOf(blob: Blob): Promise<ArrayBuffer> {
  if (typeof blob.arrayBuffer === 'function') return blob.arrayBuffer()
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(reader.result as ArrayBuffer))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('bytesOf: not read')))
    reader.readAsArrayBuffer(blob)
  })
}
