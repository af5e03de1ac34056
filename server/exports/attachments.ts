/** The files that came with the answers of an export, as parts of its archive. */

import { createReadStream } from 'node:fs'
import type { Answers, Form } from '../form/form.ts'
import { isMedia, questionsOf } from '../form/walk.ts'
import type { Store } from '../store/store.ts'
import type { Part } from './archive.ts'
import { answerPages, type CsvChoices, type CsvSubject } from './csv.ts'
import { selecting } from './selection.ts'

/** Whether a form asks for files at all. */
export function asksFiles(forms: readonly Form[]): boolean {
  return forms.some((form) => questionsOf(form).some(({ type }) => isMedia(type)))
}

/**
 * A part for each file that a selected answer names, under `attachments/<answer>/`; those of personal questions only
 * where personal answers are asked for. A file that is gone or was changed on the disk ends the archive with an error.
 */
export async function attachmentParts(
  store: Store,
  subject: CsvSubject,
  choices: Pick<CsvChoices, 'selection' | 'personal'>,
): Promise<readonly Part[]> {
  const { collection, versions, forms } = subject
  const keeps = selecting(choices.selection, subject)
  const namesOf = new Map(versions.map(({ id }, place) => [id, fileQuestions(forms[place]!)]))
  const parts: Part[] = []
  for await (const page of answerPages(store, subject)) {
    const rows = page.filter((row) => keeps(row) && (namesOf.get(row.formVersionId)?.size ?? 0) > 0)
    if (rows.length === 0) continue
    const personal = choices.personal
      ? await store.submissions.personal(
          collection.id,
          rows.map(({ seq }) => seq),
        )
      : null
    for (const row of rows) {
      const asked = namesOf.get(row.formVersionId) ?? new Set<string>()
      const answers = [JSON.parse(row.answers) as Answers, personal?.get(row.seq) ?? {}]
      for (const name of new Set(answers.flatMap((each) => filesIn(each, asked))))
        parts.push({
          name: `attachments/${row.instanceId}/${name}`,
          pieces: () => piecesOf(store, collection.id, row.instanceId, name),
        })
    }
  }
  return parts
}

function fileQuestions(form: Form): ReadonlySet<string> {
  return new Set(questionsOf(form).flatMap(({ type, name }) => (isMedia(type) ? [name] : [])))
}

/** Names of files, in the rows of repeats too. */
function filesIn(answers: Answers, asked: ReadonlySet<string>): readonly string[] {
  return Object.entries(answers).flatMap(([question, value]) => {
    if (typeof value === 'string') return asked.has(question) ? [value] : []
    if (!Array.isArray(value)) return []
    return (value as readonly unknown[]).flatMap((row) =>
      typeof row === 'object' && row !== null ? filesIn(row as Answers, asked) : [],
    )
  })
}

async function* piecesOf(
  store: Store,
  collectionId: string,
  instanceId: string,
  name: string,
): AsyncGenerator<Buffer> {
  const file = await store.attachments.open(collectionId, instanceId, name)
  if (!file) throw new Error(`attachments: ${name} of ${instanceId} is not there`)
  for await (const piece of createReadStream(file.path)) yield piece as Buffer
}
