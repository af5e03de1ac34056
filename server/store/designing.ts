/** Who has a form open in the designer, what colleagues say of its questions, and which advice they have settled. */

import { sql } from 'kysely'
import { newId } from '../ids.ts'
import type { Clock } from './clock.ts'
import { all, run, type Database } from './database.ts'

/** Somebody at a form. */
export interface FormEditor {
  readonly personId: string
  readonly name: string
  /** The last revision that they saved, 0 for none. */
  readonly revision: number
  readonly seenAt: string
}

export interface FormComment {
  readonly id: string
  /** Name of the question, '' for the form as a whole. */
  readonly question: string
  readonly words: string
  readonly author: string
  readonly authorId: string
  readonly writtenAt: string
  readonly settledAt: string | null
}

/** Advice on a question that somebody wants to see no more. */
export interface SettledAdvice {
  /** Name of the question, '' for the form as a whole. */
  readonly question: string
  readonly code: string
  readonly reason: string
  readonly person: string
  readonly settledAt: string
}

export interface Designing {
  /** Says that a person has the form open, and which revision they saved (null: none now). */
  present(formId: string, personId: string, revision: number | null): Promise<void>
  /** Takes a person off a form that they closed. */
  leave(formId: string, personId: string): Promise<void>
  /** Everybody who gave a sign of life at the form since then. */
  editors(formId: string, since: string): Promise<readonly FormEditor[]>
  comments(formId: string): Promise<readonly FormComment[]>
  comment(comment: {
    readonly formId: string
    readonly question: string
    readonly words: string
    readonly authorId: string
  }): Promise<string>
  /** Marks a comment as settled, or as open again. False if the form has no such comment. */
  settle(formId: string, id: string, by: string | null): Promise<boolean>
  /** The comments and the settled advice of a question under its new name. */
  moveRemarks(formId: string, from: string, to: string): Promise<void>
  /** The advice of a form that is shown no more, the last settled first. */
  settledAdvice(formId: string): Promise<readonly SettledAdvice[]>
  /** Settles a kind of advice on a question; settled before, it has the new reason. */
  settleAdvice(
    advice: Pick<SettledAdvice, 'question' | 'code' | 'reason'> & {
      readonly formId: string
      readonly personId: string
    },
  ): Promise<void>
  reopenAdvice(formId: string, question: string, code: string): Promise<void>
}

export function createDesigning({ on }: Database, clock: Clock): Designing {
  return {
    present: async (formId, personId, revision) => {
      await run(
        on,
        sql`
          insert into form_editors (form_id, person_id, seen_at, revision)
          values (${formId}, ${personId}, ${clock.now()}, ${revision ?? 0})
          on conflict (form_id, person_id) do update
          set seen_at = excluded.seen_at,
            revision = case when excluded.revision > form_editors.revision then excluded.revision
              else form_editors.revision end`,
      )
    },
    leave: async (formId, personId) => {
      await run(
        on,
        sql`update form_editors set seen_at = '' where form_id = ${formId} and person_id = ${personId}`,
      )
    },
    editors: (formId, since) =>
      all(
        on,
        sql<FormEditor>`
          select form_editors.person_id as "personId", people.name, form_editors.revision,
            form_editors.seen_at as "seenAt"
          from form_editors
          join people on people.id = form_editors.person_id
          where form_editors.form_id = ${formId}
            and form_editors.seen_at >= ${since}
          order by form_editors.revision desc, people.name`,
      ),
    comments: (formId) =>
      all(
        on,
        sql<FormComment>`
          select form_comments.id, form_comments.question, form_comments.words, people.name as author,
            form_comments.author_id as "authorId", form_comments.written_at as "writtenAt",
            form_comments.settled_at as "settledAt"
          from form_comments
          join people on people.id = form_comments.author_id
          where form_comments.form_id = ${formId}
          order by form_comments.written_at, form_comments.id`,
      ),
    comment: async ({ formId, question, words, authorId }) => {
      const id = newId()
      await run(
        on,
        sql`
          insert into form_comments (id, form_id, question, words, author_id, written_at)
          values (${id}, ${formId}, ${question}, ${words}, ${authorId}, ${clock.now()})`,
      )
      return id
    },
    settle: async (formId, id, by) => {
      const at = by === null ? null : clock.now()
      const changed = await run(
        on,
        sql`
          update form_comments
          set settled_at = ${at},
            settled_by = ${by}
          where form_id = ${formId}
            and id = ${id}`,
      )
      return changed === 1
    },
    moveRemarks: async (formId, from, to) => {
      await run(
        on,
        sql`
          update form_comments
          set question = ${to}
          where form_id = ${formId}
            and question = ${from}`,
      )
      // The new name may have had advice settled once, before it was free again.
      await run(
        on,
        sql`
          update settled_advice
          set question = ${to}
          where form_id = ${formId}
            and question = ${from}
            and not exists (
              select 1
              from settled_advice as other
              where other.form_id = settled_advice.form_id
                and other.question = ${to}
                and other.code = settled_advice.code)`,
      )
    },
    settledAdvice: (formId) =>
      all(
        on,
        sql<SettledAdvice>`
          select settled_advice.question, settled_advice.code, settled_advice.reason, people.name as person,
            settled_advice.settled_at as "settledAt"
          from settled_advice
          join people on people.id = settled_advice.person_id
          where settled_advice.form_id = ${formId}
          order by settled_advice.settled_at desc, settled_advice.question, settled_advice.code`,
      ),
    settleAdvice: async ({ formId, question, code, reason, personId }) => {
      await run(
        on,
        sql`
          insert into settled_advice (form_id, question, code, reason, person_id, settled_at)
          values (${formId}, ${question}, ${code}, ${reason}, ${personId}, ${clock.now()})
          on conflict (form_id, question, code) do update
          set reason = excluded.reason,
            person_id = excluded.person_id,
            settled_at = excluded.settled_at`,
      )
    },
    reopenAdvice: async (formId, question, code) => {
      await run(
        on,
        sql`
          delete from settled_advice
          where form_id = ${formId}
            and question = ${question}
            and code = ${code}`,
      )
    },
  }
}
