/** What a rule may speak of: questions with their kinds and choices, this answer, columns of the choices sheet. */

import { languagesOf, readingOf, textOf, type DraftRow } from '../../server/form/design/draft.ts'
import { lexiconOf } from '../../server/form/design/lexicon.ts'
import { listNamed } from '../../server/form/design/options.ts'
import { asks } from '../../server/form/design/outline.ts'
import type { Subject } from '../../server/form/design/rules.ts'
import { knownColumns } from '../../server/form/headers.ts'
import { readType } from '../../server/form/question-type.ts'
import type { Desk } from './desk.ts'
import { say } from './dom.ts'

export type AskableKind = 'one' | 'several' | 'number' | 'date' | 'text'

export interface Askable {
  readonly subject: Subject
  readonly kind: AskableKind
  readonly label: string
  /** Codes and words of its choices, where it has some. */
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

/** Everything that a rule in a column of a row may speak of; what stands before it last, so that the nearest comes first to mind. */
export function askables(desk: Desk, row: DraftRow, column: string): readonly Askable[] {
  const draft = desk.draft()
  const { cell, header } = readingOf(draft.columns)
  const lexicon = lexiconOf(draft, desk.language(), cell(row, 'name'))
  const found: Askable[] = []
  if (column === 'constraint' || column === 'warning')
    found.push({ ...askable(row), subject: { of: 'self' }, label: say('rule.self') })
  const own = readType(cell(row, 'type'))
  const file = own.kind === 'question' && own.from === 'file' ? own.list : null
  if (column === 'choice_filter')
    for (const one of file === null
      ? draft.columns.choices
      : (desk.files().find(({ name }) => name === file)?.columns ?? []))
      if (!knownColumns.choices.includes(one) && /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(one))
        found.push({
          subject: { of: 'column', name: one },
          kind: 'text',
          label: say('rule.column', { column: one }),
          choices: [],
        })
  for (const one of draft.survey) {
    const type = readType(cell(one, 'type'))
    const name = cell(one, 'name')
    const answered = asks(type) || (type.kind === 'question' && type.type !== 'note')
    if (one.key === row.key || name === '' || !answered) continue
    found.push({ ...askable(one), subject: { of: 'answer', name }, label: lexicon.wordsOf(name) ?? name })
  }
  return found

  function askable(of: DraftRow): Pick<Askable, 'kind' | 'choices'> {
    const type = readType(cell(of, 'type'))
    if (type.kind !== 'question') return { kind: 'text', choices: [] }
    const languages = [desk.language(), ...languagesOf(draft)]
    const choices = type.list === null ? [] : listNamed(draft, type.list)
    return {
      kind: kindOfType(type.type),
      choices: choices.map((choice) => {
        const value = textOf(choice, header('choices', 'name'))
        const label = languages.map((one) => textOf(choice, header('choices', 'label', one))).find(Boolean)
        return { value, label: label ?? value }
      }),
    }
  }
}

function kindOfType(type: string): AskableKind {
  if (type === 'select_one') return 'one'
  if (type === 'select_multiple' || type === 'rank') return 'several'
  if (type === 'integer' || type === 'decimal' || type === 'range' || type === 'calculate') return 'number'
  return type === 'date' || type === 'today' ? 'date' : 'text'
}

/** Whether two subjects are one. */
export function sameSubject(a: Subject, b: Subject): boolean {
  return a.of === b.of && (a.of === 'self' || b.of === 'self' || a.name === b.name)
}
