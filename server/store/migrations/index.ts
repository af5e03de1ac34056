/** Every change of the schema, in order. Append only: what has been released is never edited. */

import type { RawBuilder } from 'kysely'
import { rates } from './0003-rates.ts'
import { foundation } from './0001-foundation.ts'
import { attachments } from './0002-attachments.ts'
import { releases } from './0004-releases.ts'
import { summaries } from './0005-summaries.ts'
import { reports } from './0006-reports.ts'
import { review } from './0008-review.ts'
import { workbench } from './0009-workbench.ts'
import { importsAndTokens } from './0010-imports-and-tokens.ts'
import { designer } from './0011-designer.ts'
import { library } from './0013-library.ts'
import { paper } from './0014-paper.ts'
import { fieldwork } from './0016-fieldwork.ts'
import { paradata } from './0015-paradata.ts'
import { settledAdvice } from './0019-settled-advice.ts'
import { exportJobs } from './0017-export-jobs.ts'
import { recodes } from './0018-recodes.ts'

/** One step of the schema: its number, its name and its statements, in portable SQL. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly statements: readonly RawBuilder<unknown>[]
  /** What only PostgreSQL has or needs; after the others. */
  readonly postgres?: readonly RawBuilder<unknown>[]
}

export const migrations: readonly Migration[] = [
  foundation,
  attachments,
  rates,
  releases,
  summaries,
  reports,
  review,
  workbench,
  importsAndTokens,
  designer,
  library,
  paper,
  paradata,
  fieldwork,
  exportJobs,
  recodes,
  settledAdvice,
]
