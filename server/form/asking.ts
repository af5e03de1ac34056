/** What of a form people are asked and shown, instance by instance: the same for the server's pages and the script's. */

import type { FormNode, Question, Repeat } from './form.ts'
import { isMetadata } from './walk.ts'

/** The questions whose answers a person gives; notes, calculations and what devices fill in have no field. */
export function isAsked({ type }: Question): boolean {
  return type !== 'note' && type !== 'calculate' && !isMetadata(type)
}

/** Whether a question stands on the page. */
export function isOnPage(question: Question): boolean {
  return question.type === 'note' || isAsked(question)
}

/** Whether anything of these nodes is to be seen now; people may still add a row to a repeat without any. */
export function showsAnything(nodes: readonly FormNode[], isRelevant: (at: string) => boolean): boolean {
  return nodes.some((node) => {
    if (!isRelevant(node.name)) return false
    if (node.kind === 'group') return showsAnything(node.nodes, isRelevant)
    return node.kind === 'repeat' || isOnPage(node)
  })
}

/** A question, or a row of a repeat, where it stands. */
export type Instance =
  | { readonly kind: 'question'; readonly question: Question; readonly at: string }
  | { readonly kind: 'row'; readonly repeat: Repeat; readonly at: string; readonly number: number }

/** All questions of the nodes in document order, those of a repeat once for each row, each row before its questions. */
export function instancesOf(
  nodes: readonly FormNode[],
  rowsOf: (at: string) => number,
  prefix = '',
): readonly Instance[] {
  const found: Instance[] = []
  for (const node of nodes) {
    const at = prefix + node.name
    if (node.kind === 'question') found.push({ kind: 'question', question: node, at })
    else if (node.kind === 'group') found.push(...instancesOf(node.nodes, rowsOf, prefix))
    else {
      const rows = rowsOf(at)
      for (let number = 1; number <= rows; number++) {
        const row = `${at}[${number}]`
        found.push(
          { kind: 'row', repeat: node, at: row, number },
          ...instancesOf(node.nodes, rowsOf, `${row}/`),
        )
      }
    }
  }
  return found
}

/** An answer as it was typed, in the form in which its type reads it: a year as its first day, points on one line. */
export function typedAnswer(question: Question, typed: string): string {
  const text = typed.trim()
  if (question.type === 'date') {
    const digits = text.replace(/[\uff10-\uff19]/g, (digit) =>
      String.fromCharCode(digit.charCodeAt(0) - 0xfee0),
    )
    if (question.appearance.includes('year') && /^\d{4}$/.test(digits)) return `${digits}-01-01`
    if (question.appearance.includes('month-year') && /^\d{4}-\d{1,2}$/.test(digits)) return `${digits}-01`
  }
  if (question.type === 'geotrace' || question.type === 'geoshape')
    return text
      .split(/[\n;；]+/)
      .map((point) => point.trim())
      .filter((point) => point !== '')
      .join('; ')
  if (question.appearance.includes('thousands-sep')) return typed.replace(/[,，\s]/g, '')
  return typed
}
