/** The site map: every page of the server, a line each. */

import type { Page } from './page.ts'

export const pages: readonly Page[] = []
