/** Files as a browser gets them from the app, and the programs that read them. */

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { SignedInAgent } from './world.ts'

export interface Download {
  readonly status: number
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string | undefined>>
}

export async function download(agent: SignedInAgent, path: string): Promise<Download> {
  const { status, body, headers } = await agent
    .get(path)
    .buffer(true)
    .parse((res, done) => {
      const pieces: Buffer[] = []
      res.on('data', (piece: Buffer) => pieces.push(Buffer.from(piece)))
      res.on('end', () => done(null, Buffer.concat(pieces)))
    })
  return { status, headers, bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0) }
}

/** The bytes of a file that must be there. */
export async function bytesOf(agent: SignedInAgent, path: string): Promise<Buffer> {
  const { status, bytes } = await download(agent, path)
  expect(status).toBe(200)
  return bytes
}

/** In CI every program is installed; elsewhere its tests are left out where it is not. */
export const inCi = process.env['CI'] === 'true'
export const hasR =
  spawnSync('Rscript', ['-e', 'library(haven); library(jsonlite); library(survey)']).status === 0
export const hasPspp = spawnSync('pspp', ['--version']).status === 0
export const hasOffice = existsSync('/usr/bin/soffice')
export const hasXmllint = spawnSync('xmllint', ['--version']).status === 0

/** What a script of R prints as JSON; haven and jsonlite are there. */
export function fromR(script: string, folder: string): unknown {
  const head = 'suppressPackageStartupMessages({library(haven); library(jsonlite)}); '
  const env = { ...process.env, LC_ALL: 'C.UTF-8' }
  const printed = execFileSync('Rscript', ['-e', head + script], { encoding: 'utf8', env, cwd: folder })
  return JSON.parse(printed)
}

/** Every sheet of a workbook as LibreOffice reads it: a text in quotes, anything else as it is shown, by the sheet's name. */
export function sheetsInOffice(path: string, folder: string): ReadonlyMap<string, string> {
  const out = mkdtempSync(join(folder, 'office-'))
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1'
  execFileSync(
    'soffice',
    [
      `-env:UserInstallation=file://${out}/profile`,
      '--headless',
      '--convert-to',
      filter,
      '--outdir',
      out,
      path,
    ],
    { stdio: 'ignore' },
  )
  const sheets = readdirSync(out).filter((name) => name.endsWith('.csv'))
  return new Map(
    sheets.map((name) => [
      name.slice(name.indexOf('-') + 1, -'.csv'.length),
      readFileSync(join(out, name), 'utf8').replace(/^\uFEFF/, ''),
    ]),
  )
}
