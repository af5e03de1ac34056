/** What the pages that make accounts ask of a login and of a new password. */

import { passwordComplaint } from '../access/password.ts'
import type { Catalogue } from '../locale/index.ts'
import type { FieldError } from './fields.ts'

/** A login is ASCII, so that it can be typed on every keyboard and stands unchanged in a table. */
export function validLogin(login: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/.test(login)
}

export function loginErrors(t: Catalogue, login: string): readonly FieldError[] {
  return validLogin(login) ? [] : [{ field: 'login', words: t.access.loginBad }]
}

interface NewPassword {
  readonly login: string
  readonly password: string
  readonly repeat: string
}

export function newPasswordErrors(
  t: Catalogue,
  { login, password, repeat }: NewPassword,
): readonly FieldError[] {
  const complaint = passwordComplaint(password, login)
  if (complaint) return [{ field: 'password', words: t.access[complaint] }]
  return password === repeat ? [] : [{ field: 'repeat', words: t.access.repeatWrong }]
}
