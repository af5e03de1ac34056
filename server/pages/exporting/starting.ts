/** From the button of an export to its file: sent at once where it is small, else made behind a page that says how far it is. */

import { runnerOf } from '../../export-jobs/runners.ts'
import type { ExportOrder, ExportRunner } from '../../export-jobs/runner.ts'
import { redirect, type Reply, type Visit } from '../page.ts'

/** Files that came with answers, together: more than this takes a while to send. */
export const attachmentsAtOnce = 50 * 1024 * 1024

/** The fields of a form as the query of the address that does the same; what is empty and what only posts need is left out. */
export function fieldsOf({ body }: Pick<Visit, 'body'>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      const text = typeof value === 'string' ? value : value.join(',')
      return name === '_csrf' || name === 'format' || text === '' ? [] : [[name, text] as const]
    }),
  )
}

export function queryText(query: Readonly<Record<string, string>>): string {
  const words = new URLSearchParams(query).toString()
  return words === '' ? '' : `?${words}`
}

export function runnerFor({ store, config, now, watching }: Visit): ExportRunner {
  return runnerOf(store, {
    dataDir: config.dataDir,
    now,
    failed: (error) =>
      watching.log.write({
        event: 'exportFailed',
        level: 'error',
        what: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  })
}

/** Begins the job and leads to its page. */
export async function begun(visit: Visit, order: ExportOrder): Promise<Reply> {
  const id = await runnerFor(visit).start(order)
  return redirect(`/topics/${order.job.topicId}/exports/${id}`)
}
