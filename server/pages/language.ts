/** The language of the interface, kept in a cookie; goes back to the page it was chosen on. */

import { locales } from '../locale/index.ts'
import { localeCookie, localPath } from '../visit.ts'
import type { Page } from './page.ts'

const aYear = 365 * 86_400

export const languagePage: Page = {
  path: '/language',
  right: 'public',
  beforeNewPassword: true,
  get: async ({ query }) => {
    const to = localPath(query['next'])
    const locale = locales.find((one) => one === query['locale'])
    if (!locale) return { kind: 'redirect', to }
    return { kind: 'redirect', to, cookies: [{ name: localeCookie, value: locale, maxAgeSeconds: aYear }] }
  },
}
