/** What is typed about a person, for adding and for changing one. */

import type { ProgrammeRole } from '../../access/rights.ts'
import type { Person } from '../../store/store.ts'
import { loginErrors } from '../access-rules.ts'
import { line, several, type FieldError } from '../fields.ts'
import type { Visit } from '../page.ts'
import { unitOptions } from '../units.ts'
import { programmeRoles, rolesAmong } from './roles.ts'

export type Given = Pick<Person, 'login' | 'name' | 'jobTitle' | 'phone'> & {
  readonly unitId: string
  readonly roles: readonly ProgrammeRole[]
}

export const nobody: Given = { login: '', name: '', jobTitle: '', phone: '', unitId: '', roles: [] }

export function readPerson(visit: Visit): Given {
  return {
    login: line(visit, 'login', 60),
    name: line(visit, 'name', 80),
    jobTitle: line(visit, 'jobTitle', 100),
    phone: line(visit, 'phone', 40).normalize('NFKC'),
    unitId: line(visit, 'unitId', 40),
    roles: rolesAmong(several(visit, 'roles')),
  }
}

export function validPhone(phone: string): boolean {
  return /^[\d+\-() ]{0,40}$/.test(phone)
}

export async function personErrors({ t, store }: Visit, given: Given): Promise<readonly FieldError[]> {
  const unit = given.unitId === '' || (await store.units.find(given.unitId))
  return [
    ...(given.name === '' ? [{ field: 'name', words: t.access.nameMissing }] : []),
    ...loginErrors(t, given.login),
    ...(unit ? [] : [{ field: 'unitId', words: t.people.rowUnknownUnit({ unit: given.unitId }) }]),
    ...(validPhone(given.phone) ? [] : [{ field: 'phone', words: t.people.phoneBad }]),
  ]
}

/** What the template people/person needs to show the form. */
export async function personFields({ t, store }: Visit, given: Given) {
  return {
    given,
    units: [{ value: '', label: t.common.none }, ...unitOptions(await store.units.tree())],
    roles: programmeRoles.map((role) => ({
      value: role,
      label: t.common.role[role],
      hint: t.people.roleHint[role],
      held: given.roles.includes(role),
    })),
  }
}
