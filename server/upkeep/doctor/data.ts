/** The data: schema, integrity, references, the chains of history, uploaded files. */

import { join } from 'node:path'
import { ownSchema } from '../../store/reading.ts'
import { faultsOf } from '../contents.ts'
import { filesBelow } from '../durable.ts'
import { advice, fault, good, type Finding, type Patient } from './finding.ts'

/** How many of the same kind are named one by one. */
const named = 5

export async function lookAtData({ reading, config }: Patient): Promise<readonly Finding[]> {
  if (!reading) return []
  const schema = await reading.schema()
  const unknown = schema.find(({ number, name }) =>
    ownSchema.every((own) => own.number !== number || own.name !== name),
  )
  if (unknown) return [fault('schemaNewer', { number: unknown.number })]
  const last = schema.at(-1)?.number ?? 0
  const newest = ownSchema.at(-1)?.number ?? 0
  const params = { number: last, engine: `${reading.engine} ${reading.version}` }
  const findings: Finding[] = [
    last < newest ? advice('schemaOlder', { ...params, newest }) : good('schema', params),
  ]
  const filesDir = join(config.dataDir, 'files')
  const faults = await faultsOf(reading, filesDir)
  findings.push(...each(faults.integrity, 'integrityBroken', 'integrity'))
  if (faults.integrity.length > 0) return findings
  const { answers } = await reading.headline()
  const chains = (await reading.heads()).length
  findings.push(
    ...each(faults.references, 'referencesBroken', 'references'),
    ...each(faults.brokenChains, 'chainBroken', 'chains', { chains, answers }),
    ...each(faults.files, 'fileMissing', 'files', { files: (await filesBelow(filesDir)).length }),
  )
  return findings
}

function each(
  faults: readonly string[],
  bad: 'integrityBroken' | 'referencesBroken' | 'chainBroken' | 'fileMissing',
  well: 'integrity' | 'references' | 'chains' | 'files',
  params: Finding['params'] = {},
): readonly Finding[] {
  if (faults.length === 0) return [good(well, params)]
  const told = faults.slice(0, named).map((what) => fault(bad, { what }))
  return faults.length > named ? [...told, fault('andMore', { count: faults.length - named })] : told
}
