/** One person: change, reset the password, switch the account off and on. */

import { hashPassword, issuePassword } from '../access/password.ts'
import type { Viewer } from '../access/rights.ts'
import { Problem } from '../problem.ts'
import type { Person } from '../store/store.ts'
import type { FieldError } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { issuedView } from './people/issued.ts'
import { personErrors, personFields, readPerson, type Given } from './people/person-form.ts'
import { mayGive, mayLookAfter } from './people/roles.ts'

export const personPage: Page = {
  path: '/people/:person',
  right: 'people',
  get: async (visit) => {
    const person = await asked(visit)
    return form(visit, person, { ...person, unitId: person.unitId ?? '' })
  },
  post: async (visit) => {
    const { viewer, body } = visit
    if (!viewer) throw new Problem('signInNeeded')
    const person = await asked(visit)
    if (!mayLookAfter(viewer, person.roles)) throw new Problem('forbidden')
    switch (body['action']) {
      case 'reset':
        return reset(visit, viewer, person)
      case 'deactivate':
        return activate(visit, viewer, { person, active: false })
      case 'activate':
        return activate(visit, viewer, { person, active: true })
      default:
        return save(visit, viewer, person)
    }
  },
}

async function asked({ store, params }: Visit): Promise<Person> {
  const person = await store.people.find(params['person'] ?? '')
  if (!person) throw new Problem('notFound')
  return person
}

async function save(visit: Visit, viewer: Viewer, person: Person): Promise<Reply> {
  const { store, t } = visit
  const typed = readPerson(visit)
  // One's own roles stand; their boxes are not even on the page.
  const given = person.id === viewer.id ? { ...typed, roles: person.roles } : typed
  const verdict = mayGive(viewer, person.id, { before: person.roles, after: given.roles })
  const errors = [
    ...(await personErrors(visit, given)),
    ...(verdict === 'yes' ? [] : [{ field: 'roles', words: t.people[verdict] }]),
  ]
  if (errors.length > 0) return form(visit, person, given, errors)
  try {
    await store.people.change(person.id, { ...given, unitId: given.unitId || null }, viewer.id)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'DuplicateLogin') throw error
    return form(visit, person, given, [{ field: 'login', words: t.access.loginTaken }])
  }
  return redirect('/people', t.common.saved)
}

async function reset(visit: Visit, viewer: Viewer, person: Person): Promise<Reply> {
  const { store, now } = visit
  if (person.id === viewer.id) return redirect('/account')
  const password = issuePassword()
  await store.people.setPassword(person.id, await hashPassword(password), true)
  await store.people.clearFailures(person.id)
  await store.sessions.closeAll(person.id)
  const event = { actor: viewer.id, kind: 'person.password', subject: person.id }
  await store.history.append(event, now().toISOString())
  return issuedView(visit, [{ ...person, password }])
}

async function activate(
  { store, t }: Visit,
  viewer: Viewer,
  { person, active }: { readonly person: Person; readonly active: boolean },
): Promise<Reply> {
  const to = `/people/${person.id}`
  if (person.id === viewer.id) return redirect(to, t.people.notSelf)
  await store.people.change(person.id, { active }, viewer.id)
  return redirect(to, active ? t.people.activated : t.people.deactivated)
}

async function form(
  visit: Visit,
  person: Person,
  given: Given,
  errors: readonly FieldError[] = [],
): Promise<Reply> {
  const { t, viewer } = visit
  const context = {
    title: t.people.personEdit,
    narrow: true,
    errors,
    breadcrumb: [{ href: '/people', label: t.people.peopleTitle }, { label: person.name }],
    action: `/people/${person.id}`,
    person,
    own: viewer?.id === person.id,
    mayChange: viewer !== null && mayLookAfter(viewer, person.roles),
    ...(await personFields(visit, given)),
  }
  return view('people/person', context, { status: errors.length > 0 ? 422 : 200 })
}
