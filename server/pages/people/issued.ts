/** Passwords just issued, shown this once and kept nowhere. */

import { view, type Reply, type Visit } from '../page.ts'

export interface Issued {
  readonly name: string
  readonly login: string
  readonly password: string
}

export function issuedView({ t }: Visit, issued: readonly Issued[]): Reply {
  return view('people/issued', {
    title: t.people.issuedTitle,
    breadcrumb: [{ href: '/people', label: t.people.peopleTitle }, { label: t.people.issuedTitle }],
    issued,
  })
}
