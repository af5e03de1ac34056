/** What is in a database, and what is wrong with it: the same look for a backup, a restore and the doctor. */

import { join } from 'node:path'
import type { Reading } from '../store/reading.ts'
import { digestOfFile } from './durable.ts'
import type { Faults, Manifest } from './manifest.ts'

export type Contents = Pick<
  Manifest,
  'engine' | 'engineVersion' | 'schema' | 'answers' | 'people' | 'counts' | 'chains'
>

/** Schema, counts and chain heads of one state of a database. */
export async function contentsOf(reading: Reading): Promise<Contents> {
  return {
    engine: reading.engine,
    engineVersion: reading.version,
    schema: await reading.schema(),
    ...(await reading.headline()),
    counts: await reading.counts(),
    chains: await reading.heads(),
  }
}

/** Everything that is wrong with a database and the files that it refers to, which stand below `filesDir`. */
export async function faultsOf(reading: Reading, filesDir: string): Promise<Faults> {
  const integrity = await reading.integrityFaults()
  // A damaged file cannot be read further in any orderly way.
  if (integrity.length > 0) return { integrity, references: [], brokenChains: [], files: [] }
  return {
    integrity,
    references: await reading.brokenReferences(),
    brokenChains: await brokenChains(reading),
    files: await missingFiles(reading, filesDir),
  }
}

/** Names of chains that do not verify, with the number of the event where each breaks. */
export async function brokenChains(reading: Reading): Promise<readonly string[]> {
  const broken: string[] = []
  for (const { chain } of await reading.heads()) {
    const verdict = await reading.verify(chain)
    if (!verdict.ok) broken.push(`${chain} ${verdict.brokenAt ?? ''}`.trim())
  }
  return broken
}

/** Files that records refer to and that are not there, or whose bytes are not those that were saved. */
export async function missingFiles(reading: Reading, filesDir: string): Promise<readonly string[]> {
  const missing: string[] = []
  for (const { place, hash } of await reading.referredFiles()) {
    const digest = await digestOfFile(join(filesDir, place)).catch(() => null)
    if (digest?.sha256 !== hash) missing.push(place)
  }
  return missing
}

/** True if there is nothing in the list of faults. */
export function sound({ integrity, references, brokenChains, files }: Faults): boolean {
  return integrity.length + references.length + brokenChains.length + files.length === 0
}
