/** The en catalogue; each area of the interface has a file of its own. */

import { common } from './en/common.ts'
import { problem } from './en/problem.ts'
import { access } from './en/access.ts'
import { people } from './en/people.ts'
import { topics } from './en/topics.ts'
import { report } from './en/report.ts'
import { forms } from './en/forms.ts'
import { templates } from './en/templates.ts'
import { imports } from './en/imports.ts'
import { complaint } from './en/complaint.ts'
import { refusal } from './en/refusal.ts'
import { collections } from './en/collections.ts'
import { answering } from './en/answering.ts'
import { advice } from './en/advice.ts'
import { library } from './en/library.ts'
import { changes } from './en/changes.ts'
import { summary } from './en/summary.ts'
import { review } from './en/review.ts'
import { findings } from './en/findings.ts'
import { briefing } from './en/briefing.ts'
import { quality } from './en/quality.ts'
import { fieldwork } from './en/fieldwork.ts'
import { casework } from './en/casework.ts'
import { exports } from './en/exports.ts'
import { exportJobs } from './en/export-jobs.ts'
import { sampling } from './en/sampling.ts'
import { upkeep } from './en/upkeep.ts'
import { trust } from './en/trust.ts'
import { tokens } from './en/tokens.ts'
import { dataView } from './en/data-view.ts'
import { publicRelease } from './en/public-release.ts'
import { answerImport } from './en/answer-import.ts'
import { field } from './en/field.ts'
import { workbench } from './en/workbench.ts'
import { designer } from './en/designer.ts'
import { comments } from './en/comments.ts'
import { waiting } from './en/waiting.ts'
import { paradata } from './en/paradata.ts'
import { paper } from './en/paper.ts'

import type { Catalogue } from './index.ts'

export const en = {
  common,
  problem,
  access,
  people,
  topics,
  report,
  forms,
  templates,
  imports,
  complaint,
  refusal,
  collections,
  answering,
  advice,
  library,
  changes,
  summary,
  review,
  findings,
  briefing,
  quality,
  fieldwork,
  casework,
  exports,
  exportJobs,
  sampling,
  upkeep,
  trust,
  answerImport,
  publicRelease,
  dataView,
  field,
  workbench,
  designer,
  comments,
  tokens,
  waiting,
  paradata,
  paper,
} satisfies Catalogue
