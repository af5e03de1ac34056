/** Whether the server is well, for whoever watches it: the database answers, and answers can be written. */

import type { Page } from './page.ts'

export const healthz: Page = {
  path: '/healthz',
  right: 'public',
  probe: true,
  async get({ store, intake }) {
    const database = await within(2_000, store.system.ping())
    const writing = intake.state().trouble === null
    const well = database && writing
    return {
      kind: 'json',
      status: well ? 200 : 503,
      value: {
        status: well ? 'ok' : 'failing',
        database: database ? 'ok' : 'failing',
        writing: writing ? 'ok' : 'failing',
      },
    }
  },
}

/** False if it fails or takes longer; a database that hangs must not hang the one who asks. */
async function within(milliseconds: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => false,
      ),
      late,
    ])
  } finally {
    clearTimeout(timer)
  }
}
