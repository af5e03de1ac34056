/** The zh-CN catalogue; each area of the interface has a file of its own. */

import { common } from './zh-CN/common.ts'
import { problem } from './zh-CN/problem.ts'
import { access } from './zh-CN/access.ts'
import { people } from './zh-CN/people.ts'
import { topics } from './zh-CN/topics.ts'
import { report } from './zh-CN/report.ts'
import { forms } from './zh-CN/forms.ts'
import { templates } from './zh-CN/templates.ts'
import { imports } from './zh-CN/imports.ts'
import { complaint } from './zh-CN/complaint.ts'
import { refusal } from './zh-CN/refusal.ts'
import { collections } from './zh-CN/collections.ts'
import { answering } from './zh-CN/answering.ts'
import { advice } from './zh-CN/advice.ts'
import { library } from './zh-CN/library.ts'
import { changes } from './zh-CN/changes.ts'
import { summary } from './zh-CN/summary.ts'
import { review } from './zh-CN/review.ts'
import { findings } from './zh-CN/findings.ts'
import { briefing } from './zh-CN/briefing.ts'
import { quality } from './zh-CN/quality.ts'
import { fieldwork } from './zh-CN/fieldwork.ts'
import { casework } from './zh-CN/casework.ts'
import { exports } from './zh-CN/exports.ts'
import { exportJobs } from './zh-CN/export-jobs.ts'
import { sampling } from './zh-CN/sampling.ts'
import { upkeep } from './zh-CN/upkeep.ts'
import { trust } from './zh-CN/trust.ts'
import { tokens } from './zh-CN/tokens.ts'
import { dataView } from './zh-CN/data-view.ts'
import { publicRelease } from './zh-CN/public-release.ts'
import { answerImport } from './zh-CN/answer-import.ts'
import { field } from './zh-CN/field.ts'
import { workbench } from './zh-CN/workbench.ts'
import { designer } from './zh-CN/designer.ts'
import { comments } from './zh-CN/comments.ts'
import { waiting } from './zh-CN/waiting.ts'
import { paradata } from './zh-CN/paradata.ts'
import { paper } from './zh-CN/paper.ts'

export const zhCN = {
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
}
