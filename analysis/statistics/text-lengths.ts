/**
 * How much was written in answer to an open question.
 *
 * In: the answered texts. Out: how many, how many different, their length in Unicode characters (R `nchar`, not
 * UTF-16 units) in all, on average and at most, and how many have a line break. Null without answers.
 */

export interface TextLengths {
  readonly answered: number
  readonly distinct: number
  readonly characters: number
  readonly mean: number | null
  readonly longest: number | null
  readonly withLineBreak: number
}

/** Counts and lengths of texts. */
export function textLengths(texts: readonly string[]): TextLengths {
  let characters = 0
  let longest = 0
  for (const text of texts) {
    let length = 0
    for (const _ of text) length += 1
    characters += length
    longest = Math.max(longest, length)
  }
  const answered = texts.length
  return {
    answered,
    distinct: new Set(texts).size,
    characters,
    mean: answered === 0 ? null : characters / answered,
    longest: answered === 0 ? null : longest,
    withLineBreak: texts.filter((text) => text.includes('\n')).length,
  }
}
