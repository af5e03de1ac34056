/** What the templates of views/question are given: plain words and HTML, each node with the id of its instance. */

/** One partial in views/question/ for each. */
export type Look =
  | 'text'
  | 'long-text'
  | 'number'
  | 'radios'
  | 'select'
  | 'checkboxes'
  | 'scale'
  | 'rank'
  | 'date'
  | 'time'
  | 'acknowledge'
  | 'place'
  | 'points'
  | 'file'
  | 'barcode'
  | 'note'

/** A text of the form as HTML that may stand in a label; `${name}` in it is a span that the script fills. */
export type Html = string

export interface MediaView {
  readonly image: string
  readonly large: string
  readonly audio: string
  readonly video: string
}

export interface ChoiceView {
  readonly id: string
  readonly value: string
  readonly html: Html
  /** Without marks, for options and names. */
  readonly words: string
  readonly media: MediaView | null
  readonly checked: boolean
  readonly hidden: boolean
  /** Place in a ranking, or 0. */
  readonly place: number
}

export interface QuestionView {
  readonly kind: 'question'
  readonly look: Look
  readonly name: string
  /** Which instance: the name, in a repeat `repeat[2]/name`. */
  readonly at: string
  readonly id: string
  /** Attributes of the box around the question, ready as HTML. */
  readonly box: Html
  /** Attributes of its control: id, field name, what describes it, whether it is wrong or read-only. */
  readonly control: Html
  readonly label: Html
  readonly hint: Html
  /** What the look says of itself. */
  readonly ownHint: string
  readonly guidance: Html
  readonly media: MediaView | null
  readonly required: boolean
  readonly hidden: boolean
  readonly readOnly: boolean
  readonly error: string
  readonly warning: string
  readonly value: string
  readonly choices: readonly ChoiceView[]
  /** Classes of the list of choices: how they stand side by side. */
  readonly layout: string
  /** `type` of an input. */
  readonly input: string
  readonly inputMode: string
  /** Choices fold away behind their number. */
  readonly folded: boolean
  readonly chosen: number
  readonly rows: number
  readonly start: string
  readonly end: string
  readonly step: string
  /** Values at the ticks of a slider. */
  readonly ticks: readonly string[]
  /** A slider beside the number. */
  readonly slider: boolean
  readonly stars: boolean
  /** Of files: what is taken, and which part of the device takes it. */
  readonly accept: string
  readonly capture: string
  readonly drawing: '' | 'signature' | 'draw' | 'annotate'
  /** Of pictures: the longest side that the form wants. */
  readonly maxPixels: string
  /** Of photos: the form asks for the place where they were taken. */
  readonly keepsPlace: boolean
  /** A select that can be searched. */
  readonly combo: boolean
  /** Digits stand in groups of three. */
  readonly thousands: boolean
  /** A scale that stands upright. */
  readonly upright: boolean
  /** Ids of hint and messages. */
  readonly describedBy: string
}

export interface GroupView {
  readonly kind: 'group'
  readonly name: string
  readonly at: string
  readonly id: string
  readonly box: Html
  readonly label: Html
  readonly hint: Html
  readonly media: MediaView | null
  readonly hidden: boolean
  readonly level: number
  readonly nodes: readonly NodeView[]
}

/** Questions with the same choices as one table: a row each. */
export interface MatrixView {
  readonly kind: 'matrix'
  readonly name: string
  readonly at: string
  readonly id: string
  readonly box: Html
  readonly label: Html
  readonly hint: Html
  readonly hidden: boolean
  readonly columns: readonly ChoiceView[]
  readonly rows: readonly QuestionView[]
  /** What stands in the group and is no row of the table. */
  readonly rest: readonly NodeView[]
}

/** A Kobo matrix: a row is a group, a column is a question that every row has. */
export interface GridView {
  readonly kind: 'grid'
  readonly name: string
  readonly at: string
  readonly id: string
  readonly box: Html
  readonly label: Html
  readonly hint: Html
  readonly hidden: boolean
  readonly columns: readonly { readonly id: string; readonly label: Html }[]
  readonly rows: readonly {
    readonly id: string
    readonly box: Html
    readonly label: Html
    readonly cells: readonly QuestionView[]
  }[]
}

export interface RowView {
  readonly at: string
  readonly id: string
  readonly number: number
  readonly title: Html
  readonly nodes: readonly NodeView[]
}

export interface RepeatView {
  readonly kind: 'repeat'
  readonly name: string
  readonly at: string
  readonly id: string
  readonly box: Html
  readonly label: Html
  /** The label without marks, for buttons. */
  readonly words: string
  readonly hint: Html
  readonly media: MediaView | null
  readonly hidden: boolean
  readonly level: number
  /** People add and remove rows. */
  readonly open: boolean
  readonly rows: readonly RowView[]
  /** The row that the script copies: its number is 0. */
  readonly blank: RowView
}

export type NodeView = QuestionView | GroupView | MatrixView | GridView | RepeatView

export interface SectionView {
  readonly number: number
  readonly hidden: boolean
  readonly grid: boolean
  readonly nodes: readonly NodeView[]
}
