/** A person's own account: who they are here, their password, and signing out everywhere. */

import { hashPassword, passwordMatches } from '../access/password.ts'
import { openSession } from '../access/session.ts'
import { Problem } from '../problem.ts'
import { newPasswordErrors } from './access-rules.ts'
import { secret, type FieldError } from './fields.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'

export const accountPage: Page = {
  path: '/account',
  right: 'signedIn',
  beforeNewPassword: true,
  get: (visit) => account(visit),
  post: async (visit) => {
    const { store, viewer, t, now, config } = visit
    if (!viewer) throw new Problem('signInNeeded')
    const errors = await errorsOf(visit, viewer.login)
    if (errors.length > 0) return account(visit, errors)
    await store.people.setPassword(viewer.id, await hashPassword(secret(visit, 'password')), false)
    await store.sessions.closeAll(viewer.id)
    const cookie = await openSession(store, viewer.id, { now: now(), hours: config.sessionHours })
    return { kind: 'redirect', to: '/account', cookies: [cookie], notice: t.access.changed }
  },
}

async function errorsOf(visit: Visit, login: string): Promise<readonly FieldError[]> {
  const { store, t } = visit
  const current = secret(visit, 'current')
  const password = secret(visit, 'password')
  const kept = await store.people.credentials(login)
  if (!(await passwordMatches(kept?.passwordHash ?? null, current))) {
    return [{ field: 'current', words: t.access.currentWrong }]
  }
  if (password === current) return [{ field: 'password', words: t.access.samePassword }]
  return newPasswordErrors(t, { login, password, repeat: secret(visit, 'repeat') })
}

async function account({ store, viewer, t }: Visit, errors: readonly FieldError[] = []): Promise<Reply> {
  const person = viewer ? await store.people.find(viewer.id) : null
  if (!person) throw new Problem('signInNeeded')
  const unit = person.unitId === null ? null : await store.units.find(person.unitId)
  const context = {
    title: t.access.accountTitle,
    narrow: true,
    errors,
    name: person.name,
    login: person.login,
    jobTitle: person.jobTitle,
    unit: unit?.name ?? '',
    roles: person.roles.map((role) => t.common.role[role]),
    mustChange: person.mustChangePassword,
  }
  return view('account', context, { status: errors.length > 0 ? 422 : 200 })
}
