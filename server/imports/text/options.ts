/** Options as people write them: `A. 男`, `A、男 B、女`, `①男②女`, `□ 男 □ 女`, `男□ 女□`, `- Yes`. */

import type { DraftOption } from './draft.ts'
import { readMarks } from './marks.ts'
import { takeJump } from './skips.ts'

/** Options found in one line, and the words that stand before the first of them. */
export interface FoundOptions {
  readonly stem: string
  readonly style: 'letter' | 'circle' | 'box' | 'bullet'
  readonly options: readonly { readonly letter: string; readonly text: string }[]
  /** A letter that was passed over: A, B, D. */
  readonly gap: string | null
}

const circles = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'
const boxes = '[□☐○◯◻⬜❏▢◇]'
const box = new RegExp(`${boxes}|\\[\\s?\\]|［\\s?］`, 'g')

/** Finds options in a line; `next` is how many the question has already. A stem may only precede the first option of a question. */
export function findOptions(line: string, next: number): FoundOptions | null {
  return lettered(line, next) ?? circled(line) ?? boxed(line) ?? parenthesised(line) ?? bulleted(line)
}

function lettered(line: string, next: number): FoundOptions | null {
  const first = /^[(（]?([A-Za-z])(?:\s*[.．、)）:：,，]\s*|\s+(?=[^\sA-Za-z]))/.exec(line)
  const start = first ? letterIndex(first[1]) : null
  // A letter elsewhere than expected is still an option (a gap), but not a much later one: 「T. S. Eliot」.
  if (first && start !== null && start >= next && start <= next + 3) {
    const style = /[a-z]/.test(first[1] ?? '') ? 'lower' : 'upper'
    const options = splitLetters(line, start, style)
    return { stem: '', style: 'letter', options, gap: start > next ? letterOf(next, 'upper') : null }
  }
  if (next > 0) return null
  for (const style of ['upper', 'lower'] as const) {
    const at = markOf(line, 0, style, 0)
    if (!at) continue
    const options = splitLetters(line.slice(at.from), 0, style)
    if (options.length > 1)
      return { stem: line.slice(0, at.from).trim(), style: 'letter', options, gap: null }
  }
  return null
}

function splitLetters(line: string, start: number, style: 'upper' | 'lower'): FoundOptions['options'] {
  const options: { letter: string; text: string }[] = []
  let index = start
  // The first mark may be a letter and a space only.
  const opening = /^[(（]?[A-Za-z](?:\s*[.．、)）:：,，]\s*|\s+)/.exec(line)
  let from = opening ? opening[0].length : 0
  for (;;) {
    const following = markOf(line, index + 1, style, from)
    options.push({
      letter: letterOf(index, 'upper'),
      text: line.slice(from, following?.from ?? line.length).trim(),
    })
    if (!following) return options
    index += 1
    from = following.to
  }
}

/** Where the mark of the n-th letter stands: `B.` `(B)` `B、`, not within a Latin word. */
function markOf(
  line: string,
  index: number,
  style: 'upper' | 'lower',
  from: number,
): { readonly from: number; readonly to: number } | null {
  if (index > 25) return null
  const letter = letterOf(index, style)
  const before = style === 'upper' ? '(?<![A-Za-z0-9])' : '(?<=^|\\s|[。？?：:；;])'
  const pattern = new RegExp(`${before}(?:[(（]${letter}[)）]|${letter}\\s?[.．、)）:：])\\s*`, 'g')
  pattern.lastIndex = from
  const found = pattern.exec(line)
  return found ? { from: found.index, to: found.index + found[0].length } : null
}

function letterOf(index: number, style: 'upper' | 'lower'): string {
  return String.fromCharCode((style === 'upper' ? 65 : 97) + index)
}
function letterIndex(letter: string | undefined): number | null {
  return letter ? letter.toUpperCase().charCodeAt(0) - 65 : null
}

function circled(line: string): FoundOptions | null {
  const at = line.search(new RegExp(`[${circles}]`))
  if (at < 0) return null
  const parts = line
    .slice(at)
    .split(new RegExp(`[${circles}]\\s*[.、．]?`))
    .slice(1)
    .map((text) => text.trim())
  const letters = line.slice(at).match(new RegExp(`[${circles}]`, 'g')) ?? []
  const options = parts.map((text, index) => ({
    letter: letterOf(circles.indexOf(letters[index] ?? ''), 'upper'),
    text,
  }))
  return {
    stem: line.slice(0, at).trim(),
    style: 'circle',
    options: options.filter(({ text }) => text !== ''),
    gap: null,
  }
}

function boxed(line: string): FoundOptions | null {
  const parts = line.split(box)
  if (parts.length < 2) return null
  const last = parts.at(-1)?.trim() ?? ''
  const [head = '', ...rest] = parts.map((part) => part.trim())
  if (last !== '') return found(head, rest)
  // 「性别：男□ 女□」: the boxes stand behind.
  const colon = Math.max(head.lastIndexOf('：'), head.lastIndexOf(':'))
  const texts = [head.slice(colon + 1), ...rest.slice(0, -1)]
  return texts.every((text) => text.trim() !== '') ? found(head.slice(0, colon + 1).trim(), texts) : null

  function found(stem: string, texts: readonly string[]): FoundOptions | null {
    const options = texts.map((text) => ({ letter: '', text: text.trim() })).filter(({ text }) => text !== '')
    return options.length > 0 ? { stem, style: 'box', options, gap: null } : null
  }
}

/** 「（  ）导师帮带  （  ）挂职锻炼」: empty brackets before each, for numbers of a ranking or ticks. */
function parenthesised(line: string): FoundOptions | null {
  if (!/^[(（]\s*[)）]/.test(line)) return null
  const options = line
    .split(/[(（]\s*[)）]/)
    .map((text) => ({ letter: '', text: text.trim() }))
    .filter(({ text }) => text !== '')
  return options.length > 1 ? { stem: '', style: 'bullet', options, gap: null } : null
}

function bulleted(line: string): FoundOptions | null {
  const bullet = /^(?:[-–—•·▪◆●■➢➤*]|[(（]\s*[)）])\s*(?=\S)(.+)$/.exec(line)
  if (!bullet) return null
  return { stem: '', style: 'bullet', options: [{ letter: '', text: (bullet[1] ?? '').trim() }], gap: null }
}

/** 「小学 初中 高中」, 「是 / 否」, `Yes / No`: options without any sign, in a question that is marked as a choice. */
export function bareOptions(line: string): readonly string[] {
  const separated = [/\s*[|｜]\s*/, /\s+[/／]\s+|\t+/, /\s{2,}/]
  for (const mark of separated) {
    const parts = line.split(mark).filter((part) => part !== '')
    if (parts.length > 1) return parts
  }
  const chinese = /[\u3400-\u9fff]/.test(line)
  const spaced = line.split(/\s+/)
  if (chinese && spaced.length > 1) return spaced
  const slashed = line.split(/[/／]/)
  return slashed.length > 1 && slashed.every((part) => part.trim() !== '' && part.length <= 12)
    ? slashed.map((part) => part.trim())
    : [line]
}

const blankSpace = /[_＿]{2,}/g
const specify =
  /[(（]\s*(请(注明|说明|填写|写明|具体说明|列出)[^)）]*|注明|please (specify|describe|state)|specify)\s*[)）]/i

/** One option from its words: what follows it (____), what excludes it （互斥）, where it leads （跳至第5题）. */
export function readOption(line: number, letter: string, words: string): DraftOption {
  const jump = takeJump(words)
  const { text, marks, hints } = readMarks(jump.text.replace(/\s*[*＊]\s*$/, ''))
  const blank = blankSpace.test(text) || specify.test(text)
  blankSpace.lastIndex = 0
  const label = text
    .replace(blankSpace, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[(（]\s*[)）]/g, '')
    .replace(/[:：]?\s*([)）])/g, '$1')
    .trim()
    .replace(/[:：,，;；。、]$/, '')
    .trim()
  const said = hints.length > 0 ? `${label}（${hints.join('，')}）` : label
  const reason = blank ? asksMore.exec(said) : null
  return {
    line,
    letter,
    label: reason?.[1] ?? said,
    exclusive: marks.exclusive,
    together: marks.together,
    substantive: marks.substantive,
    blank,
    asks: said,
    jump: jump.target,
  }
}

/** 「不满意，原因____」: the option is 不满意. */
const asksMore =
  /^(.{1,20}?)[,，;；]\s*(?:(?:请|并)?(?:说明|写明|注明|填写).{0,6}|(?:主要|具体)?(?:原因|理由)(?:是|为)?|因为|why|because|the reason)$/i
