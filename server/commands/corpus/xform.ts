/** An XForm-like view of a compiled form: its answers' tree, lists, binds and controls, so that XPaths about an XForm can be asked of it. */

import type { Choice, Form, FormNode, FormSource, Question } from '../../form/form.ts'
import { openComplaints } from '../../form/complaints.ts'
import { readLists } from '../../form/lists.ts'
import { readSheet, type Row } from '../../form/sheet.ts'

export const namespaces = {
  x: 'http://www.w3.org/2002/xforms',
  h: 'http://www.w3.org/1999/xhtml',
  jr: 'http://openrosa.org/javarosa',
  orx: 'http://openrosa.org/xforms',
  odk: 'http://www.opendatakit.org/xforms',
  ev: 'http://www.w3.org/2001/xml-events',
  entities: 'http://www.opendatakit.org/xforms/entities',
} as const

interface Placed {
  readonly node: FormNode
  readonly path: string
  /** The paths of the repeats around it, outer ones first. */
  readonly repeats: readonly string[]
}

interface View {
  readonly form: Form
  readonly root: string
  readonly rows: ReadonlyMap<number, Row>
  readonly placed: readonly Placed[]
  readonly byKey: ReadonlyMap<string, Placed>
  readonly byWritten: ReadonlyMap<string, readonly Placed[]>
}

export function xformOf(form: Form, source: FormSource, root: string): string {
  const sheet = readSheet(source, 'survey', openComplaints())
  const placed = placedIn(form.nodes, `/${root}`, [])
  const byWritten = new Map<string, Placed[]>()
  for (const each of placed) {
    const standing = byWritten.get(each.node.written)
    if (standing) standing.push(each)
    else byWritten.set(each.node.written, [each])
  }
  const view: View = {
    form,
    root,
    rows: new Map(sheet.rows.map((row) => [row.row, row])),
    placed,
    byKey: new Map(placed.map((each) => [each.node.name, each])),
    byWritten,
  }
  const title = Object.values(form.title)[0] ?? (form.formId || root)
  const declared = Object.entries(namespaces)
    .map(([prefix, uri]) => (prefix === 'x' ? `xmlns="${uri}"` : `xmlns:${prefix}="${uri}"`))
    .join(' ')
  const meta = '<meta><instanceID/></meta>'
  const tree = `<${root} id="${escape(form.formId || 'data')}">${treeOf(form.nodes)}${meta}</${root}>`
  return (
    `<h:html ${declared}><h:head><h:title>${escape(title)}</h:title><model>` +
    `<instance>${tree}</instance>${listsOf(view, source)}${placed.map((each) => bindOf(view, each)).join('')}` +
    `</model></h:head><h:body>${bodyOf(view, form.nodes)}</h:body></h:html>`
  )
}

function placedIn(nodes: readonly FormNode[], above: string, repeats: readonly string[]): readonly Placed[] {
  return nodes.flatMap((node) => {
    const path = `${above}/${node.written}`
    const own = { node, path, repeats }
    if (node.kind === 'question') return [own]
    return [own, ...placedIn(node.nodes, path, node.kind === 'repeat' ? [...repeats, path] : repeats)]
  })
}

/** The elements that answers stand in; a fixed default is their text. */
function treeOf(nodes: readonly FormNode[]): string {
  return nodes
    .map((node) => {
      const inner = node.kind === 'question' ? escape(node.default ?? '') : treeOf(node.nodes)
      return `<${node.written}>${inner}</${node.written}>`
    })
    .join('')
}

function listsOf({ form, rows }: View, source: FormSource): string {
  const choices = readLists(readSheet(source, 'choices', openComplaints()), true, openComplaints())
  const standing = [...choices].map(([name, list]): [string, readonly Choice[]] => [
    name,
    form.lists[name] ?? list.map(({ choice }) => choice),
  ])
  // The choices of search() come from a file that is asked while people answer.
  const searched = new Set(
    [...rows.values()]
      .filter((row) => /\bsearch\(/.test(row.cell('appearance')))
      .map((row) => row.cell('type').split(' ')[1]),
  )
  const attached = form.files
    .filter((file) => /\.(csv|xml|geojson)$/.test(file))
    .map((file) => `<instance id="${escape(file.replace(/\.[^.]*$/, ''))}" src="${escape(file)}"/>`)
  const lists = standing
    .filter(([name]) => !searched.has(name))
    .map(([name, choices]) => {
      const items = choices.map((choice) => `<item>${cellsOf(choice)}</item>`).join('')
      return `<instance id="${escape(name)}"><root>${items}</root></instance>`
    })
  return [...new Set(attached), ...lists].join('')
}

function cellsOf({ value, label, columns }: Choice): string {
  const texts = Object.values(label)
  const own = `<name>${escape(value)}</name>${texts.length === 1 ? `<label>${escape(texts[0] ?? '')}</label>` : ''}`
  const others = Object.entries(columns)
    .filter(([column]) => /^[A-Za-z_][\w.-]*$/.test(column))
    .map(([column, text]) => `<${column}>${escape(text)}</${column}>`)
  return own + others.join('')
}

const bindTypes: Readonly<Record<string, string>> = {
  integer: 'int',
  datetime: 'dateTime',
  rank: 'odk:rank',
  image: 'binary',
  audio: 'binary',
  video: 'binary',
  file: 'binary',
  decimal: 'decimal',
  date: 'date',
  time: 'time',
  geopoint: 'geopoint',
  geotrace: 'geotrace',
  geoshape: 'geoshape',
  barcode: 'barcode',
  start: 'dateTime',
  end: 'dateTime',
  today: 'date',
  audit: 'binary',
  'start-geopoint': 'geopoint',
  'background-geopoint': 'geopoint',
}

function typeOf(question: Question): string {
  if (question.type !== 'range') return bindTypes[question.type] ?? 'string'
  const { start = '', end = '', step = '' } = question.parameters
  return `${start}${end}${step}`.includes('.') ? 'decimal' : 'int'
}

function bindOf(view: View, placed: Placed): string {
  const { node, path } = placed
  const row = view.rows.get(node.row)
  const text = (column: string) => xpathOf(view, placed, row?.cell(column) ?? '')
  const attributes: Record<string, string> = { nodeset: path }
  if (node.kind === 'question') {
    attributes['type'] = typeOf(node)
    if (node.readOnly || node.type === 'note') attributes['readonly'] = 'true()'
    else if (node.readOnlyIf) attributes['readonly'] = text('read_only')
    if (node.required)
      attributes['required'] =
        node.required.kind === 'call' && node.required.name === 'true' ? 'true()' : text('required')
    if (node.constraint) attributes['constraint'] = text('constraint')
    // One that a trigger makes is an action of the control that triggers it.
    if (node.calculation && node.trigger.length === 0) attributes['calculate'] = text('calculation')
    const message = Object.values(node.constraintMessage ?? {})
    if (message.length === 1) attributes['jr:constraintMsg'] = message[0] ?? ''
    const wanted = Object.values(node.requiredMessage ?? {})
    if (wanted.length === 1) attributes['jr:requiredMsg'] = wanted[0] ?? ''
  }
  if (node.relevant && row && row.cell('relevant') !== '') attributes['relevant'] = text('relevant')
  if (node.kind !== 'question' && attributes['relevant'] === undefined) return ''
  return `<bind${attributesOf(attributes)}/>`
}

/** The expression as it was written, with the paths of the questions that it names. */
function xpathOf(view: View, from: Placed, text: string): string {
  return text.replace(/\$\{([^{}]+)\}/g, (whole, name: string, at: number) => {
    const targets = view.byWritten.get(name.trim()) ?? []
    const target = targets.length === 1 ? targets[0] : view.byKey.get(name.trim())
    if (!target) return whole
    const before = text.slice(0, at)
    // Rows that are named by number are looked for from the top.
    if (isOpen(before, /indexed-repeat\s*\(/g, '(', ')')) return ` ${target.path} `
    const path = pathBetween(from, target)
    // In a predicate the context is what is tried, so that the way begins at the question itself.
    const inPredicate = isOpen(before, /\[/g, '[', ']') && path.startsWith('..')
    return ` ${inPredicate ? 'current()/' : ''}${path} `
  })
}

/** Whether a bracket that `begins` matches is still open at the end of a text. */
function isOpen(before: string, begins: RegExp, open: string, close: string): boolean {
  return [...before.matchAll(begins)].some((match) => {
    let depth = 0
    for (const sign of before.slice(match.index + match[0].length - 1)) {
      if (sign === open) depth++
      if (sign === close && --depth === 0) return false
    }
    return depth > 0
  })
}

/** In a repeat that both stand in, the way goes up to its row and down again. */
function pathBetween(from: Placed, to: Placed): string {
  const shared = from.repeats.filter((path) => to.repeats.indexOf(path) >= 0)
  const repeat = shared[shared.length - 1]
  if (repeat === undefined) return to.path
  const up = from.path.slice(repeat.length).split('/').length - 1
  return `${Array.from({ length: up }, () => '..').join('/')}${to.path.slice(repeat.length)}`
}

const uploads: Readonly<Record<string, string>> = {
  image: 'image/*',
  audio: 'audio/*',
  video: 'video/*',
  file: 'application/*',
}

function bodyOf(view: View, nodes: readonly FormNode[]): string {
  return nodes.map((node) => controlOf(view, node)).join('')
}

function controlOf(view: View, node: FormNode): string {
  const placed = view.byKey.get(node.name)
  const ref = placed?.path ?? ''
  const row = view.rows.get(node.row)
  const label = textOf('label', node.label) + textOf('hint', node.hint)
  const appearance = node.appearance.length === 0 ? '' : (row?.cell('appearance') ?? '')
  const look = appearance === '' ? {} : { appearance }
  if (node.kind === 'repeat')
    return `<group${attributesOf({ ref })}>${label}<repeat${attributesOf({ nodeset: ref, ...look })}>${bodyOf(view, node.nodes)}</repeat></group>`
  if (node.kind === 'group')
    return `<group${attributesOf({ ref, ...look })}>${label}${bodyOf(view, node.nodes)}</group>`
  const { type, parameters } = node
  const tag = controlTag(node)
  if (tag === null) return ''
  const { start = '', end = '' } = parameters
  const step = /\bstep\s*=\s*([^\s,;]+)/.exec(row?.cell('parameters') ?? '')?.[1] ?? parameters['step'] ?? ''
  const extra: Record<string, string> = type === 'range' ? { start, end, step } : {}
  if (uploads[type] !== undefined) extra['mediatype'] = uploads[type]
  if (type === 'text' && parameters['rows'] !== undefined) extra['rows'] = parameters['rows']
  const choices = node.list === null || !placed ? '' : itemsetOf(view, node, placed)
  return `<${tag}${attributesOf({ ref, ...look, ...extra })}>${label}${choices}</${tag}>`
}

function controlTag({ type, calculation, label, hint }: Question): string | null {
  if (
    type === 'calculate' ||
    /^(start|end|today|deviceid|username|email|phonenumber|simserial|subscriberid|audit|start-geopoint|background-)/.test(
      type,
    )
  )
    return null
  // A calculation without words is not shown.
  if (calculation && !label && !hint) return null
  if (type === 'select_one') return 'select1'
  if (type === 'select_multiple') return 'select'
  if (type === 'rank') return 'odk:rank'
  if (type === 'acknowledge') return 'trigger'
  if (type === 'range') return 'range'
  return uploads[type] === undefined ? 'input' : 'upload'
}

function itemsetOf(view: View, question: Question, placed: Placed): string {
  const name = (question.list ?? '').replace(/ or_other$/, '').split(' ')[0] ?? ''
  const filter = view.rows.get(question.row)?.cell('choice_filter') ?? ''
  const where = filter === '' ? '' : `[${xpathOf(view, placed, filter)}]`
  const list = view.form.lists[question.list ?? ''] ?? []
  const label = list.some((choice) => Object.keys(choice.label).length > 1) ? 'jr:itext(itextId)' : 'label'
  const plain = `instance('${name}')/root/item${where}`
  const seed = question.randomize?.seed
    ? `, ${xpathOf(view, placed, question.parameters['seed'] ?? '').trim()}`
    : ''
  const nodeset = question.randomize ? `randomize(${plain}${seed})` : plain
  return `<itemset${attributesOf({ nodeset })}><value ref="${question.parameters['value'] ?? 'name'}"/><label ref="${question.parameters['label'] ?? label}"/></itemset>`
}

function textOf(tag: string, text: Question['label']): string {
  const texts = Object.values(text ?? {})
  return texts.length === 1 ? `<${tag}>${escape(texts[0] ?? '')}</${tag}>` : ''
}

function attributesOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join('')
}

function escape(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;')
}
