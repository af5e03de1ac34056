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
  /** Every other sheet of the workbook (external_choices, entities, remarks …), kept for the way out. */
  readonly sheets?: readonly ExtraSheet[]
  /** Headers as their author wrote them, by their normal form, where the two differ. */
  readonly written?: Readonly<Partial<Record<SheetName, Readonly<Record<string, string>>>>>
  /** The names of all sheets as they stood in the workbook, in their order. */
  readonly order?: readonly string[]
  /** Its maker has seen which expressions cannot be read: they are left out, the form runs without them. */
  readonly lenient?: boolean
  /** External lists: the rows of the CSV, XML and GeoJSON files that belong to the form. */
  readonly files?: readonly ListFile[]
  /** Pictures, sounds and films of its labels: the id of the stored file by the name that the form gives it. */
  readonly media?: Readonly<Record<string, string>>
}

export interface ExtraSheet {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly SheetRow[]
}

/** A file of choices or of values to look up; each row has a text for each column. */
export interface ListFile {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
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
  | 'reservedName' // {name}
  | 'duplicateColumn' // {column, other}
  | 'missingType' // {name}
  | 'unknownType' // {type}
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
  | 'ambiguousReference' // {name}
  | 'unknownPath' // {path} (warning): a path that leads nowhere in this form
  | 'missingFile' // {file} (warning): the form's list is not attached yet
  | 'badFileName' // {file}
  | 'blankMetadata' // {type} (warning): a browser cannot know it
  | 'auditByCollection' // {type} (warning): kept where the collection says so, and not in the answer
  | 'missingParameter' // {parameter}
  | 'badTrigger' // {name}
  | 'calculationForbidden' // {type}
  | 'unsupportedSheet' // {sheet} (warning)
  | 'unsupportedValue' // {column, value} (warning)
  | 'badDeclaration' // {what} of an entity
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
  /** Names of the files that labels, choices and lists of the form name. */
  readonly files: readonly string[]
  /** Whether the form has repeats, or an expression uses rare-functions.ts, which a browser loads only then. */
  readonly rare: boolean
}

export type FormNode = Group | Repeat | Question

/** What every node has. */
interface Named {
  /** The key of the node, unique in the form: its name in the sheet, or `group/name` where another node has that name already. */
  readonly name: string
  /** The name in the sheet. */
  readonly written: string
  readonly row: number
  readonly label: Localised | null
  readonly hint: Localised | null
  /** For the investigator, not the respondent (访员提示). */
  readonly guidance: Localised | null
  readonly media: Media | null
  readonly relevant: Expression | null
  readonly appearance: readonly string[]
}

export interface Group extends Named {
  readonly kind: 'group'
  /** True for a Likert matrix (`table-list`): its select_one children share one list and show as one table. */
  readonly matrix: boolean
  /** True for a matrix whose rows are groups with the same questions as columns (Kobo). */
  readonly grid: boolean
  readonly nodes: readonly FormNode[]
}

/** Questions that are answered once for each of several things; its answer is a list of rows. */
export interface Repeat extends Named {
  readonly kind: 'repeat'
  /** How many rows there are; null where people add and remove them. */
  readonly count: Expression | null
  readonly nodes: readonly FormNode[]
}

/** File names of pictures, sounds and films, by language. */
export type Media = Readonly<Partial<Record<'image' | 'big-image' | 'audio' | 'video', Localised>>>

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
  | 'datetime'
  | 'geopoint'
  | 'geotrace'
  | 'geoshape'
  | 'image'
  | 'audio'
  | 'video'
  | 'file'
  | 'barcode'
  | 'acknowledge'
  | 'note'
  | 'calculate'
  | MetadataType

/** What a device fills in, nobody is asked for it. */
export type MetadataType =
  | 'start'
  | 'end'
  | 'today'
  | 'deviceid'
  | 'username'
  | 'email'
  | 'phonenumber'
  | 'simserial'
  | 'subscriberid'
  | 'audit'
  | 'start-geopoint'
  | 'background-audio'
  | 'background-geopoint'

export interface Question extends Named {
  readonly kind: 'question'
  readonly type: QuestionType
  readonly required: Expression | null
  readonly requiredMessage: Localised | null
  readonly constraint: Expression | null
  readonly constraintMessage: Localised | null
  /** Columns `warning`, `warning_message` (own extension): like a constraint, but it does not block. */
  readonly warning: Expression | null
  readonly warningMessage: Localised | null
  readonly calculation: Expression | null
  /** A fixed value that stands in the question when a form is opened. */
  readonly default: string | null
  /** A computed one, such as today(). */
  readonly initial: Expression | null
  readonly readOnly: boolean
  /** Where `read_only` is an expression: whether people may change the answer now. */
  readonly readOnlyIf: Expression | null
  /** Names of questions; the calculation is made when one of them changes, and stands until then. */
  readonly trigger: readonly string[]
  readonly list: string | null
  /** The choices come in a random order, made from the seed. */
  readonly randomize: { readonly seed: Expression | null } | null
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
  readonly media?: Media
  /** Further columns of the choices sheet, for choice_filter. */
  readonly columns: Readonly<Record<string, string>>
}

/** An answer's value: text, date 'YYYY-MM-DD', time 'HH:MM' and a choice are strings; several choices or a ranking are lists. */
export type Value = string | number | readonly string[]

/** What is stored of one filled form. A key that is absent was skipped (not relevant); null was asked and left unanswered. */
export type Answers = Readonly<{ readonly [name: string]: Value | Rows | null }>

/** The answer of a repeat: the answers of each of its rows. */
export type Rows = readonly Answers[]

/** Why an answer is not accepted; a sentence people can act on is in the catalogues under `refusal`. */
export interface Refusal {
  readonly name: string
  /** Which instance of the question: its name, in a repeat `repeat[2]/name`. */
  readonly at: string
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
  | 'notPlace'
  | 'notDateTime'
  | 'notFile'
  | 'tooManyRows' // {limit}
  | 'tooMuchWork'
  | 'warning'

/** What checking needs from outside: today, and a regular-expression engine (linear-time on the server). */
export interface Surroundings {
  readonly today: string
  /** ISO 8601 with offset, for now(). */
  readonly now: string
  readonly matches: (text: string, pattern: string) => boolean
  /** Nothing of the device is kept but the date (promise 1). */
  readonly anonymous?: boolean
  /** What is known of whoever fills the form in. */
  readonly metadata?: Readonly<Partial<Record<MetadataType, string>>>
  /** The instance id: the order of shuffled choices comes from it, so that it can be made again. */
  readonly seed?: string
  readonly random?: () => number
  /** For version(). */
  readonly formVersion?: string
}
