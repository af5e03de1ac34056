/** What the server put into the designer's page. */

import type { FormSource } from '../../server/form/form.ts'

export type SheetsSource = Pick<FormSource, 'survey' | 'choices' | 'settings' | 'columns'>

export interface ShownComment {
  readonly id: string
  readonly question: string
  readonly words: string
  readonly author: string
  readonly on: string
  readonly settled: boolean
}

/** How a question fared in pilots. */
export interface PilotFigure {
  readonly name: string
  readonly asked: number
  readonly blank: number
  readonly seconds: number | null
}

/** Advice that somebody wants to see no more. */
export interface SettledAdvice {
  readonly question: string
  readonly code: string
  readonly reason: string
  readonly person: string
  readonly on: string
}

export interface Island {
  readonly form: string
  readonly revision: number
  readonly source: SheetsSource
  readonly files: NonNullable<FormSource['files']>
  readonly sheets: NonNullable<FormSource['sheets']>
  readonly lenient: boolean
  readonly kind: string
  readonly kinds: readonly { readonly value: string; readonly label: string }[]
  readonly person: string
  readonly locale: 'zh-CN' | 'en'
  readonly csrf: string
  readonly comments: readonly ShownComment[]
  readonly pilot: readonly PilotFigure[]
  readonly settled: readonly SettledAdvice[]
  readonly words: { readonly [name: string]: string | { readonly [name: string]: string } }
}

export function readIsland(): Island {
  return JSON.parse(document.getElementById('designer-island')?.textContent ?? '') as Island
}

/** What the server replies to a save and to a sign of life. */
export interface Reply {
  readonly revision?: number
  readonly source?: SheetsSource
  readonly kind?: string
  readonly by?: string
  readonly others?: readonly string[]
  readonly comments?: readonly ShownComment[]
  readonly settled?: readonly SettledAdvice[]
  readonly files?: NonNullable<FormSource['files']>
  readonly name?: string
  readonly error?: string
  readonly message?: string
}

/** Posts JSON of this page; rejects where no reply comes. */
export async function post(
  island: Island,
  path: string,
  value: object,
  keepalive = false,
): Promise<{ readonly status: number; readonly reply: Reply }> {
  const response = await fetch(`/forms/${island.form}/design${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': island.csrf },
    body: JSON.stringify(value),
    keepalive,
  })
  return { status: response.status, reply: (await response.json()) as Reply }
}

/** Asks for JSON of this page; rejects where no reply comes. */
export async function ask<Reply>(
  island: Island,
  path: string,
): Promise<{ readonly status: number; readonly reply: Reply }> {
  const response = await fetch(`/forms/${island.form}/design${path}`, {
    headers: { Accept: 'application/json' },
  })
  return { status: response.status, reply: (await response.json()) as Reply }
}

/** Brings a file along; rejects where no reply comes. */
export async function sendFile(
  island: Island,
  file: File,
): Promise<{ readonly status: number; readonly reply: Reply }> {
  const body = new FormData()
  body.append('_csrf', island.csrf)
  body.append('file', file)
  const response = await fetch(`/forms/${island.form}/design/files`, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body,
  })
  return { status: response.status, reply: (await response.json()) as Reply }
}
