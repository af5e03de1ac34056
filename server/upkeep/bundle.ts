/** What goes into the archive for machines without internet: program, production packages, Node.js with its licence. */

import { existsSync } from 'node:fs'
import { chmod, copyFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { root } from '../root.ts'
import { UpkeepProblem } from './problem.ts'

/** Puts all of it into a folder. */
export async function gatherBundle(bundle: string, licence: string): Promise<void> {
  const app = join(bundle, 'app')
  await mkdir(join(bundle, 'bin'), { recursive: true })
  for (const folder of ['build', 'views'])
    await cp(join(root, folder), join(app, folder), { recursive: true, filter: wanted })
  for (const file of ['package.json', 'LICENSE', 'README.md', 'README.zh-CN.md', 'CHANGELOG.md'])
    await copyFile(join(root, file), join(app, file))
  const { runs, shown } = await packages()
  for (const place of runs) await copyPackage(place, app)
  for (const place of shown) await copyLicence(place, join(app, 'licences'))
  await copyFile(process.execPath, join(bundle, 'bin', 'node'))
  await chmod(join(bundle, 'bin', 'node'), 0o755)
  await writeFile(join(bundle, 'bin', 'LICENSE-node'), licence)
  await writeFile(join(bundle, 'start'), starter('main.js'), { mode: 0o755 })
  await writeFile(join(bundle, 'diaoyan'), starter('commands/$command.js'), { mode: 0o755 })
  await writeFile(join(bundle, 'README.txt'), readMe)
  const unit = await readFile(join(root, 'server/deploy/diaoyan.service'), 'utf8')
  await writeFile(join(bundle, 'diaoyan.service'), unit)
}

/** Nothing but the shell's own words: the machine may have no other program on its path. */
function starter(program: string): string {
  const isCommand = program.includes('$')
  return `#!/bin/sh
case "$0" in
  */*) here=\${0%/*} ;;
  *) here=. ;;
esac
cd "$here" || exit 1
${
  isCommand
    ? `command=$1
[ -f "app/build/server/commands/$command.js" ] || { echo "./diaoyan backup | restore | rehearse | certificate | doctor | migrate-store"; exit 2; }
shift
`
    : ''
}exec ./bin/node "app/build/server/${program}" "$@"
`
}

const readMe = `调研 Diaoyan

启动：            ./start
先看示例：        ./start --demo
备份、体检等：    ./diaoyan backup    ./diaoyan doctor    ./diaoyan certificate
设置：            在本文件夹建一个 .env 文件，各项见 app/README.zh-CN.md
数据：            默认在本文件夹的 data 里；正式使用请用 DATA_DIR 指定别处，升级时只换程序文件夹
随系统启动：      diaoyan.service（systemd），装法写在它的开头
需要：            Linux x64，glibc 2.28 以上，libstdc++；不需要互联网、Node.js、npm、编译器

To start: ./start        To look round first: ./start --demo
Commands: ./diaoyan backup, restore, rehearse, certificate, doctor, migrate-store
Settings: a file .env in this folder; they are listed in app/README.md
Data: in data here unless DATA_DIR says otherwise; to upgrade, put a new program folder beside it
Needs: Linux x64 with glibc 2.28 or newer and libstdc++; no internet, Node.js, npm or compiler

Licences: app/LICENSE (this program), bin/LICENSE-node, app/node_modules/*/LICENSE*, app/licences (browser code)
`

interface Locked {
  readonly dev?: boolean
  readonly devOptional?: boolean
}

/** Places below node_modules: what runs on the server, and what the build has put into the browser's code. */
async function packages(): Promise<{ readonly runs: readonly string[]; readonly shown: readonly string[] }> {
  const text = await readFile(join(root, 'package-lock.json'), 'utf8')
  const locked = (JSON.parse(text) as { readonly packages: Readonly<Record<string, Locked>> }).packages
  const installed = Object.entries(locked).filter(([place]) => place !== '' && existsSync(join(root, place)))
  return {
    runs: installed.filter(([, { dev, devOptional }]) => !dev && !devOptional).map(([place]) => place),
    shown: installed
      .map(([place]) => place)
      .filter((place) =>
        /node_modules\/(chart\.js|chartjs-[a-z-]+|@sgratzl\/[a-z-]+|idb|@kurkle\/color)$/.test(place),
      ),
  }
}

/** A package without those that stand inside it, which come by themselves if they are needed. */
async function copyPackage(place: string, app: string): Promise<void> {
  const from = join(root, place)
  await cp(from, join(app, place), {
    recursive: true,
    filter: (path) => wanted(path) && !relative(from, path).split(sep).includes('node_modules'),
  })
}

async function copyLicence(place: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(join(root, place)))
    if (/^licen[cs]e/i.test(name)) await copyFile(join(root, place, name), join(to, `${basename(place)}.txt`))
}

/** Sources of native code, maps, types and what only the checks need stay behind. */
function wanted(path: string): boolean {
  const inside = relative(root, path)
  if (/^build[\\/](check|bundle|\.bundle-[^\\/]*)([\\/]|$)/.test(inside)) return false
  if (/^build[\\/][^\\/]+\.(tsbuildinfo|tar\.gz)$/.test(inside)) return false
  if (
    /better-sqlite3[\\/](deps|src|build[\\/]Release[\\/](obj|\.deps|test_extension\.node))([\\/]|$)/.test(
      inside,
    )
  )
    return false
  // The document writer brings itself along in five shapes; the build has made one of them part of the program.
  if (/node_modules[\\/]docx[\\/]dist[\\/].*\.(umd\.cjs|iife\.js|cjs)$/.test(inside)) return false
  return !/\.(map|d\.ts|d\.mts|d\.cts|tsbuildinfo)$/.test(inside)
}

/** The licence goes with the program wherever it goes. */
export async function nodeLicence(given: string | undefined): Promise<string> {
  const above = resolve(dirname(process.execPath), '..')
  const places = given
    ? [resolve(given)]
    : [
        join(above, 'LICENSE'),
        join(above, 'share/doc/nodejs/LICENSE'),
        join(above, 'share/doc/nodejs/copyright'),
        join(dirname(process.execPath), 'LICENSE'),
      ]
  for (const place of places) {
    const text = await readFile(place, 'utf8').catch(() => '')
    if (text.includes('Node.js')) return text
  }
  throw new UpkeepProblem('noLicence', { places: places.join(', ') })
}
