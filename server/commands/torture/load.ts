/** Many respondents at once who send until the server is gone, and remember what it acknowledged. */

import { createHash } from 'node:crypto'
import type { Fielded } from '../real/journey.ts'

/** An answer that left the device. `receipt` is null while nobody acknowledged it. */
export interface Sent {
  readonly instanceId: string
  readonly number: number
  readonly words: string
  readonly places: readonly string[]
  /** Text of the file that comes with it, or null. */
  readonly paper: string | null
  receipt: string | null
}

export interface LoadOptions {
  readonly clients: number
  /** By instance id; grows. */
  readonly sent: Map<string, Sent>
  readonly round: number
  readonly seed: number
}

export function loadUntil(
  fielded: Pick<Fielded, 'origin' | 'slug' | 'formVersion'>,
  { clients, sent, round, seed }: LoadOptions,
): { readonly stopped: Promise<void> } {
  const respondent = async (client: number): Promise<void> => {
    for (let k = 0; ; k++) {
      const answer: Sent = {
        instanceId: crypto.randomUUID(),
        number: (round * 100 + client) * 1_000 + (k % 1_000),
        words: `第 ${round} 轮 ${client}-${k} "${seed}"，\n${'好'.repeat((client * 37 + k * 11) % 400)}。`,
        places: k % 3 === 0 ? [] : k % 3 === 1 ? ['park'] : ['park', 'library'],
        paper: k % 4 === 1 ? `材料 ${round}-${client}-${k} ${'文'.repeat(3_000 + ((k * 97) % 3_000))}` : null,
        receipt: null,
      }
      sent.set(answer.instanceId, answer)
      if (!(await post(fielded, answer))) return
      // Now and then a device sends again, having missed the reply.
      if (k % 7 === 3 && !(await post(fielded, answer))) return
    }
  }
  const all = Array.from({ length: clients }, (_, client) => respondent(client))
  return { stopped: Promise.all(all).then(() => undefined) }
}

/**
 * Sends the file, then the answer. False when the server did not answer; another receipt than before, or a refusal, is
 * an error of the server.
 */
export async function post(
  to: Pick<Fielded, 'origin' | 'slug' | 'formVersion'>,
  answer: Sent,
): Promise<boolean> {
  const { instanceId, number, words, places } = answer
  const at = `${to.origin}/f/${to.slug}`
  const paper = answer.paper === null ? null : nameOf(answer.paper)
  try {
    if (paper !== null) {
      const query = new URLSearchParams({
        instance: instanceId,
        question: 'paper',
        name: paper,
        as: '材料.txt',
      })
      const kept = await send(
        `${at}/attachments?${query.toString()}`,
        'application/octet-stream',
        answer.paper ?? '',
      )
      // Not kept, and says so: the device sends it again.
      if (kept.status === 503) return true
      if (kept.status !== 201) throw new Refused(`a file got ${kept.status}: ${kept.text}`)
    }
    const answers = { number: String(number), words, places, ...(paper === null ? {} : { paper }) }
    const body = JSON.stringify({ instanceId, formVersion: to.formVersion, locale: '', answers })
    const { status, text } = await send(`${at}/submissions`, 'application/json', body)
    if (status === 503) return true
    if (status !== 200 && status !== 201) throw new Refused(`an answer got ${status}: ${text}`)
    const { receipt } = JSON.parse(text) as { readonly receipt: string }
    if (answer.receipt !== null && answer.receipt !== receipt)
      throw new Refused(`answer ${instanceId} has receipt ${answer.receipt}, then ${receipt}`)
    answer.receipt = receipt
    return true
  } catch (error) {
    if (error instanceof Refused) throw error
    return false
  }
}

/** The server answered, but not as it must. */
class Refused extends Error {}

/** As the answering script names a file: by what is in it. */
export function nameOf(paper: string): string {
  return `${createHash('sha256').update(paper).digest('hex').slice(0, 32)}.txt`
}

async function send(
  url: string,
  type: string,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
  return { status: response.status, text: await response.text() }
}
