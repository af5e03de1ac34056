/** Adds a person; the password that is issued is shown once. */

import { hashPassword, issuePassword } from '../access/password.ts'
import { Problem } from '../problem.ts'
import type { FieldError } from './fields.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'
import { issuedView } from './people/issued.ts'
import { nobody, personErrors, personFields, readPerson, type Given } from './people/person-form.ts'
import { mayGive } from './people/roles.ts'

export const peopleNewPage: Page = {
  path: '/people/new',
  right: 'people',
  get: (visit) => form(visit, nobody),
  post: async (visit) => {
    const { store, viewer, t } = visit
    if (!viewer) throw new Problem('signInNeeded')
    const given = readPerson(visit)
    const verdict = mayGive(viewer, null, { before: [], after: given.roles })
    const errors = [
      ...(await personErrors(visit, given)),
      ...(verdict === 'yes' ? [] : [{ field: 'roles', words: t.people[verdict] }]),
    ]
    if (errors.length > 0) return form(visit, given, errors)
    const password = issuePassword()
    const person = { ...given, unitId: given.unitId || null, active: true, mustChangePassword: true }
    try {
      await store.people.add(person, await hashPassword(password), viewer.id)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'DuplicateLogin') throw error
      return form(visit, given, [{ field: 'login', words: t.access.loginTaken }])
    }
    return issuedView(visit, [{ ...given, password }])
  },
}

async function form(visit: Visit, given: Given, errors: readonly FieldError[] = []): Promise<Reply> {
  const { t } = visit
  const context = {
    title: t.people.personNew,
    narrow: true,
    errors,
    breadcrumb: [{ href: '/people', label: t.people.peopleTitle }, { label: t.people.personNew }],
    action: '/people/new',
    person: null,
    ...(await personFields(visit, given)),
  }
  return view('people/person', context, { status: errors.length > 0 ? 422 : 200 })
}
