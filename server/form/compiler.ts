/** Drafts → nodes: every cell read, every expression parsed, every name in them looked up. */

import type { Choice, FormNode, Group, Localised, Question, Repeat } from './form.ts'
import { partsOf, type Expression } from './expression.ts'
import { mediaOf } from './lists.ts'
import { checkTickLabels, readParameters } from './parameters.ts'
import { parseExpression } from './parser.ts'
import { readYesNo } from './question-type.ts'
import type { Row } from './sheet.ts'
import { ownWords, type Languages } from './texts.ts'
import type { Draft, DraftGroup, DraftQuestion } from './tree.ts'
import { isMetadata, isSlip, questionTypes } from './types/index.ts'
import { compileExpression, expressionIn, resolve, textsIn, withKeys, type Workshop } from './workshop.ts'

/** The nodes of a form. */
export function compileNodes(workshop: Workshop, drafts: readonly Draft[]): readonly FormNode[] {
  return drafts.map((draft): FormNode =>
    draft.kind === 'question' ? compileQuestion(workshop, draft) : compileContainer(workshop, draft),
  )
}

/** What every node has. */
function commonOf(workshop: Workshop, draft: Draft) {
  const { row, name, written } = draft
  const media = mediaOf(row, workshop.languages.settle)
  for (const names of Object.values(media ?? {})) noteFiles(workshop, names, row, draft)
  return {
    name,
    written,
    row: row.row,
    label: textsIn(workshop, row, 'label', draft),
    hint: textsIn(workshop, row, 'hint', draft),
    guidance: textsIn(workshop, row, 'guidance_hint', draft),
    media,
    relevant: expressionIn(workshop, row, 'relevant', draft),
    appearance: appearanceOf(row),
  }
}

/** Names of files are noted; one with `${name}` in it stands for several. */
export function noteFiles(workshop: Workshop, names: Localised, row: Row, from: Draft | null): void {
  for (const name of Object.values(names)) {
    if (name.includes('${')) withKeys(workshop, name, row.place('image'), from)
    else workshop.files.add(name)
  }
}

function compileContainer(workshop: Workshop, draft: DraftGroup): Group | Repeat {
  const { row } = draft
  const common = commonOf(workshop, draft)
  const nodes = compileNodes(workshop, draft.nodes)
  if (draft.kind === 'repeat') {
    workshop.rare = true
    return { ...common, kind: 'repeat', count: expressionIn(workshop, row, 'repeat_count', draft), nodes }
  }
  const grid = draft.container === 'kobomatrix'
  return asMatrix(workshop, { ...common, kind: 'group', matrix: false, grid, nodes }, row)
}

/**
 * A group is a matrix if its appearance is `table-list`, or if its first single choice has the appearance `label` (a row
 * of labels without an answer) and the others `list-nolabel`, as ODK's own grids are written.
 */
function asMatrix(workshop: Workshop, group: Group, row: Row): Group {
  const asked = group.nodes.filter((node) => node.kind !== 'question' || !isUnanswered(node))
  const [heading, ...others] = asked
  const grid =
    heading?.kind === 'question' &&
    heading.appearance.includes('label') &&
    others.length > 0 &&
    others.every((node) => node.kind === 'question' && node.appearance.includes('list-nolabel'))
  if (!grid && !group.appearance.includes('table-list')) return group
  const rows = grid ? others : asked
  const [first] = rows
  const oneList = rows.every(
    (node) =>
      node.kind === 'question' &&
      node.type === 'select_one' &&
      node.choiceFilter === null &&
      first?.kind === 'question' &&
      node.list === first.list,
  )
  if (!oneList || rows.length === 0) {
    workshop.complaints.warn('mixedMatrix', row.place('appearance'), { name: group.name })
    return group
  }
  const nodes = grid
    ? group.nodes.map((node) =>
        node === heading && node.kind === 'question'
          ? { ...node, type: 'note' as const, list: null, required: null }
          : node,
      )
    : group.nodes
  return { ...group, matrix: true, nodes }
}

function isUnanswered(question: Question): boolean {
  return question.type === 'note' || question.type === 'calculate' || isMetadata(question.type)
}

function compileQuestion(workshop: Workshop, draft: DraftQuestion): Question {
  if (draft.otherOf !== null) return otherQuestion(workshop, draft, draft.otherOf)
  const { row, name, type, personal } = draft
  const { complaints } = workshop
  const common = commonOf(workshop, draft)
  const shown = type !== 'calculate' && !isMetadata(type)
  if (shown && !common.label && !common.hint && !common.media && row.cell('calculation') === '')
    complaints.warn('missingLabel', row.place('label'), { name })
  checkPurpose(workshop, draft)
  const list = listOf(workshop, draft)
  workshop.filtersUnknown = list === missingList
  const filter = list === null ? null : expressionIn(workshop, row, 'choice_filter', draft)
  workshop.filtersUnknown = false
  const place = row.place('parameters')
  const text = row.cell('parameters')
  const parameters = readParameters(
    { type, text, fromFile: draft.from === 'file', appearance: common.appearance },
    place,
    complaints,
  )
  checkTickLabels(parameters, workshop.lists, place, complaints)
  checkGeometry(workshop, draft, parameters)
  const question: Question = {
    ...common,
    kind: 'question',
    type,
    required: requiredIn(workshop, row, draft),
    requiredMessage: textsIn(workshop, row, 'required_message', draft),
    constraint: expressionIn(workshop, row, 'constraint', draft),
    constraintMessage: textsIn(workshop, row, 'constraint_message', draft),
    warning: expressionIn(workshop, row, 'warning', draft),
    warningMessage: textsIn(workshop, row, 'warning_message', draft),
    calculation: expressionIn(workshop, row, 'calculation', draft),
    default: null,
    initial: null,
    readOnly: readYesNo(row.cell('read_only')) === true,
    readOnlyIf:
      readYesNo(row.cell('read_only')) === null ? expressionIn(workshop, row, 'read_only', draft) : null,
    trigger: triggerOf(workshop, draft),
    list,
    choiceFilter: filter && draft.orOther ? orOtherChoice(filter) : filter,
    randomize: randomizeOf(workshop, draft, parameters),
    parameters,
    personal,
  }
  return { ...question, ...defaultOf(workshop, question, draft) }
}

/** A calculation calculates, a device's value is one that a browser can know. */
function checkPurpose({ complaints }: Workshop, { row, name, type }: DraftQuestion): void {
  const calculation = row.cell('calculation')
  const hidden = /^hidden$/i.test(row.cell('type'))
  if (type === 'calculate' && !hidden && calculation === '' && row.cell('default') === '')
    complaints.error('missingCalculation', row.place('calculation'), { name })
  if (/^osm\b/i.test(row.cell('type')))
    complaints.warn('unsupportedValue', row.place('type'), { column: 'type', value: 'osm' })
  if (/^(simserial|subscriberid|background-audio)$/.test(type))
    complaints.warn('blankMetadata', row.place('type'), { type })
  if (type === 'audit') complaints.warn('auditByCollection', row.place('type'), { type })
  if (type === 'audit' && name !== 'audit') complaints.error('badName', row.place('name'), { name })
  if (type === 'background-geopoint') {
    if (calculation !== '') complaints.error('calculationForbidden', row.place('calculation'), { type })
    if (row.cell('trigger') === '') complaints.error('badTrigger', row.place('trigger'), { name: '' })
  }
  const search = /\bsearch\s*\(/i.test(row.cell('appearance'))
  if (search)
    complaints.warn('unsupportedValue', row.place('appearance'), {
      column: 'appearance',
      value: row.cell('appearance'),
    })
}

/** Places to choose among come from a list, a file or a repeat. */
function checkGeometry(workshop: Workshop, { row }: DraftQuestion, parameters: Question['parameters']): void {
  const name = parameters['reference-geometry']
  if (name === undefined) return
  const place = row.place('parameters')
  const repeat = /^\$\{([^{}]+)\}$/.exec(name)?.[1]
  const known = repeat
    ? workshop.tree.byName.get(repeat)?.some(({ kind }) => kind === 'repeat')
    : workshop.lists.has(name) || workshop.tree.lists.has(name) || filesOf(workshop).has(name)
  if (known)
    workshop.complaints.warn('unsupportedValue', place, {
      column: 'parameters',
      value: `reference-geometry=${name}`,
    })
  else workshop.complaints.error('badParameter', place, { parameter: 'reference-geometry', value: name })
}

/** The lists that questions take from files, by the name without its ending. */
function filesOf({ tree }: Workshop): ReadonlySet<string> {
  const questions = [...tree.byName.values()].flat()
  return new Set(
    questions.flatMap((draft) =>
      draft.kind === 'question' && draft.from === 'file' ? [(draft.list ?? '').replace(/\.[^.]*$/, '')] : [],
    ),
  )
}

/** The filter lets the added choice through, which has no columns of its own. */
function orOtherChoice(filter: Expression): Expression {
  const isOther: Expression = {
    kind: 'operation',
    operator: '=',
    left: { kind: 'column', name: 'name' },
    right: { kind: 'text', value: 'other' },
  }
  return { kind: 'operation', operator: 'or', left: filter, right: isOther }
}

/** `or_other` asks in words what the added choice leaves open. */
function otherQuestion(
  workshop: Workshop,
  { name, written, row, personal }: DraftQuestion,
  of: string,
): Question {
  const key = name.endsWith(written) ? name.slice(0, name.length - written.length) + of : of
  const chosen: Expression = {
    kind: 'call',
    name: 'selected',
    of: [
      { kind: 'reference', name: workshop.skeleton.positions.has(key) ? key : of },
      { kind: 'text', value: 'other' },
    ],
  }
  return {
    kind: 'question',
    name,
    written,
    row: row.row,
    type: 'text',
    label: ownWords(workshop.languages, '其他，请说明', 'Other, please say what'),
    hint: null,
    guidance: null,
    media: null,
    appearance: [],
    required: null,
    requiredMessage: null,
    relevant: chosen,
    constraint: null,
    constraintMessage: null,
    warning: null,
    warningMessage: null,
    calculation: null,
    default: null,
    initial: null,
    readOnly: false,
    readOnlyIf: null,
    trigger: [],
    list: null,
    choiceFilter: null,
    randomize: null,
    parameters: {},
    personal,
  }
}

function listOf(workshop: Workshop, draft: DraftQuestion): string | null {
  const { complaints, lists, languages } = workshop
  const { row, list, type } = draft
  if (list === null || list === '') return null
  if (draft.from === 'file') return fileListOf(workshop, draft, list)
  const name = draft.from === 'external' ? `external ${list}` : list
  const choices = lists.get(name)
  if (!choices) {
    complaints.error('unknownList', row.place('type'), { list })
    return null
  }
  // Several choices are kept as words with a space between wherever they are one text.
  const spaced = type === 'select_one' ? undefined : choices.find((choice) => /\s/.test(choice.value))
  if (spaced) complaints.error('badName', row.place('type'), { name: spaced.value })
  return draft.orOther ? withOther(lists, name, choices, languages) : name
}

/** A list of its own: the other questions of this list do not get the added choice. */
function withOther(
  lists: Workshop['lists'],
  name: string,
  choices: readonly Choice[],
  languages: Languages,
): string {
  const extended = `${name} or_other`
  const other: Choice = {
    value: 'other',
    label: ownWords(languages, '其他', 'Other'),
    missing: null,
    columns: {},
  }
  lists.set(extended, choices.some((choice) => choice.value === 'other') ? choices : [...choices, other])
  return extended
}

/** What stands for a list whose file is not attached yet: a list without choices. */
const missingList = ''

/** The list of a file; where its value and label stand in other columns, a list of its own. */
function fileListOf(workshop: Workshop, draft: DraftQuestion, file: string): string | null {
  const { complaints, lists, languages } = workshop
  const { row } = draft
  const extension = /\.(csv|xml|geojson)$/i.exec(file)?.[1]?.toLowerCase()
  if (extension === undefined) {
    complaints.error('badFileName', row.place('type'), { file })
    return null
  }
  if (/\bsearch\s*\(/i.test(row.cell('appearance')))
    complaints.error('badParameter', row.place('appearance'), { parameter: 'search', value: file })
  workshop.files.add(file)
  const base = file.replace(/\.[^.]*$/, '')
  const rows = lists.get(base)
  const other = workshop.tree.lists.get(base)
  if ((other && other.extension !== extension) || workshop.plainLists.has(base))
    complaints.error('duplicateName', row.place('type'), {
      name: base,
      row: other?.row.row ?? 1,
    })
  if (!rows) {
    complaints.warn('missingFile', row.place('type'), { file })
    return missingList
  }
  const columnIn = (name: string) =>
    new RegExp(`\\b${name}\\s*=\\s*([^\\s,;]+)`).exec(row.cell('parameters'))?.[1]
  const value = columnIn('value') ?? (extension === 'geojson' ? 'id' : 'name')
  const label = columnIn('label') ?? (extension === 'geojson' ? 'title' : 'label')
  const made = rows
    .map((choice): Choice => {
      const text = choice.columns[label] ?? ''
      const own = choice.columns[value] ?? ''
      return { ...choice, value: own, label: languages.settle({ '': text === '' ? own : text }) }
    })
    .filter((choice) => choice.value !== '')
  const name = `${base} ${value} ${label}`
  lists.set(name, made)
  return draft.orOther ? withOther(lists, name, made, languages) : name
}

function randomizeOf(
  workshop: Workshop,
  draft: DraftQuestion,
  { randomize, seed }: Question['parameters'],
): Question['randomize'] {
  if (draft.list === null || !/^true/i.test(randomize ?? '')) return null
  workshop.rare = true
  const place = draft.row.place('parameters')
  return { seed: seed === undefined ? null : compileExpression(workshop, seed, place, draft) }
}

/** The questions whose change makes the calculation: `${a}` or `${a}, ${b}`, and people must see them. */
function triggerOf(workshop: Workshop, draft: DraftQuestion): readonly string[] {
  const { row } = draft
  const text = row.cell('trigger')
  if (text === '') return []
  const place = row.place('trigger')
  const names: string[] = []
  for (const part of text.split(/[,，]/).filter((each) => each.trim() !== '')) {
    const name = /^\s*\$\{([^{}]+)\}\s*$/.exec(part)?.[1]?.trim()
    if (name === undefined) {
      workshop.complaints.error('badTrigger', place, { name: part.trim() })
      continue
    }
    const found = resolve(workshop, name, draft)
    if (typeof found !== 'object') {
      workshop.complaints.error(found === 'ambiguous' ? 'ambiguousReference' : 'unknownReference', place, {
        name,
      })
      continue
    }
    const target = workshop.tree.byName.get(name)?.find((each) => each.name === found.key)
    if (target?.kind !== 'question' || target.type === 'calculate' || isMetadata(target.type))
      workshop.complaints.error('badTrigger', place, { name })
    names.push(found.key)
  }
  return names
}

/** A default that has a function or a `${name}` in it is computed; any other must be a value of the type. */
function defaultOf(
  workshop: Workshop,
  question: Question,
  draft: DraftQuestion,
): Pick<Question, 'default' | 'initial'> {
  const { row } = draft
  const text = row.cell('default')
  if (text === '' || question.type === 'note') return { default: null, initial: null }
  if (/\$\{|^[a-z][a-z:-]*\(.*\)/i.test(text)) {
    return { default: null, initial: expressionIn(workshop, row, 'default', draft) }
  }
  const choices = question.list === null ? [] : (workshop.lists.get(question.list) ?? [])
  const reading = questionTypes[question.type].read(text, {
    question,
    choices: () => choices,
    offers: (value) => choices.some((choice) => choice.value === value),
    offset: 'Z',
  })
  if (isSlip(reading)) {
    const { expression } = parseExpression(text)
    if (expression && partsOf(expression).length > 0) return { default: null, initial: expression }
    // A wrong default would only be refused when somebody answers.
    workshop.complaints.error('badDefault', row.place('default'), { name: question.name, value: text })
    return { default: null, initial: null }
  }
  return { default: text, initial: null }
}

function requiredIn(workshop: Workshop, row: Row, draft: Draft): Expression | null {
  const says = readYesNo(row.cell('required'))
  if (says === null) return expressionIn(workshop, row, 'required', draft)
  return says ? { kind: 'call', name: 'true', of: [] } : null
}

/** The words of an appearance; what stands in brackets belongs to the word before it. */
function appearanceOf(row: Row): readonly string[] {
  return (row.cell('appearance').match(/[^\s,;，(]+(?:\([^)]*\)?)?/g) ?? []).map((word) =>
    word.includes('(') ? word : word.toLowerCase(),
  )
}

/** The labels of choices, put under the languages of the form. */
export function settledChoice(workshop: Workshop, choice: Choice, row: Row): Choice {
  const label = textsIn(workshop, row, 'label', null) ?? workshop.languages.settle(choice.label)
  for (const names of Object.values(choice.media ?? {})) noteFiles(workshop, names, row, null)
  return { ...choice, label }
}
