/** A questionnaire as the rules of advice look at it: what is asked, in which words, with which choices. */

import type { Expression } from '../expression.ts'
import type { Choice, Form, FormNode, Group, Localised, Question } from '../form.ts'
import { isMetadata } from '../types/index.ts'

/** One question that people see, with what stands around it. */
export interface Asked {
  readonly question: Question
  /** Its label in every language, without remarks in brackets at the end. */
  readonly texts: readonly string[]
  readonly choices: readonly Choice[]
  /** The conditions of the groups around it and its own. */
  readonly conditions: readonly Expression[]
  /** The matrix that it is a row of. */
  readonly matrix: Group | null
  /** Its place among all that is asked, from 0. */
  readonly place: number
}

export interface Survey {
  readonly form: Form
  readonly asked: readonly Asked[]
  readonly byName: ReadonlyMap<string, Asked>
  /** Title, notes, hints and labels: all that people read. */
  readonly words: readonly string[]
}

export function surveyOf(form: Form): Survey {
  const asked: Asked[] = []
  const words = new Set<string>(allOf(form.title))
  const walk = (
    nodes: readonly FormNode[],
    conditions: readonly Expression[],
    matrix: Group | null,
  ): void => {
    for (const node of nodes) {
      for (const text of [...allOf(node.label), ...allOf(node.hint)]) words.add(text)
      const own = node.relevant ? [...conditions, node.relevant] : conditions
      if (node.kind !== 'question') {
        walk(node.nodes, own, node.kind === 'group' && node.matrix ? node : matrix)
        continue
      }
      if (node.type === 'note' || node.type === 'calculate' || isMetadata(node.type) || node.readOnly)
        continue
      const list = node.list === null ? [] : (form.lists[node.list] ?? [])
      const texts = allOf(node.label).map(withoutRemarks)
      asked.push({ question: node, texts, choices: list, conditions: own, matrix, place: asked.length })
    }
  }
  walk(form.nodes, [], null)
  return { form, asked, byName: new Map(asked.map((one) => [one.question.name, one])), words: [...words] }
}

export function allOf(texts: Localised | null): readonly string[] {
  return texts ? Object.values(texts) : []
}

/** Any text of a choice. */
export function labelsOf(choice: Choice): readonly string[] {
  return allOf(choice.label)
}

/** The choices that are answers in substance: without 不清楚, 不适用, 拒答 and what is worded so. */
export function substantive(choices: readonly Choice[]): readonly Choice[] {
  return choices.filter(
    (choice) => choice.missing === null && !labelsOf(choice).some((text) => wayOut.test(text)),
  )
}

export const wayOut =
  /不清楚|不知道|不了解|说不清|不好说|不适用|无法评价|没接触|未接触|没有?办理过|未办理|没用过|未使用|不愿意?(回答|透露|填写|说|讲)|拒绝|拒答|不方便(回答|透露|说)|don.?t know|not sure|unsure|no opinion|not applicable|\bn\/a\b|prefer not|refuse|cannot say|can.?t say/i

/** 「……（可多选）」 says how to answer, not what is asked. */
function withoutRemarks(text: string): string {
  return text.replace(/\s*[（([【][^（()）【】[\]]{1,40}[)）\]】]\s*$/, '').trim()
}
