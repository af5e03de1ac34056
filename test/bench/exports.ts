/** What files and the data view cost at a size: megabytes a second, the peak of memory, and pages that must not grow with the collection. */

import { readFileSync, rmSync } from 'node:fs'
import { elements, parseHtml } from '../../server/commands/html.ts'
import { serve, type FieldedFolder, type Fieldwork } from '../support/fieldwork.ts'
import { seedFolder } from './seed.ts'

export interface FileTimes {
  readonly rows: number
  readonly bytes: number
  readonly seconds: number
  /** In MB, of a server that did nothing else. */
  readonly peak: number
}

/** Pages of the data view, by what they look for. */
export const dataPages = {
  first: '',
  // Ids are random, so this lies in the middle.
  'in the middle': '?after=80000000-0000-4000-8000-000000000000',
  'of a day': '?from=2026-06-01&to=2026-06-01',
  'of a word': '?q=%E6%9C%8D%E5%8A%A1',
  'of a word that is nowhere': '?q=xyzzy',
  'of a state that none has': '?states=rejected',
} as const

export interface ExportTimes {
  readonly files: ReadonlyMap<'csv' | 'sav', FileTimes>
  /** Milliseconds of each page. */
  readonly pages: ReadonlyMap<keyof typeof dataPages, number>
}

/** A .sav file is measured on 200,000 answers at most. */
export const mostInSav = 200_000

export async function exportTimes(rows: number): Promise<ExportTimes> {
  const seeded = await seedFolder(rows)
  const fewer = rows > mostInSav ? await seedFolder(mostInSav) : seeded
  try {
    const files = new Map([
      ['csv', await fileTimes(seeded, 'export.csv', rows)],
      ['sav', await fileTimes(fewer, 'export/sav', Math.min(rows, mostInSav))],
    ] as const)
    return { files, pages: await pageTimes(seeded) }
  } finally {
    for (const { dataDir } of new Set([seeded, fewer])) rmSync(dataDir, { recursive: true, force: true })
  }
}

export async function fileTimes(seeded: FieldedFolder, path: string, rows: number): Promise<FileTimes> {
  const serving = await serve(seeded)
  try {
    const began = performance.now()
    const bytes = await drained(serving, `/collections/${seeded.collectionId}/${path}`)
    return { rows, bytes, seconds: (performance.now() - began) / 1000, peak: peakOf(serving) }
  } finally {
    await serving.server.stop()
  }
}

export async function pageTimes(seeded: FieldedFolder): Promise<ExportTimes['pages']> {
  const serving = await serve(seeded)
  try {
    const analyst = await serving.signIn('analyst')
    const base = `/collections/${seeded.collectionId}/data`
    await analyst.get(base)
    const pages = new Map<keyof typeof dataPages, number>()
    for (const name of Object.keys(dataPages) as (keyof typeof dataPages)[]) {
      const began = performance.now()
      const { status, text } = await analyst.get(base + dataPages[name])
      const took = performance.now() - began
      if (status !== 200) throw new Error(`${name} answered ${status}`)
      if (name === 'first' && elements(parseHtml(text), 'tr').length < 2)
        throw new Error('the data view shows nothing')
      pages.set(name, took)
    }
    return pages
  } finally {
    await serving.server.stop()
  }
}

async function drained(serving: Fieldwork, path: string): Promise<number> {
  const analyst = await serving.signIn('analyst')
  const response = await fetch(serving.server.origin + path, { headers: { cookie: analyst.cookies() } })
  if (response.status !== 200 || !response.body) throw new Error(`${path} answered ${response.status}`)
  let bytes = 0
  for await (const chunk of response.body) bytes += (chunk as Uint8Array).length
  return bytes
}

function peakOf({ server }: Fieldwork): number {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
