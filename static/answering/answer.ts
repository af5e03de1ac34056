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
import { button, empty, make, words, type Island } from './island.ts'
import type { Kept, Sent } from './later.ts'
import { newInstanceId, readMarker, writeMarker, type Marker } from './marker.ts'
import { showRank } from './rank.ts'
import type { Repeats } from './repeats.ts'
import { answersInWords, openSheet } from './sheet.ts'
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
  let pressed: HTMLButtonElement | null = null

  const sheet = openSheet(island, form, changed)
  let repeats: Repeats | null = null
  void begin()

  async function begin(): Promise<void> {
    listen()
    if (definition.rare) await import('./rare.ts')
    if (sheet.places.repeats().length > 0) {
      const { openRepeats } = await import('./repeats.ts')
      repeats = openRepeats(sheet, dress)
    }
    refresh()
    dress(form)
    history.replaceState({ step: current }, '')
    const marker = readMarker(key)
    if (!marker) setInstance(newInstanceId())
    else if (marker.state === 'sent') {
      if (island.csrf) restart()
      else showSent(marker)
    } else if (marker.state === 'pending') void resume(marker)
    else if (marker.id !== instanceId) void restore(marker.id, false)
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
      if (part !== form) writeField(question, at, sheet.rawAt(at))
      if (part !== form) showInstance(sheet, at)
      if (question.type === 'rank') showRank(sheet, question, box)
      offerClearing(sheet, at)
      if (needsMore(box)) void enhance({ sheet, question, box, later, instanceId: () => instanceId })
    }
    if (part === form) return
    const insertions = part.querySelectorAll('[data-value]')
    for (let i = 0; i < insertions.length; i++) showInstance(sheet, insertions[i]?.getAttribute('data-value') ?? '')
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

  function restart(): void {
    writeMarker(key, null)
    setInstance(newInstanceId())
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
    const { name = '' } = event.target as HTMLInputElement
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
    showProgress(sheet)
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
    sheet.standing.state().relevant.forEach((one) => {
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
    if (refuse(sheet.standing.check(pages[current - 1]?.names))) return
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
    const refusal = sheet.standing.check(new Set([question.name])).filter((one) => one.at === at)[0]
    const early = refusal && refusal.code !== 'required' && refusal.code !== 'rankIncomplete'
    sayAt(sheet, at, early ? inWords(refusal) : '')
    const warning = early ? undefined : sheet.standing.state().warnings.filter((one) => one.at === at)[0]
    sayAt(sheet, at, warning ? inWords(warning) : '', 'warning')
  }

  function isShown(number: number): boolean {
    const { relevant } = sheet.standing.state()
    return showsAnything(pages[number - 1]?.nodes ?? [], (at) => relevant.has(at))
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
    const list = part('check')
    empty(list)
    for (const { at, heading, label, answer: given } of answersInWords(sheet)) {
      if (heading) {
        list.append(make('div', { class: 'check-row' }, make('dt', {}, heading), make('dd')))
        continue
      }
      const about = make('span', { class: 'visually-hidden' }, ` ${label}`)
      const link = make(
        'button',
        { class: 'link', name: '_do', value: `change:${at}` },
        words(say['change']),
        about,
      )
      list.append(
        make(
          'div',
          {},
          make('dt', {}, label),
          given ? make('dd', {}, given) : make('dd', { class: 'unanswered' }, words(say['unanswered'])),
          make('dd', {}, link),
        ),
      )
    }
    showRemarks()
  }

  /** Warnings do not block: they stand before the answers once more. */
  function showRemarks(): void {
    const place = part('remarks')
    empty(place)
    const { warnings } = sheet.standing.state()
    if (warnings.length === 0) return
    const list = make('ul')
    for (const one of warnings) list.append(make('li', {}, `${sheet.labelOf(one.at)}：${inWords(one)}`))
    place.append(
      make(
        'div',
        { class: 'notice warned' },
        make('h2', {}, words(say['warningsTitle'])),
        make('p', {}, words(say['warningsHint'])),
        list,
      ),
    )
  }

  function record(change: Partial<Kept> = {}): Kept {
    const title = form.querySelector('.survey-title')?.textContent ?? ''
    const lines = answersInWords(sheet).map(({ heading, label, answer: given }) =>
      heading ? `— ${heading} —` : `${label}：${given || words(say['unanswered'])}`,
    )
    return {
      id: instanceId,
      key,
      state: 'draft',
      raw: sheet.standing.raw(),
      locale: island.locale,
      version: island.version,
      text: [title, ...lines].join('\r\n'),
      receipt: '',
      receivedOn: '',
      savedAt: Date.now(),
      ...change,
    }
  }

  /** Other answers take the place of all: those of a draft, or of an answer that waits. */
  function take(raw: Kept['raw']): void {
    sheet.standing.replace(raw)
    refresh()
    writeAll(sheet)
    refresh()
    const boxes = form.querySelectorAll<HTMLElement>('[data-look=rank]')
    for (let i = 0; i < boxes.length; i++) {
      const box = boxes[i] as HTMLElement
      const question = sheet.questionAt(box.getAttribute('data-question') ?? '')
      if (question) showRank(sheet, question, box)
    }
    form.dispatchEvent(new CustomEvent('restored'))
  }

  async function save(): Promise<void> {
    clearTimeout(saveTimer)
    saveTimer = undefined
    // What is on its way is kept as such; a draft must not be written over it.
    if (sending) return
    const place = part('draft-state')
    try {
      const { keep } = await later()
      if (sending) return
      const keeping = await keep(record())
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

  async function restore(id: string, correcting: boolean): Promise<void> {
    const { keptOf } = await later()
    const found = (await keptOf(key)).find((one) => one.id === id)
    if (!found) {
      restart()
      return
    }
    setInstance(found.id)
    take(found.raw)
    form.hidden = false
    empty(part('status'))
    if (correcting) return
    const over = button(words(say['startOver']), 'link', () => {
      if (window.confirm(words(say['startOverSure']))) void startOver(found.id)
    })
    part('status').append(
      make('div', { class: 'notice', role: 'status' }, `${words(say['draftRestored'])} `, over),
    )
  }

  async function startOver(id: string): Promise<void> {
    clearTimeout(saveTimer)
    sending = true
    writeMarker(key, null)
    await (await later()).forget(id)
    location.replace(`${key}?l=${encodeURIComponent(island.locale)}`)
  }

  /** What an earlier visit could not send. */
  async function resume(marker: Marker): Promise<void> {
    const { keptOf } = await later()
    const pending = (await keptOf(key)).filter((one) => one.state === 'pending')
    const own = pending.find((one) => one.id === marker.id) ?? pending[0]
    if (!own) return restart()
    setInstance(own.id)
    take(own.raw)
    await post(own)
  }

  function submit(): void {
    if (sending) return
    const refusals = sheet.standing.check()
    if (refusals.length > 0) {
      backTo(refusals)
      return
    }
    clearTimeout(saveTimer)
    post(record()).catch(() => {
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

  async function post(kept: Kept): Promise<void> {
    if (sending) return
    sending = true
    const { deliver } = await later()
    writeMarker(key, { id: kept.id, state: 'pending' })
    form.hidden = true
    deliver(island, kept, part('sending'), (sent) => void settle(kept, sent))
  }

  async function settle(kept: Kept, sent: Sent): Promise<void> {
    const { keep, forget, exporting } = await later()
    if (sent.kind === 'receipt' || sent.kind === 'different') {
      const receivedOn = sent.kind === 'receipt' ? sent.receivedOn : ''
      writeMarker(key, { id: kept.id, state: 'sent', receipt: sent.receipt, receivedOn })
      // The answers stay on the device only where they may still be corrected.
      if (island.corrections && !island.csrf)
        await keep({ ...kept, state: 'sent', receipt: sent.receipt, receivedOn })
      else await forget(kept.id)
      if (sent.kind === 'receipt') {
        location.replace(receiptUrl(sent.receipt, receivedOn))
        return
      }
      const number = make('p', { class: 'large mono' }, `${words(say['receiptNumber'])} ${sent.receipt}`)
      const hint = make('p', {}, words(say['differentHint']))
      panel('different', words(say['differentTitle']), sent.words, [number, hint, exporting(island, kept)])
      return
    }
    sending = false
    writeMarker(key, { id: kept.id, state: 'draft' })
    await keep({ ...kept, state: 'draft', savedAt: Date.now() })
    if (sent.kind === 'refused') {
      empty(part('sending'))
      form.hidden = false
      backTo(sent.refusals)
      return
    }
    const reason = sent.kind === 'no' ? sent.words : ''
    const keptHere = make('p', {}, words(say['notAcceptedKept']))
    panel('no', words(say['notAccepted']), reason, [keptHere, exporting(island, kept)])
  }

  function receiptUrl(receipt: string, receivedOn: string): string {
    return `${island.receipt}?l=${encodeURIComponent(island.locale)}#${receipt}/${receivedOn}`
  }

  function panel(what: string, title: string, lead: string, more: readonly HTMLElement[]): void {
    const place = part('sending')
    empty(place)
    const box = make('section', { class: 'panel', role: 'status', tabindex: '-1', 'data-state': what })
    box.append(make('h1', {}, title), make('p', { class: 'large' }, lead), ...more)
    place.append(box)
    place.hidden = false
    box.focus()
  }

  /** Back on the page after submitting. */
  function showSent(marker: Marker): void {
    form.hidden = true
    const { id, receipt = '', receivedOn = '' } = marker
    const link = make('a', { class: 'button', href: receiptUrl(receipt, receivedOn) }, words(say['sentShow']))
    const row = make('p', { class: 'buttons' }, link)
    if (island.corrections) {
      row.append(
        button(words(say['sentCorrect']), 'button secondary', () => {
          part('sending').hidden = true
          void restore(id, true)
        }),
      )
    }
    row.append(button(words(say['sentAgain']), 'button secondary', () => void startOver(id)))
    panel('sent', words(say['sentTitle']), words(say['sentText'], { receipt }), [row])
  }
}
