/** The numbers that Word counts by itself: 1. 一、（1） ① A. are in no text of the file, so they are counted here as Word does. */

import type { Element } from '@xmldom/xmldom'
import { childrenNamed, childNamed, valueOf } from './xml.ts'

/** A level of a list: how its number is written, and the text around it with %1, %2 … for the numbers of the levels. */
interface Level {
  readonly start: number
  readonly format: string
  readonly text: string
  /** All numbers in its text are written 1, 2, 3. */
  readonly legal: boolean
}

interface List {
  readonly abstract: string
  readonly levels: ReadonlyMap<number, Level>
  /** Levels at which this list begins anew, and with what. */
  readonly restarts: ReadonlyMap<number, number>
}

/** Which list and level a paragraph belongs to. */
export interface Place {
  readonly list: string
  readonly level: number
}

export interface Counter {
  /** The number, bullet or box of the next paragraph at a place, with a space behind; '' where there is none. */
  next(place: Place): string
}

/** Counts the lists of `numbering.xml`; null where the file has none. */
export function counterOf(numbering: Element | null): Counter {
  const lists = numbering ? readLists(numbering) : new Map<string, List>()
  const counts = new Map<string, number[]>()
  const begun = new Set<string>()
  return {
    next({ list: id, level }) {
      const list = lists.get(id)
      const own = list?.levels.get(level)
      if (!list || !own || own.format === 'none') return ''
      const count = counts.get(list.abstract) ?? []
      counts.set(list.abstract, count)
      const restart = begun.has(`${id} ${level}`) ? undefined : list.restarts.get(level)
      begun.add(`${id} ${level}`)
      count[level] = restart ?? (count[level] === undefined ? own.start : count[level] + 1)
      count.length = level + 1
      if (own.format === 'bullet') return `${bullet(own.text)} `
      const text = own.text.replace(/%([1-9])/g, (_, digit: string) => {
        const at = Number(digit) - 1
        const of = list.levels.get(at)
        const number = count[at] ?? of?.start ?? 1
        return numeral(number, own.legal ? 'decimal' : (of?.format ?? 'decimal'))
      })
      return text.trim() === '' ? '' : `${text.trim()} `
    },
  }
}

function readLists(numbering: Element): Map<string, List> {
  const abstracts = new Map(
    childrenNamed(numbering, 'abstractNum').map((abstract) => [
      abstract.getAttribute('w:abstractNumId') ?? '',
      readLevels(abstract),
    ]),
  )
  return new Map(
    childrenNamed(numbering, 'num').map((num) => {
      const abstract = valueOf(num, 'abstractNumId') ?? ''
      const levels = new Map(abstracts.get(abstract) ?? [])
      const restarts = new Map<number, number>()
      for (const override of childrenNamed(num, 'lvlOverride')) {
        const at = Number(override.getAttribute('w:ilvl') ?? 0)
        for (const [level, own] of readLevels(override)) levels.set(level, own)
        const start = valueOf(override, 'startOverride')
        if (start !== null) restarts.set(at, whole(start, 1))
      }
      return [num.getAttribute('w:numId') ?? '', { abstract, levels, restarts }]
    }),
  )
}

function readLevels(holder: Element): ReadonlyMap<number, Level> {
  return new Map(
    childrenNamed(holder, 'lvl').map((level) => {
      const legal = childNamed(level, 'isLgl') !== null
      const start = whole(valueOf(level, 'start') ?? '1', 1)
      const format = valueOf(level, 'numFmt') ?? 'decimal'
      const text = (valueOf(level, 'lvlText') ?? '').slice(0, 60)
      return [Number(level.getAttribute('w:ilvl') ?? 0), { start, format, text, legal }]
    }),
  )
}

function whole(text: string, otherwise: number): number {
  const number = Number(text)
  return Number.isInteger(number) && number >= 0 && number < 100_000 ? number : otherwise
}

/** Symbol fonts draw their boxes with signs of their own; Wingdings alone has nine of them. */
const boxes = /[\uf06f\uf070\uf071\uf072\uf0a1\uf0a3\uf0a8\uf0fe\uf052\uf054□☐○◯〇▢❑❏❍]/

function bullet(text: string): string {
  return boxes.test(text) ? '□' : '•'
}

const han = '〇一二三四五六七八九'
const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'

/** A number as a format of Word writes it; one that is not known here as 1, 2, 3. */
export function numeral(number: number, format: string): string {
  switch (format) {
    case 'upperLetter':
      return letters(number)
    case 'lowerLetter':
      return letters(number).toLowerCase()
    case 'upperRoman':
      return roman(number)
    case 'lowerRoman':
      return roman(number).toLowerCase()
    case 'decimalZero':
      return String(number).padStart(2, '0')
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'chineseLegalSimplified':
    case 'ideographDigital':
    case 'japaneseCounting':
    case 'taiwaneseCounting':
    case 'taiwaneseCountingThousand':
      return counted(number)
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return circled[number - 1] ?? String(number)
    case 'decimalEnclosedParen':
      return `(${number})`
    case 'decimalEnclosedFullstop':
      return `${number}.`
    default:
      return String(number)
  }
}

/** A … Z, AA … as Word has it: letters are doubled, not combined. */
function letters(number: number): string {
  if (number < 1) return String(number)
  return String.fromCharCode(65 + ((number - 1) % 26)).repeat(Math.min(20, Math.ceil(number / 26)))
}

function counted(number: number): string {
  if (number >= 100 || number < 1) return String(number)
  const [tens, units] = [Math.floor(number / 10), number % 10]
  const last = units === 0 ? '' : han[units]
  return tens === 0 ? `${last}` : `${tens === 1 ? '' : han[tens]}十${last}`
}

function roman(number: number): string {
  if (number < 1 || number > 3999) return String(number)
  const signs: readonly (readonly [number, string])[] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ]
  let text = ''
  let rest = number
  for (const [value, sign] of signs)
    while (rest >= value) {
      text += sign
      rest -= value
    }
  return text
}
