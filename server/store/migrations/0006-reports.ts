/** What the report of a topic is to hold, as its organiser arranged it. */

import { sql } from 'kysely'
import type { Migration } from './index.ts'

export const reports: Migration = {
  number: 6,
  name: 'reports',
  statements: [
    // content: the arrangement as JSON (ReportArrangement of the store).
    sql`
      create table topic_reports (
        topic_id text not null primary key references topics (id),
        content text not null
      )`,
  ],
}
