/** /topics/:topic/report: a report to download or print, and for those who manage the topic what stands in it. */

import { allowed } from '../access/rights.ts'
import { catalogues, locales, type Locale } from '../locale/index.ts'
import { wordReport } from '../report/making.ts'
import type { ReportArrangement } from '../store/store.ts'
import { readerOf, type Reader } from '../summary/stamp.ts'
import { line, several } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { chaptersOf, moved, type ChosenChapter } from './reporting/arrangement.ts'
import { reportOf } from './reporting/report.ts'
import { collectionsOf } from '../summary/topic-stamps.ts'
import { topicBreadcrumb, topicOfVisit, topicTabs, type Tab } from './topics/tabs.ts'

export interface TopicReportContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly tabs: readonly Tab[]
  readonly action: string
  /** Whether this person may choose figures without protection. */
  readonly mayFull: boolean
  readonly mayManage: boolean
  readonly chapters: readonly (ChosenChapter & { readonly label: string })[]
  readonly collections: readonly { readonly id: string; readonly title: string; readonly shown: boolean }[]
  readonly arrangement: Pick<ReportArrangement, 'title' | 'issuer' | 'internal'>
}

const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

export const topicReport: Page = {
  path: '/topics/:topic/report',
  right: 'topic.summary',
  postRight: 'topic.manage',
  async get(visit) {
    const { store, t, viewer, topicRoles } = visit
    const topic = await topicOfVisit(visit)
    const kept = await store.reports.find(topic.id)
    const collections = (await collectionsOf(store, topic.id)).filter(({ pilot }) => !pilot)
    return view('topics/report', {
      title: topic.title,
      breadcrumb: topicBreadcrumb(visit, topic, t.report.title),
      tabs: topicTabs(visit, topic, 'report'),
      action: `/topics/${topic.id}/report`,
      mayFull: allowed('topic.analyse', viewer, topicRoles),
      mayManage: allowed('topic.manage', viewer, topicRoles),
      chapters: chaptersOf(kept).map((chapter) => ({ ...chapter, label: t.report.part[chapter.kind] })),
      collections: collections.map(({ id, title }) => ({
        id,
        title,
        shown: !(kept?.leftOut ?? []).includes(id),
      })),
      arrangement: {
        title: kept?.title ?? '',
        issuer: kept?.issuer ?? '',
        internal: kept?.internal ?? false,
      },
    } satisfies TopicReportContext)
  },
  async post(visit) {
    const { store, t, body } = visit
    const topic = await topicOfVisit(visit)
    const shown = several(visit, 'chapter')
    const taken = several(visit, 'collection')
    const known = chaptersOf(await store.reports.find(topic.id)).map(({ kind }) => ({
      kind,
      shown: shown.includes(kind),
    }))
    const up = body['up']
    const down = body['down']
    const chapters =
      typeof up === 'string' ? moved(known, up, -1) : typeof down === 'string' ? moved(known, down, 1) : known
    const collections = await collectionsOf(store, topic.id)
    await store.reports.save(topic.id, {
      chapters,
      leftOut: collections.map(({ id }) => id).filter((id) => !taken.includes(id)),
      title: line(visit, 'title', 120),
      issuer: line(visit, 'issuer', 80),
      internal: body['internal'] === 'yes',
    })
    return redirect(`/topics/${topic.id}/report#arrange`, t.report.saved)
  },
}

/** The document; `figures=full` for the topic's analysts, everybody else gets protected figures whatever they ask for. */
export const topicReportWord: Page = {
  path: '/topics/:topic/report.docx',
  right: 'topic.summary',
  async get(visit) {
    const { report, name } = await asked(visit)
    const { bytes } = await wordReport(report)
    return { kind: 'bytes', bytes, type: wordType, headers: { ...noStore, ...attachment(`${name}.docx`) } }
  },
}

export const topicReportPrint: Page = {
  path: '/topics/:topic/report/print',
  right: 'topic.summary',
  async get(visit): Promise<Reply> {
    const { report, locale } = await asked(visit)
    const title = report.title.replaceAll('\n', ' ')
    const context = {
      title,
      report,
      scripts: ['staff.js', 'summary.js'],
      locale,
      action: `/topics/${visit.params['topic']}/report`,
    }
    return view('topics/report-print', context, { headers: noStore })
  },
}

const noStore = { 'Cache-Control': 'private, no-store' }

async function asked(visit: Visit) {
  const { store, query, viewer, topicRoles, config, now } = visit
  const topic = await topicOfVisit(visit)
  const may = readerOf(viewer, topicRoles)
  const reader: Reader = query['figures'] === 'full' ? may : 'protected'
  const wanted = locales.find((each) => each === query['language'])
  const locale: Locale = wanted ?? visit.locale
  const t = catalogues[locale]
  const report = await reportOf(
    { store, topic, reader, locale, t, timeZone: config.timeZone },
    await store.reports.find(topic.id),
    now(),
  )
  const name = report.title
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .trim()
    .slice(0, 80)
  return { report, name, locale }
}

function attachment(name: string): Readonly<Record<string, string>> {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return { 'Content-Disposition': `attachment; filename*=UTF-8''${encoded}` }
}
