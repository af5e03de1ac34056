/** How a question looks: which template shows it, and what its appearance asks of that. */

import type { Form, Question } from '../../form/form.ts'
import type { Look } from './views.ts'

/** A list longer than this is shown as a select, a scale with more steps as a number. */
const mostRadios = 30
const mostSteps = 21

/** The words of the appearance column that a question has. */
export function has(question: Pick<Question, 'appearance'>, ...words: readonly string[]): boolean {
  return question.appearance.some((word) => words.includes(word))
}

/** Which partial shows a question. */
export function lookOf(question: Question, form: Form): Look {
  const { type } = question
  switch (type) {
    case 'text':
      return has(question, 'multiline') || question.parameters['rows'] !== undefined ? 'long-text' : 'text'
    case 'integer':
    case 'decimal':
      return 'number'
    case 'range':
      if (has(question, 'picker')) return 'select'
      return stepsOf(question).length > 0 ? 'scale' : 'number'
    case 'select_multiple':
      return 'checkboxes'
    case 'select_one': {
      const many = question.list !== null && (form.lists[question.list]?.length ?? 0) > mostRadios
      return many || has(question, 'minimal', 'autocomplete') ? 'select' : 'radios'
    }
    case 'datetime':
      return 'date'
    case 'geopoint':
      return 'place'
    case 'geotrace':
    case 'geoshape':
      return 'points'
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return 'file'
    case 'rank':
    case 'date':
    case 'time':
    case 'acknowledge':
    case 'barcode':
    case 'note':
      return type
    default:
      return 'note'
  }
}

/** How an input looks that has no choices. */
export function inputOf(question: Question): { readonly input: string; readonly inputMode: string } {
  const { type } = question
  if (type === 'date') {
    if (has(question, 'year')) return { input: 'text', inputMode: 'numeric' }
    return { input: has(question, 'month-year') ? 'month' : 'date', inputMode: '' }
  }
  if (type === 'time') return { input: 'time', inputMode: '' }
  if (type === 'datetime') return { input: 'datetime-local', inputMode: '' }
  if (type === 'integer') return { input: 'text', inputMode: 'numeric' }
  if (type === 'decimal' || type === 'range') return { input: 'text', inputMode: 'decimal' }
  if (has(question, 'masked')) return { input: 'password', inputMode: '' }
  if (has(question, 'numbers')) return { input: 'text', inputMode: 'numeric' }
  if (has(question, 'url')) return { input: 'url', inputMode: 'url' }
  return { input: 'text', inputMode: '' }
}

/** Classes of a list of choices. */
export function layoutOf({ appearance }: Pick<Question, 'appearance'>): string {
  const words = new Set(appearance)
  const columns = appearance.map((word) => /^columns-(\d{1,2})$/.exec(word)?.[1]).find(Boolean)
  if (columns !== undefined) return `columns-n columns-${Math.min(Math.max(Number(columns), 1), 6)}`
  if (appearance.some((word) => /^columns(-pack)?$/.test(word))) return 'columns'
  if (words.has('likert')) return 'across likert'
  return ['horizontal', 'horizontal-compact', 'list', 'list-nolabel', 'label', 'quickcompact'].some((word) =>
    words.has(word),
  )
    ? 'across'
    : ''
}

/** How wide a node is in a grid of as many columns as its group says: w1 to w6, 0 for none. */
export function widthOf(node: { readonly appearance: readonly string[] }): number {
  const word = node.appearance.find((one) => /^w([1-9]|1[0-2])$/.test(one))
  return word ? Math.min(Number(word.slice(1)), 6) : 0
}

/** The steps of a range, or none where there are too many to show. */
export function stepsOf(question: Question): readonly string[] {
  const { start, end, step } = scaleAsAsked(question)
  const count = Math.floor(Math.abs(end - start) / step + 1e-9) + 1
  const most = has(question, 'picker') ? 200 : mostSteps
  if (!Number.isFinite(count) || count > most) return []
  const sign = end < start ? -1 : 1
  return Array.from({ length: count }, (_, i) => String(Number((start + sign * i * step).toFixed(10))))
}

/** Values at the ticks of a range, where the form asks for them. */
export function ticksOf(question: Question): readonly string[] {
  const interval = Math.abs(Number(question.parameters['tick_interval']))
  const { start, end, step } = scaleAsAsked(question)
  const every = interval > 0 ? interval : step
  const count = Math.floor(Math.abs(end - start) / every + 1e-9) + 1
  if (has(question, 'no-ticks') || !Number.isFinite(count) || count > 60) return []
  const sign = end < start ? -1 : 1
  return Array.from({ length: count }, (_, i) => String(Number((start + sign * i * every).toFixed(10))))
}

function scaleAsAsked({ parameters }: Question) {
  const number = (key: string, otherwise: number) => Number(parameters[key] ?? otherwise)
  return { start: number('start', 1), end: number('end', 10), step: Math.abs(number('step', 1)) || 1 }
}

/** What a file input takes. */
export function acceptOf({ type, parameters }: Question): string {
  if (type === 'image') return 'image/*'
  if (type === 'audio') return 'audio/*'
  if (type === 'video') return 'video/*'
  return parameters['accept'] ?? ''
}

/** Which camera or microphone takes it at once, where the form asks for something new. */
export function captureOf(question: Question): string {
  if (question.type === 'file') return ''
  if (has(question, 'new-front')) return 'user'
  return has(question, 'new') ? 'environment' : ''
}

export function drawingOf(question: Question): 'signature' | 'draw' | 'annotate' | '' {
  if (question.type !== 'image') return ''
  return (['signature', 'draw', 'annotate'] as const).find((word) => has(question, word)) ?? ''
}
