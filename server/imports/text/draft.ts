/** A questionnaire as it was read from plain text, before it becomes the rows of a form. */

/** What the draft says of a line: an error keeps the form from being made, a warning and an information do not. */
export interface DraftNote {
  readonly level: 'error' | 'warning' | 'info'
  readonly code: DraftNoteCode
  /** Line of the pasted text, the first is 1. */
  readonly line: number
  /** The line as it was written. */
  readonly text: string
  readonly params: Readonly<Record<string, string | number>>
}

export type DraftNoteCode =
  | 'emptyText' // {}
  | 'tooManyLines' // {limit}
  | 'lineTooLong' // {limit}
  | 'notUnderstood' // {}
  | 'choiceWithoutOptions' // {}
  | 'oneOption' // {}
  | 'letterGap' // {letter}
  | 'sameOption' // {label}
  | 'matrixWithoutRows' // {}
  | 'matrixWithoutColumns' // {}
  | 'matrixGuessed' // {}
  | 'optionsGuessed' // {count}
  | 'severalBlanks' // {count}
  | 'rangeAssumed' // {start, end}
  | 'rankAll' // {}
  | 'tooFewOptions' // {limit}
  | 'repeatedNumber' // {number}
  | 'missingUnderstood' // {label, kind}
  | 'skipUnderstood' // {number, option, first, last}
  | 'skipToEndUnderstood' // {number, option, first}
  | 'conditionUnderstood' // {number, option}
  | 'skipNothing' // {number, target}
  | 'skipUnknownTarget' // {target}
  | 'skipUnknownOption' // {option}
  | 'skipElseUnderstood' // {number, option, first, last}
  | 'tableGuessed' // {rows, columns}
  | 'scoresGuessed' // {rows, start, end}
  | 'fieldsGuessed' // {count}
  | 'numberGuessed' // {unit}
  | 'dateGuessed' // {}
  | 'rankGuessed' // {}
  | 'severalGuessed' // {}
  | 'scaleGuessed' // {start, end}
  | 'personalGuessed' // {}
  | 'aloneGuessed' // {label}
  | 'paperWords' // {words}
  | 'shareUnderstood' // {total}
  | 'shareWithoutItems' // {}

/** What the type marks of a question say, e.g. 【多选题，最多选3项】. */
export interface Marks {
  readonly type: MarkedType | null
  readonly matrix: boolean
  readonly likert: boolean
  readonly minimal: boolean
  readonly yesNo: boolean
  readonly required: boolean
  readonly personal: boolean
  /** （非个人信息）: the words look personal and are not. */
  readonly impersonal: boolean
  readonly exclusive: boolean
  /** （不互斥）: 以上都没有 that may stand beside others. */
  readonly together: boolean
  /** （有效选项）: 不清楚 that counts as an answer. */
  readonly substantive: boolean
  /** （合计100分）: what is shared out among the items. */
  readonly share: number | null
  readonly min: number | null
  readonly max: number | null
  readonly range: readonly [number, number] | null
}
export type MarkedType =
  | 'select_one'
  | 'select_multiple'
  | 'rank'
  | 'range'
  | 'text'
  | 'multiline'
  | 'integer'
  | 'decimal'
  | 'date'
  | 'time'
  | 'note'

export interface DraftOption {
  readonly line: number
  /** Letter as written, in upper case; '' where options have none. */
  readonly letter: string
  readonly label: string
  readonly exclusive: boolean
  readonly together: boolean
  readonly substantive: boolean
  /** 其他____: a text is asked for when this is chosen. */
  readonly blank: boolean
  /** What the text is asked with, where it says more than the option: 「不满意，原因____」. */
  readonly asks: string
  readonly jump: JumpTarget | null
}

/** A number of a question of the draft, or the end of the questionnaire. */
export type JumpTarget = number | 'end'

/** （选B跳至第5题）: `options` are the words for the choices, null where the note names none. */
export interface Jump {
  readonly line: number
  readonly options: readonly string[]
  /** 「否则跳至第7题」: who chose none of the options. */
  readonly otherwise: boolean
  readonly target: JumpTarget
}

/** （第3题选A者回答）. */
export interface Condition {
  readonly line: number
  readonly number: number
  readonly options: readonly string[]
}

export interface DraftLine {
  readonly line: number
  readonly label: string
  /** The points that a row of a table of scores may have. */
  readonly range?: readonly [number, number]
}

/** Filled line by line while the draft is read, so its lists grow. */
export interface DraftQuestion {
  readonly kind: 'question'
  readonly line: number
  readonly number: number | null
  /** 1, 2 … where one line has several fields with words of their own; else 0. */
  readonly part: number
  label: string
  /** `month-year` for 「____年____月」. */
  appearance: string
  marks: Marks
  readonly hints: string[]
  readonly options: DraftOption[]
  /** How the options are written: it tells a further option from a new question. */
  optionStyle: string
  readonly rows: DraftLine[]
  readonly columns: DraftLine[]
  readonly jumps: Jump[]
  readonly conditions: Condition[]
  blanks: number
}

export interface DraftSection {
  readonly kind: 'section'
  readonly line: number
  readonly label: string
}
export interface DraftWords {
  readonly kind: 'words'
  readonly line: number
  text: string
}
export type DraftBlock = DraftQuestion | DraftSection | DraftWords

export interface Draft {
  readonly title: string
  readonly blocks: readonly DraftBlock[]
  readonly notes: readonly DraftNote[]
}
