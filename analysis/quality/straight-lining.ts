/**
 * The same choice all the way down a battery of questions.
 *
 * In: a frame, and how many equal answers in a row are too many. A battery are the single-choice questions of one matrix,
 * or questions that follow each other and offer the same choices. Questions that were skipped or left unanswered are
 * passed over, 不清楚 and 拒答 count as answers. Out: for each answer its longest run over all batteries, where it
 * reaches the limit. Unweighted. Throws for a limit below 2.
 * Source: LongString, Johnson 2005; Curran 2016.
 */

import type { CodedColumn, Frame, Variable } from '../frame.ts'
import type { Flag } from './flag.ts'

interface Battery {
  readonly label: string
  readonly variables: readonly Variable[]
  readonly columns: readonly CodedColumn[]
}

export function straightLining(frame: Frame, items: number): readonly Flag[] {
  if (!(items >= 2)) throw new Error(`straightLining: ${items} answers alike are no run`)
  const batteries = batteriesOf(frame).filter(({ variables }) => variables.length >= items)
  const flags: Flag[] = []
  for (let row = 0; row < frame.n; row += 1) {
    let longest = { length: 0, label: '', choice: '' }
    for (const battery of batteries) {
      const run = longestRun(battery, row)
      if (run.length > longest.length) longest = run
    }
    if (longest.length < items) continue
    flags.push({
      name: 'straightLining',
      row,
      why: {
        code: 'straightLining',
        params: { n: longest.length, label: longest.label, choice: longest.choice },
      },
      others: [],
    })
  }
  return flags
}

function longestRun({ label, variables, columns }: Battery, row: number) {
  let [length, best, bestCode] = [0, 0, 0]
  let before = 0
  for (const column of columns) {
    const code = column.codes[row]!
    if (code < 2) continue
    length = code === before ? length + 1 : 1
    before = code
    if (length > best) [best, bestCode] = [length, code]
  }
  return { length: best, label, choice: variables[0]?.categories[bestCode - 2]?.label ?? '' }
}

function batteriesOf({ variables, columns }: Frame): readonly Battery[] {
  const batteries: { key: string; label: string; variables: Variable[]; columns: CodedColumn[] }[] = []
  for (const variable of variables) {
    const column = columns.get(variable.name)
    const last = batteries.at(-1)
    if (column?.kind !== 'coded' || variable.categories.length < 2) {
      // Another question between them ends a battery that is none by its matrix.
      if (last && !variable.group) last.key = ''
      continue
    }
    const values = JSON.stringify(variable.categories.map(({ value }) => value))
    const key = `${variable.group?.name ?? ''} ${values}`
    if (last?.key === key) {
      last.variables.push(variable)
      last.columns.push(column)
    } else {
      const label = variable.group?.label ?? variable.label
      batteries.push({ key, label, variables: [variable], columns: [column] })
    }
  }
  return batteries
}
