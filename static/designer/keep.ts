/** Work that the server has not got yet, kept in this browser: it is there after a dropped connection or a closed tab. */

import { openDB, type IDBPDatabase } from 'idb'
import type { Draft } from '../../server/form/design/draft.ts'

export interface KeptWork {
  /** Form and person. */
  readonly id: string
  readonly base: Draft
  readonly draft: Draft
  readonly kind: string
}

let opening: Promise<IDBPDatabase> | null = null

function database(): Promise<IDBPDatabase> {
  opening =
    opening ??
    openDB('diaoyan-designer', 1, {
      upgrade: (fresh) => void fresh.createObjectStore('work', { keyPath: 'id' }),
    })
  return opening
}

/** False where this browser keeps nothing. */
export async function keepWork(work: KeptWork): Promise<boolean> {
  try {
    await (await database()).put('work', work)
    return true
  } catch {
    opening = null
    return false
  }
}

export async function keptWork(id: string): Promise<KeptWork | null> {
  try {
    return ((await (await database()).get('work', id)) as KeptWork | undefined) ?? null
  } catch {
    opening = null
    return null
  }
}

export async function forgetWork(id: string): Promise<void> {
  try {
    await (await database()).delete('work', id)
  } catch {
    opening = null
  }
}
