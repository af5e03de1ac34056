/** A filled form as it is laid out: quotes with what belongs to them, "seen, told, reported" side by side, media in place. */

import type { NoteLine } from './notes.ts'

export type Medium = 'picture' | 'sound' | 'film' | 'file'

export interface ShownLine extends NoteLine {
  readonly medium: Medium | null
}

export type Block =
  | { readonly kind: 'line'; readonly group: string; readonly line: ShownLine }
  /** A verbatim quote and, in words, whose it is and how it may be used. */
  | {
      readonly kind: 'quote'
      readonly group: string
      readonly line: ShownLine
      readonly about: readonly string[]
    }
  /** What stands beside each other to be compared. */
  | { readonly kind: 'sides'; readonly group: string; readonly lines: readonly ShownLine[] }

const sides = ['seen', 'told', 'reported']

export function recordBlocks(lines: readonly NoteLine[]): readonly Block[] {
  const blocks: Block[] = []
  for (let place = 0; place < lines.length;) {
    const line = shown(lines[place]!)
    const following = lines.slice(place + 1).filter(({ group }) => group === line.group)
    if (line.quote) {
      const about = runOf(following, ({ name }) =>
        new RegExp(`^${line.name}_(role|consent|attribution)$`).test(name),
      )
      blocks.push({ kind: 'quote', group: line.group, line, about: about.map(({ text }) => text) })
      place += 1 + about.length
      continue
    }
    const beside = sides.includes(line.name) ? runOf(following, ({ name }) => sides.includes(name)) : []
    if (beside.length > 0)
      blocks.push({ kind: 'sides', group: line.group, lines: [line, ...beside.map(shown)] })
    else blocks.push({ kind: 'line', group: line.group, line })
    place += 1 + beside.length
  }
  return blocks
}

/** Those at the beginning that belong together. */
function runOf(lines: readonly NoteLine[], belongs: (line: NoteLine) => boolean): readonly NoteLine[] {
  const end = lines.findIndex((line) => !belongs(line))
  return end < 0 ? lines : lines.slice(0, end)
}

function shown(line: NoteLine): ShownLine {
  return { ...line, medium: line.file === null ? null : mediumOf(line.file) }
}

function mediumOf(file: string): Medium {
  if (/\.(jpe?g|png|webp|gif|avif)$/i.test(file)) return 'picture'
  if (/\.(mp3|m4a|ogg|oga|opus|wav|aac|amr|weba|flac)$/i.test(file)) return 'sound'
  return /\.(mp4|webm|mov|3gp)$/i.test(file) ? 'film' : 'file'
}
