/** The lines of a matrix: columns with bars or letters, rows with numbers or bullets, tables pasted from Word or Markdown. */

import type { DraftLine, DraftQuestion } from './draft.ts'
import { readNumbering } from './numbering.ts'
import { findOptions } from './options.ts'

/** The columns in a line with bars; a word before them such as 「选项：」 and their letters are left out. */
export function splitColumns(text: string): readonly string[] {
  const plain = text
    .replace(/^[|｜\s]+|[|｜\s]+$/g, '')
    .replace(/^(列|选项|评价|尺度|量表|columns?|scale)\s*[:：]\s*/i, '')
  const parts = plain.split(/\s*[|｜]\s*/)
  return parts
    .map((part) => part.replace(/^[A-Za-z①-⑳]\s*[.、．)）]?\s*(?=[^A-Za-z\s])/, '').trim())
    .filter((part) => part !== '')
}

/** A line below the stem of a matrix: its columns, one or several rows, or a line of a pasted table. */
export function readMatrixLine(question: DraftQuestion, line: number, text: string): boolean {
  const put = (list: DraftLine[], labels: readonly string[]) => {
    for (const label of labels) list.push({ line, label })
    return true
  }
  const named = /^(行|题目|项目|评价项目|rows?|items?)\s*[:：]\s*(.+)$/i.exec(text)
  if (named) return put(question.rows, (named[2] ?? '').split(/\s*[|｜、;；\t]\s*/).filter(Boolean))
  const cells = text.split('\t').map((cell) => cell.trim())
  if (cells.length > 2) return readTableLine(question, cells, put)
  if (/[|｜]/.test(text)) return readPipes(question, text, put)
  const found = findOptions(text, question.columns.length)
  if (found && found.stem === '' && found.style === 'letter') {
    return put(
      question.columns,
      found.options.map((option) => option.text),
    )
  }
  if (found && found.style !== 'letter' && found.options.length > 1 && found.stem === '') {
    return put(
      question.columns.length === 0 && found.style !== 'circle' ? question.columns : question.rows,
      found.options.map((option) => option.text),
    )
  }
  addRow(
    question,
    line,
    found && found.stem === '' ? (found.options[0]?.text ?? text) : (readNumbering(text)?.rest ?? text),
  )
  return true
}

type Put = (list: DraftLine[], labels: readonly string[]) => boolean

/** A table pasted from Word: the first line has the columns, the others a row each with empty boxes. */
function readTableLine(question: DraftQuestion, cells: readonly string[], put: Put): boolean {
  const filled = cells.slice(1).filter((cell) => !/^([□☐○◯]|\d{1,2}|\[\s?\])?$/.test(cell))
  const heads = filled.length > 0 ? filled : cells.slice(1).filter((cell) => /^\d/.test(cell))
  if (question.columns.length === 0 && heads.length > 0) return put(question.columns, heads)
  const label = cells[0] ?? ''
  return put(question.rows, [readNumbering(label)?.rest ?? label])
}

/** `非常不满意 | 不太满意 | …` are the columns; `| 交通 | | | |` and `交通 | □ | □` are rows of a Markdown table. */
function readPipes(question: DraftQuestion, text: string, put: Put): boolean {
  if (/^[|｜\s:：-]+$/.test(text)) return true
  if (question.columns.length === 0) return put(question.columns, splitColumns(text))
  const label =
    text
      .replace(/^[|｜\s]+/, '')
      .split(/[|｜]/)[0]
      ?.trim() ?? ''
  return put(question.rows, [readNumbering(label)?.rest ?? label])
}

/** One item of a matrix from its words, without the boxes behind it. */
export function addRow(question: DraftQuestion, line: number, words: string): void {
  const label = words
    .replace(/\s*([□☐○◯]|[_＿]{2,})\s*/g, ' ')
    .trim()
    .replace(/[:：]$/, '')
  if (label !== '') question.rows.push({ line, label })
}
