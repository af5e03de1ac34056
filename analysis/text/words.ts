/**
 * Open answers as words: what the text statistics count.
 *
 * The cutter is handed in, as dictionaries are no business of this room. Words are trimmed, brought to one form
 * (NFKC, lower case), and dropped where they have no letter or digit, are shorter than asked for, are mere numbers, or
 * stand in the stop list. Answers that are null or empty have no words and are not counted as answers.
 */

/** Cuts a text into words, in order; punctuation may come as words of its own. */
export type Segmenter = (text: string) => readonly string[]

export interface WordOptions {
  readonly stopWords?: ReadonlySet<string>
  /** In characters; 2 leaves out the many single characters that say little in Chinese. */
  readonly shortest?: number
  readonly keepNumbers?: boolean
}

export interface CutTexts {
  /** Answers with a text. */
  readonly answers: number
  /** Rows without one. */
  readonly missing: number
  /** Each row's words in order; none where there is no text. */
  readonly rows: readonly (readonly string[])[]
}

/** The words of each answer. */
export function cutTexts(
  texts: readonly (string | null)[],
  segmenter: Segmenter,
  options: WordOptions = {},
): CutTexts {
  let answers = 0
  const rows = texts.map((text) => {
    if (text === null || text.trim() === '') return []
    answers += 1
    return segmenter(text).flatMap((part) => {
      const word = normalWord(part)
      return wanted(word, options) ? [word] : []
    })
  })
  return { answers, missing: texts.length - answers, rows }
}

/** One form for a word, however it was typed. */
export function normalWord(part: string): string {
  return part.normalize('NFKC').trim().toLowerCase()
}

function wanted(word: string, { stopWords, shortest = 2, keepNumbers = false }: WordOptions): boolean {
  if (!/[\p{L}\p{N}]/u.test(word) || stopWords?.has(word)) return false
  if (!keepNumbers && /^[\p{N}.,%]+$/u.test(word)) return false
  return [...word].length >= shortest
}
