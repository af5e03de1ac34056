/** The main menu of a person: only what they may open. */

import { allowed, type Right, type Viewer } from './access/rights.ts'
import type { Catalogue } from './locale/index.ts'

export interface NavigationLink {
  readonly href: string
  readonly label: string
  readonly current: boolean
}

const places = [
  { href: '/', word: 'home', right: 'signedIn' },
  { href: '/topics', word: 'topics', right: 'signedIn' },
  { href: '/programme', word: 'programme', right: 'overview' },
  { href: '/units', word: 'units', right: 'overview' },
  { href: '/people', word: 'people', right: 'people' },
  { href: '/history', word: 'history', right: 'people' },
  { href: '/system', word: 'system', right: 'admin' },
] as const satisfies readonly { href: string; word: keyof Catalogue['common']; right: Right }[]

/** The links of the header. Pages of a form or a collection belong to the topics. */
export function navigationFor(viewer: Viewer | null, url: string, t: Catalogue): readonly NavigationLink[] {
  const path = url.split('?')[0] ?? '/'
  const at = /^\/(forms|collections)\//.test(path) ? '/topics' : path
  return places
    .filter(({ right }) => allowed(right, viewer, []))
    .map(({ href, word }) => ({
      href,
      label: t.common[word],
      current: href === '/' ? at === '/' : at === href || at.startsWith(`${href}/`),
    }))
}
