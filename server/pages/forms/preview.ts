/** A form as its respondents will see it, with every question open to view. */

import { formState } from '../../form/answers.ts'
import type { Form, FormNode } from '../../form/form.ts'
import type { Visit } from '../page.ts'
import { speakingOf, type Speaking } from '../answering/language.ts'
import { sectionsOf, type NodeView } from '../answering/look.ts'
import { surroundingsOf } from '../answering/surroundings.ts'

export interface FormPreview {
  readonly speaking: Speaking
  readonly sections: readonly { readonly number: number; readonly nodes: readonly NodeView[] }[]
  /** Names of the questions and groups that appear only under a condition. */
  readonly conditional: readonly string[]
}

/** The sections of the form in a language; what depends on earlier answers is shown and marked. */
export function previewOf(form: Form, visit: Visit, language = visit.query['l'] ?? ''): FormPreview {
  const surroundings = surroundingsOf(visit.now(), visit.config.timeZone, true)
  const state = formState(form, {}, surroundings)
  const all = nodesIn(form.nodes)
  const shown = { ...state, relevant: new Set(all.map(({ name }) => name)) }
  const speaking = speakingOf(form, language, visit.locale)
  const sections = sectionsOf(
    { form, language: speaking.language, raw: {}, state: shown, errors: new Map(), investigator: true },
    null,
  )
  return {
    speaking,
    sections,
    conditional: all.filter(({ relevant }) => relevant !== null).map(({ name }) => name),
  }
}

function nodesIn(nodes: readonly FormNode[]): readonly FormNode[] {
  return nodes.flatMap((node) => (node.kind === 'group' ? [node, ...nodesIn(node.nodes)] : [node]))
}

/** The same sections with what depends on earlier answers named in its label, for the templates of the answering page. */
export function markedSections(
  { sections, conditional }: FormPreview,
  mark: string,
): FormPreview['sections'] {
  const depends = new Set(conditional)
  const marked = (node: NodeView): NodeView => {
    const label = depends.has(node.name) ? `${node.label}（${mark}）` : node.label
    return node.kind === 'question' ? { ...node, label } : { ...node, label, nodes: node.nodes.map(marked) }
  }
  return sections.map((section) => ({ ...section, nodes: section.nodes.map(marked) }))
}
