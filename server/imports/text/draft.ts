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

/** What the type marks of a question say, e.g. 【多选题，最多选3项】. */
export interface Marks {
  readonly type: MarkedType | null
  readonly matrix: boolean
  readonly likert: boolean
  readonly minimal: boolean
  readonly yesNo: boolean
  readonly required: boolean
  readonly personal: boolean
  readonly exclusive: boolean
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
  /** 其他____: a text is asked for when this is chosen. */
  readonly blank: boolean
  readonly jump: JumpTarget | null
}

/** A number of a question of the draft, or the end of the questionnaire. */
export type JumpTarget = number | 'end'

/** （选B跳至第5题）: `options` are the words for the choices, null where the note names none. */
export interface Jump {
  readonly line: number
  readonly options: readonly string[]
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
}

/** Filled line by line while the draft is read, so its lists grow. */
export interface DraftQuestion {
  readonly kind: 'question'
  readonly line: number
  readonly number: number | null
  label: string
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
