/** The site map: every page of the server, a line each. */

import { collection } from './collection.ts'
import { collectionEdit } from './collection-edit.ts'
import { collectionNew } from './collection-new.ts'
import { collectionParadata } from './collection-paradata.ts'
import { collectionPoster, collectionQr } from './collection-poster.ts'
import type { Page } from './page.ts'
import { homePage } from './home.ts'
import { setupPage } from './setup.ts'
import { signInPage } from './sign-in.ts'
import { signOutPage } from './sign-out.ts'
import { languagePage } from './language.ts'
import { accountPage } from './account.ts'
import { programmeBurden } from './programme-burden.ts'
import { programmePage } from './programme.ts'
import { programmeReception, programmeReceptionFile } from './programme-reception.ts'
import { topicReception, topicReceptionFile } from './topic-reception.ts'
import { unitsPage } from './units.ts'
import { unitsImportPage } from './units-import.ts'
import { peoplePage } from './people.ts'
import { peopleNewPage } from './people-new.ts'
import { peopleImportPage } from './people-import.ts'
import { personPage } from './person.ts'
import { accountTokens } from './account-tokens.ts'
import { apiPages } from './api/index.ts'
import { historyPage } from './history.ts'
import { topicsPage } from './topics.ts'
import { topicsNewPage } from './topics-new.ts'
import { topicPage } from './topic.ts'
import { topicEditPage } from './topic-edit.ts'
import { topicTeamPage } from './topic-team.ts'
import { topicPlanPage, topicPlanFilePage } from './topic-plan.ts'
import { answerAttachments } from './answer-attachments.ts'
import { collectionAttachment } from './collection-attachment.ts'
import { answerMedia } from './answer-media.ts'
import { answerForm } from './answer-form.ts'
import { answerReceipt } from './answer-receipt.ts'
import { answerSubmissions } from './answer-submissions.ts'
import {
  fill,
  fillCase,
  fillRecord,
  fillAttachments,
  fillMedia,
  fillReceipt,
  fillSubmissions,
} from './fill.ts'
import { welcome } from './welcome.ts'
import { withdraw } from './withdraw.ts'
import { form } from './form.ts'
import { formFiles } from './form-files.ts'
import { formMedia } from './form-media.ts'
import { formPreview } from './form-preview.ts'
import { formPaper } from './form-paper.ts'
import { collectionPaper } from './collection-paper.ts'
import { collectionPaperCompare } from './collection-paper-compare.ts'
import { collectionPaperCopy, collectionPaperEntry } from './collection-paper-entry.ts'
import { collectionPaperPages, collectionPaperSheets } from './collection-paper-sheets.ts'
import { formAdvicePage } from './form-advice.ts'
import { formLibraryKeepPage, formLibraryPage } from './form-library.ts'
import { formChangesPage } from './form-changes.ts'
import { formDesign, formPresence } from './form-design.ts'
import { formComments, formDesignComments } from './form-comments.ts'
import { formDesignAdvice } from './form-design-advice.ts'
import { formDesignFiles } from './form-design-files.ts'
import { formDesignLibrary } from './form-design-library.ts'
import { formTrial, formTrialSubmissions } from './form-trial.ts'
import { formPublish } from './form-publish.ts'
import { formXlsform } from './form-xlsform.ts'
import { formsNew } from './forms-new.ts'
import { formsPaste, formsPastePreview } from './forms-paste.ts'
import { formTemplatePage, formTemplatesPage } from './form-templates.ts'
import { collectionCodebook } from './collection-codebook.ts'
import { collectionCrosstab } from './collection-crosstab.ts'
import { collectionWorkbench } from './collection-workbench.ts'
import {
  collectionWorkbenchDocx,
  collectionWorkbenchSetDocx,
  collectionWorkbenchSetXlsx,
  collectionWorkbenchXlsx,
} from './collection-workbench-tables.ts'
import {
  collectionWorkbenchR,
  collectionWorkbenchScript,
  collectionWorkbenchSet,
} from './collection-workbench-set.ts'
import { collectionCsv, collectionCsvFiles } from './collection-csv.ts'
import { collectionFile } from './collection-file.ts'
import { collectionExport } from './collection-export.ts'
import { collectionRelease, collectionReleaseFile } from './collection-release.ts'
import { collectionExports } from './collection-exports.ts'
import { topicExports } from './topic-exports.ts'
import { topicExportJob, topicExportJobFile } from './topic-export-job.ts'
import { topicFile } from './topic-file.ts'
import { collectionData } from './collection-data.ts'
import { collectionImport } from './collection-import.ts'
import { collectionLive } from './collection-live.ts'
import { collectionBurden } from './collection-burden.ts'
import { collectionCases } from './collection-cases.ts'
import { collectionCasesImport } from './collection-cases-import.ts'
import { tasksJson, tasksPage } from './tasks.ts'
import { collectionQuality } from './collection-quality.ts'
import { collectionRecord } from './collection-record.ts'
import { collectionRecords } from './collection-records.ts'
import { collectionSummary } from './collection-summary.ts'
import { collectionTexts } from './collection-texts.ts'
import { topicLive } from './topic-live.ts'
import { topicSummary } from './topic-summary.ts'
import { topicFindings } from './topic-findings.ts'
import { topicInstructions } from './topic-instructions.ts'
import { programmeTopics } from './programme-topics.ts'
import { topicWaves } from './topic-waves.ts'
import { topicPin, topicPins } from './topic-pins.ts'
import { topicSnapshots } from './topic-snapshots.ts'
import { topicSnapshot } from './topic-snapshot.ts'
import { sharedSnapshot } from './shared-snapshot.ts'
import { topicReport, topicReportPrint, topicReportWord } from './topic-report.ts'
import { sampleSizePage } from './sample-size.ts'
import { healthz } from './healthz.ts'
import { metricsPage } from './metrics.ts'
import { systemPage } from './system.ts'
import { trustDownload, trustPage } from './trust.ts'
import { fieldFilesPage, fieldFillPage, fieldManifestPage, fieldPage, fieldWorkerPage } from './field.ts'
import { fieldWorkPage } from './field/work.ts'
import { fieldImportAttachments, fieldImportPage, fieldImportSubmissions } from './field-import.ts'

export const pages: readonly Page[] = [
  homePage,
  setupPage,
  signInPage,
  signOutPage,
  languagePage,
  sampleSizePage,
  accountPage,
  accountTokens,
  programmePage,
  programmeBurden,
  programmeReception,
  programmeReceptionFile,
  topicReception,
  topicReceptionFile,
  unitsPage,
  unitsImportPage,
  peoplePage,
  peopleNewPage,
  peopleImportPage,
  personPage,
  historyPage,
  topicsPage,
  topicsNewPage,
  topicPage,
  topicEditPage,
  topicTeamPage,
  topicPlanPage,
  topicPlanFilePage,
  answerSubmissions,
  answerAttachments,
  answerMedia,
  welcome,
  answerForm,
  answerReceipt,
  withdraw,
  fill,
  fillSubmissions,
  fillReceipt,
  fillAttachments,
  fillMedia,
  formsNew,
  formsPaste,
  formsPastePreview,
  formTemplatesPage,
  formTemplatePage,
  form,
  formDesign,
  formPresence,
  formComments,
  formDesignComments,
  formDesignAdvice,
  formDesignFiles,
  formDesignLibrary,
  formTrial,
  formTrialSubmissions,
  formPreview,
  formPaper,
  formFiles,
  formMedia,
  formPublish,
  formAdvicePage,
  formLibraryPage,
  formLibraryKeepPage,
  formChangesPage,
  formXlsform,
  collectionNew,
  collection,
  collectionEdit,
  collectionImport,
  collectionData,
  topicFile,
  collectionExports,
  topicExports,
  topicExportJob,
  topicExportJobFile,
  collectionRelease,
  collectionReleaseFile,
  collectionParadata,
  collectionPaper,
  collectionPaperSheets,
  collectionPaperPages,
  collectionPaperEntry,
  collectionPaperCopy,
  collectionPaperCompare,
  collectionPoster,
  collectionQr,
  topicSummary,
  topicFindings,
  topicInstructions,
  programmeTopics,
  topicWaves,
  topicPins,
  topicPin,
  topicSnapshots,
  topicSnapshot,
  sharedSnapshot,
  topicLive,
  topicReport,
  topicReportWord,
  topicReportPrint,
  collectionSummary,
  collectionCrosstab,
  collectionWorkbench,
  collectionWorkbenchXlsx,
  collectionWorkbenchDocx,
  collectionWorkbenchSetXlsx,
  collectionWorkbenchSetDocx,
  collectionWorkbenchSet,
  collectionWorkbenchScript,
  collectionWorkbenchR,
  collectionTexts,
  collectionRecords,
  collectionRecord,
  collectionQuality,
  collectionBurden,
  collectionCases,
  collectionCasesImport,
  fillCase,
  fillRecord,
  tasksPage,
  tasksJson,
  collectionLive,
  collectionExport,
  collectionCsv,
  collectionCsvFiles,
  collectionFile,
  collectionCodebook,
  collectionAttachment,
  systemPage,
  ...apiPages,
  healthz,
  metricsPage,
  trustPage,
  trustDownload,
  fieldPage,
  fieldWorkPage,
  fieldFillPage,
  fieldFilesPage,
  fieldWorkerPage,
  fieldManifestPage,
  fieldImportPage,
  fieldImportSubmissions,
  fieldImportAttachments,
]
