/** Advice on the form while it is edited: said in a panel and at its question, explained, and hidden once understood. */

import type { Advice } from '../../server/form/advice/advice.ts'
import { readingOf, type DraftRow } from '../../server/form/design/draft.ts'
import type { Form } from '../../server/form/form.ts'
import type { Desk } from './desk.ts'
import { announce, button, byId, make, say } from './dom.ts'
import { field } from './fields.ts'
import { post, type Island, type SettledAdvice } from './island.ts'
import { wordsOfBlock } from './naming.ts'

export interface Advising {
  /** The form as it compiles now, or null where it has faults. */
  readonly look: (form: Form | null) => void
  /** The place in a question's panel where its advice stands. */
  readonly draw: (row: DraftRow) => HTMLElement
  /** How much advice on a question waits. */
  readonly waiting: (key: string) => number
}

interface Parts {
  readonly island: Island
  readonly desk: Desk
  /** Opens a question and leads the keyboard to it. */
  readonly goTo: (key: string) => void
  /** The headings of these questions say something else now. */
  readonly changed: (keys: readonly string[]) => void
}

/** One piece of advice on the form as it stands, with the row it is about. */
interface Line extends Advice {
  readonly key: string | null
}

/** Writing goes on meanwhile: advice comes when the hand rests. */
const patience = 500

export function openAdvising({ island, desk, goTo, changed }: Parts): Advising {
  const place = byId('designer-advice')
  let lines: readonly Line[] = []
  let settled = island.settled
  let measured: { readonly minutes: number; readonly questions: number } | null = null
  let broken = false
  let timer = 0
  /** The advice that is about to be hidden, and the reason so far. */
  let hiding: { readonly id: string; reason: string } | null = null

  const idOf = ({ name, code }: Pick<Advice, 'name' | 'code'>) => `${name}-${code}`.replace(/[^\w-]/g, '_')
  const isSettled = ({ name, code }: Advice) =>
    settled.some((one) => one.question === name && one.code === code)
  const waitingLines = () => lines.filter((line) => !isSettled(line))

  function look(form: Form | null): void {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void advise(form), patience)
  }

  async function advise(form: Form | null): Promise<void> {
    const rules = await loaded()
    if (!rules) return
    broken = form === null
    if (form) {
      const rows = desk.draft().survey
      const before = lines
      lines = rules.adviseOn(form).map((advice) => ({
        ...advice,
        key: advice.name === '' ? null : (rows[advice.row - 2]?.key ?? null),
      }))
      measured = { minutes: rules.minutesOf(form), questions: rules.surveyOf(form).asked.length }
      tellHeads(before)
    }
    show()
  }

  let rules: typeof import('./advice-rules.ts') | null = null
  /** The rules are not part of the first script; null while they cannot be fetched. */
  async function loaded(): Promise<typeof rules> {
    try {
      rules ??= await import('./advice-rules.ts')
    } catch {
      // Without a connection advice waits for the next change.
    }
    return rules
  }

  function tellHeads(before: readonly Line[]): void {
    const keys = new Set([...before, ...lines].flatMap(({ key }) => key ?? []))
    changed([...keys])
  }

  let shown = ''
  /** Draws what is different: whoever reads in the panel is not disturbed by what they type elsewhere. */
  function show(): void {
    const count = waitingLines().length
    const tab = byId('designer-advice-tab')
    tab.textContent = count === 0 ? say('advice.open') : say('advice.panel.tab', { count })
    const now = JSON.stringify([lines, settled, measured, broken, hiding?.id ?? null])
    if (now === shown) return
    shown = now
    const active = document.activeElement
    const focused = active instanceof HTMLElement && place.contains(active) ? active.id : ''
    place.replaceChildren(...contents())
    place.dataset['done'] = measured === null ? '' : 'yes'
    if (focused !== '') document.getElementById(focused)?.focus()
    for (const box of document.querySelectorAll<HTMLElement>('[data-advice-of]')) fill(box)
  }

  function contents(): readonly HTMLElement[] {
    const waiting = waitingLines()
    const head: (HTMLElement | null)[] = [
      make('p', { class: 'small muted' }, say('advice.panel.lead')),
      broken
        ? make(
            'p',
            { class: 'notice warning' },
            say(measured ? 'advice.panel.broken' : 'advice.panel.waiting'),
          )
        : null,
      measured ? make('p', {}, say('advice.panel.minutes', measured)) : null,
    ]
    const list =
      waiting.length > 0
        ? [
            make('p', { role: 'status' }, say('advice.panel.count', { count: waiting.length })),
            make('ul', { class: 'plain-list stack' }, ...waiting.map((line) => item(line))),
          ]
        : measured
          ? [make('p', { class: 'notice good', role: 'status' }, say('advice.panel.none'))]
          : []
    const gone = settled.length > 0 ? [settledList()] : []
    return [...head.filter((part): part is HTMLElement => part !== null), ...list, ...gone]
  }

  function item(line: Line): HTMLElement {
    const { code, key, params } = line
    const id = idOf(line)
    return make(
      'li',
      { class: 'card advice-line' },
      placeOf(line),
      make('p', {}, make('strong', {}, say(`advice.found.${code}`, params))),
      make(
        'p',
        { class: 'small' },
        make('span', { class: 'muted' }, say('advice.why'), say('colon')),
        say(`advice.because.${code}`),
      ),
      hiding?.id === id
        ? hideForm(line)
        : make(
            'div',
            { class: 'row' },
            key === null ? null : button(say('advice.edit'), () => goTo(key), { id: `edit-${id}` }),
            button(say('advice.panel.settle'), () => beginHiding(line), { id: `hide-${id}` }),
          ),
    )
  }

  function placeOf({ key, name }: Line): HTMLElement {
    if (key === null) return make('p', { class: 'muted small' }, name === '' ? say('advice.whole') : name)
    return make('p', { class: 'muted small' }, wordsOfBlock(desk, key))
  }

  function beginHiding(line: Line): void {
    hiding = { id: idOf(line), reason: '' }
    show()
    document.getElementById(`reason-${idOf(line)}`)?.focus()
  }

  function hideForm(line: Line): HTMLElement {
    const id = idOf(line)
    const reason = make('input', { type: 'text', id: `reason-${id}`, maxlength: '500', autocomplete: 'off' })
    reason.value = hiding?.reason ?? ''
    reason.addEventListener('input', () => {
      if (hiding) hiding.reason = reason.value
    })
    const cancel = () => {
      hiding = null
      show()
      document.getElementById(`hide-${id}`)?.focus()
    }
    const confirm = () => void send(line, { reason: reason.value }, 'settledNow')
    reason.addEventListener('keydown', (event) => {
      if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
      event.preventDefault()
      if (event.key === 'Enter') confirm()
      else cancel()
    })
    return make(
      'div',
      { class: 'stack' },
      field(say('advice.panel.reason'), reason),
      make(
        'p',
        { class: 'error', role: 'alert', id: 'advice-trouble', hidden: true },
        say('advice.panel.failed'),
      ),
      make(
        'div',
        { class: 'row' },
        button(say('advice.panel.confirm'), confirm, { class: 'button small' }),
        button(say('advice.panel.cancel'), cancel),
      ),
    )
  }

  async function send(
    { name, code }: Pick<Advice, 'name' | 'code'>,
    value: object,
    said: 'settledNow' | 'reopened',
  ): Promise<void> {
    try {
      const { status, reply } = await post(island, '/advice', { question: name, code, ...value })
      if (status !== 200 || !reply.settled) throw new Error(`designer: advice ${status}`)
      hiding = null
      settled = reply.settled
      tellHeads(lines)
      show()
      const next = place.querySelector<HTMLElement>('.advice-line .button') ?? byId('designer-advice-tab')
      next.focus()
      announce(say(`advice.panel.${said}`))
    } catch {
      const trouble = document.getElementById('advice-trouble')
      if (trouble) trouble.hidden = false
      else announce(say('advice.panel.failed'))
    }
  }

  function settledList(): HTMLElement {
    return make(
      'details',
      { class: 'folded', id: 'advice-settled' },
      make('summary', {}, say('advice.settled', { count: settled.length })),
      make('ul', { class: 'plain-list stack' }, ...settled.map((one) => settledItem(one))),
    )
  }

  function settledItem({ question, code, reason, person, on }: SettledAdvice): HTMLElement {
    const line = lines.find((one) => one.name === question && one.code === code)
    const { cell } = readingOf(desk.draft().columns)
    const row = desk.draft().survey.find((one) => cell(one, 'name') === question)
    const where =
      question === '' ? say('advice.whole') : row ? wordsOfBlock(desk, row.key) : say('advice.panel.gone')
    const by = say('advice.settledBy', { name: person, date: on })
    return make(
      'li',
      { class: 'small' },
      make(
        'p',
        {},
        where,
        say('colon'),
        say(`advice.found.${code}`, line?.params ?? {}).replace(/\{\w+\}/g, '…'),
      ),
      make('p', { class: 'muted' }, by, reason === '' ? '' : `${say('colon')}${reason}`),
      button(
        say('advice.panel.reopen'),
        () => void send({ name: question, code: code as Advice['code'] }, { reopen: true }, 'reopened'),
        { class: 'link-button' },
      ),
    )
  }

  function draw(row: DraftRow): HTMLElement {
    const box = make('div', { class: 'stack advice-here', 'data-advice-of': row.key })
    fill(box)
    return box
  }

  function fill(box: HTMLElement): void {
    const mine = waitingLines().filter(({ key }) => key === box.dataset['adviceOf'])
    const words = JSON.stringify(mine)
    if (box.dataset['shown'] === words) return
    box.dataset['shown'] = words
    box.hidden = mine.length === 0
    box.replaceChildren(
      ...mine.map(({ code, params }) =>
        make(
          'details',
          { class: 'notice advice-note' },
          make('summary', {}, say(`advice.found.${code}`, params)),
          make('p', { class: 'small' }, say(`advice.because.${code}`)),
        ),
      ),
    )
  }

  return {
    look,
    draw,
    waiting: (key) => waitingLines().filter((line) => line.key === key).length,
  }
}
