/** First run: the first administrator, made by whoever can read the code on the console. Gone once there is anybody. */

import { isSetUpCode, setUpDone } from '../access/first-run.ts'
import { hashPassword } from '../access/password.ts'
import { openSession } from '../access/session.ts'
import { Problem } from '../problem.ts'
import { line, secret } from './fields.ts'
import { loginErrors, newPasswordErrors } from './access-rules.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'
import type { FieldError } from './fields.ts'

export const setupPage: Page = {
  path: '/setup',
  right: 'public',
  get: async (visit) => {
    await onlyAtFirst(visit)
    return form(visit, { code: visit.query['code'] ?? '', login: '', name: '', organiser: true })
  },
  post: async (visit) => {
    await onlyAtFirst(visit)
    const given = {
      code: line(visit, 'code', 40),
      login: line(visit, 'login', 100),
      name: line(visit, 'name', 80),
      organiser: visit.body['organiser'] === 'yes',
    }
    const errors = await errorsOf(visit, given)
    if (errors.length > 0) return form(visit, given, errors)
    return firstPerson(visit, given)
  },
}

interface Given {
  readonly code: string
  readonly login: string
  readonly name: string
  readonly organiser: boolean
}

async function onlyAtFirst({ store }: Visit): Promise<void> {
  if ((await store.people.count()) > 0) throw new Problem('notFound')
}

async function errorsOf(visit: Visit, { code, login, name }: Given): Promise<readonly FieldError[]> {
  const { t, store } = visit
  return [
    ...((await isSetUpCode(store, code)) ? [] : [{ field: 'code', words: t.access.setupCodeWrong }]),
    ...(name === '' ? [{ field: 'name', words: t.access.nameMissing }] : []),
    ...loginErrors(t, login),
    ...newPasswordErrors(t, { login, password: secret(visit, 'password'), repeat: secret(visit, 'repeat') }),
  ]
}

async function firstPerson(visit: Visit, { code, login, name, organiser }: Given): Promise<Reply> {
  const { store, t, now, config } = visit
  const passwordHash = await hashPassword(secret(visit, 'password'))
  // Hashing took a moment: the code may have been used meanwhile, and is used up before anything is made with it.
  if (!(await isSetUpCode(store, code))) throw new Problem('notFound')
  await setUpDone(store)
  const person = {
    login,
    name,
    unitId: null,
    jobTitle: '',
    phone: '',
    roles: organiser ? (['admin', 'organiser'] as const) : (['admin'] as const),
    active: true,
    mustChangePassword: false,
  }
  const id = await store.people.add(person, passwordHash)
  await store.history.append({ actor: id, kind: 'person.setUp', subject: id }, now().toISOString())
  const cookie = await openSession(store, id, { now: now(), hours: config.sessionHours })
  return { kind: 'redirect', to: '/', cookies: [cookie], notice: t.access.setupDone }
}

function form({ t }: Visit, given: Given, errors: readonly FieldError[] = []): Reply {
  const context = { title: t.access.setupTitle, narrow: true, errors, ...given }
  return view('setup', context, { status: errors.length > 0 ? 422 : 200 })
}
