/** Ways through a form. */

import type { Form, FormNode, Question, Repeat } from './form.ts'
import { isMetadata } from './types/index.ts'

export { isMedia, isMetadata } from './types/index.ts'

/** All questions in document order, those of repeats, notes, calculations and what devices fill in with them. */
export function questionsOf(form: Form): readonly Question[] {
  let questions = found.get(form)
  if (!questions) found.set(form, (questions = questionsIn(form.nodes)))
  return questions
}

/** Every answer asks for them again. */
const found = new WeakMap<Form, readonly Question[]>()

/** All questions among some nodes, in their groups and their repeats. */
export function questionsIn(nodes: readonly FormNode[]): readonly Question[] {
  return nodes.flatMap((node) => (node.kind === 'question' ? [node] : questionsIn(node.nodes)))
}

/** The questions that are answered once: those outside of repeats. */
export function mainQuestionsOf(form: Form): readonly Question[] {
  return directQuestions(form.nodes)
}

function directQuestions(nodes: readonly FormNode[]): readonly Question[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'question') return [node]
    return node.kind === 'group' ? directQuestions(node.nodes) : []
  })
}

/** A repeat, the questions of its own rows, and the repeat that its rows stand in. */
export interface RepeatWithQuestions {
  readonly repeat: Repeat
  readonly questions: readonly Question[]
  readonly parent: Repeat | null
}

/** All repeats in document order, outer ones first. */
export function repeatsOf(form: Form): readonly RepeatWithQuestions[] {
  return repeatsIn(form.nodes, null)
}

function repeatsIn(nodes: readonly FormNode[], parent: Repeat | null): readonly RepeatWithQuestions[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'question') return []
    if (node.kind === 'group') return repeatsIn(node.nodes, parent)
    return [{ repeat: node, questions: directQuestions(node.nodes), parent }, ...repeatsIn(node.nodes, node)]
  })
}

/** What is shown together. */
export interface FormPage {
  readonly nodes: readonly FormNode[]
  /** The questions on it. */
  readonly names: ReadonlySet<string>
}

/** The pages of a form: one for each top-level group, repeat or question if the form asks for pages, else one. */
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
  return node.kind === 'question'
    ? node.type !== 'calculate' && !isMetadata(node.type)
    : node.nodes.some(shows)
}
