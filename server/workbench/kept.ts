/** The recodes that a collection keeps: read from the store, and put before those of a script. */

import type { Recode, Script } from '../../analysis/workbench/script.ts'
import { emptyScript, variablesNamed } from '../../analysis/workbench/script.ts'
import { readScript } from '../../analysis/workbench/read-script.ts'
import type { Store } from '../store/store.ts'

export async function keptRecodes(store: Store, collectionId: string): Promise<readonly Recode[]> {
  const kept = await store.workbench.recodes(collectionId)
  return kept.flatMap(({ name, recode }) => {
    const read = readScript({ ...emptyScript, recodes: [JSON.parse(recode)] })
    if ('complaint' in read)
      throw new Error(`kept recode ${name}: ${read.complaint.code} at ${read.complaint.at}`)
    return read.script.recodes
  })
}

/** The script with the kept recodes before its own; its own of the same name stand instead of them. Rows of repeats have none. */
export function withKept(script: Script, kept: readonly Recode[]): Script {
  if (kept.length === 0 || script.unit !== null) return script
  const own = new Set(script.recodes.map(({ name }) => name))
  return { ...script, recodes: [...kept.filter(({ name }) => !own.has(name)), ...script.recodes] }
}

/** The script with those kept recodes that it needs, so that it stands by itself. */
export function selfContained(script: Script, kept: readonly Recode[]): Script {
  const whole = withKept(script, kept)
  const needed = new Set(variablesNamed(script))
  for (const { name, from } of whole.recodes.toReversed()) if (needed.has(name)) needed.add(from)
  const own = new Set(script.recodes)
  return { ...whole, recodes: whole.recodes.filter((recode) => own.has(recode) || needed.has(recode.name)) }
}
