/** A form in the order and with the numbers of its printed questionnaire; whoever enters it later counts the same way. */

import type { Choice, Form, FormNode, Group, Question, Repeat } from '../form.ts'
import { isAsked } from '../asking.ts'

/** Where a question is found on paper; items and columns count from 1 in the table of that number. */
export interface PaperPlace {
  readonly number: number
  readonly item: number | null
  readonly column: number | null
}

export type PaperNode =
  | { readonly kind: 'section'; readonly group: Group; readonly nodes: readonly PaperNode[] }
  | { readonly kind: 'repeat'; readonly repeat: Repeat; readonly nodes: readonly PaperNode[] }
  | {
      readonly kind: 'table'
      /** The group of a matrix, or the question whose labels head a table of the old kind. */
      readonly head: Group | Question
      readonly number: number
      readonly rows: readonly Question[]
      readonly rest: readonly PaperNode[]
    }
  | {
      readonly kind: 'grid'
      readonly head: Group
      readonly number: number
      readonly rows: readonly { readonly group: Group; readonly cells: readonly Question[] }[]
    }
  | { readonly kind: 'question'; readonly question: Question; readonly number: number }
  | { readonly kind: 'note'; readonly question: Question }

export interface PaperOutline {
  readonly nodes: readonly PaperNode[]
  readonly places: ReadonlyMap<string, PaperPlace>
}

const outlines = new WeakMap<Form, PaperOutline>()

/** Calculations and what devices fill in are not printed; everything that is asked has a number or a place in a table. */
export function paperOutline(form: Form): PaperOutline {
  const standing = outlines.get(form)
  if (standing) return standing
  const places = new Map<string, PaperPlace>()
  const counter = { last: 0 }
  const outline = { nodes: arranged(form.nodes, places, counter), places }
  outlines.set(form, outline)
  return outline
}

type Places = Map<string, PaperPlace>
interface Counter {
  last: number
}

function arranged(nodes: readonly FormNode[], places: Places, counter: Counter): readonly PaperNode[] {
  const made: PaperNode[] = []
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]
    if (!node) continue
    const old = oldTable(nodes, at)
    const [head, ...rows] = old
    if (head && rows.length > 0) {
      made.push(tableOf(head, rows, [], places, counter))
      at += rows.length
    } else if (node.kind === 'repeat') {
      const inner = arranged(node.nodes, places, counter)
      if (inner.length > 0) made.push({ kind: 'repeat', repeat: node, nodes: inner })
    } else if (node.kind === 'group') made.push(...groupOf(node, places, counter))
    else if (node.type === 'note') made.push({ kind: 'note', question: node })
    else if (isAsked(node)) {
      const number = ++counter.last
      places.set(node.name, { number, item: null, column: null })
      made.push({ kind: 'question', question: node, number })
    }
  }
  return made
}

/** A question with appearance `label`, and after it those with `list-nolabel` of the same list. */
function oldTable(nodes: readonly FormNode[], at: number): readonly Question[] {
  const head = nodes[at]
  if (head?.kind !== 'question' || !head.type.startsWith('select_')) return []
  if (!head.appearance.includes('label')) return []
  const table = [head]
  for (const node of nodes.slice(at + 1)) {
    const fits = node.kind === 'question' && node.type === head.type && node.list === head.list
    if (!fits || !node.appearance.includes('list-nolabel')) break
    table.push(node)
  }
  return table
}

function groupOf(group: Group, places: Places, counter: Counter): readonly PaperNode[] {
  if (group.grid) return gridOf(group, places, counter)
  const [first] = group.nodes.filter(isSelect)
  const rows = group.matrix && first ? group.nodes.filter(isSelect).filter((row) => alike(row, first)) : []
  if (rows.length > 0) {
    const rest = group.nodes.filter((node) => !rows.includes(node as Question))
    return [tableOf(group, rows, rest, places, counter)]
  }
  const nodes = arranged(group.nodes, places, counter)
  return nodes.length > 0 ? [{ kind: 'section', group, nodes }] : []
}

function isSelect(node: FormNode): node is Question {
  return node.kind === 'question' && (node.type === 'select_one' || node.type === 'select_multiple')
}

function alike(one: Question, other: Question): boolean {
  return one.list === other.list && one.type === other.type
}

function tableOf(
  head: Group | Question,
  rows: readonly Question[],
  rest: readonly FormNode[],
  places: Places,
  counter: Counter,
): PaperNode {
  const number = ++counter.last
  rows.forEach((row, i) => places.set(row.name, { number, item: i + 1, column: null }))
  return { kind: 'table', head, number, rows, rest: arranged(rest, places, counter) }
}

function gridOf(head: Group, places: Places, counter: Counter): readonly PaperNode[] {
  const rows = head.nodes.flatMap((group) => {
    if (group.kind !== 'group') return []
    const cells = group.nodes.filter((node): node is Question => node.kind === 'question' && isAsked(node))
    return cells.length > 0 ? [{ group, cells }] : []
  })
  if (rows.length === 0) return []
  const number = ++counter.last
  rows.forEach(({ cells }, row) =>
    cells.forEach((cell, column) => places.set(cell.name, { number, item: row + 1, column: column + 1 })),
  )
  return [{ kind: 'grid', head, number, rows }]
}

/** A, B … Z, AA, AB … for the options of a list, by their place from 0. */
export function optionLetter(place: number): string {
  const last = String.fromCharCode(65 + (place % 26))
  return place < 26 ? last : optionLetter(Math.floor(place / 26) - 1) + last
}

/** A list longer than this is written out by hand instead of being printed as boxes. */
export const mostBoxes = 40

/** The choices that a question has on paper: all of its list, filtered or not. */
export function paperChoices(form: Form, question: Question): readonly Choice[] {
  return question.list === null ? [] : (form.lists[question.list] ?? [])
}

/** Whether the answer is written as words, because the list is too long for boxes. */
export function isWrittenOut(form: Form, question: Question): boolean {
  return paperChoices(form, question).length > mostBoxes
}
