/** The numbers at the beginning of lines: `1.` `1、` `（1）` `1)` `Q1.` `第1题` `一、` `第一部分`. */

export interface Numbering {
  /** How it is written; lines of one style belong together. */
  readonly style: 'dot' | 'comma' | 'colon' | 'q' | 'di' | 'bare' | 'half' | 'paren' | 'han' | 'hanParen'
  readonly number: number
  readonly rest: string
  /** A star before or after the number. */
  readonly starred: boolean
}

const arabic: readonly (readonly [Numbering['style'], RegExp])[] = [
  ['q', /^[Qq]\s?(\d{1,3})\s*[.．、:：)）]?\s*(\S.*)$/],
  ['di', /^第\s?(\d{1,3})\s?题\s*[.．、:：]?\s*(\S.*)$/],
  ['dot', /^(\d{1,3})\s*[.．]\s*(?!\d)(\S.*)$/],
  ['comma', /^(\d{1,3})\s*[、,，]\s*(\S.*)$/],
  ['colon', /^(\d{1,3})\s*[:：]\s*(?!\d)(\S.*)$/],
  ['half', /^(\d{1,3})\s*[)）]\s*(\S.*)$/],
  ['paren', /^[(（]\s?(\d{1,3})\s?[)）]\s*[.．、]?\s*(\S.*)$/],
  ['bare', /^(\d{1,3})[\s\t]+([^\d\s].*)$/],
]

const hanDigits = '一二三四五六七八九'

/** Reads the number that a line begins with, or null. */
export function readNumbering(line: string): Numbering | null {
  const star = /^[*＊★※]\s*(?=[\dQq第(（一二三四五六七八九十])/.exec(line)
  const plain = star ? line.slice(star[0].length) : line
  for (const [style, pattern] of arabic) {
    const found = pattern.exec(plain)
    if (found) return withStar(style, Number(found[1]), found[2] ?? '', star !== null)
  }
  const han = /^([(（]?)([一二三四五六七八九十]{1,3})([)）]?)\s*([、.．:：]?)\s*(\S.*)$/.exec(plain)
  if (!han) return null
  const inside = han[1] !== '' && han[3] !== ''
  if (!inside && han[4] === '') return null
  return withStar(inside ? 'hanParen' : 'han', hanNumber(han[2] ?? ''), han[5] ?? '', star !== null)
}

function withStar(style: Numbering['style'], number: number, rest: string, starred: boolean): Numbering {
  const inner = /^[*＊★※]\s*(?=\S)/.exec(rest)
  return {
    style,
    number,
    rest: inner ? rest.slice(inner[0].length) : rest,
    starred: starred || inner !== null,
  }
}

/** 十二 → 12; enough for the sections of a questionnaire. */
export function hanNumber(text: string): number {
  const [tens, units] = text.includes('十') ? text.split('十') : ['', text]
  const digit = (mark: string | undefined) => hanDigits.indexOf(mark ?? '') + 1
  if (!text.includes('十')) return digit(units)
  return (tens ? digit(tens) : 1) * 10 + (units ? digit(units) : 0)
}

/** The words of a heading that says itself that it is one: 第一部分, Section A, 【基本情况】, ## …; else null. */
export function readHeading(line: string): string | null {
  if (/^第\s?[一二三四五六七八九十\d]{1,3}\s?(部分|章|节|模块|板块|单元|篇)/.test(line)) return line
  if (/^[A-H]\s?(部分|模块|单元|板块|卷)/.test(line)) return line
  if (/^(section|part|module|chapter)\s+([a-z]|\d{1,2}|[ivx]{1,4})\b/i.test(line)) return line
  const hashes = /^#{2,}\s*(\S.*)$/.exec(line)
  if (hashes) return hashes[1] ?? null
  return /^[【[［]([^【】[\]［］]{2,40})[】\]］]$/.exec(line)?.[1] ?? null
}
