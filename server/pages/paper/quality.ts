/** How well copies were entered: corrections by clerk and by question, and what sheets had that forms do not foresee. */

import type { Form } from '../../form/form.ts'
import { withoutMarkdown } from '../../form/markdown.ts'
import { paperOutline } from '../../form/paper/outline.ts'
import { questionNamed } from '../../form/paper/conditions.ts'
import { textIn } from '../../form/words.ts'
import type { Collection, EntrySums } from '../../store/store.ts'
import { formatCount } from '../../summary/shown.ts'
import type { Visit } from '../page.ts'

export interface EntryQuality {
  /** Fields entered twice, how many differed, and how many that is of a thousand; '' where there are none. */
  readonly overall: readonly string[] | null
  readonly clerks: readonly (readonly string[])[]
  readonly questions: readonly (readonly string[])[]
}

export async function entryQuality(
  { store, locale }: Visit,
  { id }: Collection,
  form: Form,
  language: string,
): Promise<EntryQuality> {
  const sums = await store.paper.sums(id)
  const count = (n: number) => formatCount(n, locale)
  const overall = sums.find(({ kind }) => kind === 'all')
  const rated = ({ entered, corrected }: Pick<EntrySums, 'entered' | 'corrected'>) => [
    count(entered),
    count(corrected),
    perThousand(corrected, entered),
  ]
  const clerks = sums.filter(({ kind }) => kind === 'clerk').toSorted(worstFirst)
  const { places } = paperOutline(form)
  const questions = sums
    .filter(
      ({ kind, corrected, illegible, beyond }) => kind === 'question' && corrected + illegible + beyond > 0,
    )
    .toSorted(
      (a, b) => worstFirst(a, b) || (places.get(a.name)?.number ?? 0) - (places.get(b.name)?.number ?? 0),
    )
  return {
    overall: overall && overall.entered > 0 ? rated(overall) : null,
    clerks: await Promise.all(
      clerks.map(async (sum) => [(await store.people.find(sum.name))?.name ?? '—', ...rated(sum)]),
    ),
    questions: questions
      .slice(0, 100)
      .map((sum) => [
        wordsOf(sum.name, form, language),
        ...rated(sum),
        count(sum.illegible),
        count(sum.beyond),
      ]),
  }
}

/** Errors of a thousand fields, with one decimal; — where none was entered. */
export function perThousand(errors: number, fields: number): string {
  return fields === 0 ? '—' : ((1000 * errors) / fields).toFixed(1)
}

function worstFirst(a: EntrySums, b: EntrySums): number {
  return b.corrected / Math.max(b.entered, 1) - a.corrected / Math.max(a.entered, 1)
}

function wordsOf(name: string, form: Form, language: string): string {
  const question = questionNamed(form, name)
  const label = question ? withoutMarkdown(textIn(question.label, language, form)).trim() : ''
  const place = paperOutline(form).places.get(name)
  return `${place ? `${place.number}. ` : ''}${label || name}`
}
