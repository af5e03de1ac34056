/** A form as its respondents will see it, with every question open to view. */

import { formState, startingAnswers } from '../../form/answers.ts'
import type { Form, FormNode } from '../../form/form.ts'
import { flat } from '../../form/instances.ts'
import { escaped } from '../../form/markdown.ts'
import type { Visit } from '../page.ts'
import { speakingOf, type Speaking } from '../answering/language.ts'
import { sectionsOf } from '../answering/nodes.ts'
import type { NodeView, SectionView } from '../answering/views.ts'
import { surroundingsOf } from '../answering/surroundings.ts'

export interface FormPreview {
  readonly speaking: Speaking
  readonly sections: readonly SectionView[]
  /** Names of the questions and groups that appear only under a condition. */
  readonly conditional: readonly string[]
}

/** The sections of the form in a language; what depends on earlier answers is shown and marked. */
export function previewOf(
  form: Form,
  visit: Visit,
  {
    language = visit.query['l'] ?? '',
    media = '',
  }: { readonly language?: string; readonly media?: string } = {},
): FormPreview {
  const surroundings = surroundingsOf(visit.now(), visit.config.timeZone, true)
  const raw = startingAnswers(form, surroundings)
  const state = formState(form, raw, surroundings)
  const speaking = speakingOf(form, language, visit.locale)
  const sections = sectionsOf(
    {
      form,
      language: speaking.language,
      w: speaking.w,
      raw: flat(form, raw),
      state: { ...state, relevant: new Everything() },
      errors: new Map(),
      warnings: new Map(),
      investigator: true,
      media,
    },
    null,
  )
  return {
    speaking,
    sections,
    conditional: nodesIn(form.nodes)
      .filter(({ relevant }) => relevant !== null)
      .map(({ name }) => name),
  }
}

/** A set that has every instance: all questions are open to view. */
class Everything extends Set<string> {
  override has(): boolean {
    return true
  }
}

function nodesIn(nodes: readonly FormNode[]): readonly FormNode[] {
  return nodes.flatMap((node) => (node.kind === 'question' ? [node] : [node, ...nodesIn(node.nodes)]))
}

/** The same sections with what depends on earlier answers named in its label, for the templates of the answering page. */
export function markedSections(
  { sections, conditional }: FormPreview,
  mark: string,
): FormPreview['sections'] {
  const depends = new Set(conditional)
  const marked = <View extends NodeView>(node: View): View => {
    const label = depends.has(node.name) ? `${node.label}（${escaped(mark)}）` : node.label
    switch (node.kind) {
      case 'question':
        return { ...node, label }
      case 'group':
        return { ...node, label, nodes: node.nodes.map(marked) }
      case 'matrix':
        return { ...node, label, rows: node.rows.map(marked), rest: node.rest.map(marked) }
      case 'grid':
        return { ...node, label, rows: node.rows.map((row) => ({ ...row, cells: row.cells.map(marked) })) }
      case 'repeat':
        return { ...node, label, rows: node.rows.map((row) => ({ ...row, nodes: row.nodes.map(marked) })) }
    }
  }
  return sections.map((section) => ({ ...section, nodes: section.nodes.map(marked) }))
}
