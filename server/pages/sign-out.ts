/** Ends this session, or with `everywhere` all sessions of the person. */

import { closeSession, sessionCookie } from '../access/session.ts'
import type { Page } from './page.ts'

export const signOutPage: Page = {
  path: '/sign-out',
  right: 'signedIn',
  beforeNewPassword: true,
  post: async ({ store, viewer, cookies, body, t }) => {
    if (viewer && body['everywhere'] === 'yes') await store.sessions.closeAll(viewer.id)
    const cookie = await closeSession(store, cookies[sessionCookie])
    return { kind: 'redirect', to: '/sign-in', cookies: [cookie], notice: t.access.signedOut }
  },
}
