/** Bytes of a binary file in little-endian order, and texts cut to a number of bytes. */

/** A buffer that grows; `take` hands out what was written and begins anew. */
export class ByteWriter {
  #buffer: Buffer
  #length = 0

  constructor(size = 1 << 16) {
    this.#buffer = Buffer.allocUnsafe(size)
  }

  get length(): number {
    return this.#length
  }

  /** The place of `count` further bytes, which the caller fills. */
  #room(count: number): number {
    const place = this.#length
    if (place + count > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, place + count))
      this.#buffer.copy(larger, 0, 0, place)
      this.#buffer = larger
    }
    this.#length = place + count
    return place
  }

  byte(value: number): void {
    const place = this.#room(1)
    this.#buffer[place] = value & 0xff
  }

  uint16(value: number): void {
    const place = this.#room(2)
    this.#buffer.writeUInt16LE(value, place)
  }

  int32(value: number): void {
    const place = this.#room(4)
    this.#buffer.writeInt32LE(value, place)
  }

  uint64(value: number): void {
    const place = this.#room(8)
    this.#buffer.writeBigUInt64LE(BigInt(value), place)
  }

  double(value: number): void {
    const place = this.#room(8)
    this.#buffer.writeDoubleLE(value, place)
  }

  raw(bytes: Uint8Array): void {
    const place = this.#room(bytes.length)
    this.#buffer.set(bytes, place)
  }

  /** The text in exactly `width` bytes: padded, or cut where a sign ends. */
  text(text: string, width: number, pad = 0x20): void {
    const place = this.#room(width)
    const bytes = Buffer.from(cut(text, width), 'utf8')
    this.#buffer.set(bytes, place)
    this.#buffer.fill(pad, place + bytes.length, place + width)
  }

  /** Signs of ASCII or UTF-8, as many bytes as they take. */
  words(text: string): void {
    this.raw(Buffer.from(text, 'utf8'))
  }

  /** Moves what was written behind what the other holds. */
  drainTo(other: ByteWriter): void {
    other.raw(this.#buffer.subarray(0, this.#length))
    this.#length = 0
  }

  take(): Buffer {
    const bytes = Buffer.from(this.#buffer.subarray(0, this.#length))
    this.#length = 0
    return bytes
  }
}

/** At most so many bytes of UTF-8, cut where a sign ends. */
export function cut(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text
  const buffer = Buffer.from(text, 'utf8')
  let end = bytes
  // 10xxxxxx goes on a sign that began before.
  while (end > 0 && (buffer[end]! & 0xc0) === 0x80) end--
  return buffer.toString('utf8', 0, end)
}

/**
 * What every program can hold: no zero byte, which ends a text for some readers and not for others, and no half of a
 * pair of surrogates, which is no character.
 */
export function plainText(text: string): string {
  const held = text.includes('\0') ? text.replaceAll('\0', '') : text
  return (held as Formed).isWellFormed() ? held : (held as Formed).toWellFormed()
}

/** Of ES2024, which every Node.js that this runs on has. */
type Formed = string & { isWellFormed(): boolean; toWellFormed(): string }

/** A label on one line, without control signs. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
}
