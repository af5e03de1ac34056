/** What the corpus command says of one form. */

import { compileForm } from '../../form/definition.ts'
import type { Complaint, Form, FormNode, FormSource } from '../../form/form.ts'
import { questionsOf } from '../../form/walk.ts'
import { catalogues, say } from '../../locale/index.ts'

export interface Outcome {
  readonly accepted: boolean
  readonly complaints: readonly string[]
  /** What is kept but not used; the form runs without it. */
  readonly unsupported: readonly string[]
  readonly counts: Readonly<Record<string, number>>
  readonly form: Form | null
}

const unsupportedCodes: readonly Complaint['code'][] = [
  'unsupportedColumn',
  'unsupportedSheet',
  'unsupportedValue',
  'blankMetadata',
  'auditByCollection',
  'missingFile',
  'unknownPath',
]

export function outcomeOf(source: FormSource): Outcome {
  const { form, complaints } = compileForm({ ...source, lenient: true })
  return {
    accepted: form !== null,
    complaints: complaints.filter(({ code }) => !unsupportedCodes.includes(code)).map(sentence),
    unsupported: complaints.filter(({ code }) => unsupportedCodes.includes(code)).map(sentence),
    counts: form ? countsOf(form) : {},
    form,
  }
}

/** `error survey 5 relevant: …` */
export function sentence({ level, sheet, row, column, code, params }: Complaint): string {
  const place = [sheet, row, column].filter((part) => part !== null).join(' ')
  return `${level} ${place}: ${say(catalogues.en.complaint, code, params)}`
}

function countsOf(form: Form): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  const count = (type: string) => (counts[type] = (counts[type] ?? 0) + 1)
  const containers = (nodes: readonly FormNode[]) => {
    for (const node of nodes) {
      if (node.kind === 'question') continue
      count(node.kind)
      containers(node.nodes)
    }
  }
  containers(form.nodes)
  for (const { type } of questionsOf(form)) count(type)
  return counts
}
