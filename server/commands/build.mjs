// Builds what the server runs: TypeScript to build/, browser code and styles to build/static with hashed names.
// Plain JavaScript, because it runs before anything is compiled.

import { execFileSync } from 'node:child_process'
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
  ['staff.ts', 'summary.ts', 'editor.ts', 'staff.css'],
]
const outputs = {}
for (const names of builds) {
  const result = await build({ ...options, entryPoints: names.map((name) => `static/${name}`) })
  Object.assign(outputs, result.metafile.outputs)
}

// The manifest leads from the name that a template uses to the file with its hash.
const manifest = {}
for (const [file, output] of Object.entries(outputs)) {
  if (!output.entryPoint) continue
  manifest[basename(output.entryPoint).replace(/\.ts$/, '.js')] = basename(file)
}
writeFileSync(join(out, 'static', 'manifest.json'), JSON.stringify(manifest, null, 2))

// The server in one piece: some four hundred modules fewer to look for at the start. Native modules stay where they are.
const serverDir = join(out, 'server')
await build({
  entryPoints: [join(serverDir, 'main.js')],
  outdir: serverDir,
  entryNames: '[name]',
  chunkNames: 'part-[hash]',
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
  external: ['better-sqlite3', '@node-rs/*', 'sharp', 'pg-native'],
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
})
