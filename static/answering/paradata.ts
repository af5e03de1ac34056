/**
 * How an answer comes about: where attention was, and what was changed. Notes it in the form's hidden field `_paradata`,
 * from where it goes into the draft and to the server; on pages of collections alone that say so.
 *
 * The time until somebody acts on a question counts for that question: it is what they read before. Time with the page
 * hidden, and what goes beyond three minutes without a touch, is a pause.
 */

const patience = 180000
/** A glance at another page is away time, but no pause. */
const shortestPause = 5000

type Effort = [milliseconds: number, visits: number, changes: number, later: number]

interface Noted {
  start: string
  /** Milliseconds from the start until now. */
  span: number
  active: number
  away: number
  longest: number
  pauses: number
  backs: number
  questions: Record<string, Effort>
}

export function noteEffort(): void {
  const form = document.getElementById('answers') as HTMLFormElement | null
  const field = form?.querySelector<HTMLInputElement>('[name=_paradata]')
  if (!form || !field) return
  const only = field.getAttribute('data-level') === 'times'
  const now = () => performance.now()

  let noted = fresh()
  /** Of the span, what lay before this opening of the page; the rest is counted by a clock that nobody sets. */
  let before = 0
  let opened = now()
  let last = opened
  let hidden = document.visibilityState === 'hidden'
  /** Attention that belongs to no question yet. */
  let pending = 0
  let here = ''
  /** Whether the text that is looked at was changed since it was come to. */
  let edited = false
  let left: Record<string, boolean> = {}
  let page = pageNow()

  begin()
  form.addEventListener('paradata', begin)
  const active = ['pointerdown', 'keydown', 'scroll', 'touchmove', 'mousemove']
  for (const name of active) window.addEventListener(name, settle, { passive: true, capture: true })
  document.addEventListener('visibilitychange', () => {
    settle()
    hidden = document.visibilityState === 'hidden'
    write()
  })
  for (const name of ['focusin', 'input', 'change', 'click'])
    form.addEventListener(name, (event) => acted(event), true)
  form.addEventListener('submit', turn, true)
  window.addEventListener('popstate', turn)
  window.addEventListener('pagehide', turn)

  function fresh(): Noted {
    const start = new Date(Date.now()).toISOString()
    return { start, span: 0, active: 0, away: 0, longest: 0, pauses: 0, backs: 0, questions: {} }
  }

  /** A new record, or one whose draft says how far it has come. */
  function begin(): void {
    const kept = read(field?.value ?? '')
    noted = kept ?? fresh()
    const since = Date.now() - Date.parse(noted.start)
    // Where the clock was set back meanwhile, the span is what it was.
    before = Math.max(noted.span, since)
    // While the page was closed nobody was at it.
    pause(Math.max(0, before - noted.active - noted.away))
    opened = last = now()
    pending = 0
    here = ''
    left = {}
    for (const at of Object.keys(noted.questions)) left[at] = true
    page = pageNow()
    write()
  }

  /** What has passed since the last sign of life: attention, or a pause. */
  function settle(): void {
    const at = now()
    const gap = Math.max(0, at - last)
    last = at
    const away = hidden ? gap : Math.max(0, gap - patience)
    pending += gap - away
    noted.active += gap - away
    pause(away)
  }

  function pause(away: number): void {
    noted.away += away
    if (away < shortestPause) return
    noted.pauses++
    noted.longest = Math.max(noted.longest, away)
  }

  function acted(event: Event): void {
    const target = event.target as HTMLElement
    const box = target.closest('[data-question]')
    const at = box?.getAttribute('data-question') ?? ''
    const button = target.closest('button')
    if (!box || at === '') {
      if (event.type === 'click' && button) turnBack(button.value)
      return
    }
    const typed = isTyped(target)
    // A text says that it changed when it is left: by then what was read next has begun.
    if (typed && event.type === 'change' && event.isTrusted) return
    settle()
    const effort = (noted.questions[at] = noted.questions[at] ?? [0, 0, 0, 0])
    if (here !== at) {
      if (here !== '') left[here] = true
      effort[1]++
      here = at
      edited = false
    }
    effort[0] += pending
    pending = 0
    // Rankings and answers that are taken back change by a button, a text with the first letter of a visit.
    const pressed =
      event.type === 'click' &&
      button !== null &&
      (button.value.indexOf('clear:') === 0 || box.querySelector('[name^="r."]') !== null)
    const changed = event.type === 'change' || pressed || (typed && event.type === 'input' && !edited)
    if (changed) {
      edited = typed
      effort[2]++
      if (left[at]) effort[3]++
    }
    write()
  }

  function isTyped(field: HTMLElement): boolean {
    const type = field.getAttribute('type') ?? ''
    return (
      field.tagName === 'TEXTAREA' || (field.tagName === 'INPUT' && !/radio|checkbox|file|range/.test(type))
    )
  }

  function turnBack(value: string): void {
    if (value === 'back' || value.indexOf('change:') === 0) noted.backs++
    turn()
  }

  /** On to another page: what was looked at last belongs to the question that stood alone there, or to none. */
  function turn(event?: Event): void {
    settle()
    const alone = event?.type === 'popstate' ? '' : aloneOnPage()
    if (alone !== '') {
      const effort = (noted.questions[alone] = noted.questions[alone] ?? [0, 1, 0, 0])
      effort[0] += pending
    }
    pending = 0
    if (here !== '') left[here] = true
    here = ''
    write()
    const from = page
    setTimeout(() => {
      page = pageNow()
      if (event?.type === 'popstate' && page < from) noted.backs++
      write()
    }, 0)
  }

  function aloneOnPage(): string {
    const boxes =
      form?.querySelectorAll('section[data-page]:not([hidden]) [data-question]:not([hidden])') ?? []
    const asked: string[] = []
    for (let i = 0; i < boxes.length; i++)
      if (boxes[i]?.querySelector('[name^="q."],[name^="r."]'))
        asked.push(boxes[i]?.getAttribute('data-question') ?? '')
    return asked.length === 1 ? (asked[0] ?? '') : ''
  }

  /** The page shown; the check of all answers stands last. */
  function pageNow(): number {
    return Number((form?.elements.namedItem('_page') as HTMLInputElement | null)?.value) || Infinity
  }

  function write(): void {
    noted.span = before + now() - opened
    if (!field) return
    field.value = only
      ? JSON.stringify({ start: noted.start, span: Math.round(noted.span) })
      : JSON.stringify(noted, (_, value: unknown) => (typeof value === 'number' ? Math.round(value) : value))
  }

  function read(text: string): Noted | null {
    try {
      const kept = JSON.parse(text) as Noted
      // The server knows the beginning alone, by its own clock.
      if (typeof kept.span !== 'number') return null
      return { ...fresh(), ...kept }
    } catch {
      return null
    }
  }
}
