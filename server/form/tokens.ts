/** Cuts the text of an expression into tokens. Typographic quotes and full-width signs, as Word and Chinese input make them, are read as what they stand for. */

export interface Token {
  readonly kind: 'number' | 'text' | 'reference' | 'name' | 'sign' | 'bad' | 'end'
  /** What it says: the digits, the text without quotes, the name, the sign. */
  readonly text: string
  /** Where it begins, from 0. */
  readonly at: number
}

const doubleQuotes = '"“”＂'
const singleQuotes = "'‘’＇"
const wordSigns: Readonly<Record<string, string>> = { '≥': '>=', '≤': '<=', '≠': '!=', '×': '*', '÷': 'div' }

const space = /[\s\u3000\u00a0\u200b\ufeff]+/y
const numberToken = /\d+(?:\.\d*)?|\.\d+/y
const nameToken = /[\p{L}_][\p{L}\p{M}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{M}\p{N}_.-]*)?/uy
const referenceToken = /\$\{([^{}'"]+)\}/y
const signToken = /!=|<=|>=|\/\/|::|\.\.|[()=<>+\-*,./[\]|@]/y

/** All tokens of a text, an end token last; what is no token is a bad one and ends the list. */
export function tokens(text: string): readonly Token[] {
  // The same length as the text, so that every position holds.
  const plain = text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
  const found: Token[] = []
  let at = 0
  for (;;) {
    at += matched(space, plain, at)?.[0].length ?? 0
    if (at >= plain.length) break
    const token = tokenAt(text, plain, at)
    found.push(token.token)
    if (token.token.kind === 'bad') return found
    at = token.end
  }
  found.push({ kind: 'end', text: '', at: plain.length })
  return found
}

function tokenAt(text: string, plain: string, at: number): { readonly token: Token; readonly end: number } {
  const make = (kind: Token['kind'], says: string, length: number) => ({
    token: { kind, text: says, at },
    end: at + length,
  })
  const letter = text.charAt(at)
  for (const quotes of [doubleQuotes, singleQuotes]) {
    if (!quotes.includes(letter)) continue
    const end = closing(text, at, letter === quotes.charAt(0) ? letter : quotes)
    return end < 0 ? make('bad', letter, 1) : make('text', text.slice(at + 1, end), end + 1 - at)
  }
  const word = wordSigns[letter]
  if (word !== undefined) return make('sign', word, 1)
  const reference = matched(referenceToken, plain, at)
  if (reference) return make('reference', (reference[1] ?? '').trim(), reference[0].length)
  const number = matched(numberToken, plain, at)?.[0]
  if (number !== undefined)
    return make(Number.isFinite(Number(number)) ? 'number' : 'bad', number, number.length)
  const name = matched(nameToken, plain, at)?.[0]
  if (name !== undefined) return make('name', name, name.length)
  const sign = matched(signToken, plain, at)?.[0]
  return sign === undefined ? make('bad', letter, 1) : make('sign', sign, sign.length)
}

/** The index of the quote that closes the text begun at `at`; a straight quote is closed by the same only. */
function closing(text: string, at: number, quotes: string): number {
  for (let index = at + 1; index < text.length; index++) if (quotes.includes(text.charAt(index))) return index
  return -1
}

function matched(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
