/** How well copies were entered: corrections by clerk and by question, and what sheets had that forms do not foresee. */

import type { Form } from '../../form/form.ts'
import { withoutMarkdown } from '../../form/markdown.ts'
import { paperOutline } from '../../form/paper/outline.ts'
import { questionNamed } from '../../form/paper/conditions.ts'
import { textIn } from '../../form/words.ts'
import type { Collection, SettledCopy } from '../../store/store.ts'
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
  const settled = await store.paper.settled(id)
  const twice = settled.filter(({ secondClerk }) => secondClerk !== null)
  const count = (n: number) => formatCount(n, locale)
  const fields = twice.reduce((sum, copy) => sum + copy.fields, 0)
  const differences = twice.reduce((sum, copy) => sum + copy.differences.length, 0)
  const clerks = await Promise.all(
    clerkErrors(twice).map(async ({ id: clerk, fields, errors }) => [
      (await store.people.find(clerk))?.name ?? '—',
      count(fields),
      count(errors),
      perThousand(errors, fields),
    ]),
  )
  return {
    overall: fields === 0 ? null : [count(fields), count(differences), perThousand(differences, fields)],
    clerks,
    questions: questionErrors(settled, form).map(({ name, differences, illegible, beyond }) => [
      wordsOf(name, form, language),
      count(differences),
      count(illegible),
      count(beyond),
    ]),
  }
}

/** Errors of a thousand fields, with one decimal; — where none was entered. */
export function perThousand(errors: number, fields: number): string {
  return fields === 0 ? '—' : ((1000 * errors) / fields).toFixed(1)
}

/** What each clerk entered of copies that were compared, and what of it was corrected; those with most errors first. */
export function clerkErrors(
  settled: readonly SettledCopy[],
): readonly { readonly id: string; readonly fields: number; readonly errors: number }[] {
  const sums = new Map<string, { fields: number; errors: number }>()
  const count = (id: string, fields: number, errors: number) => {
    const sum = sums.get(id) ?? { fields: 0, errors: 0 }
    sums.set(id, { fields: sum.fields + fields, errors: sum.errors + errors })
  }
  for (const { firstClerk, secondClerk, fields, differences } of settled) {
    count(firstClerk, fields, differences.filter(({ first }) => first).length)
    if (secondClerk !== null) count(secondClerk, fields, differences.filter(({ second }) => second).length)
  }
  return [...sums]
    .map(([id, sum]) => ({ id, ...sum }))
    .toSorted((a, b) => b.errors / Math.max(b.fields, 1) - a.errors / Math.max(a.fields, 1))
}

function questionErrors(settled: readonly SettledCopy[], form: Form) {
  const sums = new Map<string, { differences: number; illegible: number; beyond: number }>()
  const count = (name: string, what: 'differences' | 'illegible' | 'beyond') => {
    const sum = sums.get(name) ?? { differences: 0, illegible: 0, beyond: 0 }
    sums.set(name, { ...sum, [what]: sum[what] + 1 })
  }
  for (const { differences, marks } of settled) {
    for (const { name } of differences) count(name, 'differences')
    for (const { name, mark } of marks) count(name, mark)
  }
  const { places } = paperOutline(form)
  return [...sums]
    .map(([name, sum]) => ({ name, ...sum }))
    .toSorted(
      (a, b) =>
        b.differences - a.differences ||
        (places.get(a.name)?.number ?? 0) - (places.get(b.name)?.number ?? 0),
    )
    .slice(0, 100)
}

function wordsOf(name: string, form: Form, language: string): string {
  const question = questionNamed(form, name)
  const label = question ? withoutMarkdown(textIn(question.label, language, form)).trim() : ''
  const place = paperOutline(form).places.get(name)
  return `${place ? `${place.number}. ` : ''}${label || name}`
}
