/** The saved set that a page speaks of. */

import { readScript } from '../../../analysis/workbench/read-script.ts'
import type { Script } from '../../../analysis/workbench/script.ts'
import { Problem } from '../../problem.ts'
import type { WorkbenchSet } from '../../store/store.ts'
import type { CollectionFrame } from '../../summary/frames.ts'
import { frameSoon } from '../summarising/waiting.ts'
import type { Visit } from '../page.ts'

export async function foundSet(visit: Visit): Promise<{
  readonly held: CollectionFrame
  readonly set: WorkbenchSet
  readonly script: Script
}> {
  const { store, params } = visit
  const held = await frameSoon(visit, params['collection']!)
  const set = held && (await store.workbench.find(held.collection.id, params['set']!))
  if (!held || !set) throw new Problem('notFound')
  const read = readScript(JSON.parse(set.script))
  if ('complaint' in read)
    throw new Error(`workbench set ${set.id}: ${read.complaint.code} at ${read.complaint.at}`)
  return { held, set, script: read.script }
}
