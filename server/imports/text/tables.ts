/** Tables as Word has them, a row a line with tabs: matrices, scores, forms with a label beside each field, questions in rows. */

import type { DraftLine } from './draft.ts'
import { readNumbering } from './numbering.ts'
import { findOptions } from './options.ts'
import { newQuestions } from './question.ts'
import { note, push, type Reading } from './reading.ts'

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

/** Reads the table that begins at a line; how many lines it took, 0 where it is none that is known. */
export function readTable(reading: Reading, index: number): number {
  const rows: Row[] = []
  for (const { line, cells } of reading.lines.slice(index)) {
    if (cells.length < 2) break
    rows.push({ line, cells })
  }
  const [head] = rows
  if (!head || head.cells.length < 2 || head.cells.every((cell) => cell === '' || isOptions(cell))) return 0
  if (readMatrix(reading, rows)) return rows.length
  if (readAskedRows(reading, rows)) return rows.length
  const open =
    reading.current === null || reading.current.options.length > 0 || reading.current.marks.type === null
  return open && readFields(reading, rows) ? rows.length : 0
}

const sign = /^[□☐○◯◻⬜❏▢◇]$/u
const indexHead = /^(序号?|编号|题号|No\.?|#)$/i
const scoreHead = /^(得分|打分|评分|分数|自评分?|实得分|score|rating)$/i
const fullHead = /^(分值|满分|标准分|权重|max(imum)?|out of)$/i
const remarkHead = /^(备注|说明|remarks?|notes?)$/i

function isOptions(cell: string): boolean {
  const found = findOptions(cell, 0)
  return found?.stem === '' && found.options.some(({ text }) => text !== '')
}

/** A cell of a matrix that waits for a tick: empty, a box, the number of its column. */
function waits(cell: string, head: string): boolean {
  return cell === '' || sign.test(cell) || cell === head || /^\[\s?\]$/.test(cell)
}

/** A header with answers above rows that wait for ticks or points. */
function readMatrix(reading: Reading, rows: readonly Row[]): boolean {
  const [head, ...below] = rows
  if (!head) return false
  const body = below.filter(({ cells }) => cells.some((cell) => cell !== ''))
  if (body.length === 0) return false
  const kept = head.cells.map((cell) => cell !== '' && !remarkHead.test(cell))
  const full = head.cells.findIndex((cell) => fullHead.test(cell))
  const lead = leadOf(head, body, full)
  const columns = head.cells.flatMap((cell, at) =>
    at >= lead && kept[at] && at !== full ? [{ cell, at }] : [],
  )
  if (lead === 0 || columns.length === 0) return false
  if (!body.every(({ cells }) => columns.every(({ cell, at }) => waits(cells[at] ?? '', cell)))) return false
  const scores = columns.length === 1 && scoreHead.test(columns[0]?.cell ?? '')
  const heads = columns.map(({ cell }) => cell)
  if (!scores && (columns.length < 2 || heads.some((cell) => cell.length > 12 || /[_＿:：]/.test(cell))))
    return false
  const question = questionFor(reading, head)
  const asked = question.marks.matrix
  const points = pointsOf(heads)
  const range = points ?? (scores ? ([0, fullOf(question.label) ?? 100] as const) : null)
  const labels = rowLabels(head, body, lead, full)
  for (const [at, { line, cells }] of body.entries()) {
    const label = labels[at] ?? ''
    const most = scores && full >= 0 ? Number(cells[full]) : NaN
    const own = range && scores && most > 0 ? ([0, most] as const) : range
    if (label !== '') question.rows.push({ line, label, ...(own ? { range: own } : {}) })
  }
  const several = question.marks.type === 'select_multiple'
  question.marks = {
    ...question.marks,
    matrix: true,
    type: range && !several ? 'range' : question.marks.type,
  }
  if (!range || several)
    question.columns.push(...heads.map((label): DraftLine => ({ line: head.line, label })))
  if (range && !several)
    note(reading, 'info', 'scoresGuessed', head.line, {
      rows: question.rows.length,
      start: range[0],
      end: Math.max(...question.rows.map((row) => row.range?.[1] ?? range[1])),
    })
  else if (!asked)
    note(reading, 'info', 'tableGuessed', head.line, { rows: question.rows.length, columns: heads.length })
  return true
}

/** How many columns hold words of the rows. */
function leadOf(head: Row, body: readonly Row[], full: number): number {
  const width = Math.max(head.cells.length, ...body.map(({ cells }) => cells.length))
  let lead = 0
  while (
    lead < width &&
    lead !== full &&
    body.some(({ cells }) => !waits(cells[lead] ?? '', head.cells[lead] ?? '')) &&
    !(lead > 0 && body.every(({ cells }) => /^\d{0,3}$/.test(cells[lead] ?? '')))
  )
    lead += 1
  return lead
}

/** The words of each row, with the category before them where cells were joined; numbers of rows are left out. */
function rowLabels(head: Row, body: readonly Row[], lead: number, full: number): readonly string[] {
  const counted = body.every(({ cells }) => /^[（(]?\d{0,3}[)）.、]?$/.test(cells[0] ?? ''))
  const first = lead > 1 && (indexHead.test(head.cells[0] ?? '') || counted) ? 1 : 0
  let category = ''
  return body.map(({ cells }) => {
    const words = cells.slice(first, lead).filter((_, at) => at + first !== full)
    const item = words.at(-1) ?? ''
    if (words.length > 1 && words[0] !== '') category = words[0] ?? ''
    const label = readNumbering(item)?.rest ?? item
    return words.length > 1 && category !== '' && label !== '' ? `${category}：${label}` : label
  })
}

/** Columns 1, 2, 3 … are points. */
function pointsOf(heads: readonly string[]): readonly [number, number] | null {
  const points = heads.map((cell) => (/^\d{1,2}\s*分?$/.test(cell) ? parseInt(cell, 10) : NaN))
  const [first = NaN] = points
  if (points.length < 3 || !(first <= 1)) {
    const falling = points.toReversed()
    return points.length >= 3 &&
      (falling[0] ?? NaN) <= 1 &&
      points.every((point, at) => point === (points[0] ?? 0) - at)
      ? [falling[0] ?? 0, points[0] ?? 0]
      : null
  }
  return points.every((point, at) => point === first + at) ? [first, first + points.length - 1] : null
}

function fullOf(label: string): number | null {
  const found = /满分(?:为|是)?\s*(\d{1,3})|(\d{1,3})\s*分制/.exec(label)
  return found ? Number(found[1] ?? found[2]) : null
}

/** The question that the table stands under, or one of its own. */
function questionFor(reading: Reading, head: Row) {
  const { current } = reading
  const free =
    current && current.options.length === 0 && current.rows.length === 0 && current.columns.length === 0
  if (free) return current
  const last = reading.blocks.at(-1)
  const words = head.cells[0] || (last?.kind === 'section' ? last.label : '')
  const [made] = newQuestions(reading, { line: head.line, number: null, words, starred: false })
  if (!made) throw new Error('newQuestions: none made')
  push(reading, made)
  return made
}

/** 序号 | 题目 | 选项: a question in each row. */
function readAskedRows(reading: Reading, rows: readonly Row[]): boolean {
  const [head, ...body] = rows
  const at = (pattern: RegExp) => head?.cells.findIndex((cell) => pattern.test(cell)) ?? -1
  const stem = at(/^(题目|问题|调查(内容|项目|问题)|内容|项目|questions?|items?)$/i)
  const answer = at(/^(选项|答案|回答|您的(回答|选择)|选择|作答|answers?|options?)$/i)
  if (stem < 0 || answer < 0 || body.length === 0) return false
  for (const { line, cells } of body) {
    const words = cells[stem] ?? ''
    if (words === '') continue
    const numbering = readNumbering(words)
    const index = at(indexHead)
    const number = numbering?.number ?? (Number(cells[index] ?? '') || null)
    const asked = `${numbering?.rest ?? words}  ${cells[answer] ?? ''}`.trim()
    for (const question of newQuestions(reading, {
      line,
      number,
      words: asked,
      starred: numbering?.starred ?? false,
    }))
      push(reading, question)
    if (number !== null) reading.lastNumber = number
  }
  return true
}

const units = /[\s_＿/年月日时分省市区县镇乡街道办社村居委组号路栋幢楼单元室人口元万个户亩岁周]/g

/** What a cell for an answer has: nothing, units, or boxes. */
function isOpen(cell: string): boolean {
  if (cell.replace(units, '') === '') return cell.length <= 40
  return isOptions(cell) || /[_＿]{2,}/.test(cell)
}

/** A form drawn as a table: a label, and beside it the cell to be filled in. */
function readFields(reading: Reading, rows: readonly Row[]): boolean {
  const found: { readonly line: number; readonly words: string }[] = []
  for (const { line, cells } of rows) {
    let at = 0
    while (at < cells.length) {
      const label = cells[at] ?? ''
      const value = cells[at + 1]
      if (label === '') {
        at += 1
        continue
      }
      if (value === undefined || isOpen(label) || label.length > 30 || !isOpen(value)) return false
      found.push({ line, words: `${label.replace(/[:：]$/, '')}：${openWords(value)}` })
      at += 2
    }
  }
  if (found.length < 2) return false
  note(reading, 'info', 'fieldsGuessed', found[0]?.line ?? 0, { count: found.length })
  for (const { line, words } of found)
    for (const question of newQuestions(reading, { line, number: null, words, starred: false }))
      push(reading, question)
  return true
}

/** 「  人」 → 「____人」, 「年 月 日」 → 「____年____月____日」; boxes and blanks as they are. */
function openWords(cell: string): string {
  if (isOptions(cell) || /[_＿]{2,}/.test(cell)) return cell
  return cell.trim() === '' ? '____' : cell.trim().replace(/\S+/g, '____$&')
}
