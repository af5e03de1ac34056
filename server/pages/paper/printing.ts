/** The page that a browser prints: one copy of a questionnaire, or many with a number each. */

import type { Form, FormSource } from '../../form/form.ts'
import { catalogues, type Catalogue } from '../../locale/index.ts'
import { fragment } from '../../render.ts'
import type { Speaking } from '../answering/language.ts'
import type { Option } from '../fields.ts'
import { view, type Reply } from '../page.ts'
import { printedSheet } from './sheet.ts'
import type { PaperTerm } from './terms.ts'
import type { PrintedSheet } from './views.ts'

/** What whoever prints may choose; it stands in the address. */
export interface PrintWishes {
  readonly codes: boolean
  readonly guidance: boolean
  readonly rows: number
}

export function printWishes(query: Readonly<Record<string, string>>): PrintWishes {
  const rows = Number(query['rows'] ?? '3')
  return {
    codes: query['codes'] === '1',
    guidance: query['guidance'] === '1',
    rows: Number.isInteger(rows) ? Math.min(Math.max(rows, 1), 20) : 3,
  }
}

/** One copy: its number, and the same as a code for a scanner; '' for a sheet without numbers. */
export interface PrintedCopy {
  readonly number: string
  readonly code: string
  readonly place: number
}

interface Settings extends PrintWishes {
  readonly action: string
  readonly kept: readonly (readonly [string, string])[]
  readonly version: string
  readonly versions: readonly Option[]
  readonly languages: Speaking['languages']
}

export interface Printed {
  readonly form: Form
  readonly source: FormSource
  readonly title: string
  readonly speaking: Speaking
  readonly wishes: PrintWishes
  readonly formId: string
  readonly terms: readonly PaperTerm[]
  /** Notes of talks and visits need more room than the open questions of a questionnaire. */
  readonly long: boolean
  readonly copies: readonly PrintedCopy[]
  readonly back: { readonly href: string; readonly label: string }
  readonly settings: Settings | null
  /** The style sheet with the numbers at the foot of the pages. */
  readonly footer?: string
  readonly parts?: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
}

/** Context of views/paper/sheet.ejs. */
interface Context extends Pick<Printed, 'title' | 'copies' | 'back' | 'settings' | 'terms'> {
  readonly sheet: PrintedSheet
  readonly words: Catalogue['paper']
  /** The questions as HTML: the same for every copy. */
  readonly body: string
  readonly footer: string
  readonly parts: NonNullable<Printed['parts']>
}

export function printReply(printed: Printed): Reply {
  const { form, source, speaking, wishes, formId } = printed
  const words = catalogues[speaking.locale].paper
  const sheet = printedSheet(form, source, {
    ...wishes,
    language: speaking.language,
    locale: speaking.locale,
    lang: speaking.lang,
    lines: printed.long ? 6 : 4,
    media: `/forms/${formId}/media/`,
  })
  const context: Context = {
    title: printed.title,
    copies: printed.copies,
    back: printed.back,
    settings: printed.settings,
    terms: printed.terms,
    sheet,
    words,
    body: fragment('paper/body', { sheet, words }),
    footer: printed.footer ?? '',
    parts: printed.parts ?? [],
  }
  return view('paper/sheet', context)
}
