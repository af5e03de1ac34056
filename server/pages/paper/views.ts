/** What the templates of views/paper are given: plain words and HTML. */

import type { Blank, MomentPart } from './blanks.ts'

type Html = string

export interface OptionView {
  readonly letter: string
  readonly html: Html
  /** For whoever enters it; '' where codes are not printed. */
  readonly code: string
  /** Where to go on, in words; '' for the next question. */
  readonly jump: string
  readonly image: string
}

/** A blank with the words of its options. `across` is how many options stand in a line. */
export type BlankView =
  | {
      readonly kind: 'options'
      readonly mark: string
      readonly across: number
      readonly options: readonly OptionView[]
    }
  | { readonly kind: 'ranking'; readonly options: readonly OptionView[] }
  | { readonly kind: 'moment'; readonly parts: readonly (MomentPart & { readonly words: string })[] }
  | { readonly kind: 'said'; readonly words: string }
  | Exclude<Blank, { readonly kind: 'options' | 'ranking' | 'moment' | 'said' }>

interface Headed {
  readonly name: string
  readonly html: Html
  readonly hint: Html
  /** When to answer; '' for always. */
  readonly skip: string
  readonly image: string
}

export interface PrintedQuestion extends Headed {
  readonly kind: 'question'
  readonly number: string
  readonly guidance: Html
  readonly required: boolean
  /** Remarks in brackets after the label. */
  readonly how: string
  readonly blank: BlankView
}

export interface PrintedCell {
  readonly name: string
  readonly blank: BlankView
}

export type PrintedNode =
  | PrintedQuestion
  | (Headed & { readonly kind: 'note' })
  | (Headed & { readonly kind: 'section'; readonly level: number; readonly nodes: readonly PrintedNode[] })
  | (Headed & {
      readonly kind: 'table'
      readonly number: string
      readonly how: string
      readonly mark: string
      readonly options: readonly OptionView[]
      readonly rows: readonly (Headed & { readonly required: boolean })[]
      readonly rest: readonly PrintedNode[]
    })
  | (Headed & {
      readonly kind: 'grid'
      readonly number: string
      /** Names the rows; '' for rows that are numbered. */
      readonly corner: string
      readonly columns: readonly {
        readonly html: Html
        readonly how: string
        readonly legend: readonly OptionView[]
      }[]
      readonly rows: readonly { readonly html: Html; readonly cells: readonly PrintedCell[] }[]
      readonly foot: string
    })
  | (Headed & {
      readonly kind: 'repeat'
      readonly copies: readonly { readonly title: string; readonly nodes: readonly PrintedNode[] }[]
      readonly foot: string
    })

/** The box of a statistics form: 表号, 制定机关, 批准文号, 有效期. */
export type OfficialLines = readonly { readonly name: string; readonly value: string }[]

export interface PrintedSheet {
  readonly title: string
  readonly lang: string
  readonly official: OfficialLines
  readonly nodes: readonly PrintedNode[]
  readonly anyRequired: boolean
}
