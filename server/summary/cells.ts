/** Typed arrays that grow: rows are only ever added behind those that stand, so views handed out before stay right. */

export type Cells = ByteCells | CodeCells | WordCells | NumberCells

/**
 * Cells of one kind. They lie in memory that threads share, so that a frame made in one is read in another as it is.
 * New cells are 0.
 */
abstract class Growing<A extends Uint8Array | Uint16Array | Uint32Array | Float64Array> {
  array: A
  n = 0
  constructor() {
    this.array = this.over(new SharedArrayBuffer(0))
  }
  protected abstract over(buffer: SharedArrayBuffer): A

  /** Makes room for so many cells in all. */
  reserve(n: number): void {
    if (n <= this.array.length) return
    const grown = Math.max(256, n, Math.ceil(this.array.length * 1.5))
    const larger = this.over(new SharedArrayBuffer(grown * this.array.BYTES_PER_ELEMENT))
    larger.set(this.array)
    this.array = larger
  }

  push(value: number): void {
    if (this.n === this.array.length) this.reserve(this.n + 1)
    this.array[this.n++] = value
  }

  view(n: number): A {
    return this.array.subarray(0, n) as A
  }

  /** The bytes of cells, to be written or sent. */
  bytesOf(from: number, to: number): Uint8Array {
    const width = this.array.BYTES_PER_ELEMENT
    return new Uint8Array(this.array.buffer, this.array.byteOffset + from * width, (to - from) * width)
  }

  /** Adds cells out of their bytes; the first ones are taken as they lie where another thread shares them. */
  take(bytes: Uint8Array): void {
    const width = this.array.BYTES_PER_ELEMENT
    const added = bytes.byteLength / width
    if (this.n === 0 && bytes.buffer instanceof SharedArrayBuffer && bytes.byteOffset === 0) {
      this.array = this.over(bytes.buffer)
    } else {
      this.reserve(this.n + added)
      this.bytesOf(this.n, this.n + added).set(bytes)
    }
    this.n += added
  }
}

export class ByteCells extends Growing<Uint8Array> {
  protected override over(buffer: SharedArrayBuffer): Uint8Array {
    return new Uint8Array(buffer)
  }
}
export class CodeCells extends Growing<Uint16Array> {
  protected override over(buffer: SharedArrayBuffer): Uint16Array {
    return new Uint16Array(buffer)
  }
}
export class WordCells extends Growing<Uint32Array> {
  protected override over(buffer: SharedArrayBuffer): Uint32Array {
    return new Uint32Array(buffer)
  }
}
export class NumberCells extends Growing<Float64Array> {
  protected override over(buffer: SharedArrayBuffer): Float64Array {
    return new Float64Array(buffer)
  }
}
