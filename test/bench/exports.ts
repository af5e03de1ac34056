/** What files and the data view cost at a size: megabytes a second, the peak of memory, and pages that must not grow with the collection. */

import { readFileSync, rmSync } from 'node:fs'
import { elements, parseHtml } from '../../server/commands/html.ts'
import { serve, type Fieldwork } from '../support/fieldwork.ts'
import { seedFolder } from './seed.ts'

export interface ExportTimes {
  /** By format: bytes, seconds and the peak of memory in MB of a server that did nothing else. */
  readonly files: ReadonlyMap<
    'csv' | 'sav',
    { readonly bytes: number; readonly seconds: number; readonly peak: number }
  >
  /** Milliseconds of a page of the data view: the first, one far behind it, and one that finds nothing. */
  readonly pages: Readonly<Record<'first' | 'later' | 'nothing', number>>
}

export async function exportTimes(rows: number): Promise<ExportTimes> {
  const seeded = await seedFolder(rows)
  const files = new Map<'csv' | 'sav', { bytes: number; seconds: number; peak: number }>()
  try {
    for (const format of ['csv', 'sav'] as const) {
      const serving = await serve(seeded)
      try {
        const path = format === 'csv' ? 'export.csv' : 'export/sav'
        const began = performance.now()
        const bytes = await drained(serving, `/collections/${seeded.collectionId}/${path}`)
        const seconds = (performance.now() - began) / 1000
        files.set(format, { bytes, seconds, peak: peakOf(serving) })
      } finally {
        await serving.server.stop()
      }
    }
    const serving = await serve(seeded)
    try {
      return { files, pages: await pageTimes(serving, seeded.collectionId) }
    } finally {
      await serving.server.stop()
    }
  } finally {
    rmSync(seeded.dataDir, { recursive: true, force: true })
  }
}

async function pageTimes(serving: Fieldwork, collectionId: string): Promise<ExportTimes['pages']> {
  const analyst = await serving.signIn('analyst')
  const base = `/collections/${collectionId}/data`
  const timed = async (path: string) => {
    const began = performance.now()
    const { status, text } = await analyst.get(path)
    if (status !== 200) throw new Error(`${path} answered ${status}`)
    return { took: performance.now() - began, text }
  }
  await timed(base)
  const first = await timed(base)
  // Ids are random, so this lies in the middle.
  const later = await timed(`${base}?after=80000000-0000-4000-8000-000000000000`)
  const nothing = await timed(`${base}?states=rejected`)
  if (elements(parseHtml(first.text), 'tr').length < 2) throw new Error('the data view shows nothing')
  return { first: first.took, later: later.took, nothing: nothing.took }
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
