/** The `parameters` column: which each type takes, and what may stand in them. */

import type { Choice, Question, QuestionType } from './form.ts'
import type { Complaints, Place } from './complaints.ts'

type Rule = (value: string) => boolean

const number: Rule = (value) => /^-?(\d+(\.\d*)?|\.\d+)$/.test(value)
const positive: Rule = (value) => number(value) && Number(value) >= 0
const whole: Rule = (value) => /^\d+$/.test(value)
const truth: Rule = (value) => /^(true|false)(\(\))?$/i.test(value)
const reference: Rule = (value) => /^\$\{[^{}]+\}$/.test(value)
const anything: Rule = () => true
const oneOf =
  (...words: readonly string[]): Rule =>
  (value) =>
    words.includes(value)

const choices = { randomize: truth, seed: (value: string) => number(value) || reference(value) }
const column: Rule = (value) => /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u.test(value)
const geo = { 'allow-mock-accuracy': oneOf('true', 'false') }
const lines = {
  ...geo,
  incremental: (value: string) => /^(true|true\(\)|yes)$/i.test(value),
  'reference-geometry': anything,
}
const quality = { quality: oneOf('voice-only', 'low', 'normal', 'external') }

/** By type: the parameters and what they may be. Those that no browser can follow are kept and do nothing. */
const rules: Readonly<Partial<Record<QuestionType, Readonly<Record<string, Rule>>>>> = {
  range: {
    start: number,
    end: number,
    step: number,
    tick_interval: number,
    placeholder: number,
    tick_labelset: anything,
  },
  text: { rows: whole },
  select_one: { ...choices, value: column, label: column },
  select_multiple: { ...choices, value: column, label: column },
  rank: choices,
  image: {
    'max-pixels': whole,
    'keep-location': oneOf('true', 'false'),
    app: (value) => /^[A-Za-z][\w]*(\.[A-Za-z][\w]*)+$/.test(value),
  },
  audio: quality,
  'background-audio': quality,
  geopoint: {
    ...geo,
    'capture-accuracy': positive,
    'warning-accuracy': positive,
    'reference-geometry': anything,
  },
  geotrace: lines,
  geoshape: lines,
  audit: {
    'location-priority': oneOf('no-power', 'low-power', 'balanced', 'high-accuracy'),
    'location-min-interval': whole,
    'location-max-age': whole,
    'track-changes': oneOf('true', 'false'),
    'track-changes-reasons': oneOf('on-form-edit'),
    'identify-user': oneOf('true', 'false'),
  },
}

const mostSteps = 1_000

/** Reads the cell; what is wrong is complained of, and what the type does not take. */
export function readParameters(
  {
    type,
    text,
    fromFile,
    appearance,
  }: {
    readonly type: QuestionType
    readonly text: string
    readonly fromFile: boolean
    readonly appearance: readonly string[]
  },
  place: Place,
  complaints: Complaints,
): Question['parameters'] {
  const known = rules[type] ?? null
  const parameters: Record<string, string> = {}
  const pairs = text
    .replace(/\s*=\s*/g, '=')
    .split(/[\s,;，；]+/)
    .filter((pair) => pair !== '')
  for (const pair of pairs) {
    const [key = '', value = '', ...rest] = pair.split('=')
    const name = key.trim().toLowerCase()
    const rule = known && Object.prototype.hasOwnProperty.call(known, name) ? known[name] : undefined
    if (name === '' || value === '' || rest.length > 0)
      complaints.error('badParameter', place, { parameter: 'parameters', value: pair })
    else if (!known) complaints.warn('unsupportedValue', place, { column: 'parameters', value: pair })
    else if (!rule || (/^(value|label)$/.test(name) && !fromFile))
      complaints.error('badParameter', place, { parameter: 'parameters', value: pair })
    // A camera app is of no use where people draw.
    else if (name === 'app' && appearance.some((word) => /^(signature|draw|annotate)$/.test(word)))
      parameters[name] = value
    else if (!rule(value)) complaints.error('badParameter', place, { parameter: name, value })
    else parameters[name] = value
  }
  if (parameters['seed'] !== undefined && !/^true/i.test(parameters['randomize'] ?? ''))
    complaints.error('badParameter', place, { parameter: 'seed', value: parameters['seed'] })
  if (type === 'range') {
    const odd = appearance.find((word) => !/^(vertical|no-ticks|horizontal)$/.test(word))
    const marks = ['tick_interval', 'placeholder', 'tick_labelset'].find(
      (name) => parameters[name] !== undefined,
    )
    if (odd !== undefined && marks !== undefined && /^(rating|picker)$/.test(odd))
      complaints.error('badParameter', place, { parameter: marks, value: parameters[marks] ?? '' })
    return rangeOf(parameters, place, complaints)
  }
  if (type === 'audit') checkAudit(parameters, place, complaints)
  return parameters
}

/** A scale has a beginning, an end and steps between; it may run downwards. */
function rangeOf(
  given: Readonly<Record<string, string>>,
  place: Place,
  complaints: Complaints,
): Question['parameters'] {
  const bad = (parameter: string, value: string) =>
    complaints.error('badParameter', place, { parameter, value })
  const { start = '1', end = '10', step = '1' } = given
  const [from, to, by] = [Number(start), Number(end), Math.abs(Number(step))]
  if (![from, to, by].every(Number.isFinite)) return {}
  const length = Math.abs(to - from)
  if (by === 0 || length / by > mostSteps) bad('step', step)
  else if (!(length / by >= 1)) bad('end', end)
  const multiple = (value: number) => Math.abs(value / by - Math.round(value / by)) < 1e-6
  const tick = given['tick_interval']
  if (
    tick !== undefined &&
    (Number(tick) === 0 || Math.abs(Number(tick)) > length || !multiple(Number(tick)))
  )
    bad('tick_interval', tick)
  const placeholder = given['placeholder']
  if (placeholder !== undefined) {
    const at = Number(placeholder)
    if (at < Math.min(from, to) || at > Math.max(from, to) || !multiple(at - from))
      bad('placeholder', placeholder)
  }
  return { ...given, start, end, step: String(by) }
}

/** The labels of a scale stand at its marks. */
export function checkTickLabels(
  parameters: Question['parameters'],
  lists: ReadonlyMap<string, readonly Choice[]>,
  place: Place,
  complaints: Complaints,
): void {
  const name = parameters['tick_labelset']
  if (name === undefined) return
  const labels = lists.get(name)
  const { start = '1', end = '10', step = '1', tick_interval: tick } = parameters
  const [from, to, by] = [Number(start), Number(end), Math.abs(Number(tick ?? step))]
  const fits = (value: string) => {
    const at = Number(value)
    const marks = (at - from) / by
    return (
      number(value) &&
      at >= Math.min(from, to) &&
      at <= Math.max(from, to) &&
      Math.abs(marks - Math.round(marks)) < 1e-6
    )
  }
  if (!labels || !labels.every(({ value }) => fits(value)))
    complaints.error('badParameter', place, { parameter: 'tick_labelset', value: name })
}

function checkAudit(parameters: Question['parameters'], place: Place, complaints: Complaints): void {
  const location = ['location-priority', 'location-min-interval', 'location-max-age']
  const given = location.filter((name) => parameters[name] !== undefined)
  const missing = location.find((name) => parameters[name] === undefined)
  if (given.length > 0 && missing !== undefined)
    complaints.error('missingParameter', place, { parameter: missing })
  const [least, oldest] = [parameters['location-min-interval'], parameters['location-max-age']]
  if (least !== undefined && oldest !== undefined && Number(oldest) < Number(least))
    complaints.error('badParameter', place, { parameter: 'location-max-age', value: oldest })
}
