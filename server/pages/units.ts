/** The unit tree in its official order; one unit is added, changed or removed at a time. */

import { allowed } from '../access/rights.ts'
import { Problem } from '../problem.ts'
import type { Unit } from '../store/store.ts'
import { line, type FieldError } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

interface Given {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly position: string
  readonly parentId: string
}

export const unitsPage: Page = {
  path: '/units',
  right: 'overview',
  postRight: 'organise',
  get: async (visit) => {
    const asked = visit.query['unit']
    if (asked === undefined) return units(visit, null)
    if (asked === '') {
      return units(visit, { id: '', name: '', code: '', position: '', parentId: visit.query['parent'] ?? '' })
    }
    const unit = await visit.store.units.find(asked)
    if (!unit) throw new Problem('notFound')
    return units(visit, { ...unit, position: String(unit.position), parentId: unit.parentId ?? '' })
  },
  post: async (visit) => {
    const given = {
      id: line(visit, 'id', 40),
      name: line(visit, 'name', 100),
      code: line(visit, 'code', 40),
      position: line(visit, 'position', 10).normalize('NFKC'),
      parentId: line(visit, 'parentId', 40),
    }
    return visit.body['remove'] === 'yes' ? remove(visit, given.id) : save(visit, given)
  },
}

async function remove({ store, t }: Visit, id: string): Promise<Reply> {
  if (!(await store.units.find(id))) throw new Problem('notFound')
  const removed = await store.units.remove(id)
  return removed
    ? redirect('/units', t.people.unitRemoved)
    : redirect(`/units?unit=${id}`, t.people.unitInUse)
}

async function save(visit: Visit, given: Given): Promise<Reply> {
  const { store, t } = visit
  const tree = await store.units.tree()
  const standing = tree.find(({ id }) => id === given.id)
  if (given.id !== '' && !standing) throw new Problem('notFound')
  const errors = errorsOf(visit, given, tree)
  if (errors.length > 0) return units(visit, given, errors)
  const parentId = given.parentId === '' ? null : given.parentId
  const last = Math.max(0, ...tree.filter((unit) => unit.parentId === parentId).map((unit) => unit.position))
  const unit = {
    ...(standing ? { id: standing.id } : {}),
    name: given.name,
    code: given.code,
    parentId,
    position: given.position === '' ? Math.min(last + 1, 9999) : Number(given.position),
  }
  try {
    await store.units.save(unit)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UnitCycle') throw error
    return units(visit, given, [{ field: 'parentId', words: t.people.unitParentBad }])
  }
  return redirect('/units', t.common.saved)
}

function errorsOf({ t }: Visit, given: Given, tree: readonly Unit[]): readonly FieldError[] {
  const taken =
    given.code === '' ? undefined : tree.find(({ code, id }) => code === given.code && id !== given.id)
  const parent = given.parentId === '' || tree.some(({ id }) => id === given.parentId)
  return [
    ...(given.name === '' ? [{ field: 'name', words: t.people.unitNameMissing }] : []),
    ...(taken
      ? [{ field: 'code', words: t.people.unitCodeTaken({ code: taken.code, name: taken.name }) }]
      : []),
    ...(/^\d{0,4}$/.test(given.position) ? [] : [{ field: 'position', words: t.people.unitPositionBad }]),
    ...(parent && (given.id === '' || given.parentId !== given.id)
      ? []
      : [{ field: 'parentId', words: t.people.unitParentBad }]),
  ]
}

async function units(
  { store, t, viewer }: Visit,
  edited: Given | null,
  errors: readonly FieldError[] = [],
): Promise<Reply> {
  const mayEdit = allowed('organise', viewer, [])
  const tree = await store.units.tree()
  const context = {
    title: t.people.unitsTitle,
    errors,
    units: tree,
    edited: mayEdit ? edited : null,
    parents: [
      { value: '', label: t.people.unitTop },
      ...unitOptions(tree.filter(({ id }) => id !== edited?.id)),
    ],
    mayEdit,
  }
  return view('units', context, { status: errors.length > 0 ? 422 : 200 })
}

/** The tree as a select shows it: in order, deeper units set in. */
export function unitOptions(tree: readonly (Unit & { readonly depth: number })[]) {
  return tree.map(({ id, name, depth }) => ({ value: id, label: '　'.repeat(depth) + name }))
}
