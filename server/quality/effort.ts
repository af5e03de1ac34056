/** How the answers of a collection came about, as columns beside its frame. */

import { setImmediate as breath } from 'node:timers/promises'
import { addedUp, type Paradata } from '../form/paradata.ts'
import { partsOfAt } from '../form/instances.ts'
import type { Store } from '../store/store.ts'

/** So many answers are read in one go; between two goes others have their turn. */
const atOnce = 1_000

/** The paradata of every answer that has any, all its fillings in together, in order of sequence. */
export async function* effortsOf(
  { paradata }: Pick<Store, 'paradata'>,
  collectionId: string,
  last: number,
): AsyncGenerator<{ readonly seq: number; readonly paradata: Paradata }> {
  for (let after = 0; after < last; after += atOnce) {
    const fillings = await paradata.between(collectionId, after, Math.min(last, after + atOnce))
    const bySeq = new Map<number, Paradata[]>()
    for (const { seq, paradata } of fillings) bySeq.set(seq, [...(bySeq.get(seq) ?? []), paradata])
    for (const [seq, each] of bySeq) {
      const whole = addedUp(each)
      if (whole) yield { seq, paradata: whole }
    }
    await breath()
  }
}

/** Seconds at each question by its name; of one in a repeat the mean of its rows. */
export function secondsByQuestion({ questions = {} }: Paradata): ReadonlyMap<string, number> {
  const found = new Map<string, { seconds: number; rows: number }>()
  for (const [at, [seconds]] of Object.entries(questions)) {
    const { name } = partsOfAt(at)
    const before = found.get(name) ?? { seconds: 0, rows: 0 }
    found.set(name, { seconds: before.seconds + seconds, rows: before.rows + 1 })
  }
  return new Map([...found].map(([name, { seconds, rows }]) => [name, seconds / rows]))
}
