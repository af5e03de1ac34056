/** The two catalogues of the interface, of one shape: a key that English lacks does not compile. */

import { zhCN } from './zh-CN.ts'
import { en } from './en.ts'

export type Locale = 'zh-CN' | 'en'
export const locales = ['zh-CN', 'en'] as const satisfies readonly Locale[]

type Params = Readonly<Record<string, string | number>>
/** A catalogue entry is words, or words made from parameters. */
export type Words = string | ((params: Params) => string)
type Widen<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: never[]) => string
      ? T[K]
      : Widen<T[K]>
}
export type Catalogue = Widen<typeof zhCN>

export const catalogues: Readonly<Record<Locale, Catalogue>> = { 'zh-CN': zhCN, en }

/** Reads an entry of a group of the catalogue by a code computed at run time, e.g. say(t.complaint, c.code, c.params). */
export function say(group: Readonly<Record<string, Words>>, code: string, params: Params = {}): string {
  const words = group[code]
  if (words === undefined) throw new Error(`say: no words for ${code}`)
  return typeof words === 'string' ? words : words(params)
}
