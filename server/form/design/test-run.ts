/** Tries a form out: answers made at random, led towards what no answer before them reached, kept where they reach more. */

import { openAnswering, type Answering } from '../answering.ts'
import { startingAnswers } from '../answers.ts'
import { isAsked } from '../asking.ts'
import { partsOf, type Expression } from '../expression.ts'
import type { Answers, Choice, Form, FormNode, Question, Refusal, Surroundings } from '../form.ts'
import { partsOfAt } from '../instances.ts'
import { questionsOf, repeatsOf } from '../walk.ts'

/** Something that answers can reach: a node shown or hidden by its rule, a choice that is taken. */
export type Branch =
  | { readonly kind: 'shown' | 'hidden'; readonly name: string }
  | { readonly kind: 'choice'; readonly name: string; readonly value: string }

export interface TestCase {
  /** What would be stored. */
  readonly answers: Answers
  /** What the form's rules did not accept; no other answer was found. */
  readonly refusals: readonly Refusal[]
  /** What this case was the first to reach. */
  readonly reached: readonly Branch[]
}

export interface TestRun {
  /** Makes one more case; false when everything is reached. */
  readonly attempt: () => boolean
  readonly tries: () => number
  /** The cases that reached something new, the first first. */
  readonly cases: () => readonly TestCase[]
  readonly missed: () => readonly Branch[]
}

/** Lists longer than this are towns and schools: to take each of their choices proves nothing. */
const longestList = 60

export function openTestRun(form: Form, surroundings: Surroundings, seed = 1): TestRun {
  const random = randomFrom(seed)
  const nodes = nodesIn(form.nodes)
  const questions = new Map(questionsOf(form).map((question) => [question.name, question]))
  const hints = hintsOf(nodes)
  const open = new Map(branchesOf(form, nodes).map((branch) => [keyOf(branch), branch]))
  const cases: TestCase[] = []
  let tries = 0

  function attempt(): boolean {
    tries++
    const answering = openAnswering(form, startingAnswers(form, surroundings), {
      ...surroundings,
      random,
      seed: String(tries),
    })
    for (const { repeat, parent } of repeatsOf(form))
      if (!parent && repeat.count === null && random() < 0.7) answering.addRow(repeat.name)
    fill(answering)
    const { answers, refusals } = answering.check()
    const reached = reachedBy(answering, nodes, questions).filter((branch) => open.delete(keyOf(branch)))
    if (reached.length > 0 || cases.length === 0) cases.push({ answers, refusals, reached })
    return open.size > 0
  }

  /** Answers whatever comes up, until nothing does; what is refused gets another answer. */
  function fill(answering: Answering): void {
    const left = new Map<string, number>()
    for (let turn = 0; turn < 12; turn++) {
      const refused = new Set(answering.check().refusals.map(({ at }) => at))
      let changed = false
      for (const at of answering.state().relevant) {
        const question = questions.get(partsOfAt(at).name)
        if (!question || !isAsked(question) || question.calculation !== null || question.readOnly) continue
        const times = left.get(at) ?? 0
        if (times > 0 && !refused.has(at)) continue
        left.set(at, times + 1)
        const skipped = times === 0 && question.required === null && random() < 0.1
        if (!skipped) answering.set(at, answerTo(question, answering.choices(at), times))
        changed = true
      }
      if (!changed) return
    }
  }

  function answerTo(question: Question, choices: readonly Choice[], times: number): unknown {
    const { name, type, parameters } = question
    const pick = <T>(list: readonly T[]): T | null => list[Math.floor(random() * list.length)] ?? null
    const fresh = choices.filter(({ value }) => open.has(keyOf({ kind: 'choice', name, value })))
    const wanted = fresh.length > 0 && random() < 0.7 ? pick(fresh) : pick(choices)
    const known = hints.get(name) ?? []
    switch (type) {
      case 'select_one':
        return wanted?.value ?? null
      case 'select_multiple':
        // One alone is what most limits and exclusions take.
        if (times > 1) return wanted ? [wanted.value] : []
        return choices.filter((choice) => choice === wanted || random() < 0.25).map(({ value }) => value)
      case 'rank':
        return choices
          .map(({ value }) => ({ value, at: random() }))
          .sort((a, b) => a.at - b.at)
          .map(({ value }) => value)
      case 'integer':
      case 'decimal':
        return pick([
          ...known.filter((text) => text !== '' && Number.isFinite(Number(text))),
          '0',
          '1',
          '3',
          '20',
          '45',
          '70',
          '150',
        ])
      case 'range': {
        const [start = '1', end = '10', step = '1'] = [
          parameters['start'],
          parameters['end'],
          parameters['step'],
        ]
        const steps = Math.floor(Math.abs(Number(end) - Number(start)) / Number(step))
        const at =
          Number(start) +
          Math.sign(Number(end) - Number(start)) * Number(step) * Math.floor(random() * (steps + 1))
        return String(Number(at.toFixed(10)))
      }
      case 'date':
        return pick([
          surroundings.today,
          '1990-05-17',
          '2010-01-01',
          ...known.filter((text) => /^\d{4}-\d\d-\d\d$/.test(text)),
        ])
      case 'time':
        return pick(['08:30', '17:05', '23:59'])
      case 'datetime':
        return `${surroundings.today}T08:30`
      case 'geopoint':
        return '30.2741 120.1551 12 5'
      case 'geotrace':
        return '30.2741 120.1551; 30.2751 120.1561'
      case 'geoshape':
        return '30.27 120.15; 30.28 120.15; 30.28 120.16'
      case 'image':
      case 'audio':
      case 'video':
      case 'file':
        return `${'0'.repeat(32)}.bin`
      case 'acknowledge':
        return 'OK'
      default:
        if (times > 1 && question.appearance.includes('numbers')) return '13812345678'
        return pick([...known.filter((text) => text !== ''), '示例', '13812345678', 'name@example.com', '1'])
    }
  }

  return { attempt, tries: () => tries, cases: () => cases, missed: () => [...open.values()] }
}

function keyOf(branch: Branch): string {
  return branch.kind === 'choice' ? `choice ${branch.name} ${branch.value}` : `${branch.kind} ${branch.name}`
}

function nodesIn(nodes: readonly FormNode[]): readonly FormNode[] {
  return nodes.flatMap((node) => (node.kind === 'question' ? [node] : [node, ...nodesIn(node.nodes)]))
}

function branchesOf(form: Form, nodes: readonly FormNode[]): readonly Branch[] {
  return nodes.flatMap((node): readonly Branch[] => {
    const ruled: Branch[] =
      node.relevant === null
        ? []
        : [
            { kind: 'shown', name: node.name },
            { kind: 'hidden', name: node.name },
          ]
    if (node.kind !== 'question' || node.list === null || node.type === 'rank') return ruled
    const choices = form.lists[node.list] ?? []
    if (choices.length > longestList) return ruled
    return [...ruled, ...choices.map(({ value }): Branch => ({ kind: 'choice', name: node.name, value }))]
  })
}

function reachedBy(
  answering: Answering,
  nodes: readonly FormNode[],
  questions: ReadonlyMap<string, Question>,
): readonly Branch[] {
  const reached: Branch[] = []
  const shown = new Set<string>()
  for (const at of answering.state().relevant) {
    const { name } = partsOfAt(at)
    shown.add(name)
    const question = questions.get(name)
    if (!question || question.list === null) continue
    const value = answering.value(at)
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [value])
      if (typeof one === 'string') reached.push({ kind: 'choice', name, value: one })
  }
  for (const { name, relevant } of nodes)
    if (relevant !== null) reached.push({ kind: shown.has(name) ? 'shown' : 'hidden', name })
  return reached
}

/** Constants that rules compare an answer with, and their neighbours: at them a branch turns. */
function hintsOf(nodes: readonly FormNode[]): ReadonlyMap<string, readonly string[]> {
  const hints = new Map<string, string[]>()
  const note = (name: string, constant: Expression) => {
    const known = hints.get(name) ?? []
    if (constant.kind === 'text') known.push(constant.value)
    if (constant.kind === 'number') known.push(...[-1, 0, 1].map((by) => String(constant.value + by)))
    hints.set(name, known)
  }
  const walk = (expression: Expression, self: string) => {
    const parts = partsOf(expression)
    const names = parts.map((part) =>
      part.kind === 'reference' ? part.name : part.kind === 'self' ? self : null,
    )
    for (const name of names) if (name !== null) for (const part of parts) note(name, part)
    for (const part of parts) walk(part, self)
  }
  for (const node of nodes) {
    const rules =
      node.kind === 'question'
        ? [node.relevant, node.constraint, node.required, node.calculation, node.warning]
        : [node.relevant]
    for (const rule of rules) if (rule) walk(rule, node.name)
  }
  return hints
}

/** The same numbers for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
