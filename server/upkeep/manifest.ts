/** What a backup says of itself, so that whoever restores it can tell that it is whole and what is in it. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChainHead, EngineName, SchemaStep } from '../store/inspect.ts'
import { UpkeepProblem } from './problem.ts'

/** Faults that stood in the data when they were backed up; all empty in a sound installation. */
export interface Faults {
  readonly integrity: readonly string[]
  readonly references: readonly string[]
  readonly brokenChains: readonly string[]
  /** Files that records refer to and that are not there, or are not what was saved. */
  readonly files: readonly string[]
}

export interface Manifest {
  readonly product: 'diaoyan'
  readonly format: 1
  /** Of the program that made it. */
  readonly version: string
  readonly engine: EngineName
  readonly engineVersion: string
  readonly madeAt: string
  readonly schema: readonly SchemaStep[]
  readonly answers: number
  readonly people: number
  /** Rows of each table. */
  readonly counts: Readonly<Record<string, number>>
  readonly chains: readonly ChainHead[]
  readonly faults: Faults
  /** All files of the backup but this one stand in SHA256SUMS, whose own hash is here. */
  readonly files: number
  readonly bytes: number
  readonly sums: string
}

export const manifestName = 'manifest.json'
export const sumsName = 'SHA256SUMS'

/** The database's name inside a backup. */
export const databaseName: Readonly<Record<EngineName, string>> = {
  sqlite: 'database.sqlite',
  postgres: 'database.dump',
}

/** A file of a backup with its hash, as SHA256SUMS lists it. */
export interface Summed {
  readonly path: string
  readonly sha256: string
}

/** As sha256sum writes and checks it. */
export function sumsText(files: readonly Summed[]): string {
  return files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')
}

export function readSums(text: string): readonly Summed[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const match = /^([0-9a-f]{64}) [ *](.+)$/.exec(line)
      const path = match?.[2] ?? ''
      // A path that leads out of the backup, or twice to one place, is nothing that we have written.
      if (!match || path.startsWith('/') || path.split('/').some((part) => part === '..' || part === ''))
        throw new UpkeepProblem('sumsUnreadable')
      return { sha256: match[1] ?? '', path }
    })
}

/** Reads and checks the manifest of a backup folder, and the list of files that it vouches for. */
export async function readBackup(folder: string) {
  const text = await readFile(join(folder, manifestName), 'utf8').catch((cause: unknown) => {
    throw new UpkeepProblem('noManifest', { folder }, { cause })
  })
  const manifest = readManifest(text, folder)
  const sums = await readFile(join(folder, sumsName), 'utf8').catch((cause: unknown) => {
    throw new UpkeepProblem('fileMissing', { file: sumsName }, { cause })
  })
  if (sha256(sums) !== manifest.sums) throw new UpkeepProblem('fileChanged', { file: sumsName })
  const files = readSums(sums)
  if (files.length !== manifest.files) throw new UpkeepProblem('sumsUnreadable')
  return { manifest, files, seal: sha256(text) }
}

function readManifest(text: string, folder: string): Manifest {
  let read: Partial<Manifest>
  try {
    read = JSON.parse(text) as Partial<Manifest>
  } catch (cause) {
    throw new UpkeepProblem('manifestUnreadable', { folder }, { cause })
  }
  if (read?.product !== 'diaoyan' || typeof read.sums !== 'string' || !Array.isArray(read.chains))
    throw new UpkeepProblem('manifestUnreadable', { folder })
  if (read.format !== 1) throw new UpkeepProblem('newerBackup', { version: read.version ?? '' })
  return read as Manifest
}

/** SHA-256 of a text, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
