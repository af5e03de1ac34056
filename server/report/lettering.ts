/**
 * The type of charts in reports: Noto Sans SC and Noto Emoji, brought along with the program, in their published pieces.
 * Only pieces that a text needs are loaded. A character that none of them has is set as 〓, the printer's mark for a
 * missing type, never as an empty box; the table beside the chart has it as it was written.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'

/** Where the build puts them. */
export const fontsFolder = join(root, 'build/fonts')
export const missingMark = '〓'

interface Piece {
  readonly family: string
  readonly file: string
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

export interface Lettering {
  /** The text with what cannot be set replaced. */
  settable(text: string): string
  /** The families, in order, that set these texts; loads what is not loaded yet. */
  familiesFor(texts: Iterable<string>): string
}

/** `load` makes a file known by the name of a family. */
export function lettering(load: (file: string, family: string) => void): Lettering {
  const pieces = [...piecesOf('noto-sans-sc'), ...piecesOf('noto-emoji')]
  const latin = pieces.filter(({ family }) => family.endsWith('-latin'))
  const loaded = new Set<Piece>()
  const pieceOf = (code: number) =>
    pieces.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to))
  return {
    settable: (text) =>
      [...joined(text)]
        .map((character) =>
          /\s/.test(character) || pieceOf(character.codePointAt(0)!) ? character : missingMark,
        )
        .join(''),
    familiesFor(texts) {
      const needed = new Set<Piece>(latin)
      for (const text of texts)
        for (const character of `${text}${missingMark}`) {
          const piece = pieceOf(character.codePointAt(0)!)
          if (piece) needed.add(piece)
        }
      for (const piece of needed)
        if (!loaded.has(piece)) {
          load(piece.file, piece.family)
          loaded.add(piece)
        }
      return [...needed].map(({ family }) => family).join(', ')
    },
  }
}

/** Emoji one by one: their joiners and shades of skin need more than a font. */
function joined(text: string): string {
  return text.replace(/\u200d|\ufe0e|\ufe0f|[\u{1f3fb}-\u{1f3ff}]/gu, '')
}

function piecesOf(font: string): readonly Piece[] {
  const index = join(fontsFolder, font, 'unicode.json')
  if (!existsSync(index)) throw new Error(`lettering: ${index} is missing; npm run build`)
  const published = JSON.parse(readFileSync(index, 'utf8')) as Readonly<Record<string, string>>
  const pieces = Object.entries(published).map(([name, ranges]): Piece => {
    const piece = name.replace(/[[\]]/g, '')
    return {
      family: `${font}-${piece}`,
      file: join(fontsFolder, font, `${font}-${piece}-400-normal.woff2`),
      ranges: ranges.split(',').map(rangeOf),
    }
  })
  // Digits and letters first, so that no other piece sets them.
  return pieces.sort((a, b) => Number(b.family.endsWith('-latin')) - Number(a.family.endsWith('-latin')))
}

function rangeOf(written: string): readonly [number, number] {
  const [from = '', to = from] = written.trim().slice(2).split('-')
  return [parseInt(from, 16), parseInt(to, 16)]
}
