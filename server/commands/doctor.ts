/** `npm run doctor`: says what is wrong with this installation; the code is not 0 if something is. */

import { environment, readConfig, StartProblem, type Config } from '../config.ts'
import { say } from '../locale/index.ts'
import { examine } from '../upkeep/doctor/doctor.ts'
import { fault, type Finding } from '../upkeep/doctor/finding.ts'
import { readOptions, runCommand, tell } from './console.ts'

await runCommand(async () => {
  readOptions([], 'npm run doctor')
  const config = settings()
  const findings = config ? await examine({ config, source: config.database, now: new Date() }) : []
  for (const finding of findings) show(finding)
  const faults = findings.filter(({ level }) => level === 'fault').length
  const advice = findings.filter(({ level }) => level === 'advice').length
  if (!config || faults > 0)
    tell((t) => t.upkeep.command.doctorFaults({ faults: Math.max(faults, 1), advice }))
  else if (advice > 0) tell((t) => t.upkeep.command.doctorAdvice({ advice }))
  else tell((t) => t.upkeep.command.doctorGood)
  return !config || faults > 0 ? 1 : 0
})

/** Settings that make no sense are the first thing that can be wrong. */
function settings(): Config | null {
  try {
    return readConfig(environment(), [])
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error
    show(fault('setting', { what: `${error.chinese} ${error.english}` }))
    return null
  }
}

function show({ level, code, params = {} }: Finding): void {
  tell((t) => `[${t.upkeep.command.marks[level]}] ${say(t.upkeep.finding, code, params)}`)
}
