/** The programme (专项工作): its name, purpose and dates. Several may stand side by side. */

import { allowed } from '../access/rights.ts'
import { Problem } from '../problem.ts'
import { day, line, lines, type FieldError } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { periodErrors } from './period.ts'

interface Given {
  readonly id: string
  readonly name: string
  readonly purpose: string
  readonly startsOn: string
  readonly endsOn: string
}

export const programmePage: Page = {
  path: '/programme',
  right: 'overview',
  postRight: 'organise',
  get: async (visit) => {
    const programmes = await visit.store.programmes.list()
    const asked = visit.query['programme']
    if (asked === undefined && programmes.length > 0) return programme(visit, null)
    const found = programmes.find(({ id }) => id === asked)
    if (asked && !found) throw new Problem('notFound')
    const edited = found
      ? { ...found, startsOn: found.startsOn ?? '', endsOn: found.endsOn ?? '' }
      : { id: '', name: '', purpose: '', startsOn: '', endsOn: '' }
    return programme(visit, edited)
  },
  post: async (visit) => {
    const { t, store } = visit
    const id = line(visit, 'id', 40)
    if (id !== '' && !(await store.programmes.find(id))) throw new Problem('notFound')
    const name = line(visit, 'name', 200)
    const purpose = lines(visit, 'purpose', 4000)
    const startsOn = day(visit, 'startsOn')
    const endsOn = day(visit, 'endsOn')
    const errors = [
      ...(name === '' ? [{ field: 'name', words: t.people.programmeNameMissing }] : []),
      ...periodErrors(t, startsOn, endsOn),
    ]
    if (errors.length > 0) {
      const typed = { startsOn: line(visit, 'startsOn'), endsOn: line(visit, 'endsOn') }
      return programme(visit, { id, name, purpose, ...typed }, errors)
    }
    const dates = { startsOn: startsOn ?? null, endsOn: endsOn ?? null }
    await store.programmes.save({ ...(id === '' ? {} : { id }), name, purpose, ...dates })
    return redirect('/programme', t.common.saved)
  },
}

async function programme(
  { store, t, viewer }: Visit,
  edited: Given | null,
  errors: readonly FieldError[] = [],
): Promise<Reply> {
  const mayEdit = allowed('organise', viewer, [])
  const context = {
    title: t.people.programmeTitle,
    errors,
    programmes: await store.programmes.list(),
    edited: mayEdit ? edited : null,
    mayEdit,
  }
  return view('programme', context, { status: errors.length > 0 ? 422 : 200 })
}
