// Before the tests: the system programs they need, and a fresh build of what the pages serve.
// Plain JavaScript, because it runs before anything is compiled.

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** Debian's packages that tests use, how to see that one is there, and what is left out without it. */
const tools = [
  {
    apt: 'chromium',
    there: () => existsSync('/usr/bin/chromium'),
    without: 'the browser tests (test/browser)',
  },
  {
    apt: 'firefox-esr',
    there: () => existsSync('/usr/bin/firefox-esr'),
    without: 'the field app in Firefox (test/browser/firefox.test.ts)',
  },
  {
    apt: 'postgresql',
    there: hasPostgresServer,
    without: 'tests on PostgreSQL: all others run on SQLite alone',
  },
  {
    apt: 'pspp',
    there: () => runs('pspp', '--version'),
    without: 'tests that PSPP reads SPSS files as they were written',
  },
  ...['haven', 'survey', 'jsonlite'].map((name) => ({
    apt: `r-cran-${name}`,
    there: () => runs('Rscript', '-e', `library(${name})`),
    without: 'tests that R reads the exported files',
  })),
  {
    apt: 'libreoffice-calc',
    there: () => existsSync('/usr/bin/soffice') && existsSync('/usr/lib/libreoffice/program/libsclo.so'),
    without: 'tests that LibreOffice shows the cells of workbooks as they were written',
  },
  {
    apt: 'libxml2-utils',
    there: () => runs('xmllint', '--version'),
    without: 'tests that codebooks are valid by the schema of DDI',
  },
  { apt: 'fonts-noto-cjk', there: hasChineseFont, without: 'Chinese text in screenshots and printed pages' },
]

function runs(command, ...words) {
  return spawnSync(command, words, { stdio: 'ignore' }).status === 0
}

/** The same places as test/support/postgres.ts. */
function hasPostgresServer() {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).map((version) => join(base, version, 'bin')) : []
  return [...versions, '/usr/local/bin', '/usr/bin'].some((folder) => existsSync(join(folder, 'initdb')))
}

function hasChineseFont() {
  const found = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  return found.status === 0 && found.stdout.trim() !== ''
}

function installed(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...words) => execFileSync('apt-get', words, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  console.log(`set-up: installing ${packages.join(', ')}`)
  try {
    apt('update', '-qq')
    apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
  } catch (error) {
    console.error(`set-up: apt-get failed: ${error.message}`)
    return false
  }
  return true
}

function lookForTools() {
  const missing = tools.filter((tool) => !tool.there())
  if (missing.length === 0) return
  if (installed(missing.map((tool) => tool.apt))) {
    const still = missing.filter((tool) => !tool.there())
    if (still.length === 0) return
  }
  const names = missing.map((tool) => tool.apt).join(' ')
  console.error('')
  for (const tool of missing)
    console.error(`!! ${tool.apt} is not installed: without it there are no ${tool.without}.`)
  console.error(`!! Install with: sudo apt-get install ${names}`)
  console.error('')
  if (process.env.CI === 'true') process.exit(1)
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** The HTTP and browser tests serve the built styles and scripts. */
function buildIfStale() {
  const manifest = join(root, 'build/static/manifest.json')
  const sources = ['server', 'analysis', 'charts', 'static'].map((folder) => newest(join(root, folder)))
  if (existsSync(manifest) && statSync(manifest).mtimeMs >= Math.max(...sources)) return
  console.log('set-up: building')
  const built = spawnSync(process.execPath, [join(root, 'server/commands/build.mjs')], { stdio: 'inherit' })
  if (built.status !== 0) process.exit(built.status ?? 1)
}

lookForTools()
buildIfStale()
