/** Where an analyst chooses how to export a collection's answers. */

import { allowed } from '../access/rights.ts'
import { asksFiles } from '../exports/attachments.ts'
import { asksPersonal, csvSubject } from '../exports/index.ts'
import { Problem } from '../problem.ts'
import { framesOf } from '../summary/frames.ts'
import { versionNumbers } from '../summary/head.ts'
import { repeatTables } from '../summary/repeats.ts'
import { repeatLabel } from '../summary/variables.ts'
import { readersVariables } from '../summary/summary.ts'
import type { Variable } from '../../analysis/frame.ts'
import { selectionFor } from './exporting/choices.ts'
import { selectionFields, type SelectionFields } from './exporting/selection.ts'
import { view, type Page } from './page.ts'

export interface CollectionExportContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly collection: {
    readonly id: string
    readonly title: string
    readonly topicId: string
    readonly anonymous: boolean
  }
  readonly n: number
  /** Files of more answers are made behind a page. */
  readonly atOnce: number
  /** Of the collection's own questionnaire. */
  readonly formId: string
  readonly formVersion: number
  readonly selection: SelectionFields
  readonly rejected: number
  /** null: nothing personal is asked; else whether this person may have it. */
  readonly personal: 'mayRead' | 'mayNot' | null
  /** What is said of how answers came about, where the collection keeps that; else ''. */
  readonly paradata: string
  /** Whether answers may come with files. */
  readonly files: boolean
  /** Files beside the main one, one for each repeat. */
  readonly tables: readonly Named[]
  /** Numbers of the form versions that the answers are of, in words; null for one. */
  readonly versions: string | null
  /** Columns that can say how the sample was drawn: numbers for weights and sizes, others for strata and clusters. */
  readonly designColumns: { readonly numbers: readonly Named[]; readonly groups: readonly Named[] }
}

interface Named {
  readonly name: string
  readonly label: string
}

export const collectionExport: Page = {
  path: '/collections/:collection/export',
  right: 'topic.analyse',
  async get(visit) {
    const { store, params, t, locale, viewer, topicRoles } = visit
    const held = await framesOf(store).of(params['collection']!)
    if (!held) throw new Problem('notFound')
    const { id, title, topicId, anonymous, paradata } = held.collection
    const subject = await csvSubject(store, id)
    // A page that was led to with a selection that makes no sense says so.
    selectionFor(visit, subject)
    const may = allowed('topic.personal', viewer, topicRoles)
    return view('summary/export', {
      title: t.exports.title,
      breadcrumb: [
        { label: t.summary.topicSummary, href: `/topics/${topicId}/summary` },
        { label: title, href: `/collections/${id}/summary` },
        { label: t.exports.title },
      ],
      collection: { id, title, topicId, anonymous },
      n: held.received,
      atOnce: visit.config.exportAtOnce,
      formId: subject.versions[0]!.formId,
      formVersion: subject.versions[0]!.number,
      selection: selectionFields(visit, subject),
      rejected: held.rejected,
      paradata:
        paradata === 'off'
          ? ''
          : anonymous
            ? `${t.paradata.exportHint} ${t.paradata.exportCoarse}`
            : t.paradata.exportHint,
      files: asksFiles(held.forms),
      tables: repeatTables(held.forms).map((table) => ({
        name: table.name,
        label: repeatLabel(table, locale),
      })),
      versions: versionNumbers(held, locale),
      designColumns: designColumns(readersVariables(held, locale).variables),
      personal: asksPersonal(held.forms) ? (may ? 'mayRead' : 'mayNot') : null,
    } satisfies CollectionExportContext)
  },
}

function designColumns(variables: readonly Variable[]): CollectionExportContext['designColumns'] {
  const named = (kinds: readonly Variable['kind'][]) =>
    variables.filter(({ kind }) => kinds.includes(kind)).map(({ name, label }) => ({ name, label }))
  return { numbers: named(['number']), groups: named(['coded', 'number', 'text']) }
}
