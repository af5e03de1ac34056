/** The form tried out by itself: answers along every branch, the data they would give, and what none of them reached. */

import { openTestRun, type Branch, type TestCase } from '../../server/form/design/test-run.ts'
import type { Answers, Form, Question, Value } from '../../server/form/form.ts'
import { isRows } from '../../server/form/instances.ts'
import { withoutMarkdown } from '../../server/form/markdown.ts'
import { questionsOf } from '../../server/form/walk.ts'
import { textIn } from '../../server/form/words.ts'
import { button, byId, make, say } from './dom.ts'

const most = 400
const patience = 5000
const mostShown = 12

export function openTesting(formNow: () => Form | null, language: () => string): void {
  const place = byId('designer-test')
  const begin = button(say('test.begin'), () => run(), { class: 'button', id: 'test-begin' })
  const outcome = make('div', { class: 'stack', id: 'test-outcome', role: 'status' })
  place.replaceChildren(make('p', { class: 'lead' }, say('test.lead')), begin, outcome)

  function run(): void {
    const form = formNow()
    if (!form) {
      outcome.replaceChildren(make('p', { class: 'notice bad' }, say('test.broken')))
      return
    }
    const now = new Date()
    const two = (value: number) => String(value).padStart(2, '0')
    const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
    const made = openTestRun(form, { today, now: now.toISOString(), matches })
    outcome.replaceChildren(make('p', { class: 'muted' }, say('test.running')))
    outcome.removeAttribute('data-done')
    const until = Date.now() + patience
    // A few at a time, so that the page stays alive.
    const go = () => {
      const pause = Date.now() + 30
      while (Date.now() < pause)
        if (made.tries() >= most || Date.now() > until || !made.attempt()) {
          show(form, made.tries(), made.cases(), made.missed())
          return
        }
      window.setTimeout(go)
    }
    go()
  }

  function show(form: Form, tries: number, cases: readonly TestCase[], missed: readonly Branch[]): void {
    const labels = new Map<string, string>()
    const labelOf = (name: string) => labels.get(name) ?? name
    for (const { name, label } of allNodes(form))
      labels.set(name, withoutMarkdown(textIn(label, language(), form)) || name)
    const refused = cases.flatMap(({ refusals }) => refusals)
    const lines = missed.slice(0, 50).map((branch) =>
      make(
        'li',
        {},
        branch.kind === 'choice'
          ? say('test.missedChoice', {
              label: labelOf(branch.name),
              choice: choiceWords(form, branch.name, branch.value),
            })
          : say(branch.kind === 'shown' ? 'test.neverShown' : 'test.neverHidden', {
              label: labelOf(branch.name),
            }),
      ),
    )
    outcome.replaceChildren(
      make(
        'p',
        { class: `notice ${missed.length === 0 ? 'good' : 'warning'}` },
        say(missed.length === 0 ? 'test.all' : 'test.notAll', {
          tries,
          cases: cases.length,
          missed: missed.length,
        }),
      ),
      lines.length === 0 ? '' : make('ul', {}, ...lines),
      refused.length === 0
        ? ''
        : make(
            'p',
            { class: 'notice warning' },
            say('test.refused', {
              labels: [...new Set(refused.map(({ name }) => labelOf(name)))].join('、'),
            }),
          ),
      table(form, cases.slice(0, mostShown), labelOf),
    )
    if (cases.length > mostShown)
      outcome.append(make('p', { class: 'muted' }, say('test.more', { count: cases.length - mostShown })))
    outcome.setAttribute('data-done', 'yes')
  }

  function table(form: Form, cases: readonly TestCase[], labelOf: (name: string) => string): HTMLElement {
    const head = cases.map((_, index) =>
      make('th', { scope: 'col' }, say('test.case', { number: index + 1 })),
    )
    const rows = questionsOf(form)
      .filter(({ type }) => type !== 'note')
      .map((question) =>
        make(
          'tr',
          {},
          make('th', { scope: 'row' }, labelOf(question.name), ' ', make('code', {}, question.name)),
          ...cases.map(({ answers }) => valueCell(question, answers)),
        ),
      )
    return make(
      'div',
      { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': say('test.data') },
      make(
        'table',
        { class: 'table' },
        make('caption', {}, say('test.data')),
        make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, say('test.question')), ...head)),
        make('tbody', {}, ...rows),
      ),
    )
  }

  function valueCell({ name }: Question, answers: Answers): HTMLElement {
    const values = valuesIn(answers, name)
    if (values.length === 0) return make('td', { class: 'muted' }, say('test.skipped'))
    const words = values.map((value) =>
      value === null ? say('test.blank') : Array.isArray(value) ? value.join(' ') : String(value),
    )
    return make('td', {}, words.join('；'))
  }
}

/** The values of a question, in all rows of the repeats that it is in; none where it was skipped. */
function valuesIn(answers: Answers, name: string): readonly (Value | null)[] {
  const found: (Value | null)[] = []
  for (const [key, value] of Object.entries(answers)) {
    if (isRows(value)) for (const row of value) found.push(...valuesIn(row, name))
    if (key === name && !isRowsOf(value)) found.push(value)
  }
  return found
}

function isRowsOf(value: Answers[string]): value is readonly Answers[] {
  return isRows(value) && value.length > 0
}

function allNodes(form: Form): readonly Form['nodes'][number][] {
  const walk = (nodes: Form['nodes']): readonly Form['nodes'][number][] =>
    nodes.flatMap((node) => (node.kind === 'question' ? [node] : [node, ...walk(node.nodes)]))
  return walk(form.nodes)
}

function choiceWords(form: Form, name: string, value: string): string {
  const list = questionsOf(form).find((question) => question.name === name)?.list
  const choice = list ? form.lists[list]?.find((one) => one.value === value) : undefined
  return choice ? withoutMarkdown(textIn(choice.label, form.defaultLanguage, form)) || value : value
}

function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return false
  }
}
