/**
 * What the rest of the server may ask of storage. One property a noun; each noun is a file of this room,
 * and what it promises stands in contract/, by subject.
 */

import type { ColumnFolder } from './column-folder.ts'
import type { Designing } from './designing.ts'
import type { Library } from './library.ts'
import type { ParadataOfAnswers } from './paradata.ts'
import type { SummaryNouns } from './summary-nouns.ts'
import type { Programmes, Units, People, Sessions, Tokens, Topics } from './contract/programme.ts'
import type { Files, Forms, Collections } from './contract/collecting.ts'
import type { Attachments, Submissions } from './contract/answers.ts'
import type { Reviews, Quality, Assignments } from './contract/fieldwork.ts'
import type { Releases, WorkbenchSets, Reports } from './contract/results.ts'
import type { ExportJobs } from './contract/export-jobs.ts'
import type { Paper } from './contract/paper.ts'
import type { History, Rates, Settings, System } from './contract/ledger.ts'

export * from './contract/lists.ts'
export * from './contract/programme.ts'
export * from './contract/collecting.ts'
export * from './contract/answers.ts'
export * from './contract/fieldwork.ts'
export * from './contract/results.ts'
export * from './contract/paper.ts'
export * from './contract/ledger.ts'
export * from './contract/export-jobs.ts'

export interface Store extends SummaryNouns {
  readonly programmes: Programmes
  readonly units: Units
  readonly people: People
  readonly sessions: Sessions
  readonly tokens: Tokens
  readonly topics: Topics
  readonly files: Files
  /** Files that came with answers: bytes on disk by collection and hash, linked to the answer in its own transaction. */
  readonly attachments: Attachments
  readonly forms: Forms
  readonly collections: Collections
  readonly submissions: Submissions
  readonly reviews: Reviews
  readonly quality: Quality
  readonly paradata: ParadataOfAnswers
  readonly assignments: Assignments
  /** Printed copies with their numbers, and what is entered of them. */
  readonly paper: Paper
  readonly history: History
  readonly rates: Rates
  /** What protected readers' figures are made of, release by release. */
  readonly releases: Releases
  readonly workbench: WorkbenchSets
  /** People at a form in the designer, and their comments. */
  readonly designing: Designing
  /** Questions and lists kept for later questionnaires. */
  readonly library: Library
  /** Files of answers that take a while to make. */
  readonly exportJobs: ExportJobs
  /** How the report of a topic is arranged. */
  readonly reports: Reports
  readonly settings: Settings
  readonly system: System
  /** Where another thread reads the same answers, and where it may keep them as columns; null for a database in memory. */
  readonly apart: { readonly database: string; readonly columns: ColumnFolder } | null
  close(): Promise<void>
}
