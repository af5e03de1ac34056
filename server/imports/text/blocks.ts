/** Reads a draft line by line into sections, questions and words, and says of every line what it could not place. */

import { sharesIn } from './blanks.ts'
import { missingKind } from './choices.ts'
import type { Draft, DraftQuestion } from './draft.ts'
import { addRow, readMatrixLine, splitColumns } from './matrix.ts'
import { mergeMarks, readMarks } from './marks.ts'
import { readHeading, readNumbering, type Numbering } from './numbering.ts'
import { bareOptions, findOptions, readOption, type FoundOptions } from './options.ts'
import { addOptions, newQuestions } from './question.ts'
import { note, push, type Line, type Reading } from './reading.ts'
import { takeSkips } from './skips.ts'
import { readTable } from './tables.ts'

/** Every line of the text ends up in the draft: as a part of it, or as words with a warning. */
export function readDraft(lines: readonly Line[]): Draft {
  const reading: Reading = {
    lines,
    mainStyle: mainStyleOf(lines),
    blocks: [],
    notes: [],
    title: '',
    current: null,
    lastNumber: 0,
    afterHeading: false,
  }
  for (let index = 0; index < lines.length; index += 1) {
    const table = (lines[index]?.cells.length ?? 0) > 1 ? readTable(reading, index) : 0
    if (table > 0) index += table - 1
    else readLine(reading, index)
  }
  return { title: reading.title, blocks: reading.blocks, notes: reading.notes }
}

const mainFamily: readonly string[] = ['dot', 'comma', 'colon', 'q', 'di', 'bare']

/** The way in which this draft numbers its questions. */
function mainStyleOf(lines: readonly Line[]): Numbering['style'] | null {
  const numbered = lines.map(({ text }) => readNumbering(text))
  const hanQuestion = numbered.some(
    (found, index) => found?.style === 'han' && looksAsked(found.rest, lines[index + 1]?.text),
  )
  const first = numbered.find((found) => found && found.style !== 'han' && found.style !== 'hanParen')
  const han = numbered.find((found) => found?.style === 'han')
  if (hanQuestion || (han && !first)) return 'han'
  return first?.style ?? null
}

/** A line that begins 一、 asks something, and is no heading, if it has marks, a blank, a question mark or options. */
function looksAsked(words: string, next: string | undefined): boolean {
  if (readMarks(words).marked || /[_＿]{2,}|[?？]\s*$/.test(words)) return true
  if (findOptions(words, 0)?.options.length) return true
  return next !== undefined && findOptions(next, 0)?.style === 'letter'
}

function readLine(reading: Reading, index: number): void {
  const { line, text } = reading.lines[index] as Line
  if (readHeading(text) !== null && !onlyMarks(text))
    return startSection(reading, line, readHeading(text) ?? text)
  const numbering = readNumbering(text)
  if (reading.current && numbering && belongsToMatrix(reading, numbering)) {
    return addRow(reading.current, line, numbering.rest)
  }
  if (numbering && isSectionNumber(reading, numbering)) return startSection(reading, line, text)
  if (numbering && isQuestionNumber(reading, numbering, index)) return startQuestion(reading, line, numbering)
  if (reading.current) {
    if (continueQuestion(reading, reading.current, index, numbering)) return
  }
  if (startUnnumbered(reading, index)) return
  addWords(reading, index)
}

function onlyMarks(text: string): boolean {
  const read = readMarks(text)
  return read.marked && read.text === ''
}

function startSection(reading: Reading, line: number, label: string): void {
  const words = label.replace(/^([(（]?[一二三四五六七八九十]+[、)）])\s+/, '$1').replace(/[:：]$/, '')
  reading.blocks.push({ kind: 'section', line, label: words.trim() })
  reading.current = null
  reading.afterHeading = true
}

function isSectionNumber(reading: Reading, numbering: Numbering): boolean {
  if (numbering.style === 'han') return reading.mainStyle !== 'han'
  if (numbering.style !== 'hanParen' || reading.mainStyle === 'han') return false
  return (
    !readMarks(numbering.rest).marked && !/[_＿]{2,}|[?？]\s*$/.test(numbering.rest) && !wantsRows(reading)
  )
}

function wantsRows(reading: Reading): boolean {
  return reading.current?.marks.matrix === true
}

/** In a matrix, numbers that do not go on with those of the questions count its rows. */
function belongsToMatrix(reading: Reading, numbering: Numbering): boolean {
  const { current } = reading
  if (!current?.marks.matrix) return false
  if (readMarks(numbering.rest).marked) return false
  if (numbering.style === reading.mainStyle) {
    return numbering.number === current.rows.length + 1 && numbering.number !== reading.lastNumber + 1
  }
  return true
}

function isQuestionNumber(reading: Reading, numbering: Numbering, index: number): boolean {
  const { style, number, rest } = numbering
  const { current, lastNumber, mainStyle } = reading
  if (style === 'bare' && mainStyle === 'bare') return number === lastNumber + 1
  if (style === mainStyle) return true
  if (style === 'bare') return false
  const next = reading.lines[index + 1]?.text
  if (readMarks(rest).marked || /[?？]\s*$/.test(rest) || (next && findOptions(next, 0)?.style === 'letter'))
    return true
  if (mainStyle === null || !mainFamily.includes(style) || !mainFamily.includes(mainStyle))
    return current === null
  // 「1. 男 2. 女」 under a question that is numbered 「1、」.
  const asOption = current !== null && (current.options.length === 0 || current.optionStyle === style)
  return !(asOption && number === (current?.options.length ?? 0) + 1) && number === lastNumber + 1
}

function startQuestion(reading: Reading, line: number, numbering: Numbering): void {
  const { number, rest: words, starred } = numbering
  reading.lastNumber = number
  for (const question of newQuestions(reading, { line, number, words, starred })) push(reading, question)
}

/** Whether the line is a part of the question that stands before it. */
function continueQuestion(
  reading: Reading,
  question: DraftQuestion,
  index: number,
  numbering: Numbering | null,
): boolean {
  const { line, text } = reading.lines[index] as Line
  if (takeMarks(question, line, text)) return true
  if (question.marks.share !== null && addShares(question, line, text)) return true
  if (question.marks.matrix || isGrid(reading, question, index)) {
    // A table of points is whole: what follows it is something else.
    if (question.rows.some(({ range }) => range)) return false
    return !isClosing(text) && readMatrixLine(question, line, text)
  }
  if (numbering && numbering.style !== 'bare' && numbering.style !== 'hanParen') {
    return addNumberedOption(question, line, numbering)
  }
  if (
    /^(答案?|answer)?\s*[:：]?\s*[_＿]{2,}[\s_＿]*$/i.test(text) ||
    /^(答案?|answer)\s*[:：]\s*$/i.test(text)
  ) {
    if (question.options.length === 0) question.blanks = Math.max(1, question.blanks)
    return true
  }
  const found = findOptions(text, question.options.length)
  if (found && found.stem === '' && !isAsked(found, question)) {
    addOptions(reading, question, line, found)
    return true
  }
  if (/^(注|说明|提示|备注|note|hint)\s*\d?\s*[:：]/i.test(text) || /^[（(][^()（）]+[)）]$/.test(text)) {
    question.hints.push(text.replace(/^[（(](.*)[)）]$/, '$1'))
    return true
  }
  if (isClosing(text)) return false
  if (wantsBareOptions(question) && !(found && found.stem !== '')) {
    for (const words of bareOptions(text)) question.options.push(readOption(line, '', words))
    question.optionStyle = 'bare'
    return true
  }
  return guessOptions(reading, question, index) || continueStem(reading, question, index)
}

/** 「非常满意 满意 一般 不满意」 under a question without any mark: several short words, taken as options and said so. */
function guessOptions(reading: Reading, question: DraftQuestion, index: number): boolean {
  const { line, text } = reading.lines[index] as Line
  if (question.marks.type !== null || question.blanks > 0 || question.options.length > 0) return false
  const words = bareOptions(text)
  const short = words.length > 1 && words.every((word) => word.length <= 16 && !/[。？?！!，；;]/.test(word))
  if (!short) return false
  for (const word of words) question.options.push(readOption(line, '', word))
  question.optionStyle = 'bare'
  note(reading, 'info', 'optionsGuessed', line, { count: words.length })
  return true
}

/** 「口味____分 价格____分」 under a question that shares points out. */
function addShares(question: DraftQuestion, line: number, text: string): boolean {
  const found = findOptions(text, question.rows.length)
  const items = sharesIn(text)
  const listed =
    found?.stem === '' ? found.options.map((option) => readOption(line, '', option.text).label) : []
  const labels = items.length > 0 ? items : listed
  question.rows.push(...labels.map((label) => ({ line, label })))
  return labels.length > 0
}

/** A bullet under a question that has lettered options is no option of it. */
function isAsked(found: FoundOptions, question: DraftQuestion): boolean {
  if (question.optionStyle === '' || question.optionStyle === found.style) return false
  return found.style === 'bullet' || question.optionStyle === 'letter'
}

/** A line of marks or skip notes only: （可多选，最多3项）, （选B跳至第5题）. */
function takeMarks(question: DraftQuestion, line: number, text: string): boolean {
  // 「B. 否→跳至第7题」 is an option that leads on, no note about the question.
  const option =
    findOptions(text, question.options.length)?.stem === '' ||
    readNumbering(text)?.style === question.optionStyle
  const skips = option ? { text, jumps: [], conditions: [] } : takeSkips(line, text)
  if (skips.jumps.length + skips.conditions.length > 0 && skips.text === '') {
    question.jumps.push(...skips.jumps)
    question.conditions.push(...skips.conditions)
    return true
  }
  const read = readMarks(text)
  if (!read.marked || read.text !== '') return false
  question.marks = mergeMarks(question.marks, read.marks)
  question.hints.push(...read.hints)
  return true
}

function addNumberedOption(question: DraftQuestion, line: number, numbering: Numbering): boolean {
  if (question.optionStyle !== '' && question.optionStyle !== numbering.style) return false
  // 「9. 拒绝回答」 after 「4.」: codes of what is no answer jump ahead.
  const coded = numbering.number > question.options.length && missingKind(numbering.rest, []) !== null
  if (numbering.number !== question.options.length + 1 && !coded) return false
  for (const words of splitNumbers(numbering)) {
    const letter = String.fromCharCode(65 + question.options.length)
    question.options.push(readOption(line, letter, words))
  }
  question.optionStyle = numbering.style
  return true
}

/** 「1. 种植 2. 养殖 3. 务工」 in one line. */
function splitNumbers({ number, rest }: Numbering): readonly string[] {
  const next = new RegExp(`\\s[(（]?${number + 1}\\s*[.．、)）]\\s*(?=\\D)`).exec(rest)
  if (!next) return [rest]
  const after = rest.slice(next.index + next[0].length)
  return [
    rest.slice(0, next.index),
    ...splitNumbers({ style: 'dot', number: number + 1, rest: after, starred: false }),
  ]
}

function wantsBareOptions(question: DraftQuestion): boolean {
  const { type, likert } = question.marks
  const choice = type === 'select_one' || type === 'select_multiple' || type === 'rank' || likert
  return choice && (question.options.length === 0 || question.optionStyle === 'bare')
}

/** A second line of the question before its options or columns come, which is kept as a hint. */
function continueStem(reading: Reading, question: DraftQuestion, index: number): boolean {
  if (question.options.length > 0 || question.rows.length > 0) return false
  const next = reading.lines[index + 1]?.text
  const follows = next === undefined ? null : findOptions(next, 0)
  if (
    !next ||
    (!(follows && follows.stem === '' && follows.style !== 'bullet') && !/[|｜]|^[_＿]{2,}/.test(next))
  )
    return false
  question.hints.push(reading.lines[index]?.text ?? '')
  return true
}

/** A line of columns with | under a question that nobody marked as a matrix. */
function isGrid(reading: Reading, question: DraftQuestion, index: number): boolean {
  const { line, text } = reading.lines[index] as Line
  if (!/[|｜]/.test(text) || splitColumns(text).length < 2 || question.marks.type === 'select_one')
    return false
  const lettered = question.optionStyle === 'letter'
  if (lettered) return false
  question.marks = mergeMarks(question.marks, { matrix: true })
  // What looked like numbered options above the columns were the rows.
  question.rows.push(
    ...question.options.splice(0).map((option) => ({ line: option.line, label: option.label })),
  )
  question.optionStyle = ''
  note(reading, 'info', 'matrixGuessed', line)
  return true
}

/** 「姓名：____」, 「性别：□男 □女」, 「您的年龄（数字）」 without a number ask something too. */
function startUnnumbered(reading: Reading, index: number): boolean {
  const { line, text } = reading.lines[index] as Line
  const found = findOptions(text, 0)
  const options =
    found !== null && found.stem !== '' && found.options.length > (found.style === 'box' ? 0 : 1)
  const blanks = text.search(/[_＿]{2,}/) > 0 && !(found && found.stem === '')
  const read = readMarks(text)
  const marked = read.marked && read.text !== '' && read.marks.type !== null && (found === null || options)
  if (!options && !blanks && !marked) return false
  if (isTitleLine(reading, index) && !options && !blanks) return false
  const starred = /^[*＊★]\s*/.test(text)
  const words = starred ? text.replace(/^[*＊★]\s*/, '') : text
  for (const question of newQuestions(reading, { line, number: null, words, starred }))
    push(reading, question)
  return true
}

function isTitleLine(reading: Reading, index: number): boolean {
  return index === 0 && reading.lines.length > 1
}

const greeting = /^(您好|你好|尊敬的|亲爱的|各位|dear|hello)/i

/** Title and introduction, words under a heading, thanks; anything else is kept as words and named. */
function addWords(reading: Reading, index: number): void {
  const { line, text } = reading.lines[index] as Line
  const last = reading.blocks.at(-1)
  if (reading.title === '' && (index === 0 ? looksTitle(text) : isLateTitle(reading, text))) {
    reading.title = text.replace(/^#\s*/, '').replace(/^(标题|题目|title)\s*[:：]\s*/i, '')
    return
  }
  const free = reading.blocks.length === 0 || reading.afterHeading || isClosing(text)
  const loose = last?.kind === 'words' && reading.current === null
  if (!free && !loose) note(reading, 'warning', 'notUnderstood', line)
  if (loose) last.text += `\n${text}`
  else reading.blocks.push({ kind: 'words', line, text })
  // What follows the thanks belongs to no question.
  if (free) reading.current = null
  else if (isClosing(text)) reading.current = null
}

function looksTitle(text: string): boolean {
  return text.length <= 60 && !greeting.test(text) && !/[。！!；;]$/.test(text)
}

/** A title below a text box or a notice that stands first. */
function isLateTitle(reading: Reading, text: string): boolean {
  const named = /(问卷|调查表?|登记表|测评表|评议表|征求意见表|记录表|survey|questionnaire)$/i.test(text)
  return named && looksTitle(text) && reading.blocks.every(({ kind }) => kind === 'words')
}

function isClosing(text: string): boolean {
  return /^[\s—-]*(再次)?(衷心)?(感谢|谢谢|多谢|(问卷|调查|访问|访谈|答题|填写)到此|问卷结束|(访问|答题)结束|填写完毕|本次调查结束|祝您|thank|end of (the )?(survey|questionnaire))/i.test(
    text,
  )
}
