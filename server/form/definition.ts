/** An XLSForm's rows → the compiled questionnaire, or complaints that say sheet, row and column. */

import type { Complaint, Form, FormSource, SheetName } from './form.ts'
import { checkTexts, compileNodes, settledChoice, type Workshop } from './compiler.ts'
import { openComplaints, type Complaints, type Place } from './complaints.ts'
import { orderOf, placedNodes, type Placed } from './dependencies.ts'
import { collectReferences, type Expression } from './expression.ts'
import { knownColumns } from './headers.ts'
import { filterColumns, isMedia, readLists } from './lists.ts'
import { readYesNo } from './question-type.ts'
import { readSheet, type Row, type Sheet } from './sheet.ts'
import { readLanguages } from './texts.ts'
import { readTree, type Tree } from './tree.ts'

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
  const tree = readTree(survey, complaints)
  const form = makeForm({ tree, survey, choices, settings: settings.rows[0] ?? null }, options, complaints)
  const broken = complaints.all.some((complaint) => complaint.level === 'error')
  return { form: broken ? null : form, complaints: complaints.all }
}

interface Parts {
  readonly tree: Tree
  readonly survey: Sheet
  readonly choices: Sheet
  readonly settings: Row | null
}

function makeForm(
  { tree, survey, choices, settings }: Parts,
  options: CompileOptions,
  complaints: Complaints,
): Form {
  const setting = (name: string) => settings?.cell(name) ?? ''
  const languages = readLanguages(survey, choices, setting('default_language'))
  const listed = readLists(choices, readYesNo(setting('allow_choice_duplicates')) === true, complaints)
  const workshop: Workshop = {
    complaints,
    tree,
    languages,
    lists: new Map(
      [...listed].map(([name, list]) => [name, list.map(({ choice }) => settledChoice(choice, languages))]),
    ),
    filters: filterColumns(choices),
    acceptsPattern: options.acceptsPattern ?? isLinear,
  }
  for (const { row } of [...listed.values()].flat()) checkTexts(workshop, row, ['label'])
  const nodes = compileNodes(workshop, tree.nodes)
  // Compiling what has no order would only complain of the same names again.
  const placed = placedNodes(nodes)
  const { order, circle } = orderOf(placed)
  if (circle) complainOfCircle(circle, placed, tree, complaints)
  complainOfPersonal(placed, complaints)
  const used = new Set(placed.map(({ node }) => (node.kind === 'question' ? node.list : null)))
  return {
    title: languages.settle(settings?.localised('form_title') ?? {}),
    formId: setting('form_id'),
    version: setting('version'),
    languages: languages.languages,
    defaultLanguage: languages.standard,
    paged: /\bpages\b/i.test(setting('style')),
    nodes,
    lists: Object.fromEntries([...workshop.lists].filter(([name]) => used.has(name))),
    calculations: (order ?? [])
      .filter(({ node }) => node.kind === 'question' && node.calculation !== null)
      .map(({ node }) => node.name),
  }
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
    for (const [column, header] of sheets[sheet].headers) {
      const known = knownColumns[sheet].includes(header.name)
      // Any other column of the choices sheet is for filters.
      if (known || (sheet === 'choices' && !isMedia(header.name))) continue
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

function complainOfCircle(
  circle: readonly string[],
  placed: readonly Placed[],
  tree: Tree,
  complaints: Complaints,
): void {
  const [first = '', second = ''] = circle
  const node = placed.find((each) => each.node.name === first)?.node
  const refers = (expression: Expression | null) => {
    const names = new Set<string>()
    collectReferences(expression, names)
    return names.has(second)
  }
  const column =
    node?.kind === 'question' && refers(node.calculation)
      ? 'calculation'
      : node?.kind === 'question' && refers(node.choiceFilter)
        ? 'choice_filter'
        : node && refers(node.relevant)
          ? 'relevant'
          : null
  complaints.error(
    'circular',
    { sheet: 'survey', row: tree.names.get(first) ?? null, column },
    { path: circle.join(' → ') },
  )
}

/** A calculation may carry a name or a phone number out of the personal answers: whoever makes the form decides knowingly. */
function complainOfPersonal(placed: readonly Placed[], complaints: Complaints): void {
  const personal = new Set(
    placed.flatMap(({ node }) => (node.kind === 'question' && node.personal ? [node.name] : [])),
  )
  for (const { node } of placed) {
    if (node.kind !== 'question' || node.personal) continue
    const names = new Set<string>()
    collectReferences(node.calculation, names)
    const read = [...names].find((name) => personal.has(name))
    if (read === undefined) continue
    const place: Place = { sheet: 'survey', row: node.row, column: 'calculation' }
    complaints.warn('personalCalculation', place, { name: node.name, personal: read })
  }
}
