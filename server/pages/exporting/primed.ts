/** A stream's first piece made before any byte is sent, so that a failure at the start is a page and not a cut file. */
export async function primed(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<AsyncGenerator<Buffer>> {
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]()
  const first = await iterator.next()
  return (async function* () {
    if (first.done) return
    yield first.value
    for (;;) {
      const next = await iterator.next()
      if (next.done) return
      yield next.value
    }
  })()
}
