/** Says what is wrong with an installation, in the order in which a person would look. */

import type { Config } from '../../config.ts'
import { openReading, type Reading } from '../../store/reading.ts'
import { lookAtData } from './data.ts'
import { fault, type Finding, type Patient } from './finding.ts'
import { lookAtClock, lookAtDisk, lookAtFolder, lookAtProgram } from './machine.ts'
import { lookAtBackups, lookAtCertificate } from './upkeep.ts'

export interface Visiting {
  readonly config: Config
  readonly source: string
  readonly now: Date
}

/** Looks at everything. It only reads, but for one small file that it writes and removes, so a server may be running. */
export async function examine({ config, source, now }: Visiting): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  const { reading, finding } = await openDatabase(source)
  if (finding) findings.push(finding)
  const patient: Patient = { config, source, now, reading }
  try {
    for (const look of looks) findings.push(...(await attempt(look, patient)))
  } finally {
    await reading?.close()
  }
  return findings
}

const looks: readonly ((patient: Patient) => Promise<readonly Finding[]>)[] = [
  lookAtProgram,
  lookAtFolder,
  lookAtDisk,
  lookAtClock,
  lookAtData,
  lookAtCertificate,
  lookAtBackups,
]

/** One look that fails must not hide what the others find. */
async function attempt(
  look: (patient: Patient) => Promise<readonly Finding[]>,
  patient: Patient,
): Promise<readonly Finding[]> {
  try {
    return await look(patient)
  } catch (error) {
    return [fault('lookFailed', { what: error instanceof Error ? error.message : String(error) })]
  }
}

async function openDatabase(
  source: string,
): Promise<{ readonly reading: Reading | null; readonly finding: Finding | null }> {
  try {
    return { reading: await openReading(source), finding: null }
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const missing = what.startsWith('there is no database')
    return { reading: null, finding: fault(missing ? 'databaseMissing' : 'databaseUnreadable', { what }) }
  }
}
