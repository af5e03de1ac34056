/** The answers of a form and its lists as the nodes that paths walk through. */

import type { Choice, Form } from './form.ts'
import type { FormIndex } from './form-index.ts'
import { cellOf, plainCell } from './cells.ts'
import type { Node, Nodes } from './nodes.ts'
import { Exhausted } from './rare.ts'
import { ancestorOf, rowsUnder, type Row } from './rows.ts'
import { shuffled } from './shuffle.ts'
import { childrenNamed, isInside } from './skeleton.ts'

type Standing =
  | { readonly kind: 'form' }
  | { readonly kind: 'answer'; readonly row: Row; readonly position: number }
  | { readonly kind: 'row'; readonly row: Row }
  /** instance('name') and its root. */
  | {
      readonly kind: 'list'
      readonly name: string
      readonly items: readonly Choice[]
      readonly root: boolean
    }
  | { readonly kind: 'item'; readonly list: string; readonly choice: Choice; readonly index: number }
  | { readonly kind: 'cell'; readonly item: Node; readonly text: string }

/** What of a pass the nodes look at. */
export interface Viewpoint {
  readonly form: Form
  readonly index: FormIndex
  readonly top: Row
  /** The row and the position of the node whose expression is evaluated. */
  row: Row
  position: number
  work: number
  random: () => number
}

/** The work of one answer: about a second on an old phone. */
export const workLimit = 1_000_000

export function nodesFor(view: Viewpoint): Nodes {
  const { form, index } = view
  const { skeleton, entries, positions } = index
  const root: Standing = { kind: 'form' }

  const answer = (row: Row, position: number): Standing => {
    const slot = entries[position]?.slot ?? 0
    const standing = row.nodes[slot]
    if (standing) return standing as Standing
    const node: Standing = { kind: 'answer', row, position }
    row.nodes[slot] = node
    return node
  }
  const rowNodes = new WeakMap<Row, Standing>()
  const rowNode = (row: Row): Standing => {
    const standing = rowNodes.get(row) ?? { kind: 'row', row }
    rowNodes.set(row, standing)
    return standing
  }
  const lists = new WeakMap<readonly Row[], readonly Standing[]>()
  const nodesOfRows = (rows: readonly Row[]): readonly Standing[] => {
    const standing = lists.get(rows) ?? rows.map(rowNode)
    lists.set(rows, standing)
    return standing
  }
  const inRows = (row: Row, position: number): readonly Standing[] => {
    const entry = entries[position]
    if (!entry || row.relevant[entry.slot] !== true) return []
    return entry.repeat ? nodesOfRows(row.rows[entry.slot] ?? []) : [answer(row, position)]
  }
  /** The row and position that a node's children are found at. */
  const holder = (node: Standing): { readonly row: Row; readonly position: number } | null => {
    if (node.kind === 'form') return { row: view.top, position: -1 }
    if (node.kind === 'row') return { row: node.row, position: node.row.repeat }
    return node.kind === 'answer' ? node : null
  }
  const spend = (steps = 1) => {
    view.work += steps
    if (view.work > workLimit) throw new Exhausted()
  }
  const listNamed = (name: string): readonly Choice[] | null =>
    Object.prototype.hasOwnProperty.call(form.lists, name) ? (form.lists[name] ?? null) : null

  return {
    spend,
    root: () => root,
    current: () => (view.position < 0 ? root : currentNode()),
    reference: (name) => {
      const position = positions.get(name)
      const entry = position === undefined ? undefined : entries[position]
      if (!entry) return []
      const rows = around(view.row, entry.scope)
      spend(rows.length)
      const [only] = rows
      return rows.length === 1 && only
        ? inRows(only, entry.position)
        : rows.flatMap((row) => inRows(row, entry.position))
    },
    list: (name) => {
      const items = listNamed(name)
      return items ? ({ kind: 'list', name, items, root: false } satisfies Standing) : null
    },
    lookUp: (list, wanted, column, value) => {
      const row = lookUpTable(listNamed(list) ?? [], column).get(value.trim())
      return row ? cellOf(row, wanted, form) : ''
    },
    children: (given, name) => {
      spend()
      const node = given as Standing
      if (node.kind === 'list') return listChildren(node, name, spend)
      if (node.kind === 'item') {
        const text = cellOf(node.choice, name, form)
        return hasCell(node.choice, name) ? [{ kind: 'cell', item: node, text } satisfies Standing] : []
      }
      const at = holder(node)
      if (!at) return []
      const found = childrenNamed(skeleton, at.position, name).flatMap((child) => inRows(at.row, child))
      spend(found.length)
      return found
    },
    descendants: (given, name) => {
      const node = given as Standing
      if (node.kind === 'list') return listChildren({ ...node, root: true }, name, spend)
      const at = holder(node)
      if (!at) return []
      return entries.flatMap((entry) => {
        const within = at.position < 0 || isInside(skeleton, entry.position, at.position)
        const fits = name === '*' || skeleton.bones[entry.position]?.written === name
        if (!within || !fits) return []
        const rows = rowsUnder(index, at.row, entry.scope)
        spend(rows.length)
        return rows.flatMap((row) => inRows(row, entry.position))
      })
    },
    parent: (given) => {
      const node = given as Standing
      if (node.kind === 'cell') return node.item
      if (node.kind !== 'answer' && node.kind !== 'row') return null
      const position = node.kind === 'row' ? node.row.repeat : node.position
      const parent = entries[position]?.parent ?? -1
      const row = node.kind === 'row' ? (node.row.up ?? view.top) : node.row
      if (parent < 0) return root
      return entries[parent]?.repeat ? rowNode(row) : answer(row, parent)
    },
    value: (given) => {
      const node = given as Standing
      if (node.kind === 'cell') return node.text
      if (node.kind !== 'answer') return ''
      return node.row.values[entries[node.position]?.slot ?? -1] ?? ''
    },
    place: (given) => {
      const node = given as Standing
      if (node.kind === 'row') return node.row.index + 1
      return node.kind === 'item' ? node.index + 1 : 1
    },
    inRow: (name, wanted) => {
      const position = positions.get(name) ?? skeleton.bones.findIndex(({ written }) => written === name)
      const entry = entries[position]
      if (!entry) return null
      const row = rowIn(entry.scope, wanted)
      const [node] = row ? inRows(row, position) : []
      return node ?? null
    },
    shuffled: (nodes, seed) =>
      shuffled(nodes, seed === null || Number.isNaN(seed) ? Math.floor(view.random() * 2 ** 31) : seed),
  }

  function currentNode(): Standing {
    const entry = entries[view.position]
    return entry?.repeat && view.row.repeat === view.position
      ? rowNode(view.row)
      : answer(view.row, view.position)
  }

  /** The rows of a scope that are nearest to a row: its own, or all that stand in the nearest row around both. */
  function around(row: Row, scope: number): readonly Row[] {
    const own = ancestorOf(row, scope)
    if (own) return [own]
    const repeat = entries[scope]
    if (!repeat) return []
    return around(row, repeat.scope).flatMap((holding) =>
      holding.relevant[repeat.slot] === true ? (holding.rows[repeat.slot] ?? []) : [],
    )
  }

  function rowIn(scope: number, wanted: readonly (readonly [string, number])[]): Row | null {
    const repeat = entries[scope]
    if (!repeat) return view.top
    const holding = rowIn(repeat.scope, wanted)
    const rows = holding?.rows[repeat.slot] ?? []
    const number = wanted.find(
      ([name]) => name === repeat.name || name === skeleton.bones[scope]?.written,
    )?.[1]
    if (number !== undefined) return rows[number - 1] ?? null
    const own = ancestorOf(view.row, scope)
    return own && rows.indexOf(own) >= 0 ? own : (rows[0] ?? null)
  }
}

function listChildren(
  node: Extract<Standing, { kind: 'list' }>,
  name: string,
  spend: (steps: number) => void,
): readonly Standing[] {
  // `instance('x')/root/item` and, as some write, `instance('x')/item`.
  if (!node.root && name === 'root') return [{ ...node, root: true }]
  if (name !== 'item' && name !== '*') return []
  spend(node.items.length)
  return itemsOf(node)
}

const itemNodes = new WeakMap<readonly Choice[], readonly Standing[]>()

function itemsOf({ name, items }: Extract<Standing, { kind: 'list' }>): readonly Standing[] {
  const standing =
    itemNodes.get(items) ??
    items.map((choice, index): Standing => ({ kind: 'item', list: name, choice, index }))
  itemNodes.set(items, standing)
  return standing
}

const tables = new WeakMap<readonly Choice[], Map<string, ReadonlyMap<string, Choice>>>()

/** The first row by the value of a column. */
function lookUpTable(items: readonly Choice[], column: string): ReadonlyMap<string, Choice> {
  const ofList = tables.get(items) ?? new Map<string, ReadonlyMap<string, Choice>>()
  tables.set(items, ofList)
  const standing = ofList.get(column)
  if (standing) return standing
  const table = new Map<string, Choice>()
  for (const choice of items) {
    const key = plainCell(choice, column).trim()
    if (!table.has(key)) table.set(key, choice)
  }
  ofList.set(column, table)
  return table
}

function hasCell(choice: Choice, column: string): boolean {
  return /^(name|label|itextId)$/.test(column) || Object.prototype.hasOwnProperty.call(choice.columns, column)
}
