/** Rows of a table of people, checked against each other, the units and the logins that are taken. */

import type { ProgrammeRole, Viewer } from '../../access/rights.ts'
import { catalogues, type Catalogue } from '../../locale/index.ts'
import type { Person, Unit } from '../../store/store.ts'
import { validLogin } from '../access-rules.ts'
import { tooLong, type ColumnShape, type ImportRow } from '../import-rows.ts'
import { validPhone } from './person-form.ts'
import { mayGive, programmeRoles } from './roles.ts'

export const peopleColumns = {
  name: { headings: ['姓名', '名字', 'name', 'fullname'], needed: true, longest: 80 },
  login: {
    headings: ['登录名', '账号', '用户名', 'login', 'username', 'account'],
    needed: true,
    longest: 40,
  },
  unit: { headings: ['单位', '所在单位', '单位名称', '单位代码', '部门', '处室', 'unit'], longest: 100 },
  jobTitle: { headings: ['职务', '职位', '岗位', 'jobtitle', 'title', 'post'], longest: 100 },
  phone: { headings: ['联系电话', '电话', '手机', '手机号', 'phone', 'mobile', 'telephone'], longest: 40 },
  roles: { headings: ['角色', '专项工作角色', 'roles', 'role'], longest: 100 },
} as const satisfies Record<string, ColumnShape>

export type PersonRow = ImportRow<keyof typeof peopleColumns>

export interface Standing {
  readonly units: readonly Unit[]
  readonly people: readonly Person[]
  readonly viewer: Viewer
}

/** The person of each row, and what is wrong with it. */
export interface PlannedPerson {
  readonly row: PersonRow
  readonly person: Omit<Person, 'id'>
  readonly complaints: readonly string[]
}

export function plannedPeople(
  t: Catalogue,
  rows: readonly PersonRow[],
  { units, people, viewer }: Standing,
): readonly PlannedPerson[] {
  const taken = new Set(people.map(({ login }) => login.toLowerCase()))
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const { name, login, jobTitle } = row.cells
    const phone = row.cells.phone.normalize('NFKC')
    const key = login.toLowerCase()
    const before = seen.get(key)
    if (before === undefined && key !== '') seen.set(key, row.row)
    const unit = unitNamed(t, row.cells.unit, units)
    const roles = rolesNamed(t, row.cells.roles)
    const complaints = [
      ...(name === '' ? [t.people.rowNoName] : []),
      ...(login === '' ? [t.people.rowNoLogin] : []),
      ...(login === '' || validLogin(login) ? [] : [t.people.rowBadLogin({ login })]),
      ...(before === undefined ? [] : [t.people.rowLoginTwice({ login, row: before })]),
      ...(taken.has(key) ? [t.people.rowLoginTaken({ login })] : []),
      ...unit.complaints,
      ...roles.complaints,
      ...(mayGive(viewer, null, { before: [], after: roles.roles }) === 'yes'
        ? []
        : [t.people.rowRoleNotAllowed]),
      ...(validPhone(phone) ? [] : [t.people.rowBadPhone({ phone })]),
      ...tooLong(t, row, peopleColumns),
    ]
    const person = {
      login,
      name,
      jobTitle,
      phone,
      unitId: unit.id,
      roles: roles.roles,
      active: true,
      mustChangePassword: true,
    }
    return { row, person, complaints }
  })
}

function unitNamed(t: Catalogue, words: string, units: readonly Unit[]) {
  if (words === '') return { id: null, complaints: [] }
  const byCode = units.filter(({ code }) => code === words)
  const found = byCode.length > 0 ? byCode : units.filter(({ name }) => name === words)
  const [unit] = found
  if (!unit) return { id: null, complaints: [t.people.rowUnknownUnit({ unit: words })] }
  if (found.length > 1) return { id: null, complaints: [t.people.rowManyUnits({ unit: words })] }
  return { id: unit.id, complaints: [] }
}

/** Roles by their names in either language. */
function rolesNamed(t: Catalogue, words: string) {
  const given = words
    .split(/[、,，;；/|]/)
    .map((word) => word.trim())
    .filter(Boolean)
  const roles: ProgrammeRole[] = []
  const complaints: string[] = []
  for (const word of given) {
    const role = programmeRoles.find((one) =>
      [one, ...Object.values(catalogues).map((of) => of.common.role[one].toLowerCase())].includes(
        word.toLowerCase(),
      ),
    )
    if (!role) complaints.push(t.people.rowBadRole({ role: word }))
    else if (!roles.includes(role)) roles.push(role)
  }
  return { roles, complaints }
}
