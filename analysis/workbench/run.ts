/** One table of a script worked out: the statistic over the rows chosen, once for each layer. */

import { domain } from '../design/domain.ts'
import { framePart } from '../filter.ts'
import { testLayers } from '../results/test-crosstab.ts'
import { note } from '../statistics/result.ts'
import type { Note, Table } from '../table.ts'
import { statisticNamed } from './index.ts'
import type { Prepared } from './prepare.ts'
import type { TableStep } from './script.ts'
import { bounds } from './script.ts'
import type { Side } from './sides.ts'
import { sideOf } from './sides.ts'
import type { Piece, Role, Tools } from './statistic.ts'
import { chosenOf, emptyPiece, labelOf } from './statistic.ts'

/** More layers, or combinations of several, than this make no readable page. */
export const layerLimit = 24

/** The results of a step; what keeps it from having one is a remark. */
export function runTable(data: Prepared, step: TableStep, tools: Tools = {}): readonly Piece[] {
  return piecesOf(data, step, tools).map((piece) => ({ ...piece, tables: piece.tables.map(finiteCells) }))
}

/** What came out infinite or undefined is not shown. */
function finiteCells(table: Table): Table {
  const odd = (cell: string | number | null) => typeof cell === 'number' && !Number.isFinite(cell)
  if (!table.rows.some(({ cells }) => cells.some(odd))) return table
  return {
    ...table,
    rows: table.rows.map((line) => ({ ...line, cells: line.cells.map((cell) => (odd(cell) ? null : cell)) })),
  }
}

function piecesOf(data: Prepared, step: TableStep, tools: Tools): readonly Piece[] {
  const statistic = statisticNamed(step.statistic)
  if (!statistic)
    return [emptyPiece([step.statistic], data.n, note('statisticUnknown', { name: step.statistic }))]
  if (data.failure) return [emptyPiece([], data.n, data.failure)]
  const lack = lacking(statistic, step)
  if (lack) return [emptyPiece([], data.n, lack)]
  if (data.n === 0) return [emptyPiece([], 0, note('noRows'))]
  const chosen = chosenOf(statistic, step)
  if (step.layers.length === 0) return statistic.run(data, chosen, tools)
  if (step.layers.length > bounds.layers)
    return [emptyPiece([], data.n, note('tooManyLayers', { limit: bounds.layers }))]
  const sides: Side[] = []
  for (const name of step.layers) {
    const side = sideOf(data.frame, name, data.words)
    const label = labelOf(data.frame, name)
    if (side?.kind !== 'coded') return [emptyPiece([label], data.n, note('needsGroups', { variable: label }))]
    sides.push(side)
  }
  const layers = layersOf(data, sides)
  if (layers.length === 0)
    return [
      emptyPiece(
        sides.map(({ label }) => label),
        data.n,
        note('noAnswers'),
      ),
    ]
  const pieces = layers
    .slice(0, layerLimit)
    .flatMap(({ title, data: part }) =>
      statistic.run(part, chosen, tools).map((piece) => ({ ...piece, title: [...piece.title, ...title] })),
    )
  const more =
    layers.length > layerLimit ? [note('layersLeftOut', { count: layers.length - layerLimit })] : []
  const together = step.statistic === 'crosstab' ? togetherOf(data, step, sides, layers) : []
  return [...together, ...multiplied(pieces).map((piece) => ({ ...piece, notes: [...piece.notes, ...more] }))]
}

/** Each layer's tests are looked at together with those of the others: their number is said. */
function multiplied(pieces: readonly Piece[]): readonly Piece[] {
  const tested = pieces.filter(({ tables }) => tables.some(({ caption }) => caption === 'statistic'))
  if (tested.length < 2) return pieces
  return pieces.map((piece) =>
    tested.includes(piece)
      ? {
          ...piece,
          notes: [
            ...piece.notes.filter(({ code }) => code !== 'manyTables'),
            note('manyTables', { count: tested.length }),
          ],
        }
      : piece,
  )
}

/** What the statistic still needs, or has too much of. */
function lacking(
  { rows, columns }: { readonly rows: Role; readonly columns: Role },
  step: TableStep,
): Note | null {
  const wanting = ({ least }: Role, of: readonly string[]) => of.length < least
  if (wanting(rows, step.rows)) return note('needsRows', { count: rows.least })
  if (wanting(columns, step.columns)) return note('needsColumns', { count: columns.least })
  if (step.rows.length > rows.most) return note('tooManyRows', { limit: rows.most })
  if (step.columns.length > columns.most && columns.most > 0)
    return note('tooManyColumns', { limit: columns.most })
  return null
}

interface Layer {
  /** Each layer variable with its answer. */
  readonly title: readonly string[]
  readonly answers: readonly string[]
  readonly data: Prepared
}

/** Every combination of the sides' answers that somebody gave, the last side's changing first. */
function layersOf(data: Prepared, sides: readonly Side[]): readonly Layer[] {
  const [side, ...others] = sides
  if (!side) return [{ title: [], answers: [], data }]
  return side.labels.flatMap((label, place) => {
    const part = restricted(data, side.codes, place)
    if (part.n === 0) return []
    return layersOf(part, others).map((layer) => ({
      ...layer,
      title: [`${side.label}: ${label}`, ...layer.title],
      answers: [label, ...layer.answers],
    }))
  })
}

function restricted(data: Prepared, codes: Int32Array, place: number): Prepared {
  const kept = new Uint8Array(codes.length)
  const rows: number[] = []
  for (let row = 0; row < codes.length; row += 1) {
    if (codes[row] !== place || (data.kept && data.kept[row] === 0)) continue
    kept[row] = 1
    rows.push(row)
  }
  return {
    ...data,
    kept,
    n: rows.length,
    design: data.design && domain(data.design, kept),
    part: (names) => keptFrame(data, kept, names),
  }
}

function keptFrame(data: Prepared, kept: Uint8Array, names: readonly string[]) {
  const variables = data.frame.variables.filter(({ name }) => names.includes(name))
  const columns = new Map(variables.map(({ name }) => [name, data.frame.columns.get(name)!]))
  const rows = Uint32Array.from(kept.keys()).filter((row) => kept[row] === 1)
  return framePart({ n: data.frame.n, variables, columns }, rows)
}

/** The layers of one crosstab tested together, where nothing is weighted. */
function togetherOf(
  data: Prepared,
  step: TableStep,
  sides: readonly Side[],
  layers: readonly Layer[],
): readonly Piece[] {
  const [rowName, columnName] = [step.rows[0]!, step.columns[0]!]
  const rows = sideOf(data.frame, rowName, data.words)
  const columns = sideOf(data.frame, columnName, data.words)
  if (data.design || step.rows.length > 1 || step.columns.length > 1) return []
  if (rows?.kind !== 'coded' || columns?.kind !== 'coded' || layers.length < 2) return []
  const of = testLayers(
    layers.map(({ answers, data: part }) => ({
      label: answers.join(data.words.separator),
      counts: countsOf(part, rows, columns),
    })),
    { sampleType: data.sampleType, words: data.words },
  )
  const title = [rows.label, columns.label, ...sides.map(({ label }) => label)]
  return [{ title, n: data.n, ...of }]
}

function countsOf({ kept }: Prepared, rows: Side, columns: Side): readonly (readonly number[])[] {
  const counts = rows.labels.map(() => columns.labels.map(() => 0))
  for (let row = 0; row < rows.codes.length; row += 1) {
    const [r, c] = [rows.codes[row]!, columns.codes[row]!]
    if (r >= 0 && c >= 0 && (!kept || kept[row] === 1)) counts[r]![c]! += 1
  }
  return counts
}
