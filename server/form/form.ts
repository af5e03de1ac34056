/** The compiled questionnaire: plain JSON, the same in the store, on the server and in the browser. */

import type { Expression } from './expression.ts'

/** One text in every language of the form. The key is the language as the XLSForm names it, '' if it names none. */
export type Localised = Readonly<Record<string, string>>

/** A row of an XLSForm sheet: its row number as a person sees it (1 = header) and its cells by normalised header. */
export interface SheetRow {
  readonly row: number
  readonly cells: Readonly<Record<string, string>>
}

/** An XLSForm as rows: what is stored, edited, imported and exported. `columns` keeps the headers in their order. */
export interface FormSource {
  readonly survey: readonly SheetRow[]
  readonly choices: readonly SheetRow[]
  readonly settings: readonly SheetRow[]
  readonly columns?: Readonly<Partial<Record<SheetName, readonly string[]>>>
}

export type SheetName = 'survey' | 'choices' | 'settings'

/** Something wrong in a form, at its sheet, row and column; the words are in the catalogues under `complaint`. */
export interface Complaint {
  readonly level: 'error' | 'warning'
  readonly code: ComplaintCode
  readonly sheet: string
  readonly row: number | null
  readonly column: string | null
  readonly params: Readonly<Record<string, string | number>>
}

export type ComplaintCode =
  | 'missingSheet' // {sheet}
  | 'missingColumn' // {column}
  | 'emptyForm' // {}
  | 'missingName' // {}
  | 'badName' // {name}
  | 'duplicateName' // {name, row}
  | 'missingType' // {name}
  | 'unknownType' // {type}
  | 'unsupportedType' // {type}
  | 'unsupportedColumn' // {column}  (warning)
  | 'missingLabel' // {name}
  | 'missingList' // {type}
  | 'unknownList' // {list}
  | 'emptyChoiceName' // {list}
  | 'duplicateChoice' // {name, list}
  | 'missingChoiceLabel' // {name, list}
  | 'unclosedGroup' // {name}
  | 'strayEnd' // {type}
  | 'emptyGroup' // {name} (warning)
  | 'syntax' // {expression, at, found}
  | 'unknownReference' // {name}
  | 'unknownFunction' // {name}
  | 'argumentCount' // {name, given, expected}
  | 'circular' // {path}
  | 'badPattern' // {pattern}
  | 'missingCalculation' // {name}
  | 'badParameter' // {parameter, value}
  | 'badDefault' // {name, value}
  | 'unknownYesNo' // {value}
  | 'tooMany' // {what, limit}
  | 'tooLong' // {what, limit}
  | 'tooDeep' // {limit}
  | 'mixedMatrix' // {name} (warning): a table-list whose questions are not single choices of one list
  | 'personalCalculation' // {name, personal} (warning): a calculation that reads a personal answer and is not personal itself

export interface Form {
  readonly title: Localised
  readonly formId: string
  readonly version: string
  readonly languages: readonly string[]
  readonly defaultLanguage: string
  /** XLSForm setting `style: pages`: every top-level group or question is a page of its own. */
  readonly paged: boolean
  readonly nodes: readonly FormNode[]
  readonly lists: Readonly<Record<string, readonly Choice[]>>
  /** Names of all questions that have a calculation, dependencies first. */
  readonly calculations: readonly string[]
}

export type FormNode = Group | Question

export interface Group {
  readonly kind: 'group'
  readonly name: string
  readonly row: number
  readonly label: Localised | null
  readonly hint: Localised | null
  readonly relevant: Expression | null
  readonly appearance: readonly string[]
  /** True for a Likert matrix (`table-list`): its select_one children share one list and show as one table. */
  readonly matrix: boolean
  readonly nodes: readonly FormNode[]
}

export type QuestionType =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'range'
  | 'select_one'
  | 'select_multiple'
  | 'rank'
  | 'date'
  | 'time'
  | 'note'
  | 'calculate'

export interface Question {
  readonly kind: 'question'
  readonly name: string
  readonly type: QuestionType
  readonly row: number
  readonly label: Localised | null
  readonly hint: Localised | null
  /** For the investigator, not the respondent (访员提示). */
  readonly guidance: Localised | null
  readonly appearance: readonly string[]
  readonly required: Expression | null
  readonly requiredMessage: Localised | null
  readonly relevant: Expression | null
  readonly constraint: Expression | null
  readonly constraintMessage: Localised | null
  readonly calculation: Expression | null
  /** A fixed value that stands in the question when a form is opened. */
  readonly default: string | null
  /** A computed one, such as today(). */
  readonly initial: Expression | null
  readonly readOnly: boolean
  readonly list: string | null
  readonly choiceFilter: Expression | null
  readonly parameters: Readonly<Record<string, string>>
  /** Column `personal` (own extension): name, phone, address …; kept apart from the answers (promise 2). */
  readonly personal: boolean
}

/** Why a choice is not a substantive answer; declared in the choices column `missing` (own extension). */
export type MissingKind = 'not_applicable' | 'dont_know' | 'refused'

export interface Choice {
  readonly value: string
  readonly label: Localised
  readonly missing: MissingKind | null
  /** Further columns of the choices sheet, for choice_filter. */
  readonly columns: Readonly<Record<string, string>>
}

/** An answer's value: text, date 'YYYY-MM-DD', time 'HH:MM' and a choice are strings; several choices or a ranking are lists. */
export type Value = string | number | readonly string[]

/** What is stored of one filled form. A key that is absent was skipped (not relevant); null was asked and left unanswered. */
export type Answers = Readonly<Record<string, Value | null>>

/** Why an answer is not accepted; a sentence people can act on is in the catalogues under `refusal`. */
export interface Refusal {
  readonly name: string
  readonly code: RefusalCode
  readonly params: Readonly<Record<string, string | number>>
  /** The form's own words (constraint_message, required_message) where it has them. */
  readonly message: Localised | null
}

export type RefusalCode =
  | 'required'
  | 'constraint'
  | 'notNumber'
  | 'notInteger'
  | 'notDate'
  | 'notTime'
  | 'notChoice'
  | 'repeatedChoice'
  | 'rankIncomplete'
  | 'outOfRange'
  | 'tooLong'
  | 'badText'
  | 'badShape'

/** What checking needs from outside: today, and a regular-expression engine (linear-time on the server). */
export interface Surroundings {
  readonly today: string
  /** ISO 8601 with offset, for now(). */
  readonly now: string
  readonly matches: (text: string, pattern: string) => boolean
}
