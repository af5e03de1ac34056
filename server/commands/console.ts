/** How commands speak: in the language of the console, in both where it says none; and how they end. */

import { parseArgs } from 'node:util'
import { consoleLocale, environment, StartProblem } from '../config.ts'
import { catalogues, locales, say, type Catalogue } from '../locale/index.ts'
import { UpkeepProblem, type UpkeepCode } from '../upkeep/problem.ts'

/** Sentences in every language that the console is spoken to in. */
export function inWords(words: (t: Catalogue) => string): readonly string[] {
  const locale = consoleLocale(environment())
  return (locale ? [locale] : locales).map((one) => words(catalogues[one]))
}

/** Prints a sentence. */
export function tell(words: (t: Catalogue) => string): void {
  for (const line of inWords(words)) console.log(line)
}

/** Options of a command, all with a value but the flags; anything else shows how it is used. */
export function readOptions<Name extends string>(
  names: readonly Name[],
  usage: string,
  flags: readonly Name[] = [],
): Readonly<Partial<Record<Name, string>>> {
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: 'string' as const }]),
    ...flags.map((name) => [name, { type: 'boolean' as const }]),
  ]) as Record<string, { type: 'string' | 'boolean' }>
  try {
    const { values } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: false })
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value === true ? 'yes' : value]),
    ) as Partial<Record<Name, string>>
  } catch (cause) {
    throw new UpkeepProblem('usage', { usage }, { cause })
  }
}

/** Runs a command; what it cannot do is a plain sentence and a code that is not 0. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command()
  } catch (error) {
    for (const line of sentences(error)) console.error(line)
    if (!(error instanceof UpkeepProblem || error instanceof StartProblem)) console.error(error)
    process.exitCode = 1
  }
}

function sentences(error: unknown): readonly string[] {
  if (error instanceof StartProblem) {
    const locale = consoleLocale(environment())
    if (locale === null) return [error.chinese, error.english]
    return [locale === 'en' ? error.english : error.chinese]
  }
  const problem = asUpkeepProblem(error)
  return inWords((t) => say(t.upkeep.problem, problem.code, problem.params))
}

/** Anything as a problem that a catalogue has words for. */
export function asUpkeepProblem(error: unknown): UpkeepProblem {
  if (error instanceof UpkeepProblem) return error
  const what = error instanceof Error ? error.message : String(error)
  const code = (error instanceof Error && known[error.name]) || 'unexpected'
  return new UpkeepProblem(code, { what }, { cause: error })
}

/** Names of errors of the store that have a sentence of their own. */
const known: Readonly<Record<string, UpkeepCode>> = {
  NoDatabase: 'noDatabase',
  NoProgram: 'noProgram',
  DatabaseInUse: 'databaseInUse',
  OtherSchema: 'otherSchema',
  NotEmpty: 'targetNotEmpty',
  SourceChanged: 'sourceChanged',
  NotTheSame: 'notTheSame',
  DatabaseUnreachable: 'noDatabase',
  DatabaseRefused: 'noDatabase',
  DatabaseMissing: 'noDatabase',
  DatabaseUnavailable: 'databaseAway',
}
