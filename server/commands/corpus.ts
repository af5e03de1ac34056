/** `npm run corpus -- DIR|FILE`: reads a folder of XLSForms, or a JSON file of forms written as Markdown, and says what becomes of each. */

import { readdirSync, readFileSync, existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { answerAlong } from './corpus/answers.ts'
import { readCases, runCase } from './corpus/cases.ts'
import { outcomeOf } from './corpus/outcome.ts'
import { writeXlsform } from '../exports/xlsform.ts'
import { readXlsform } from '../imports/xlsform.ts'
import { catalogues, say } from '../locale/index.ts'

interface Expected {
  readonly file: string
  readonly accepted: boolean
  readonly error: string | null
}

const [target] = process.argv.slice(2)
if (target === undefined || !existsSync(target)) {
  process.stderr.write(
    'usage: npm run corpus -- DIR|FILE   (a folder of .xls and .xlsx forms, or a JSON file of cases)\n',
  )
  process.exit(2)
}
process.exitCode = (await (statSync(target).isDirectory() ? runFolder(target) : runCases(target))) ? 0 : 1

function write(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function close(passed: number, failed: number): boolean {
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed === 0
}

/** With `<folder>.json` beside it, each form must be accepted or refused as that says; without, each must be accepted. */
async function runFolder(folder: string): Promise<boolean> {
  const list = `${folder.replace(/\/+$/, '')}.json`
  const expected = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as readonly Expected[]) : []
  let [passed, failed] = [0, 0]
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (!/\.xlsx?$/i.test(file) || basename(file).startsWith('~$')) continue
    const outcome = await runFile(join(folder, file))
    const wanted = expected.find((each) => each.file === file)
    const agrees = outcome.accepted === (wanted?.accepted ?? true) && outcome.faults.length === 0
    if (agrees) passed++
    else failed++
    const reference = wanted ? { expected: wanted.accepted, reference: wanted.error } : {}
    write({ file, agrees, ...outcome, ...reference })
  }
  return close(passed, failed)
}

async function runFile(path: string) {
  const read = await readXlsform(readFileSync(path))
  const nothing = { unsupported: [], counts: {}, faults: [], answered: 0 }
  if (!read.ok) {
    const { code, params } = read.complaint
    return { accepted: false, complaints: [say(catalogues.en.imports, code, params)], ...nothing }
  }
  const { form, ...outcome } = outcomeOf(read.source)
  const again = await readXlsform(writeXlsform(read.source))
  const same = again.ok && isDeepStrictEqual(again.source, read.source)
  const along = form ? answerAlong(form) : { answered: 0, faults: [] }
  return {
    ...outcome,
    answered: along.answered,
    faults: [...along.faults, ...(same ? [] : ['the form written out again is another one'])],
  }
}

function runCases(path: string): boolean {
  let [passed, failed] = [0, 0]
  for (const each of readCases(path)) {
    const outcome = runCase(each)
    if (outcome.agrees) passed++
    else failed++
    write(outcome)
  }
  return close(passed, failed)
}
