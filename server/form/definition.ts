/** An XLSForm's rows → the compiled questionnaire, or complaints that say sheet, row and column. */

import type { Choice, Complaint, Form, FormNode, FormSource, ListFile, SheetName } from './form.ts'
import { compileNodes, settledChoice } from './compiler.ts'
import { openComplaints, type Complaints, type Place } from './complaints.ts'
import { needsByPosition, orderOf, rulesOf } from './dependencies.ts'
import { collectReferences } from './expression.ts'
import { knownColumns } from './headers.ts'
import { filterColumns, readLists, type ListedChoice } from './lists.ts'
import { readYesNo } from './question-type.ts'
import { readSheet, type Row, type Sheet } from './sheet.ts'
import { needsOf, skeletonOf, type Skeleton } from './skeleton.ts'
import { readLanguages } from './texts.ts'
import { readTree, type Draft } from './tree.ts'
import { compileExpression, type Workshop } from './workshop.ts'

export interface CompileOptions {
  /** Whether the server's regular-expression engine takes a pattern; without it, what RE2 is known to lack is refused. */
  readonly acceptsPattern?: (pattern: string) => boolean
}

/** The form, and everything to complain of in it; no form where any complaint is an error. Never throws on a source. */
export function compileForm(
  source: FormSource,
  options: CompileOptions = {},
): { readonly form: Form | null; readonly complaints: readonly Complaint[] } {
  const complaints = openComplaints()
  const survey = readSheet(source, 'survey', complaints)
  const choices = readSheet(source, 'choices', complaints)
  const settings = readSheet(source, 'settings', complaints)
  if (!checkSheets(source, survey, choices, complaints)) return { form: null, complaints: complaints.all }
  checkColumns({ survey, choices, settings }, complaints)
  for (const { name } of source.sheets ?? []) {
    // Sheets whose name begins with an underscore are remarks, as the reference converter has it.
    if (/^_|^\s*external_choices\s*$/i.test(name)) continue
    complaints.warn('unsupportedSheet', { sheet: name, row: null, column: null }, { sheet: name })
  }
  const form = makeForm({ source, survey, choices, settings: settings.rows[0] ?? null }, options, complaints)
  const broken = complaints.all.some((complaint) => complaint.level === 'error')
  return { form: broken ? null : form, complaints: complaints.all }
}

interface Parts {
  readonly source: FormSource
  readonly survey: Sheet
  readonly choices: Sheet
  readonly settings: Row | null
}

function makeForm(
  { source, survey, choices, settings }: Parts,
  options: CompileOptions,
  complaints: Complaints,
): Form {
  const setting = (name: string) => settings?.cell(name) ?? ''
  const languages = readLanguages(survey, choices, setting('default_language'))
  const duplicates = readYesNo(setting('allow_choice_duplicates')) === true
  const listed = readLists(choices, duplicates, complaints)
  const plain = new Map([...listed].map(([name, list]) => [name, list.map(({ choice }) => choice)]))
  const tree = readTree(survey, plain, complaints)
  const skeleton = skeletonOf(tree.nodes)
  const external = externalLists(source)
  const files = fileLists(source.files ?? [])
  const workshop: Workshop = {
    complaints,
    tree,
    skeleton,
    parents: parentsOf(tree.nodes),
    languages,
    lists: new Map([...files, ...external.lists, ...plain]),
    plainLists: new Set(plain.keys()),
    asked: new Set(),
    files: new Set(),
    filters: new Set([
      ...filterColumns(choices),
      ...external.filters,
      ...(source.files ?? []).flatMap(({ columns }) => columns),
    ]),
    acceptsPattern: options.acceptsPattern ?? isLinear,
    rare: false,
    lenient: source.lenient === true,
    filtersUnknown: false,
  }
  noteListFiles(workshop, source.files ?? [], plain)
  for (const [name, list] of listed)
    workshop.lists.set(
      name,
      list.map(({ choice, row }) => settledChoice(workshop, choice, row)),
    )
  const nodes = compileNodes(workshop, tree.nodes)
  const compiled = skeletonOf(nodes)
  const bones = compiled.bones as readonly FormNode[]
  const { order, circle } = orderOf(needsByPosition(compiled, bones))
  if (circle) complainOfCircle(circle, compiled, complaints)
  complainOfPersonal(bones, complaints)
  if (settings) checkSettings(workshop, settings)
  const used = new Set(bones.map((node) => (node.kind === 'question' ? node.list : null)))
  const kept = (name: string) =>
    used.has(name) || workshop.asked.has(name) || (workshop.asked.has('*') && !name.includes(' '))
  return {
    title: languages.settle(settings?.localised('form_title') ?? {}),
    formId: setting('form_id'),
    version: setting('version'),
    languages: languages.languages,
    defaultLanguage: languages.standard,
    paged: /\bpages\b/i.test(setting('style')),
    nodes,
    lists: Object.fromEntries([...workshop.lists].filter(([name]) => kept(name))),
    calculations: (order ?? []).flatMap((position) => {
      const node = bones[position]
      return node?.kind === 'question' && node.calculation !== null ? [node.name] : []
    }),
    files: [...workshop.files],
    rare: workshop.rare,
  }
}

function parentsOf(drafts: readonly Draft[]): ReadonlyMap<Draft, Draft | null> {
  const parents = new Map<Draft, Draft | null>()
  const walk = (inner: readonly Draft[], parent: Draft | null) => {
    for (const draft of inner) {
      parents.set(draft, parent)
      if (draft.kind !== 'question') walk(draft.nodes, draft)
    }
  }
  walk(drafts, null)
  return parents
}

/** The lists of the sheet external_choices, kept apart from those of the choices sheet. */
function externalLists(source: FormSource) {
  const sheet = source.sheets?.find(({ name }) => name.trim().toLowerCase() === 'external_choices')
  if (!sheet) return { lists: new Map<string, readonly Choice[]>(), filters: [] }
  const rows = { survey: [], settings: [], choices: sheet.rows, columns: { choices: sheet.columns } }
  // What is wrong there would be complained of as if it stood in the choices sheet: only what runs is taken.
  const read = readSheet(rows, 'choices', openComplaints())
  const listed: ReadonlyMap<string, readonly ListedChoice[]> = readLists(read, true, openComplaints())
  const lists = new Map<string, readonly Choice[]>(
    [...listed].map(([name, list]) => [`external ${name}`, list.map(({ choice }) => choice)]),
  )
  return { lists, filters: [...filterColumns(read)] }
}

/** The rows of attached files by the name without its ending; every column can be asked for. */
function fileLists(files: readonly ListFile[]): ReadonlyMap<string, readonly Choice[]> {
  return new Map(
    files.map(({ name, columns, rows }): [string, readonly Choice[]] => [
      name.replace(/\.[^.]*$/, ''),
      rows.map((cells): Choice => {
        const record: Record<string, string> = {}
        columns.forEach((column, index) => {
          if (column !== '__proto__') record[column] = cells[index] ?? ''
        })
        return { value: record['name'] ?? record['id'] ?? '', label: {}, missing: null, columns: record }
      }),
    ]),
  )
}

/** Rows `csv-external` and `xml-external` name files; a list of the choices sheet may not have the same name. */
function noteListFiles(
  workshop: Workshop,
  files: readonly ListFile[],
  plain: ReadonlyMap<string, readonly Choice[]>,
): void {
  for (const [name, { extension, row }] of workshop.tree.lists) {
    const file = `${name}.${extension}`
    workshop.files.add(file)
    if (plain.has(name)) workshop.complaints.error('duplicateName', row.place('name'), { name, row: 1 })
    if (!files.some((each) => each.name.toLowerCase() === file.toLowerCase()))
      workshop.complaints.warn('missingFile', row.place('name'), { file })
  }
}

/** Names in the settings must be names of questions too. */
function checkSettings(workshop: Workshop, settings: Row): void {
  const name = settings.cell('instance_name')
  if (name !== '') compileExpression(workshop, name, settings.place('instance_name'), null, 'names')
}

/** False where there is nothing to compile. */
function checkSheets(source: FormSource, survey: Sheet, choices: Sheet, complaints: Complaints): boolean {
  const names = (sheet: Sheet) => [...sheet.headers.values()].map((header) => header.name)
  const nowhere: Place = { sheet: 'survey', row: null, column: null }
  if (survey.rows.length === 0) {
    const missing = source.columns !== undefined && source.columns.survey === undefined
    complaints.error(missing ? 'missingSheet' : 'emptyForm', nowhere, missing ? { sheet: 'survey' } : {})
    return false
  }
  for (const column of ['type', 'name']) {
    if (!names(survey).includes(column))
      complaints.error('missingColumn', { ...nowhere, row: 1, column }, { column })
  }
  if (choices.rows.length > 0) {
    for (const column of ['list_name', 'name']) {
      if (names(choices).includes(column)) continue
      complaints.error('missingColumn', { sheet: 'choices', row: 1, column }, { column })
    }
  }
  return names(survey).includes('type')
}

function checkColumns(sheets: Readonly<Record<SheetName, Sheet>>, complaints: Complaints): void {
  for (const sheet of ['survey', 'choices', 'settings'] as const) {
    const seen = new Map<string, string>()
    for (const [column, header] of sheets[sheet].headers) {
      const meaning = `${header.name}::${header.language ?? ''}`
      const other = seen.get(meaning)
      if (other !== undefined && column !== '' && sheet !== 'settings')
        complaints.error('duplicateColumn', { sheet, row: 1, column }, { column, other })
      seen.set(meaning, column)
      const known = knownColumns[sheet].includes(header.name)
      // Any other column of the choices sheet is for filters.
      if (known || sheet === 'choices' || column === '') continue
      complaints.warn('unsupportedColumn', { sheet, row: 1, column }, { column })
    }
  }
}

/** What RE2 takes: no look-around, no reference back to a group. */
function isLinear(pattern: string): boolean {
  if (/\\[1-9]|\\k<|\(\?(?:=|!|<=|<!)/.test(pattern.replace(/\\\\/g, ''))) return false
  try {
    return new RegExp(pattern) instanceof RegExp
  } catch {
    return false
  }
}

function complainOfCircle(circle: readonly number[], skeleton: Skeleton, complaints: Complaints): void {
  const [first = -1, second = -1] = circle
  const node = skeleton.bones[first] as FormNode | undefined
  if (!node) return
  const columns =
    node.kind === 'question'
      ? ['relevant', 'calculation', 'choice_filter', 'parameters']
      : ['relevant', 'repeat_count']
  const at = rulesOf(node).findIndex((rule) =>
    needsOf(rule, skeleton, first).some(({ position }) => position === second),
  )
  const names = circle.map((position) => skeleton.bones[position]?.name ?? '')
  complaints.error(
    'circular',
    { sheet: 'survey', row: node.row, column: columns[at] ?? null },
    { path: names.join(' → ') },
  )
}

/** A calculation may carry a name or a phone number out of the personal answers: whoever makes the form decides knowingly. */
function complainOfPersonal(nodes: readonly FormNode[], complaints: Complaints): void {
  const personal = new Set(
    nodes.flatMap((node) => (node.kind === 'question' && node.personal ? [node.name] : [])),
  )
  for (const node of nodes) {
    if (node.kind !== 'question' || node.personal) continue
    const names = new Set<string>()
    collectReferences(node.calculation, names)
    const read = [...names].find((name) => personal.has(name))
    if (read === undefined) continue
    const place: Place = { sheet: 'survey', row: node.row, column: 'calculation' }
    complaints.warn('personalCalculation', place, { name: node.name, personal: read })
  }
}
