/** A form as its pages show it: sections, groups, repeats with their rows, matrices and questions. */

import { escaped } from '../../form/markdown.ts'
import type { FormNode, Group, Question, Repeat } from '../../form/form.ts'
import { pagesOf } from '../../form/walk.ts'
import { valueInWords } from '../../form/words.ts'
import { choicesOf, listViews } from './choices.ts'
import {
  acceptOf,
  captureOf,
  drawingOf,
  has,
  inputOf,
  layoutOf,
  lookOf,
  stepsOf,
  ticksOf,
  widthOf,
} from './look.ts'
import { isAsked } from './posted.ts'
import { attributes, htmlOf, mediaOf, textOf, wordsOf, type Showing } from './showing.ts'
import type {
  GridView,
  GroupView,
  Look,
  MatrixView,
  NodeView,
  QuestionView,
  RepeatView,
  RowView,
  SectionView,
} from './views.ts'

/** A select with more choices than this can be searched. */
const mostSelect = 60

/** Where a node stands: under which row, how deep, and in what. */
interface Standing {
  /** What comes before the name: '' or `repeat[2]/`. */
  readonly prefix: string
  readonly level: number
}

/** Every page of the form; all stand in the HTML, those that are not current are hidden and carry their values. */
export function sectionsOf(showing: Showing, current: number | null): readonly SectionView[] {
  return pagesOf(showing.form).map(({ nodes }, i) => ({
    number: i + 1,
    hidden: current !== i + 1,
    grid: nodes.some((node) => widthOf(node) > 0),
    nodes: viewsOf(nodes, showing, { prefix: '', level: 2 }),
  }))
}

function viewsOf(nodes: readonly FormNode[], showing: Showing, standing: Standing): NodeView[] {
  const views: NodeView[] = []
  for (let place = 0; place < nodes.length; place++) {
    const node = nodes[place]
    if (!node) continue
    const table = tableFrom(nodes, place)
    if (table.length > 0) {
      views.push(labelledTable(table, showing, standing))
      place += table.length - 1
    } else if (node.kind === 'repeat') views.push(repeatView(node, showing, standing))
    else if (node.kind === 'group') views.push(groupView(node, showing, standing))
    else if (isShown(node)) views.push(questionView(node, showing, standing))
  }
  return views
}

/** Whether a question stands on the page: calculations and what devices fill in do not. */
export function isShown(question: Question): boolean {
  return question.type === 'note' || isAsked(question)
}

/** The old way to a table: a question with appearance `label`, and after it those with `list-nolabel` of the same list. */
function tableFrom(nodes: readonly FormNode[], place: number): readonly Question[] {
  const head = nodes[place]
  if (head?.kind !== 'question' || !has(head, 'label') || !head.type.startsWith('select_')) return []
  const table = [head]
  for (const node of nodes.slice(place + 1)) {
    const fits = node.kind === 'question' && node.type === head.type && node.list === head.list
    if (!fits || !has(node, 'list-nolabel')) break
    table.push(node)
  }
  return table.length > 1 ? table : []
}

function labelledTable(table: readonly Question[], showing: Showing, standing: Standing): MatrixView {
  const [head, ...rows] = table
  const at = standing.prefix + (head?.name ?? '')
  return {
    kind: 'matrix',
    name: head?.name ?? '',
    at,
    id: `g-${at}`,
    box: boxOf(at, 'question', { class: 'question matrix', hidden: !showing.state.relevant.has(at) }),
    label: htmlOf(head?.label ?? null, at, showing),
    hint: htmlOf(head?.hint ?? null, at, showing),
    hidden: !showing.state.relevant.has(at),
    columns: listViews(head?.list ?? null, `g-${at}`, at, showing),
    rows: rows.map((row) => questionView(row, showing, standing, true)),
    rest: [],
  }
}

function boxOf(
  at: string,
  kind: 'question' | 'group' | 'repeat',
  more: Readonly<Record<string, string | boolean>>,
) {
  return attributes({ [`data-${kind}`]: at, ...more })
}

function groupView(group: Group, showing: Showing, standing: Standing): GroupView | MatrixView | GridView {
  const at = standing.prefix + group.name
  const hidden = !showing.state.relevant.has(at)
  const width = widthOf(group)
  const common = {
    name: group.name,
    at,
    id: `g-${at}`,
    label: htmlOf(group.label, at, showing),
    hint: htmlOf(group.hint, at, showing),
    hidden,
  }
  const below = { ...standing, level: standing.level + 1 }
  const tabled = group.matrix ? matrixRows(group) : []
  if (tabled.length > 0) {
    return {
      kind: 'matrix',
      ...common,
      box: boxOf(at, 'group', { class: 'question matrix', hidden }),
      columns: listViews(tabled[0]?.list ?? null, `g-${at}`, at, showing),
      rows: tabled.map((row) => questionView(row, showing, below, true)),
      rest: viewsOf(
        group.nodes.filter((node) => !tabled.includes(node as Question)),
        showing,
        below,
      ),
    }
  }
  if (group.grid) return gridView(group, showing, below, common)
  const columns = group.appearance.map((word) => /^w(\d)$/.exec(word)?.[1]).find(Boolean)
  const grid = columns !== undefined || group.nodes.some((node) => widthOf(node) > 0)
  const named = common.label !== ''
  return {
    kind: 'group',
    ...common,
    box: boxOf(at, 'group', {
      class: `group${grid ? ` grid of-${columns ?? 4}` : ''}${width ? ` w${width}` : ''}`,
      hidden,
      role: named ? 'group' : '',
      'aria-labelledby': named ? common.id : '',
    }),
    media: mediaOf(group.media, showing),
    level: Math.min(standing.level, 4),
    nodes: viewsOf(group.nodes, showing, below),
  }
}

/** The questions of a matrix group that make its table: selects of one list. */
function matrixRows({ nodes }: Group): readonly Question[] {
  const questions = nodes.filter((node): node is Question => node.kind === 'question')
  const first = questions.find(({ type, list }) => /^select_(one|multiple)$/.test(type) && list !== null)
  return questions.filter((one) => one.list !== null && one.list === first?.list && one.type === first.type)
}

function gridView(
  group: Group,
  showing: Showing,
  standing: Standing,
  common: Pick<GridView, 'name' | 'at' | 'id' | 'label' | 'hint' | 'hidden'>,
): GridView {
  const rows = group.nodes.filter((node): node is Group => node.kind === 'group')
  const heads =
    rows[0]?.nodes.filter((node): node is Question => node.kind === 'question' && isShown(node)) ?? []
  return {
    kind: 'grid',
    ...common,
    box: boxOf(common.at, 'group', { class: 'question grid-table', hidden: common.hidden }),
    columns: heads.map((head) => ({
      id: `h-${standing.prefix}${head.name}`,
      label: htmlOf(head.label, standing.prefix + head.name, showing),
    })),
    rows: rows.map((row) => {
      const at = standing.prefix + row.name
      return {
        id: `g-${at}`,
        box: boxOf(at, 'group', { hidden: !showing.state.relevant.has(at) }),
        label: htmlOf(row.label, at, showing),
        cells: row.nodes.flatMap((node) =>
          node.kind === 'question' && isShown(node) ? [questionView(node, showing, standing)] : [],
        ),
      }
    }),
  }
}

function repeatView(repeat: Repeat, showing: Showing, standing: Standing): RepeatView {
  const at = standing.prefix + repeat.name
  const hidden = !showing.state.relevant.has(at)
  const level = Math.min(standing.level, 4)
  const row = (number: number): RowView => ({
    at: `${at}[${number}]`,
    id: `r-${at}[${number}]`,
    number,
    title: `${htmlOf(repeat.label, `${at}[${number}]`, showing) || escaped(repeat.written)} <span data-number>${number}</span>`,
    nodes: viewsOf(repeat.nodes, showing, { prefix: `${at}[${number}]/`, level: standing.level + 2 }),
  })
  const rows = showing.state.rows.get(at) ?? 0
  return {
    kind: 'repeat',
    name: repeat.name,
    at,
    id: `g-${at}`,
    box: boxOf(at, 'repeat', {
      class: 'repeat',
      hidden,
      role: 'group',
      'aria-labelledby': `g-${at}`,
    }),
    label: htmlOf(repeat.label, at, showing),
    words: wordsOf(repeat.label, at, showing) || repeat.written,
    hint: htmlOf(repeat.hint, at, showing),
    media: mediaOf(repeat.media, showing),
    hidden,
    level,
    open: repeat.count === null,
    rows: Array.from({ length: rows }, (_, i) => row(i + 1)),
    blank: row(0),
  }
}

const explained: Readonly<Partial<Record<Look, (showing: Showing, question: Question) => string>>> = {
  rank: ({ w }) => w.rankHintPlain,
  time: ({ w }) => w.timeHint,
  place: ({ w }) => w.placeHint,
  points: ({ w }) => w.pointsHint,
  barcode: ({ w }) => w.barcodeHint,
  date: ({ w }, question) => {
    if (question.type === 'datetime') return w.dateTimeHint
    if (has(question, 'year')) return w.yearHint
    return has(question, 'month-year') ? w.monthHint : w.dateHint
  },
  number: ({ w }, question) => (question.type === 'range' ? w.rangeHint(scaleWords(question)) : ''),
  file: ({ w }, question) =>
    question.type === 'file' ? w.fileHint : question.type === 'image' ? '' : w.recordingHint,
}

function scaleWords({ parameters }: Question): { readonly start: string; readonly end: string } {
  return { start: parameters['start'] ?? '1', end: parameters['end'] ?? '10' }
}

export function questionView(
  question: Question,
  showing: Showing,
  standing: Standing,
  inMatrix = false,
): QuestionView {
  const { name } = question
  const { state } = showing
  const at = standing.prefix + name
  const id = `q-${at}`
  const look = inMatrix
    ? question.type === 'select_multiple'
      ? 'checkboxes'
      : 'radios'
    : lookOf(question, showing.form)
  const error = showing.errors.get(at) ?? ''
  const warning = error ? '' : (showing.warnings.get(at) ?? '')
  const hint = htmlOf(question.hint, at, showing)
  const choices = choicesOf(question, at, look, showing)
  const ownHint = inMatrix ? '' : ownHintOf(question, look, showing, choices)
  const hidden = !state.relevant.has(at)
  const readOnly = question.readOnly || question.calculation !== null || state.readOnly.has(at)
  const describedBy = [
    hint || ownHint ? `${id}-hint` : '',
    error ? `${id}-error` : '',
    warning ? `${id}-warning` : '',
  ]
    .filter(Boolean)
    .join(' ')
  const width = widthOf(question)
  const grouped = look === 'radios' || look === 'checkboxes' || look === 'scale' || look === 'rank'
  return {
    kind: 'question',
    look,
    name,
    at,
    id,
    box: boxOf(at, 'question', {
      class: `${inMatrix ? 'matrix-row' : 'question'}${error ? ' wrong' : ''}${warning ? ' warned' : ''}${width ? ` w${width}` : ''}`,
      'data-look': inMatrix ? 'matrix' : look,
      hidden,
      'aria-describedby': grouped && !inMatrix ? describedBy : '',
    }),
    control: attributes({
      id,
      name: `${look === 'file' ? 'f' : 'q'}.${at}`,
      'aria-describedby': describedBy,
      'aria-invalid': error ? 'true' : '',
      readonly: readOnly,
    }),
    label: htmlOf(question.label, at, showing),
    hint,
    ownHint,
    guidance: htmlOf(question.guidance, at, showing),
    media: mediaOf(question.media, showing),
    required: isAsked(question) && state.required.has(at),
    hidden,
    readOnly,
    error,
    warning,
    value: shownValue(question, at, showing),
    choices,
    layout: layoutOf(question),
    ...inputOf(question),
    folded: look === 'checkboxes' && has(question, 'minimal', 'autocomplete') && error === '',
    chosen: choices.filter(({ checked }) => checked).length,
    rows: Math.min(Math.max(Number(question.parameters['rows'] ?? 4) || 4, 2), 20),
    ...scaleWords(question),
    step: question.parameters['step'] ?? '1',
    ticks: question.type === 'range' ? ticksOf(question) : [],
    slider: question.type === 'range' && look === 'number',
    stars: has(question, 'rating') && stepsOf(question).length > 0,
    accept: acceptOf(question),
    capture: captureOf(question),
    drawing: drawingOf(question),
    maxPixels: question.type === 'image' ? (question.parameters['max-pixels'] ?? '') : '',
    keepsPlace: question.type === 'image' && question.parameters['keep-location'] === 'true',
    combo: look === 'select' && (has(question, 'autocomplete') || choices.length > mostSelect),
    thousands: has(question, 'thousands-sep'),
    upright: has(question, 'vertical'),
    describedBy,
  }
}

function ownHintOf(
  question: Question,
  look: Look,
  showing: Showing,
  choices: QuestionView['choices'],
): string {
  const filtered = question.choiceFilter !== null && (look === 'radios' || look === 'select')
  if (filtered && choices.every(({ hidden }) => hidden)) return showing.w.answerAbove
  return explained[look]?.(showing, question) ?? ''
}

/** What stands in the control: a calculation as people read it, a date as far as it is asked for. */
function shownValue(question: Question, at: string, showing: Showing): string {
  const { form, state, language, raw } = showing
  if (question.calculation) return valueInWords(form, question.name, state.values, language, at)
  const text = textOf(raw[at])
  if (question.type === 'date' && has(question, 'year')) return text.slice(0, 4)
  if (question.type === 'date' && has(question, 'month-year')) return text.slice(0, 7)
  if (question.type === 'datetime') return text.slice(0, 16)
  if (question.type === 'geotrace' || question.type === 'geoshape')
    return text.replace(/\s*;\s*/g, '\n').trim()
  return text
}
