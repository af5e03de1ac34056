/** Ways through a form. */

import type { Form, FormNode, Question } from './form.ts'

/** All questions in document order, notes and calculations with them. */
export function questionsOf(form: Form): readonly Question[] {
  return questionsIn(form.nodes)
}

/** All questions among some nodes and in their groups. */
export function questionsIn(nodes: readonly FormNode[]): readonly Question[] {
  return nodes.flatMap((node) => (node.kind === 'group' ? questionsIn(node.nodes) : [node]))
}

/** What is shown together. */
export interface FormPage {
  readonly nodes: readonly FormNode[]
  /** The questions on it. */
  readonly names: ReadonlySet<string>
}

/** The pages of a form: one for each top-level group or question if the form asks for pages, else one. */
export function pagesOf(form: Form): readonly FormPage[] {
  const parts: FormNode[][] = []
  for (const node of form.nodes) {
    const last = parts[parts.length - 1]
    // What is not shown makes no page of its own.
    if (last && (!form.paged || !shows(node) || !last.some(shows))) last.push(node)
    else parts.push([node])
  }
  return parts.map((nodes) => ({
    nodes,
    names: new Set(questionsIn(nodes).map((question) => question.name)),
  }))
}

function shows(node: FormNode): boolean {
  return node.kind === 'group' ? node.nodes.some(shows) : node.type !== 'calculate'
}
