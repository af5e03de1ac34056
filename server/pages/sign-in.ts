/** Sign-in: one answer and one time for every failure, so that nothing tells which logins exist. */

import { closeSession, openSession, sessionCookie } from '../access/session.ts'
import { passwordMatches } from '../access/password.ts'
import { demoAccounts, demoPassword } from '../demo/accounts.ts'
import { localPath } from '../visit.ts'
import { line, secret, type FieldError } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

/** So many failures in a row lock the account for so long. */
const lock = { failures: 8, minutes: 15 }

export const signInPage: Page = {
  path: '/sign-in',
  right: 'public',
  beforeNewPassword: true,
  get: async (visit) => {
    if ((await visit.store.people.count()) === 0) return redirect('/setup')
    if (visit.viewer) return redirect(localPath(visit.query['next']))
    return form(visit, { login: visit.query['login'] ?? '', next: localPath(visit.query['next']) })
  },
  post: async (visit) => {
    const login = line(visit, 'login', 100)
    const password = secret(visit, 'password')
    const next = localPath(line(visit, 'next', 2000))
    const { t, store } = visit
    const missing = [
      ...(login === '' ? [{ field: 'login', words: t.access.loginMissing }] : []),
      ...(password === '' ? [{ field: 'password', words: t.access.passwordMissing }] : []),
    ]
    if (missing.length > 0) return form(visit, { login, next }, missing)
    const personId = await checked(visit, login, password)
    if (personId === null)
      return form(visit, { login, next }, [{ field: 'login', words: t.access.signInFailed }])
    await closeSession(store, visit.cookies[sessionCookie])
    const clock = { now: visit.now(), hours: visit.config.sessionHours }
    return { kind: 'redirect', to: next, cookies: [await openSession(store, personId, clock)] }
  },
}

/** The id of the person whose login and password these are; null if not, or while the account is locked. */
async function checked({ store, now }: Visit, login: string, password: string): Promise<string | null> {
  const kept = await store.people.credentials(login)
  const matches = await passwordMatches(kept?.passwordHash ?? null, password)
  if (!kept) return null
  const moment = now()
  if (kept.lockedUntil !== null && kept.lockedUntil > moment.toISOString()) return null
  if (matches) {
    if (kept.failures > 0) await store.people.clearFailures(kept.personId)
    return kept.personId
  }
  const until = new Date(moment.getTime() + lock.minutes * 60_000).toISOString()
  await store.people.countFailure(kept.personId, lock.failures, until)
  return null
}

function form(
  { t, config }: Visit,
  given: { readonly login: string; readonly next: string },
  errors: readonly FieldError[] = [],
): Reply {
  const accounts = demoAccounts.map(({ login, name, jobTitle, role }) => ({
    login,
    name,
    jobTitle,
    role: t.common.role[role],
    href: `/sign-in?login=${login}`,
  }))
  const context = {
    title: t.access.signInTitle,
    narrow: true,
    scripts: ['field-sign-in.js'],
    errors,
    ...given,
    samples: config.demo ? { password: demoPassword, accounts } : null,
  }
  return view('sign-in', context, { status: errors.length > 0 ? 422 : 200 })
}
