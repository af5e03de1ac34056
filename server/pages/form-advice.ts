/** /forms/:form/advice: what often goes wrong in questionnaires, found in this one, with the reason; it never blocks. */

import { adviseOn, type Advice } from '../form/advice/advice.ts'
import { minutesOf } from '../form/advice/length.ts'
import { surveyOf } from '../form/advice/survey.ts'
import { compileForm } from '../form/definition.ts'
import type { Form, FormNode } from '../form/form.ts'
import { say } from '../locale/index.ts'
import { formOf, type Step } from './forms/place.ts'
import { view, type Page } from './page.ts'

export interface AdviceLine {
  /** Where it is: the words of the question; the whole form for what concerns it all. */
  readonly place: string
  /** Row of the survey sheet; null for the whole form. */
  readonly row: number | null
  readonly words: string
  readonly because: string
}

export interface FormAdvicePage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly form: { readonly id: string; readonly title: string }
  /** Null where the form does not compile. */
  readonly found: {
    readonly minutes: number
    readonly questions: number
    readonly lines: readonly AdviceLine[]
    /** What somebody wanted to see no more. */
    readonly settled: readonly (AdviceLine & {
      readonly person: string
      readonly on: string
      readonly reason: string
    })[]
  } | null
}

export const formAdvicePage: Page = {
  path: '/forms/:form/advice',
  right: 'topic.manage',
  async get(visit) {
    const { t } = visit
    const { form, breadcrumb } = await formOf(visit, t.advice.title)
    const compiled = compileForm(form.source).form
    const settled = await visit.store.designing.settledAdvice(form.id)
    const all = compiled ? adviseOn(compiled) : []
    const settledOf = (advice: Advice) =>
      settled.find(({ question, code }) => question === advice.name && code === advice.code)
    const line = ({ code, name, row, params }: Advice): AdviceLine => ({
      place: name === '' || !compiled ? t.advice.whole : labelOf(compiled, name),
      row: name === '' ? null : row,
      words: say(t.advice.found, code, params),
      because: say(t.advice.because, code),
    })
    const context: FormAdvicePage = {
      title: t.advice.title,
      breadcrumb,
      form: { id: form.id, title: form.title },
      found: compiled && {
        minutes: minutesOf(compiled),
        questions: surveyOf(compiled).asked.length,
        lines: all.filter((advice) => !settledOf(advice)).map(line),
        settled: all.flatMap((advice) => {
          const found = settledOf(advice)
          if (!found) return []
          return [{ ...line(advice), person: found.person, on: found.settledAt, reason: found.reason }]
        }),
      },
    }
    return view('forms/advice', context)
  },
}

function labelOf(form: Form, name: string): string {
  const node = nodeNamed(form.nodes, name)
  return node?.label?.[form.defaultLanguage] ?? Object.values(node?.label ?? {})[0] ?? name
}

function nodeNamed(nodes: readonly FormNode[], name: string): FormNode | null {
  for (const node of nodes) {
    if (node.name === name) return node
    const inside = node.kind === 'question' ? null : nodeNamed(node.nodes, name)
    if (inside) return inside
  }
  return null
}
