/** A report as plain data: what stands in it, in order, for whoever writes it (Word, the print page). */

import type { Chart } from '../../analysis/chart.ts'
import type { ShownTable } from '../summary/shown.ts'

/** One thing after another, as the reader meets them. */
export type Block =
  /** 2: a collection; 3: a question; 4: a part of it. Chapters are of level 1. */
  | { readonly kind: 'heading'; readonly level: 2 | 3 | 4; readonly text: string; readonly number?: string }
  /** `source`: a footnote. */
  | { readonly kind: 'paragraph'; readonly text: string; readonly source?: string }
  /** `keeps`: on the page of what follows. */
  | { readonly kind: 'finding'; readonly text: string; readonly source?: string; readonly keeps?: boolean }
  /** Somebody's own words; `by` says whose, as far as they agreed. */
  | { readonly kind: 'quote'; readonly text: string; readonly by: string }
  | { readonly kind: 'remarks'; readonly items: readonly string[] }
  | {
      readonly kind: 'facts'
      readonly caption: string
      readonly rows: readonly (readonly [label: string, words: string])[]
    }
  | {
      readonly kind: 'table'
      readonly number: string
      readonly table: ShownTable
      readonly source?: string
    }
  | { readonly kind: 'chart'; readonly number: string; readonly caption: string; readonly chart: Chart }
  /** A question of the questionnaire as it was asked. */
  | {
      readonly kind: 'question'
      readonly number: string
      readonly label: string
      readonly how: string
      readonly hint: string
      readonly choices: readonly string[]
    }

export interface Chapter {
  readonly kind: string
  /** With the mark that follows it. */
  readonly number: string
  readonly title: string
  readonly blocks: readonly Block[]
}

/** Words that the writers need, in the report's language. */
export interface ReportWords {
  readonly contents: string
  readonly figure: string
  readonly table: string
  readonly continued: string
  readonly internal: string
  /** Where a chart could not be drawn. */
  readonly notDrawn: string
}

export interface Report {
  readonly locale: 'zh-CN' | 'en'
  readonly title: string
  /** Who issues it; may be empty. */
  readonly issuer: string
  /** In words: 2026年11月25日. */
  readonly date: string
  /** What a reader must know of the figures, on the cover. */
  readonly coverNotes: readonly string[]
  readonly internal: boolean
  /** What stands below the title of a document without cover and contents. */
  readonly plain?: readonly Block[]
  readonly chapters: readonly Chapter[]
  /** The state of the data's history, printed at the end. */
  readonly closing: readonly string[]
  readonly words: ReportWords
}

/** Without what XML does not allow: control characters and halves of characters; `n = 12` keeps together. */
export function writable(text: string): string {
  return text
    .replace(/ ([=<>]) (?=[\d.−-])/g, '\u00a0$1\u00a0')
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '',
    )
}
