/** Many respondents at once who send until the server is gone, and remember what it acknowledged. */

import type { Fielded } from '../real/journey.ts'

/** An answer that left the device. `receipt` is null while nobody acknowledged it. */
export interface Sent {
  readonly instanceId: string
  readonly number: number
  readonly words: string
  readonly places: readonly string[]
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

/** False when the server did not answer. Another receipt than before, or a refusal, is an error of the server. */
export async function post(
  { origin, slug, formVersion }: Pick<Fielded, 'origin' | 'slug' | 'formVersion'>,
  answer: Sent,
): Promise<boolean> {
  const { instanceId, number, words, places } = answer
  let status: number
  let text: string
  try {
    const response = await fetch(`${origin}/f/${slug}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        instanceId,
        formVersion,
        locale: '',
        answers: { number: String(number), words, places },
      }),
    })
    status = response.status
    text = await response.text()
  } catch {
    return false
  }
  // Not acknowledged, and says so: the device keeps the answer and sends it again.
  if (status === 503) return true
  if (status !== 200 && status !== 201) throw new Error(`an answer got ${status}: ${text}`)
  const { receipt } = JSON.parse(text) as { readonly receipt: string }
  if (answer.receipt !== null && answer.receipt !== receipt)
    throw new Error(`answer ${instanceId} has receipt ${answer.receipt}, then ${receipt}`)
  answer.receipt = receipt
  return true
}
