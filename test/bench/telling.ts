/** What a measurement says, how many seconds it takes, and the load that it sends. */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { OwnServer } from '../../server/commands/own-server.ts'
import type { LoadOrder, LoadResult } from './load.ts'

export const quick = process.argv.includes('--quick')
export const seconds = quick ? 2 : 10
export const sizes = quick ? ([2_000, 10_000] as const) : ([10_000, 200_000] as const)
const lines: Line[] = []

/** Megabytes of a process, as Linux counts them; 0 elsewhere. */
export function memory(server: OwnServer, kind: 'VmRSS' | 'VmHWM'): number {
  try {
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
    return Math.round(Number(new RegExp(`${kind}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}

export function whole(n: number): string {
  return Math.round(n).toLocaleString('en')
}

export function rate({ perSecond, p50, p99 }: LoadResult): string {
  return `${whole(perSecond)}/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
}

export function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`
}

export function say(what: string, value: string, aim: string, met: boolean | null): void {
  lines.push({ what, value, aim, met })
  console.log(`  ${what}: ${value}`)
}

export function print(): void {
  console.log('\n| measured | here | aim | reached |\n|---|---|---|---|')
  for (const { what, value, aim, met } of lines) {
    console.log(`| ${what} | ${value} | ${aim} | ${met === null ? '' : met ? 'yes' : 'no'} |`)
  }
}

interface Line {
  readonly what: string
  readonly value: string
  readonly aim: string
  /** null where nothing was promised. */
  readonly met: boolean | null
}

export function load(
  order: Pick<LoadOrder, 'ports' | 'path' | 'as' | 'formVersion'> & Partial<LoadOrder>,
): Promise<LoadResult> {
  const whole: LoadOrder = { connections: 64, ...order, seconds, warmUpSeconds: quick ? 1 : 3 }
  const child = spawn(process.execPath, [process.argv[1] ?? '', '--load', JSON.stringify(whole)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  return new Promise((done, failed) => {
    child.once('exit', (code) =>
      code === 0 ? done(JSON.parse(printed) as LoadResult) : failed(new Error(`the load ended with ${code}`)),
    )
  })
}
