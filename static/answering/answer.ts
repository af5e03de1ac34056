/** Answering with JavaScript: branches and checks at once, drafts kept, sent until the receipt is here. */

import { isAsked, showsAnything } from '../../server/form/asking.ts'
import type { Refusal } from '../../server/form/form.ts'
import { partsOfAt } from '../../server/form/instances.ts'
import { pagesOf } from '../../server/form/walk.ts'
import { textIn } from '../../server/form/words.ts'
import { offerClearing } from './clear.ts'
import { goTo, sayAt, summarise, type Slip } from './errors.ts'
import { enhance, needsMore } from './enhance.ts'
import { readField, writeField } from './fields.ts'
import { make, words, type Island } from './island.ts'
import type { Journey, Kept } from './later.ts'
import { newInstanceId, readMarker, writeMarker } from './marker.ts'
import type { Repeats } from './repeats.ts'
import { openSheet } from './sheet.ts'
import { showChanges, showInstance, showProgress, writeAll } from './state.ts'

type Later = typeof import('./later.ts')

export function answer(island: Island): void {
  const form = document.getElementById('answers') as HTMLFormElement
  const { form: definition, language, key } = island
  const say = island.words.page
  const pages = pagesOf(definition)
  const hidden = (name: string) => form.elements.namedItem(name) as HTMLInputElement
  const part = (id: string) => document.getElementById(id) as HTMLElement

  let instanceId = hidden('_instance').value
  /** The page shown; 0 is the check of all answers. */
  let current = Number(hidden('_page').value) || 0
  let sending = false
  /** Counts the presses of a button that leads on. */
  let moves = 0
  let loading: Promise<Later> | null = null
  let saveTimer: ReturnType<typeof setTimeout> | undefined
  let progressTimer: ReturnType<typeof setTimeout> | undefined
  let pressed: HTMLButtonElement | null = null

  const sheet = openSheet(island, form, changed)
  let repeats: Repeats | null = null
  void begin()

  async function begin(): Promise<void> {
    listen()
    if (sheet.places.repeats().length > 0) {
      const { openRepeats } = await import('./repeats.ts')
      repeats = openRepeats(sheet, dress)
    }
    refresh()
    dress(form)
    history.replaceState({ step: current }, '')
    const marker = readMarker(key)
    if (!marker) {
      anew()
      // A browser that was killed may have kept the answers and lost the mark.
      void journey().then(({ find }) => {
        if (!saveTimer && !readMarker(key)) void find(island.given)
      })
    } else if (marker.state === 'sent') {
      if (island.csrf) restart()
      else void journey().then(({ showSent }) => showSent(marker))
    } else if (marker.state === 'pending') void journey().then(({ resume }) => resume(marker))
    else if (marker.id !== instanceId || island.given)
      void journey().then(({ restore }) => restore(marker.id, false))
    if (current === 0) showCheck()
  }

  /** A part of the page that has just come: its values, its state, and what makes its fields easier to use. */
  function dress(part: HTMLElement): void {
    const boxes = part.querySelectorAll<HTMLElement>('[data-question]')
    for (let i = 0; i < boxes.length; i++) {
      const box = boxes[i] as HTMLElement
      const at = box.getAttribute('data-question') ?? ''
      const question = sheet.questionAt(at)
      if (!question) continue
      if (part !== form) writeField(question, at, sheet.standing.rawAt(at))
      if (part !== form) showInstance(sheet, at)
      offerClearing(sheet, at)
      if (needsMore(box)) void enhance({ sheet, question, box, later, instanceId: () => instanceId })
    }
    if (part === form) return
    const insertions = part.querySelectorAll('[data-value]')
    for (let i = 0; i < insertions.length; i++)
      showInstance(sheet, insertions[i]?.getAttribute('data-value') ?? '')
  }

  function later(): Promise<Later> {
    loading =
      loading ??
      import('./later.ts').catch((error: unknown) => {
        loading = null
        throw error
      })
    return loading
  }

  function setInstance(id: string): void {
    instanceId = id
    hidden('_instance').value = id
  }

  /** The record of a case, or one that was sent back, has its id from the server. */
  function anew(): void {
    setInstance(island.given || newInstanceId())
  }

  function restart(): void {
    writeMarker(key, null)
    anew()
  }

  function listen(): void {
    form.addEventListener('input', (event) => typed(event))
    form.addEventListener('change', (event) => {
      typed(event)
      checkSoon((event.target as HTMLInputElement).name ?? '')
    })
    form.addEventListener('click', (event) => {
      const target = (event.target as Element).closest('button')
      if (target) pressed = target
      goOnAfter(event)
    })
    form.addEventListener('submit', (event) => {
      const doing = (event.submitter as HTMLButtonElement | null) ?? pressed
      const action = doing?.value ?? 'next'
      hidden('_page').value = current ? String(current) : ''
      if (action.indexOf('language:') === 0) {
        repeats?.drawAll()
        return
      }
      event.preventDefault()
      act(action)
    })
    window.addEventListener('popstate', (event) => {
      const step = (event.state as { step?: number } | null)?.step
      if (step !== undefined && !sending) show(step)
    })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && saveTimer) void save()
    })
    window.addEventListener('pageshow', (event) => {
      if (event.persisted && readMarker(key)?.state === 'sent') location.reload()
    })
  }

  /** A field was used: its answer is taken, and the page brought up to date. */
  function typed(event: Event): void {
    const { name } = event.target as { name?: string }
    if (name === undefined) return
    if (name.indexOf('q.') === 0 || name.indexOf('r.') === 0) changed(name.slice(2))
  }

  /** Answers changed: bring the page up to date and keep a draft soon. */
  function changed(at?: string): void {
    const question = at === undefined ? null : sheet.questionAt(at)
    if (at !== undefined && question) sheet.standing.set(at, readField(question, at))
    refresh(at)
    if (!sending) {
      later().catch(() => undefined)
      clearTimeout(saveTimer)
      saveTimer = setTimeout(() => void save(), 400)
    }
  }

  function refresh(at?: string): void {
    for (let round = 0; round < 10; round++) {
      const changed = sheet.standing.refresh()
      // Rows first, so that what changed in them has a place.
      repeats?.show()
      const takenBack = showChanges(sheet, changed)
      changed.forEach((one) => offerClearing(sheet, one))
      if (!takenBack) break
    }
    if (at !== undefined) offerClearing(sheet, at)
    clearTimeout(progressTimer)
    progressTimer = setTimeout(() => showProgress(sheet), 100)
    part('next').textContent = words(say[nextPage(current) === 0 ? 'toCheck' : 'next'])
  }

  function act(action: string): void {
    moves++
    if (repeats?.act(action)) return
    if (action === 'back') go(previousPage() ?? 1)
    else if (action.indexOf('change:') === 0) change(action.slice('change:'.length))
    else if (action.indexOf('clear:') === 0) clearFile(action.slice('clear:'.length))
    else if (action === 'submit' || current === 0) submit()
    else next()
  }

  /** Appearance `quick`: a choice by touch or mouse alone on its page leads on. Arrow keys only look at the choices. */
  function goOnAfter(event: MouseEvent): void {
    const field = event.target as HTMLInputElement
    if (field.type !== 'radio' || event.detail === 0 || current === 0) return
    const at = field.name.slice(2)
    const question = sheet.questionAt(at)
    if (!question || question.appearance.indexOf('quick') < 0) return
    let others = 0
    sheet.standing.instances().forEach((one) => {
      const other = sheet.questionAt(one)
      if (other && one !== at && isAsked(other) && pages[current - 1]?.names.has(other.name)) others++
    })
    if (others > 0) return
    const before = moves
    setTimeout(() => {
      if (moves === before) next()
    }, 250)
  }

  function clearFile(at: string): void {
    const box = sheet.places.boxOf(at)
    const field = box?.querySelector<HTMLInputElement>('[data-file]')
    const now = box?.querySelector<HTMLElement>('.file-now')
    const input = box?.querySelector<HTMLInputElement>('input[type=file]')
    if (field) field.value = ''
    if (now) now.hidden = true
    if (input) {
      input.value = ''
      input.focus()
    }
    changed(at)
  }

  function next(): void {
    moves++
    if (refuse(sheet.standing.check(pages[current - 1]?.names).refusals)) return
    go(nextPage(current))
  }

  interface Told {
    readonly at?: string
    readonly name: string
    readonly words?: string
  }

  function refuse(refusals: readonly Told[]): boolean {
    const slips: Slip[] = refusals.map((refusal) => ({
      at: refusal.at ?? refusal.name,
      words: refusal.words ?? inWords(refusal as Refusal),
    }))
    for (const slip of slips) repeats?.draw(slip.at)
    const wrong = slips.map(({ at }) => at)
    for (const at of sheet.places.all()) if (wrong.indexOf(at) < 0) sayAt(sheet, at, '')
    for (const slip of slips) sayAt(sheet, slip.at, slip.words)
    summarise(sheet, slips)
    return slips.length > 0
  }

  function inWords(refusal: Refusal): string {
    return (
      textIn(refusal.message, language, definition) ||
      words(island.words.refusal[refusal.code], refusal.params)
    )
  }

  /** Not at once: a message that pushes the page down would move a button away from under the finger. */
  function checkSoon(fieldName: string): void {
    const before = moves
    setTimeout(() => {
      if (moves === before) checkOne(fieldName.slice(2))
    }, 300)
  }

  /** A value that breaks a rule is told at once; that something is missing, only on going on. */
  function checkOne(at: string): void {
    const question = sheet.questionAt(at)
    if (!question) return
    const { refusals, warnings } = sheet.standing.check(new Set([question.name]))
    const refusal = refusals.filter((one) => one.at === at)[0]
    const early = refusal && refusal.code !== 'required' && refusal.code !== 'rankIncomplete'
    sayAt(sheet, at, early ? inWords(refusal) : '')
    const warning = early ? undefined : warnings.filter((one) => one.at === at)[0]
    sayAt(sheet, at, warning ? inWords(warning) : '', 'warning')
  }

  function isShown(number: number): boolean {
    return showsAnything(pages[number - 1]?.nodes ?? [], (at) => sheet.standing.relevant(at))
  }

  function nextPage(from: number): number {
    for (let number = from + 1; number <= pages.length; number++) if (isShown(number)) return number
    return 0
  }

  function previousPage(): number | null {
    for (let number = (current || pages.length + 1) - 1; number >= 1; number--)
      if (isShown(number)) return number
    return null
  }

  function go(step: number): void {
    history.pushState({ step }, '')
    show(step)
  }

  function show(step: number): void {
    current = step
    hidden('_page').value = step ? String(step) : ''
    summarise(sheet, [])
    part('filling').hidden = step === 0
    part('checking').hidden = step !== 0
    part('back').hidden = previousPage() === null
    const sections = form.querySelectorAll<HTMLElement>('section[data-page]')
    for (let i = 0; i < sections.length; i++) {
      const section = sections[i]
      if (section) section.hidden = section.getAttribute('data-page') !== String(step)
    }
    const pageOf = document.getElementById('page-of')
    if (pageOf) pageOf.textContent = words(say['pageOf'], { page: step, pages: pages.length })
    refresh()
    if (step === 0) showCheck()
    window.scrollTo(0, 0)
    const heading = part(step === 0 ? 'checking' : 'filling').querySelector<HTMLElement>('h1')
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  }

  function change(at: string): void {
    go(pageOf(at))
    repeats?.draw(at)
    goTo(sheet, at)
  }

  function pageOf(at: string): number {
    const { name } = partsOfAt(at)
    return pages.findIndex((one) => one.names.has(name)) + 1 || 1
  }

  function showCheck(): void {
    const standing = current
    void later().then(({ showCheck: showAnswers }) => {
      if (current === standing) showAnswers(sheet, inWords)
    })
  }

  function record(): Kept {
    return {
      id: instanceId,
      key,
      state: 'draft',
      raw: sheet.standing.raw(),
      locale: island.locale,
      version: island.version,
      text: '',
      receipt: '',
      receivedOn: '',
      savedAt: Date.now(),
    }
  }

  /** Other answers take the place of all: those of a draft, or of an answer that waits. */
  function take(raw: Kept['raw']): void {
    sheet.standing.replace(raw)
    refresh()
    writeAll(sheet)
    refresh()
    form.dispatchEvent(new CustomEvent('restored'))
  }

  async function save(): Promise<void> {
    clearTimeout(saveTimer)
    saveTimer = undefined
    // What is on its way is kept as such; a draft must not be written over it.
    if (sending) return
    const place = part('draft-state')
    try {
      const { keep, textOf } = await later()
      if (sending) return
      const keeping = await keep({ ...record(), text: textOf(sheet) })
      if (sending) return
      writeMarker(key, { id: instanceId, state: 'draft' })
      const told = { kept: 'draftSaved', full: 'draftFull', memory: 'draftMemory' }[keeping]
      place.textContent = words(say[told])
      place.className = keeping === 'kept' ? '' : 'error'
    } catch {
      // The second part of the script did not come through; the next change asks for it again.
      place.textContent = words(say['draftMemory'])
    }
  }

  function submit(): void {
    if (sending) return
    const { refusals } = sheet.standing.check()
    if (refusals.length > 0) {
      backTo(refusals)
      return
    }
    clearTimeout(saveTimer)
    sending = true
    journey()
      .then(({ post }) => post(record()))
      .catch(() => {
        // The sending part could not be loaded. If the server is there, the browser posts the form itself.
        sending = false
        form.hidden = false
        part('draft-state').textContent = words(say['pendingUnsaved'])
        void fetch(location.href, { method: 'HEAD' }).then((reply) => {
          if (reply.ok) HTMLFormElement.prototype.submit.call(withAction())
        })
      })
  }

  function withAction(): HTMLFormElement {
    repeats?.drawAll()
    hidden('_page').value = ''
    form.append(make('input', { type: 'hidden', name: '_do', value: 'submit' }))
    return form
  }

  function backTo(refusals: readonly Told[]): void {
    go(pageOf(refusals[0]?.at ?? refusals[0]?.name ?? ''))
    refuse(refusals)
  }

  /** What goes on with kept answers: drafts that come back, answers that wait, receipts. Loaded when there is one. */
  async function journey(): Promise<Journey> {
    const { openJourney } = await later()
    return openJourney({
      sheet,
      record,
      take,
      backTo,
      restart,
      setInstance,
      setSending(now) {
        sending = now
        clearTimeout(saveTimer)
      },
    })
  }
}
