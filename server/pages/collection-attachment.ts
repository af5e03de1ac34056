/** One file of a stored answer. */

import { sendAttachment } from './answering/attachments.ts'
import type { Page } from './page.ts'

export const collectionAttachment: Page = {
  path: '/collections/:collection/attachments/:instance/:name',
  right: 'topic.view',
  get: sendAttachment,
}
