/** Measures the product beside what this machine can do at all, in one run, and prints one table. */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { gzipSync } from 'node:zlib'
import { elements } from '../../server/commands/html.ts'
import { freePort, type OwnServer } from '../../server/commands/own-server.ts'
import { visitor } from '../../server/commands/visitor.ts'
import { measurePages } from './answering-page.ts'
import { fsyncLatency, groupCommits, serveNothing } from './ceilings.ts'
import { countingTimes } from './counting.ts'
import { workbenchTimes } from './workbench.ts'
import { measureDesigner } from './designer.ts'
import { designTimes } from './designs.ts'
import { exportTimes } from './exports.ts'
import { languageCosts } from './language.ts'
import { measureDistributed } from './distributed.ts'
import { reportTimes } from './report.ts'
import { durableCluster, measureProcesses } from './processes.ts'
import { runLoad, type LoadOrder, type LoadResult } from './load.ts'
import { measureBackups, measureFrames, measureReading } from './reading.ts'
import { hourTimes } from './hour.ts'
import { seedFolder } from './seed.ts'
import { watchingTimes } from './watching.ts'
import { load, memory, ms, print, quick, rate, say, seconds, sizes, whole } from './telling.ts'
import { chromiumIsHere } from '../support/browser.ts'
import { serverPrograms } from '../support/postgres.ts'
import { serve, type FieldedFolder } from '../support/fieldwork.ts'

if (process.argv[2] === '--load') await loadProcess()
else if (process.argv[2] === '--nothing') serveNothing(Number(process.argv[3]))
else if (process.argv.includes('--postgres')) await measurePostgres()
else if (process.argv.includes('--intake')) await measureIntake(await measureNothing())
else if (process.argv.includes('--reading')) await measureSizes()
else if (process.argv.includes('--watching')) await measureWatching().then(print)
else if (process.argv.includes('--hour')) await measureHour(numberAfter('--seconds', 300)).then(print)
else if (process.argv.includes('--report')) await measureReport().then(print)
else if (process.argv.includes('--backup')) await measureBackups(numberAfter('--rows', 1_000_000))
else if (process.argv.includes('--frames')) await measureFrames(numberAfter('--rows', 1_000_000))
else if (process.argv.includes('--exports')) await measureExports(numberAfter('--rows', 1_000_000))
else if (process.argv.includes('--distributed'))
  await measureDistributed(numberAfter('--rows', 1_000_000), seconds, load)
else await all()

function numberAfter(word: string, otherwise: number): number {
  const place = process.argv.indexOf(word)
  const given = Number(process.argv[place + 1])
  return place >= 0 && Number.isInteger(given) && given > 0 ? given : otherwise
}

async function all(): Promise<void> {
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`)
  const nothing = await measureNothing()
  const commits = groupCommits(64, seconds / 2)
  say('raw better-sqlite3, 64 rows to a commit, FULL', `${whole(commits)} rows/s`, 'ceiling', null)
  say('fsync of 4 kB, median', `${fsyncLatency(quick ? 50 : 300).toFixed(2)} ms`, 'ceiling', null)
  for (const { what, milliseconds, aim } of languageCosts())
    say(
      what,
      `${milliseconds.toFixed(1)} ms`,
      aim === null ? '–' : `${aim} ms`,
      aim === null ? null : milliseconds <= aim,
    )
  await measureIntake(nothing)
  await measureTyping()
  await measureSizes()
  await measureWatching()
  await measurePostgres()
  measureCounting()
  measureWorkbench()
  measureDesigns()
  await measureReport()
  print()
}

/** The same on PostgreSQL, and several processes on one database. */
async function measurePostgres(): Promise<void> {
  if (serverPrograms() === null) return say('PostgreSQL', 'not installed', '–', null)
  const { cluster, database } = await durableCluster()
  try {
    for (const { processes, result } of await measureProcesses(load, database)) {
      const those = processes === 1 ? 'one process' : `${processes} processes`
      say(`PostgreSQL: durable submissions, 64 connections, ${those}`, rate(result), '–', null)
      if (result.failed > 0) say('… not accepted', whole(result.failed), '0', false)
    }
    for (const size of sizes) await measureReading(size, 'PostgreSQL: ', await database(`reading_${size}`))
  } finally {
    await cluster.remove()
  }
}

async function measureSizes(): Promise<void> {
  for (const size of sizes) await measureReading(size)
}

function measureCounting(): void {
  const { bareLoop, crosstab, tables } = countingTimes()
  say('crosstab of 5 × 7 answers, 1,000,000 rows: bare loop', ms(bareLoop), 'ceiling', null)
  say('… counts and chi-square from columns', ms(crosstab), '7 ms', crosstab <= 7)
  say('105 two-way tables with chi-square, 200,000 rows', ms(tables), '100 ms', tables <= 100)
}

function measureWorkbench(): void {
  const { crosstab, weighted } = workbenchTimes()
  say(
    'workbench: crosstab with tests and letters, 200,000 rows, warm',
    ms(crosstab),
    '100 ms',
    crosstab <= 100,
  )
  say('… weighted, with Rao and Scott’s test', ms(weighted), '100 ms', weighted <= 100)
}

function measureDesigns(): void {
  const { mean, bareLoop, rake } = designTimes()
  say('mean and error, 10,000 clusters, 1,000,000 rows: bare loop', ms(bareLoop), 'ceiling', null)
  say('… linearised, compensated sums, values checked', ms(mean), '25 ms', mean <= 25)
  say('raking five margins, 1,000,000 rows', ms(rake), '1,000 ms', rake <= 1000)
}

async function measureReport(): Promise<void> {
  const { first, again, work, bytes } = await reportTimes()
  say('Word report of 60 questions with 60 charts, thread yet to start', ms(first), '3,000 ms', first <= 3000)
  say(`… again (${whole(bytes / 1000)} kB)`, ms(again), '3,000 ms', again <= 3000)
  say('… processor time of that', ms(work), '–', null)
}

async function measureNothing(): Promise<LoadResult> {
  const port = await freePort()
  const child = spawn(process.execPath, [process.argv[1] ?? '', '--nothing', String(port)], {
    stdio: 'inherit',
  })
  try {
    await answering(`http://127.0.0.1:${port}/sign-in`)
    const result = await load({ ports: [port], path: '/nothing', as: 'json', formVersion: 'none' })
    say('Express parses the same body, does nothing', rate(result), 'ceiling', null)
    return result
  } finally {
    child.kill()
  }
}

async function measureIntake(nothing: LoadResult): Promise<void> {
  const seeded = await seedFolder(0)
  const serving = await serve(seeded)
  const { server } = serving
  try {
    say('start to first answer', `${whole(server.startedIn)} ms`, '350 ms', server.startedIn <= 350)
    say('memory when idle', `${memory(server, 'VmRSS')} MB`, '80 MB', memory(server, 'VmRSS') <= 80)
    await measureAnswerPage(server, seeded)
    const before = processorSeconds(server.pid)
    const result = await load({
      ports: [server.port],
      path: `/f/${seeded.slug}/submissions`,
      as: 'json',
      formVersion: seeded.formVersion,
    })
    const each = ((processorSeconds(server.pid) - before) / result.sent) * 1e6
    const share = result.perSecond / nothing.perSecond
    say(
      `durable submissions, 64 connections, ${(result.bodyBytes / 1000).toFixed(1)} kB`,
      rate(result),
      '3,500/s',
      result.perSecond >= 3500,
    )
    say('… as a share of the Express ceiling', share.toFixed(2), '0.50', share >= 0.5)
    say('… p99', `${result.p99.toFixed(1)} ms`, '60 ms', result.p99 <= 60)
    say('… processor time of the server for each', `${whole(each)} µs`, '–', null)
    if (result.failed > 0) say('… not accepted', whole(result.failed), '0', false)
    if (result.lastFailure) console.log(result.lastFailure)
    const opened = await load({
      ports: [server.port],
      path: `/f/${seeded.slug}/form`,
      as: 'html',
      formVersion: seeded.formVersion,
      connections: 16,
    })
    say('open the form and submit it, HTML, 16 clients', rate(opened), '560/s', opened.perSecond >= 560)
    if (opened.failed > 0) say('… not accepted', whole(opened.failed), '0', false)
    if (opened.lastFailure) console.log(opened.lastFailure)
  } finally {
    await serving.end()
  }
}

/** User and system time of a process so far, as Linux counts it in hundredths; 0 elsewhere. */
function processorSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return 0
  }
}

async function measureAnswerPage(server: OwnServer, seeded: FieldedFolder): Promise<void> {
  const respondent = visitor(server.origin)
  const answered = await respondent.get(`/f/${seeded.slug}/form`)
  const size = async (path: string) => gzipSync((await respondent.get(path)).text).length
  let first = gzipSync(answered.text).length
  let script = 0
  let requests = 0
  for (const element of elements(answered.page)) {
    const { rel, href, src } = element.attributes
    if (element.tag === 'link' && rel === 'stylesheet' && href) {
      requests++
      first += await size(href)
    } else if (element.tag === 'script' && src) {
      const { text } = await respondent.get(src)
      const parts = new Set(text.match(/(?<=\bfrom\s*"\.\/)[^"]+(?=")/g))
      requests += 1 + parts.size
      script += gzipSync(text).length
      for (const part of parts) script += await size(`/static/${part}`)
    }
  }
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`
  say('answer page of 30 questions to the first question, gzipped', kib(first), '15 KiB', first <= 15 * 1024)
  say('… with its script and all that it imports', kib(first + script), '30 KiB', first + script <= 30 * 1024)
  say('… requests after the HTML', String(requests), '3', requests <= 3)
}

/** In a browser, where there is one. */
async function measureTyping(): Promise<void> {
  if (!chromiumIsHere) return
  const { key, row, keyInRow } = await measurePages()
  const both = ({ median, slowest }: typeof key) =>
    `${median.toFixed(1)} ms, slowest ${slowest.toFixed(0)} ms`
  say('a key that changes 500 questions, page laid out anew', both(key), '16 ms', key.median <= 16)
  say('a row more to 200 rows of ten questions', both(row), '50 ms', row.median <= 50)
  say('a key in one of 200 rows', both(keyInRow), '16 ms', keyInRow.median <= 16)
  const designer = await measureDesigner()
  say(
    'the designer opens a form of 300 questions',
    `${whole(designer.open)} ms`,
    '1,000 ms',
    designer.open <= 1000,
  )
  say('… a key in one of them', both(designer.key), '50 ms', designer.key.median <= 50)
  say('… a save after a hundred keys sends', `${whole(designer.bytes)} bytes`, '–', null)
}

/** A topic's summary of 10,000 answers, watched by 100 leaders while 100 answers a second come in. */
async function measureWatching(): Promise<void> {
  const of = await watchingTimes(seconds)
  const what = 'topic summary watched by 100 while 100 answers/s come in'
  say(
    `${what}: receipts`,
    `${whole(of.answers)}/s, p50 ${ms(of.answerP50)}, p99 ${ms(of.answerP99)}`,
    '–',
    null,
  )
  say(
    '… pages renewed',
    `${whole(of.renewals)}, p50 ${ms(of.renewalP50)}, p99 ${ms(of.renewalP99)}`,
    '–',
    null,
  )
  if (of.failed > 0) say('… not accepted', whole(of.failed), '0', false)
}

/** The shape of an hour in five minutes; memory must be where it was, whatever came. */
async function measureHour(length: number): Promise<void> {
  const rates = {
    answersPerSecond: numberAfter('--answers', 100),
    photosPerSecond: numberAfter('--photos', 2),
    readers: numberAfter('--readers', 0),
  }
  const of = await hourTimes({ seconds: length, ...rates })
  const came = `${whole(of.answers)} answers, ${whole(of.photos)} with photos of 1 MB, ${whole(of.pages)} pages`
  say(`an hour’s shape in ${length} s: ${came}; memory when idle`, `${of.idle} MB`, '80 MB', of.idle <= 80)
  say('… median of the first half', `${of.firstHalf} MB`, '–', null)
  const grown = of.secondHalf / of.firstHalf - 1
  const value = `${of.secondHalf} MB, ${(100 * grown).toFixed(0)} % more`
  say('… median of the second half', value, 'at most 15 % more', grown <= 0.15)
  say('… the most at any moment', `${of.most} MB`, '–', null)
  say('… slope over the whole run', `${whole(of.slope)} MB`, '–', null)
  say('… not accepted', whole(of.failed), '0', of.failed === 0)
  if (of.lastFailure) console.log(of.lastFailure)
}

/** Files and the data view alone, of one size on SQLite. */
async function measureExports(size: number): Promise<void> {
  const { files, pages } = await exportTimes(size)
  for (const [format, { rows, bytes, seconds: took, peak }] of files) {
    const value = `${(bytes / 1e6 / took).toFixed(0)} MB/s, ${whole(rows / took)} rows/s`
    say(`${format === 'csv' ? 'CSV' : '.sav'} of ${whole(rows)} × 30`, value, '–', null)
    say('… peak memory', `${peak} MB`, '250 MB', peak <= 250)
  }
  for (const [name, took] of pages)
    say(`page of the data view at ${whole(size)}: ${name}`, `${whole(took)} ms`, '–', null)
  print()
}

async function loadProcess(): Promise<void> {
  const order = JSON.parse(process.argv[3] ?? '') as LoadOrder
  process.stdout.write(JSON.stringify(await runLoad(order)))
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const there = await fetch(url).then(
      () => true,
      () => false,
    )
    if (there) return
    await new Promise((done) => setTimeout(done, 10))
  }
  throw new Error(`${url} does not answer`)
}
