/** A file of answers that takes a while to make, as the store keeps it. */

import type { Instant } from './lists.ts'

export const exportJobStates = [
  'waiting',
  'running',
  'done',
  'cancelled',
  'failed',
  /** The server ended while the file was made. */
  'interrupted',
  /** Its day was over, or whoever asked deleted it. */
  'removed',
  /** An answer that it may hold was erased. */
  'erased',
] as const
export type ExportJobState = (typeof exportJobStates)[number]

export interface ExportJob {
  readonly id: string
  readonly topicId: string
  /** null: the whole topic. */
  readonly collectionId: string | null
  readonly personId: string
  readonly format: string
  /** The query of the export. */
  readonly choices: string
  readonly personal: boolean
  /** What the file is called, without its ending. */
  readonly title: string
  readonly state: ExportJobState
  /** Answers read of those that are to be read; a format that reads twice counts each answer twice. */
  readonly read: number
  readonly toRead: number
  /** Written so far. */
  readonly bytes: number
  readonly madeAt: Instant
  readonly startedAt: Instant | null
  readonly endedAt: Instant | null
  /** When the file is deleted. */
  readonly expiresAt: Instant | null
  /** Opens the file that lies in the data folder; null where there is none. */
  readonly fileKey: string | null
}

export type NewExportJob = Pick<
  ExportJob,
  'topicId' | 'collectionId' | 'personId' | 'format' | 'choices' | 'personal' | 'title' | 'toRead'
>

/** Files that take a while to make. Every change of state succeeds once, whoever asks for it. */
export interface ExportJobs {
  add(job: NewExportJob, now: Instant): Promise<string>
  find(id: string): Promise<ExportJob | null>
  /** Those of a person on a topic, newest first, at most 50. */
  list(topicId: string, personId: string): Promise<readonly ExportJob[]>
  /** False unless it waits. */
  begin(id: string, now: Instant): Promise<boolean>
  /** How far it is; false once it is no longer to be made. */
  heard(id: string, at: Pick<ExportJob, 'read' | 'bytes'>, now: Instant): Promise<boolean>
  /** False unless it is being made: then the file must go. */
  finish(
    id: string,
    file: Pick<ExportJob, 'read' | 'bytes'> & { readonly fileKey: string; readonly expiresAt: Instant },
    now: Instant,
  ): Promise<boolean>
  /** Ends one that waits, is being made or is done; its key is destroyed. */
  end(id: string, state: 'cancelled' | 'failed' | 'interrupted' | 'removed', now: Instant): Promise<boolean>
  /** At a start: what this process left unfinished is interrupted; returns how many. */
  interruptOwn(now: Instant): Promise<number>
  /** Unfinished ones that nobody was heard of since `before` are interrupted, files whose day is over lose their key, and old lines go. */
  sweep(before: Instant, now: Instant): Promise<void>
  /** Whose files may be in the data folder: those that wait, are being made or are done. */
  living(): Promise<ReadonlySet<string>>
}
