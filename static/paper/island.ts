/** What the server put into the page where a sheet is entered. */

import type { Form } from '../../server/form/form.ts'

export interface Island {
  readonly form: Form
  readonly language: string
  /** Where the entry is saved, and where the next number is asked for. */
  readonly address: string
  readonly numbers: string
  /** Names what was not saved yet in this tab. */
  readonly draft: string
  readonly pass: 1 | 2
  readonly revision: number
  readonly fields: Readonly<Record<string, string>>
  readonly today: string
  readonly now: string
  readonly anonymous: boolean
  readonly csrf: string
  readonly words: Readonly<Record<string, string>>
}

/** Words with their parameters put in. */
export function said(
  words: string | undefined,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return (words ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
}

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  text = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  if (className !== '') element.className = className
  if (text !== '') element.textContent = text
  return element
}
