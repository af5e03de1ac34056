// Builds what the server runs: TypeScript to build/, browser code and styles to build/static with hashed names.
// Plain JavaScript, because it runs before anything is compiled.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const require = createRequire(import.meta.url)
const out = join(root, 'build')

// What only the build needs is not installed where a finished build was brought (npm ci --omit=dev).
const { build } = await import('esbuild').catch(() => {
  if (existsSync(join(out, 'server/main.js'))) process.exit(0)
  console.error('缺少构建工具，请运行 npm ci（不要加 --omit=dev）。')
  console.error('The tools of the build are missing: run npm ci, without --omit=dev.')
  process.exit(1)
})
const rooms = process.argv.includes('--all') ? ['.'] : ['server']

// tsc keeps stale output, so a build starts clean.
rmSync(out, { recursive: true, force: true })
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
try {
  execFileSync(process.execPath, [tsc, '-b', ...rooms], { cwd: root, stdio: 'inherit' })
} catch {
  process.exit(1)
}

// The demo's data stand beside the code that reads them, in the sources and in the build.
for (const name of readdirSync(join(root, 'server/demo')).filter((file) => !file.endsWith('.ts'))) {
  cpSync(join(root, 'server/demo', name), join(out, 'server/demo', name))
}

// The type of charts in reports, in the pieces that are published, each loaded where a text needs it; with its licence.
const fonts = {
  'noto-sans-sc': /^noto-sans-sc-(\d+|latin|latin-ext|cyrillic|vietnamese)-400-normal\.woff2$/,
  'noto-emoji': /^noto-emoji-\d+-400-normal\.woff2$/,
}
for (const [font, pieces] of Object.entries(fonts)) {
  const from = dirname(require.resolve(`@fontsource/${font}/package.json`))
  const to = join(out, 'fonts', font)
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(join(from, 'files')).filter((file) => pieces.test(file)))
    cpSync(join(from, 'files', name), join(to, name))
  for (const name of ['unicode.json', 'LICENSE']) cpSync(join(from, name), join(to, name))
}

mkdirSync(join(out, 'static'), { recursive: true })
const options = {
  absWorkingDir: root,
  outdir: 'build/static',
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  target: ['es2019'],
  charset: 'utf8',
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
}
// Apart, so that a respondent's first page never waits for a chunk shared with the staff's.
const builds = [
  ['form.ts', 'form.css'],
  ['notes.ts'],
  ['paradata.ts'],
  [
    'staff.ts',
    'summary.ts',
    'editor.ts',
    'workbench.ts',
    'designer.ts',
    'export-job.ts',
    'staff.css',
    'report.css',
    'paper.css',
    'paper-entry.ts',
    'paper-compare.ts',
    'trial.css',
    'notes.css',
  ],
]
const outputs = {}
for (const names of builds) {
  const result = await build({ ...options, entryPoints: names.map((name) => `static/${name}`) })
  Object.assign(outputs, result.metafile.outputs)
}

// The field app: its pages, whose scripts devices keep, and the worker, which is one plain script.
const fieldPages = await build({
  ...options,
  chunkNames: 'field-part-[hash]',
  entryPoints: ['field.ts', 'field-form.ts', 'field-sign-in.ts', 'field-import.ts', 'field.css'].map(
    (name) => `static/${name}`,
  ),
})
const fieldWorker = await build({
  ...options,
  splitting: false,
  format: 'iife',
  entryPoints: ['static/field-worker.ts'],
})
const fieldScripts = Object.keys(fieldPages.metafile.outputs)
for (const [file, output] of Object.entries({
  ...fieldPages.metafile.outputs,
  ...fieldWorker.metafile.outputs,
}))
  if (/\/field[^/]*\.(ts|css)$/.test(output.entryPoint ?? '')) outputs[file] = output

// The manifest leads from the name that a template uses to the file with its hash.
const manifest = {}
for (const [file, output] of Object.entries(outputs)) {
  if (!output.entryPoint) continue
  manifest[basename(output.entryPoint).replace(/\.ts$/, '.js')] = basename(file)
}
const hashOf = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex').slice(0, 16)
}
for (const name of readdirSync(join(root, 'static/field/icons'))) {
  const bytes = readFileSync(join(root, 'static/field/icons', name))
  manifest[name] = name.replace(/(?=\.png$)/, `-${hashOf(bytes).slice(0, 8).toUpperCase()}`)
  writeFileSync(join(out, 'static', manifest[name]), bytes)
}
writeFileSync(join(out, 'static', 'manifest.json'), JSON.stringify(manifest, null, 2))

// The server in one piece: some four hundred modules fewer to look for at the start. Native modules stay where they are.
const serverDir = join(out, 'server')
const serverOptions = {
  outdir: serverDir,
  outbase: serverDir,
  entryNames: '[dir]/[name]',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: ['node20'],
  charset: 'utf8',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  external: ['better-sqlite3', '@napi-rs/canvas', '@node-rs/*', 'sharp', 'pg-native'],
  // Packages of the older kind ask for Node's own modules by require.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  plugins: [
    {
      name: 'own-address',
      setup(building) {
        // A module that looks beside itself still finds what stands there.
        building.onLoad({ filter: /build[\\/]server[\\/].*\.js$/ }, ({ path }) => {
          const text = readFileSync(path, 'utf8')
          if (!text.includes('import.meta.url')) return undefined
          const beside = JSON.stringify(`./${relative(serverDir, path).replaceAll('\\', '/')}`)
          return { contents: text.replaceAll('import.meta.url', `new URL(${beside}, import.meta.url).href`) }
        })
      },
    },
  ],
}
// So is each thread that it starts.
const programsOf = (...entries) => entries.map((entry) => join(serverDir, entry))
await build({
  ...serverOptions,
  entryPoints: programsOf('main.js', 'summary/frame-worker.js', 'summary/analysis-worker.js'),
  chunkNames: 'part-[hash]',
})
// The thread that makes reports stands apart: what it needs is loaded by nobody else, and its charts have one Chart.js.
await build({
  ...serverOptions,
  entryPoints: programsOf('report/worker.js'),
  chunkNames: 'report-[hash]',
  mainFields: ['module', 'main'],
})

// What makes another field app: scripts and styles, templates, and the server's own code with its words.
const views = readdirSync(join(root, 'views'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort()
const programs = readdirSync(serverDir)
  .filter((name) => name.endsWith('.js'))
  .sort()
  .map((name) => join(serverDir, name))
writeFileSync(
  join(out, 'static', 'field.json'),
  JSON.stringify({
    build: hashOf(JSON.stringify(manifest), ...[...views, ...programs].map((file) => readFileSync(file))),
    files: fieldScripts
      .filter((file) => file.endsWith('.js') && !/field-(sign-in|import)/.test(file))
      .map((file) => `/static/${basename(file)}`),
  }),
)
