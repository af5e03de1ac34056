/** Skip notes and conditions of a draft as `relevant` expressions on the questions that they concern. */

import type {
  Condition,
  Draft,
  DraftNote,
  DraftNoteCode,
  DraftQuestion,
  DraftSection,
  Jump,
} from './draft.ts'
import { optionMeant } from './skips.ts'
import { valuesOf } from './choices.ts'

export interface Named {
  readonly question: DraftQuestion
  readonly name: string
}

export interface Relevance {
  readonly relevant: ReadonlyMap<DraftQuestion, string>
  /** Where a skip passes over all questions of a section, the section has the expression. */
  readonly groups: ReadonlyMap<DraftSection, string>
  readonly notes: readonly DraftNote[]
}

interface Work {
  readonly named: readonly Named[]
  readonly rules: Map<DraftQuestion, string[]>
  readonly notes: DraftNote[]
  readonly textOf: (line: number) => string
}

/** A skip over questions makes each of them relevant only where the option was not chosen. */
export function relevanceOf(
  draft: Draft,
  named: readonly Named[],
  textOf: (line: number) => string,
): Relevance {
  const work: Work = { named, rules: new Map(), notes: [], textOf }
  for (const [index, { question }] of named.entries()) {
    const jumps: Jump[] = question.options.flatMap(({ line, letter, label, jump }) =>
      jump === null ? [] : [{ line, options: [letter || label], otherwise: false, target: jump }],
    )
    for (const jump of [...jumps, ...question.jumps]) addJump(work, index, jump)
    for (const condition of question.conditions) addCondition(work, index, condition)
  }
  const groups = liftToSections(draft, work)
  const relevant = new Map([...work.rules].map(([question, rules]) => [question, rules.join(' and ')]))
  return { relevant, groups, notes: work.notes }
}

function addJump(work: Work, index: number, jump: Jump): void {
  const { question, name } = work.named[index] as Named
  const chosen = choicesMeant(work, question, jump.line, jump.options)
  if (chosen === null) return
  const later = work.named.slice(index + 1)
  const length =
    jump.target === 'end' ? later.length : later.findIndex((other) => other.question.number === jump.target)
  if (length < 0) return tell(work, 'warning', 'skipUnknownTarget', jump.line, { target: jump.target })
  const passed = later.slice(0, length)
  const number = question.number ?? name
  // 「选B继续答第6题，否则跳至第7题」: the second half says it all.
  const besides = question.jumps.some((other) => other !== jump && other.line === jump.line)
  if (passed.length === 0 && besides) return
  if (passed.length === 0)
    return tell(work, 'info', 'skipNothing', jump.line, { number, target: jump.target })
  const any = chosen.map((value) => `selected(\${${name}}, '${value}')`).join(' or ')
  const none = chosen.map((value) => `not(selected(\${${name}}, '${value}'))`).join(' and ')
  const rule = !jump.otherwise ? none : chosen.length > 1 ? `(${any})` : any
  for (const other of passed) addRule(work, other.question, rule)
  const first = passed[0]?.question.number ?? passed[0]?.name ?? ''
  const last = passed.at(-1)?.question.number ?? passed.at(-1)?.name ?? ''
  const option = labelsOf(question, jump.options)
  if (jump.otherwise) tell(work, 'info', 'skipElseUnderstood', jump.line, { number, option, first, last })
  else if (jump.target === 'end')
    tell(work, 'info', 'skipToEndUnderstood', jump.line, { number, option, first })
  else tell(work, 'info', 'skipUnderstood', jump.line, { number, option, first, last })
}

function addCondition(work: Work, index: number, condition: Condition): void {
  const source = work.named.slice(0, index).findLast(({ question }) => question.number === condition.number)
  if (!source) return tell(work, 'warning', 'skipUnknownTarget', condition.line, { target: condition.number })
  const chosen = choicesMeant(work, source.question, condition.line, condition.options)
  if (chosen === null) return
  const rule = chosen.map((value) => `selected(\${${source.name}}, '${value}')`).join(' or ')
  const { question } = work.named[index] as Named
  addRule(work, question, chosen.length > 1 ? `(${rule})` : rule)
  const option = labelsOf(source.question, condition.options)
  tell(work, 'info', 'conditionUnderstood', condition.line, { number: condition.number, option })
}

function addRule(work: Work, question: DraftQuestion, rule: string): void {
  const rules = work.rules.get(question) ?? []
  if (!rules.includes(rule)) work.rules.set(question, [...rules, rule])
}

/** The values of the options that a note names, or null (and a warning) if one of them is none of the question's. */
function choicesMeant(
  work: Work,
  question: DraftQuestion,
  line: number,
  options: readonly string[],
): readonly string[] | null {
  const asked = question.marks.yesNo && question.options.length === 0
  const all = asked ? yesNo : question.options
  const values = valuesOf(all)
  const chosen: string[] = []
  for (const option of options) {
    const value = values[optionMeant(all, asked ? (inChinese[option.toLowerCase()] ?? option) : option)]
    if (value === undefined) {
      tell(work, 'warning', 'skipUnknownOption', line, { option })
      return null
    }
    chosen.push(value)
  }
  return chosen
}

const inChinese: Readonly<Record<string, string>> = { yes: '是', no: '否' }
const yesNo = ['是', '否'].map((label, index) => ({
  line: 0,
  letter: 'AB'[index] ?? '',
  label,
  exclusive: false,
  together: false,
  substantive: false,
  blank: false,
  asks: label,
  jump: null,
}))

function labelsOf(question: DraftQuestion, options: readonly string[]): string {
  return options
    .map((name) => question.options[optionMeant(question.options, name)]?.label ?? name)
    .join('、')
}

function liftToSections(draft: Draft, work: Work): ReadonlyMap<DraftSection, string> {
  const groups = new Map<DraftSection, string>()
  for (const [index, block] of draft.blocks.entries()) {
    if (block.kind !== 'section') continue
    const rest = draft.blocks.slice(index + 1)
    const next = rest.findIndex(({ kind }) => kind === 'section')
    const members = rest
      .slice(0, next < 0 ? rest.length : next)
      .filter((member) => member.kind === 'question')
    const [first, ...others] = members.map((member) => work.rules.get(member) ?? [])
    const shared = (first ?? []).filter((rule) => others.every((rules) => rules.includes(rule)))
    if (shared.length === 0 || members.length < 2) continue
    groups.set(block, shared.join(' and '))
    for (const member of members) {
      const own = (work.rules.get(member) ?? []).filter((rule) => !shared.includes(rule))
      if (own.length > 0) work.rules.set(member, own)
      else work.rules.delete(member)
    }
  }
  return groups
}

function tell(
  work: Work,
  level: DraftNote['level'],
  code: DraftNoteCode,
  line: number,
  params: DraftNote['params'],
): void {
  work.notes.push({ level, code, line, text: work.textOf(line), params })
}
