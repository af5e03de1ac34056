/** What the server put into the page for the script, and small ways of writing to the page. */

import type { Form, FormNode, Surroundings } from '../../server/form/form.ts'

export interface Island {
  readonly form: Form
  readonly words: {
    readonly refusal: Readonly<Record<string, string>>
    readonly page: Readonly<Record<string, string>>
  }
  readonly language: string
  readonly locale: string
  readonly version: string
  readonly submissions: string
  readonly attachments: string
  /** Bytes of the largest file. */
  readonly attachmentLimit: number
  readonly receipt: string
  readonly csrf: string
  readonly anonymous: boolean
  readonly corrections: boolean
  readonly timeZone: string
  /** The id that the server gives the record; '' or none where the browser makes one. */
  readonly given?: string
  /** Names the drafts of this form on this device. */
  readonly key: string
  /** In the field app: which collection this is, and its words. */
  readonly field?: {
    readonly collection: string
    readonly title: string
    readonly words: Readonly<Record<string, string>>
  }
}

export function readIsland(): Island | null {
  const [fixed, own] = ['island-form', 'island'].map((id) => document.getElementById(id)?.textContent)
  if (!fixed || !own) return null
  const island = { ...(JSON.parse(fixed) as Island), ...(JSON.parse(own) as Island) }
  return { ...island, form: { ...island.form, nodes: island.form.nodes.map(whole) } }
}

const blank = {
  row: 0,
  label: null,
  hint: null,
  guidance: null,
  media: null,
  relevant: null,
  appearance: [],
}
const blankQuestion = {
  required: null,
  requiredMessage: null,
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
  randomize: null,
  choiceFilter: null,
  parameters: {},
  personal: false,
}

const blankOf = { question: blankQuestion, repeat: { count: null }, group: { matrix: false, grid: false } }

/** A node with the nothings that the page leaves out. */
function whole(node: FormNode): FormNode {
  const nothings: object = { ...blank, written: node.name, ...blankOf[node.kind] }
  const all = { ...nothings, ...node }
  return all.kind === 'question' ? all : { ...all, nodes: all.nodes.map(whole) }
}

/** Words with their parameters put in. */
export function words(
  template: string | undefined,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return (template ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
}

/** An element with attributes and content. */
export function make(
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  ...content: readonly (Node | string)[]
): HTMLElement {
  const element = document.createElement(tag)
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name] ?? '')
  element.append(...content)
  return element
}

/** A button that does something. */
export function button(label: string, look: string, act: () => void): HTMLElement {
  const element = make('button', { type: 'button', class: look }, label)
  element.addEventListener('click', act)
  return element
}

export function empty(element: Element): void {
  while (element.firstChild) element.removeChild(element.firstChild)
}

let format: Intl.DateTimeFormat | undefined

/** The same surroundings as on the server: the day of the office, and no time of day where answers are anonymous. */
export function surroundingsOf(island: Island, instanceId: string): Surroundings {
  const now = new Date()
  const part: Record<string, string> = {}
  format =
    format ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: island.timeZone,
      hour12: false,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  for (const { type, value } of format.formatToParts(now)) part[type] = value
  const today = `${part['year']}-${part['month']}-${part['day']}`
  const time = `${part['hour'] === '24' ? '00' : part['hour']}:${part['minute']}:${part['second']}`
  const minutes = Math.round((Date.parse(`${today}T${time}Z`) - now.getTime()) / 60000)
  const two = (n: number) => `0${Math.floor(Math.abs(n))}`.slice(-2)
  const offset = `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`
  return {
    today,
    now: `${today}T${island.anonymous ? '00:00:00' : time}${offset}`,
    matches,
    anonymous: island.anonymous,
    seed: instanceId,
    formVersion: island.version,
  }
}

const patterns: Record<string, RegExp | null> = {}

/** The whole text has to match. A pattern that this browser cannot read is left to the server. */
function matches(text: string, pattern: string): boolean {
  let known = patterns[pattern]
  if (known === undefined) {
    known = compile(pattern, 'u') ?? compile(pattern, '')
    patterns[pattern] = known
  }
  return known === null || known.test(text)
}

function compile(pattern: string, flags: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})$`, flags)
  } catch {
    return null
  }
}
