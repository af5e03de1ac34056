/** Ten drafts with the habits that people have become the forms that they meant; see word-drafts/README.md. */

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import { readWord } from '../../server/imports/readers.ts'
import { readFormText } from '../../server/imports/text.ts'
import { catalogues, say } from '../../server/locale/index.ts'
import { written } from '../support/draft.ts'

const folder = new URL('word-drafts/', import.meta.url)
const drafts = readdirSync(folder)
  .filter((file) => file.endsWith('.docx'))
  .map((file) => file.replace('.docx', ''))
  .toSorted()

async function textOf(name: string): Promise<string> {
  const read = await readWord(readFileSync(new URL(`${name}.docx`, folder)))
  if (!read.ok) throw new Error(read.complaint.code)
  return read.draft.text
}

describe('a draft as people write it in Word', () => {
  test('there are ten of them, each with what is expected of it and with its clipboard', () => {
    expect(drafts).toHaveLength(10)
    const files = readdirSync(folder)
    expect(drafts.flatMap((name) => [`${name}.form.txt`, `${name}.html`]).filter((file) => !files.includes(file))).toEqual([]) // prettier-ignore
  })

  test.each(drafts)('%s is understood', async (name) => {
    const read = readFormText(await textOf(name))
    expect(`${written(read)}\n`).toBe(readFileSync(new URL(`${name}.form.txt`, folder), 'utf8'))
  })

  test.each(drafts)('%s has nothing that is wrong or was not understood, and compiles', async (name) => {
    const read = readFormText(await textOf(name))
    expect(read.notes.filter(({ level }) => level !== 'info')).toEqual([])
    const { form, complaints } = compileForm(read.source)
    expect(form).not.toBeNull()
    expect(complaints.filter(({ level }) => level === 'error')).toEqual([])
    for (const { code, params } of read.notes)
      for (const { forms } of Object.values(catalogues))
        expect(say(forms.draft, code, params)).not.toMatch(/undefined|\[object/)
  })
})
