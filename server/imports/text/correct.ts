/** One click on what was understood of a line: the mark that says otherwise is written into the draft, all other words stay. */

import { kindOfMark, readMarks } from './marks.ts'
import { takeJump, takeSkips } from './skips.ts'

/** What a line can be told to be. */
export const corrections = [
  'select_one',
  'select_multiple',
  'rank',
  'text',
  'multiline',
  'integer',
  'date',
  'range',
  'required',
  'optional',
  'personal',
  'impersonal',
  'alone',
  'together',
  'substantive',
  'unskipped',
  'asked',
  'offered',
  'said',
] as const
export type Correction = (typeof corrections)[number]

const marks = {
  'zh-CN': {
    select_one: '单选',
    select_multiple: '多选',
    rank: '排序',
    text: '填空',
    multiline: '简答',
    integer: '数字',
    date: '日期',
    range: '打分 0-10',
    required: '必填',
    personal: '个人信息',
    impersonal: '非个人信息',
    alone: '互斥',
    together: '不互斥',
    substantive: '有效选项',
    said: '说明：',
  },
  en: {
    select_one: 'single choice',
    select_multiple: 'multiple choice',
    rank: 'ranking',
    text: 'text',
    multiline: 'open question',
    integer: 'number',
    date: 'date',
    range: 'score, 0-10 points',
    required: 'required',
    personal: 'personal',
    impersonal: 'not personal',
    alone: 'exclusive',
    together: 'not exclusive',
    substantive: 'substantive',
    said: 'Note: ',
  },
} as const

/** The line as it has to be written; null where that cannot be done in this line. `near` are the words that the mark belongs to. */
export function corrected(
  line: string,
  correction: Correction,
  { near, before = [] }: { readonly near: string; readonly before?: readonly string[] },
): string | null {
  const changed = changedLine(line, correction, near, before)
  return changed === null || changed === line ? null : changed
}

function changedLine(
  line: string,
  correction: Correction,
  near: string,
  before: readonly string[],
): string | null {
  const words = marks[/[\u3400-\u9fff]/.test(line + before.join('')) ? 'zh-CN' : 'en']
  switch (correction) {
    case 'optional':
      return optional(line)
    case 'unskipped':
      return unskipped(line)
    case 'offered':
      return offered(line, before)
    case 'said':
      return `${words.said}${line.trim()}`
    case 'asked':
      return withMark(line, words.text, line.trim())
    case 'required':
      return withMark(line, words.required, near)
    case 'personal':
    case 'impersonal':
      return withMark(without(line, ['personal', 'impersonal']), words[correction], near)
    case 'alone':
    case 'together':
      return withMark(without(line, ['exclusive', 'together']), words[correction], near)
    case 'substantive':
      return withMark(line, words.substantive, near)
    default:
      return withMark(without(line, ['type', 'range', 'likert', 'minimal', 'yesNo']), words[correction], near)
  }
}

/** Writes a mark behind the words that it belongs to, else at the end of a line that is no row of a table. */
function withMark(line: string, mark: string, near: string): string | null {
  const written = /[\u3400-\u9fff]/.test(mark) ? `（${mark}）` : ` (${mark})`
  const at = near === '' ? -1 : halfWidth(line).lastIndexOf(halfWidth(near))
  if (at >= 0) return `${line.slice(0, at + near.length)}${written}${line.slice(at + near.length)}`
  return line.includes('\t') ? null : `${line.trimEnd()}${written}`
}

/** Letter for letter, so that places stay. */
function halfWidth(text: string): string {
  return text
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (sign) =>
      String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
    )
    .replace(/[\u00a0\u3000]/g, ' ')
}

const bracketed = /\s*[（(［[【〔]([^（()）［[\]］【】〔〕\n]{1,60})[)）\]］】〕]/g

/** The line without marks that say something of these; other words in the same brackets stay. */
function without(line: string, aspects: readonly string[]): string {
  return line.replace(bracketed, (whole, inside: string) => {
    const parts = inside.split(/\s*[,，;；、]\s*/)
    const rest = parts.filter((part) => !kindOfMark(part, line).some((aspect) => aspects.includes(aspect)))
    if (rest.length === parts.length) return whole
    return rest.length === 0 ? '' : `（${rest.join('，')}）`
  })
}

function optional(line: string): string {
  return without(line, ['required'])
    .replace(/^(\s*)[*＊★※]\s*/, '$1')
    .replace(/^(\s*\S{1,6}?[.、．)）]\s*)[*＊★]\s*/, '$1')
    .replace(/\s*[*＊★]\s*$/, '')
}

/** The line without its skip note, be it in brackets or behind an arrow. */
function unskipped(line: string): string | null {
  const open = line.replace(bracketed, (whole, inside: string) => {
    const jumps = takeJump(`x（${inside}）`).target !== null || takeSkips(0, `x（${inside}）`).text === 'x'
    return jumps && !readMarks(whole).marked ? '' : whole
  })
  if (open !== line) return open
  const jump = takeJump(line)
  return jump.target === null ? null : jump.text
}

/** A line as one more option of those above it. */
function offered(line: string, before: readonly string[]): string | null {
  for (const above of before.toReversed().slice(0, 30)) {
    const lettered = [...above.matchAll(/(?:^|\s)([A-Za-zＡ-Ｙ])\s*([.．、)）])/g)].at(-1)
    if (lettered) {
      const next = String.fromCharCode((lettered[1] ?? '').charCodeAt(0) + 1)
      return `${next}${lettered[2] ?? '.'} ${line.trim()}`
    }
    const sign = /(?:^|\s)([□☐○◯◻])/.exec(above)?.[1]
    if (sign) return `${sign} ${line.trim()}`
    const number = /^\s*(\d{1,2})\s*([.．、)）])/.exec(above)
    if (number) return `${Number(number[1]) + 1}${number[2] ?? '.'} ${line.trim()}`
  }
  return null
}
