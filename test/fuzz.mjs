// `npm run fuzz -- --runs N`: the properties of parser, evaluator, compiler and importers with N random inputs each, not the few of CI.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000000' } } })
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write('usage: npm run fuzz -- --runs N\n')
  process.exit(2)
}
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const files = [
  'test/form/fuzz.test.ts',
  'test/form/answering.test.ts',
  'test/imports/fuzz.test.ts',
  'test/imports/draft-fuzz.test.ts',
]
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', 'test/vitest.config.ts', '--project', 'sqlite', '--testTimeout', '0', ...files],
  { cwd: root, stdio: 'inherit', env: { ...process.env, FUZZ_RUNS: String(runs) } },
)
process.exitCode = status ?? 1
