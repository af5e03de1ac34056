/**
 * Every place where a word stands, with what stands around it.
 *
 * In: the answers and the word or phrase as typed; letters match in either case and width (NFKC). Out: for each place
 * its row (from 0) and the text before, itself and after, cut to so many characters, line breaks as spaces; the
 * number of all places and of answers that have it. Places beyond `limit` are counted and not listed. An empty word
 * stands nowhere.
 */

export interface ContextLine {
  readonly row: number
  readonly before: string
  readonly match: string
  readonly after: string
}

export interface KeywordContexts {
  readonly places: number
  readonly answers: number
  readonly lines: readonly ContextLine[]
}

/** The places of a word. */
export function keywordContexts(
  texts: readonly (string | null)[],
  keyword: string,
  { width = 20, limit = 200 }: { readonly width?: number; readonly limit?: number } = {},
): KeywordContexts {
  const wanted = characters(keyword.trim()).map(folded).join('')
  const lines: ContextLine[] = []
  let places = 0
  let answers = 0
  if (wanted === '') return { places, answers, lines }
  texts.forEach((text, row) => {
    if (text === null) return
    const shown = characters(text.replace(/\s+/gu, ' '))
    const parts = shown.map(folded)
    const whole = parts.join('')
    let found = whole.indexOf(wanted)
    if (found < 0) return
    answers += 1
    const starts = startsOf(parts)
    while (found >= 0) {
      places += 1
      if (lines.length < limit) {
        const from = atOrBefore(starts, found)
        const to = atOrBefore(starts, found + wanted.length - 1) + 1
        lines.push({
          row,
          before: shown.slice(Math.max(0, from - width), from).join(''),
          match: shown.slice(from, to).join(''),
          after: shown.slice(to, to + width).join(''),
        })
      }
      found = whole.indexOf(wanted, found + wanted.length)
    }
  })
  return { places, answers, lines }
}

function characters(text: string): string[] {
  return [...text]
}

function folded(character: string): string {
  return character.normalize('NFKC').toLowerCase()
}

/** Where each character's folded form begins. */
function startsOf(parts: readonly string[]): number[] {
  let at = 0
  return parts.map((part) => {
    const start = at
    at += part.length
    return start
  })
}

/** The last place whose start is not after `at`. */
function atOrBefore(starts: readonly number[], at: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= at) low = middle
    else high = middle - 1
  }
  return low
}
