/** JSON Lines: an object an answer, keys as the columns of the CSV file; a cell without an answer has no key. */

import type { Dataset } from './dataset.ts'

export async function* writeJsonLines({ columns, rows }: Dataset): AsyncGenerator<Buffer> {
  for await (const page of rows()) {
    let text = ''
    for (const row of page) {
      const entries = columns.flatMap(({ name }, k) => {
        const cell = row[k] ?? null
        return cell === null ? [] : [[name, cell] as const]
      })
      text += `${JSON.stringify(Object.fromEntries(entries))}\n`
    }
    yield Buffer.from(text)
  }
}
