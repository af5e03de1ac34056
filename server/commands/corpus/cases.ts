/** Cases of a JSON file: a form as Markdown, and whether it must be refused, and what the XForm made of it must hold. */

import { readFileSync } from 'node:fs'
import { formFromSheets } from '../../imports/xlsform.ts'
import { catalogues, say } from '../../locale/index.ts'
import { compare } from './compare.ts'
import { sheetsOfMarkdown } from './markdown.ts'
import { outcomeOf } from './outcome.ts'
import { xformOf } from './xform.ts'

export interface Case {
  readonly test: string
  readonly md: string
  readonly name?: string
  /** False where the case fails with the reference converter itself. */
  readonly ok?: boolean
  readonly errored?: boolean
  readonly xml__xpath_match?: readonly string[]
  readonly xml__xpath_exact?: readonly (readonly [string, readonly string[]])[]
  readonly xml__xpath_count?: readonly (readonly [string, number])[]
  readonly xml__contains?: readonly string[]
}

export function readCases(path: string): readonly Case[] {
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!Array.isArray(json)) throw new Error(`${path} holds no list of cases`)
  return json as readonly Case[]
}

export function runCase(given: Case) {
  const read = formFromSheets(sheetsOfMarkdown(given.md))
  const refusedFile = read.ok ? null : say(catalogues.en.imports, read.complaint.code, read.complaint.params)
  const { form, ...outcome } = read.ok
    ? outcomeOf(read.source)
    : { accepted: false, complaints: [refusedFile ?? ''], unsupported: [], counts: {}, form: null }
  const wanted = given.errored !== true
  const base = { test: given.test, ...outcome }
  if (outcome.accepted !== wanted)
    return {
      ...base,
      agrees: false,
      why: wanted ? 'refused, and must be accepted' : 'accepted, and must be refused',
    }
  if (!form || !read.ok) return { ...base, agrees: true, why: 'refused' }
  const { held, failed, notCompared } = compare(xformOf(form, read.source, given.name ?? 'test_name'), given)
  return {
    ...base,
    agrees: failed.length === 0,
    why: failed.length === 0 ? 'accepted' : 'accepted, but some of it is another form',
    held,
    failed,
    notCompared,
  }
}
