/** The words behind a question's number: marks, skips, hints, options in the same line, blanks. */

import { fieldsIn, scaleIn, takePaperWords, type Field } from './blanks.ts'
import type { DraftQuestion } from './draft.ts'
import { readMarks } from './marks.ts'
import { findOptions, readOption, type FoundOptions } from './options.ts'
import { note, type Reading } from './reading.ts'
import { takeSkips } from './skips.ts'

export interface Asked {
  readonly line: number
  readonly number: number | null
  readonly words: string
  readonly starred: boolean
}

/** One question, or several where one line has fields with words of their own: 「姓名：____ 电话：____」. */
export function newQuestions(reading: Reading, asked: Asked): readonly DraftQuestion[] {
  const { line, number } = asked
  const trailingStar = /\s*[*＊★]\s*$/.test(asked.words)
  const paper = takePaperWords(trailingStar ? asked.words.replace(/\s*[*＊★]\s*$/, '') : asked.words)
  const skips = takeSkips(line, paper.text)
  const marked = readMarks(skips.text)
  const required = asked.starred || trailingStar || marked.marks.required
  const paperHints = marked.hints.filter((hint) => takePaperWords(`（${hint}）`).taken.length > 0)
  const taken = [...paper.taken, ...paperHints]
  if (taken.length > 0) note(reading, 'info', 'paperWords', line, { words: taken.join('，') })
  const question: DraftQuestion = {
    kind: 'question',
    line,
    number,
    part: 0,
    label: '',
    appearance: '',
    marks: { ...marked.marks, required },
    hints: marked.hints.filter((hint) => !paperHints.includes(hint)),
    options: [],
    optionStyle: '',
    rows: [],
    columns: [],
    jumps: [...skips.jumps],
    conditions: [...skips.conditions],
    blanks: 0,
  }
  const inline = findOptions(marked.text, 0)
  const stem =
    inline && inline.stem !== '' && inline.options.length > (inline.style === 'box' ? 0 : 1)
      ? inline.stem
      : null
  if (inline && stem !== null) addOptions(reading, question, line, inline)
  const scale = stem === null && question.marks.type === null ? scaleIn(marked.text) : null
  if (scale) {
    const [start, end] = scale.range
    question.marks = { ...question.marks, type: 'range', range: scale.range }
    note(reading, 'info', 'scaleGuessed', line, { start, end })
  }
  const fields = fieldsIn(scale?.text ?? stem ?? marked.text)
  if (fields.length > 1) note(reading, 'info', 'fieldsGuessed', line, { count: fields.length })
  return fields.map((field, index) => withField(reading, question, field, fields.length > 1 ? index + 1 : 0))
}

function withField(reading: Reading, question: DraftQuestion, field: Field, part: number): DraftQuestion {
  const { line, marks } = question
  const open = marks.type === null && question.options.length === 0
  if (open && field.type === 'date') note(reading, 'info', 'dateGuessed', line)
  else if (open && field.type !== null) note(reading, 'info', 'numberGuessed', line, { unit: field.unit })
  const first = part < 2
  return {
    ...question,
    part,
    label: field.label,
    blanks: field.blanks,
    appearance: marks.type === 'date' || field.type === 'date' ? field.appearance : '',
    marks: open && field.type !== null ? { ...marks, type: field.type } : marks,
    hints: [...(field.lead === '' ? [] : [field.lead]), ...(first ? question.hints : [])],
    jumps: first ? question.jumps : [],
    options: first ? question.options : [],
    rows: [],
    columns: [],
    conditions: [...question.conditions],
  }
}

/** Puts options that were found in a line to those of the question. */
export function addOptions(
  reading: Reading,
  question: DraftQuestion,
  line: number,
  found: FoundOptions,
): void {
  if (found.gap) note(reading, 'warning', 'letterGap', line, { letter: found.gap })
  for (const { letter, text } of found.options) {
    if (text !== '') question.options.push(readOption(line, letter, text))
  }
  question.optionStyle = found.style
}
