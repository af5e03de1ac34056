/** After a kill: whether every acknowledged answer is there once, as it was sent, and nothing that nobody sent. */

import type { Fielded } from '../real/journey.ts'
import { nameOf, post, type Sent } from './load.ts'

/** What is wrong, in words; empty if nothing is. */
export async function lookForAll(
  fielded: Fielded,
  sent: ReadonlyMap<string, Sent>,
): Promise<readonly string[]> {
  const faults: string[] = []
  const { status, text } = await fielded.analyst.get(`/collections/${fielded.collectionId}/export/jsonl`)
  if (status !== 200) return [`the export answers ${status}`]
  const rows = text.split('\n').filter((line) => line !== '')
  const seen = new Set<string>()
  for (const line of rows) {
    const row = JSON.parse(line) as Readonly<Record<string, unknown>>
    const id = String(row['instance_id'])
    const answer = sent.get(id)
    if (!answer) faults.push(`${id} is there, but nobody sent it`)
    else if (!isAsSent(row, answer)) faults.push(`${id} is not as it was sent: ${line.slice(0, 200)}`)
    if (seen.has(id)) faults.push(`${id} is there twice`)
    seen.add(id)
  }
  const recent: Sent[] = []
  for (const answer of sent.values()) {
    if (answer.receipt === null) continue
    if (!seen.has(answer.instanceId)) faults.push(`${answer.instanceId} was acknowledged and is gone`)
    recent.push(answer)
  }
  // The devices that were cut off send again, and those that have a receipt get the same.
  for (const answer of recent.slice(-300)) {
    await lookForFile(fielded, answer, faults)
    await resend(fielded, answer, faults)
  }
  for (const answer of sent.values()) {
    if (answer.receipt === null) await resend(fielded, answer, faults)
  }
  return faults
}

/** The file of an acknowledged answer is there, byte for byte. */
async function lookForFile(fielded: Fielded, answer: Sent, faults: string[]): Promise<void> {
  if (answer.paper === null) return
  const path = `/collections/${fielded.collectionId}/attachments/${answer.instanceId}/${nameOf(answer.paper)}`
  const { status, text } = await fielded.analyst.get(path)
  if (status !== 200) faults.push(`the file of ${answer.instanceId} answers ${status}`)
  else if (text !== answer.paper) faults.push(`the file of ${answer.instanceId} is not as it was sent`)
}

async function resend(fielded: Fielded, answer: Sent, faults: string[]): Promise<void> {
  try {
    if (!(await post(fielded, answer)) || answer.receipt === null)
      faults.push(`${answer.instanceId} is not acknowledged when it is sent again`)
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error))
  }
}

function isAsSent(row: Readonly<Record<string, unknown>>, { number, words, places, paper }: Sent): boolean {
  const chosen = (choice: string) => (places.length === 0 ? undefined : Number(places.includes(choice)))
  return (
    row['number'] === number &&
    row['double'] === number * 2 &&
    row['words'] === words &&
    row['paper'] === (paper === null ? undefined : nameOf(paper)) &&
    row['places/park'] === chosen('park') &&
    row['places/library'] === chosen('library')
  )
}
