/** Answering with JavaScript: branches and checks at once, drafts kept, sent until the receipt is here. */

import { checkAnswers, formState } from '../../server/form/answers.ts'
import type { Question, Refusal } from '../../server/form/form.ts'
import { pagesOf, questionsOf } from '../../server/form/walk.ts'
import { textIn, valueInWords } from '../../server/form/words.ts'
import { offerClearing } from './clear.ts'
import { goTo, sayAt, summarise, type Slip } from './errors.ts'
import { isAsked, readRaw, writeRaw } from './fields.ts'
import { button, empty, make, surroundingsOf, words, type Island } from './island.ts'
import type { Kept, Sent } from './later.ts'
import { newInstanceId, readMarker, writeMarker, type Marker } from './marker.ts'
import { enhanceRank } from './rank.ts'
import { boxOf, showState, type State } from './state.ts'

type Later = typeof import('./later.ts')

export function answer(island: Island): void {
  const form = document.getElementById('answers') as HTMLFormElement
  const { form: definition, language, key } = island
  const say = island.words.page
  const questions = questionsOf(definition)
  const pages = pagesOf(definition)
  const named = (name: string) => questions.find((question) => question.name === name)
  const hidden = (name: string) => form.elements.namedItem(name) as HTMLInputElement
  const part = (id: string) => document.getElementById(id) as HTMLElement

  let state: State
  let instanceId = hidden('_instance').value
  /** The page shown; 0 is the check of all answers. */
  let current = Number(hidden('_page').value) || 0
  let sending = false
  /** Counts the presses of a button that leads on. */
  let moves = 0
  let loading: Promise<Later> | null = null
  let saveTimer: ReturnType<typeof setTimeout> | undefined
  let pressed: HTMLButtonElement | null = null

  const ranks = questions.filter((q) => q.type === 'rank').map((q) => enhanceRank(island, q, changed))
  const showClearing = offerClearing(island, questions, changed)
  begin()

  function begin(): void {
    refresh()
    listen()
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
    form.addEventListener('input', changed)
    form.addEventListener('change', (event) => {
      changed()
      checkSoon((event.target as HTMLInputElement).name)
    })
    form.addEventListener('click', (event) => {
      const target = (event.target as Element).closest('button')
      if (target) pressed = target
    })
    form.addEventListener('submit', (event) => {
      const doing = (event.submitter as HTMLButtonElement | null) ?? pressed
      const action = doing?.value ?? 'next'
      hidden('_page').value = current ? String(current) : ''
      if (action.indexOf('language:') === 0) return
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

  /** Answers changed: bring the page up to date and keep a draft soon. */
  function changed(): void {
    refresh()
    if (!sending) {
      later().catch(() => undefined)
      clearTimeout(saveTimer)
      saveTimer = setTimeout(() => void save(), 400)
    }
  }

  function refresh(): void {
    for (let round = 0; round < 10; round++) {
      state = formState(definition, readRaw(questions), surroundingsOf(island))
      if (!showState(island, state)) break
    }
    showClearing(state)
    part('next').textContent = words(say[nextPage(current) === 0 ? 'toCheck' : 'next'])
  }

  function act(action: string): void {
    moves++
    if (action === 'back') go(previousPage() ?? 1)
    else if (action.indexOf('change:') === 0) change(action.slice('change:'.length))
    else if (action === 'submit' || current === 0) submit()
    else next()
  }

  function next(): void {
    const { refusals } = checkAnswers(
      definition,
      readRaw(questions),
      surroundingsOf(island),
      pages[current - 1]?.names,
    )
    if (refuse(refusals)) return
    go(nextPage(current))
  }

  function refuse(refusals: readonly { readonly name: string; readonly words?: string }[]): boolean {
    const slips: Slip[] = []
    for (const question of questions) {
      const refusal = refusals.find((one) => one.name === question.name)
      const message = refusal ? (refusal.words ?? inWords(refusal as Refusal)) : ''
      sayAt(island, question, message)
      if (refusal) slips.push({ question, words: message })
    }
    summarise(island, slips)
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
      if (moves === before) checkOne(fieldName)
    }, 300)
  }

  /** A value that breaks a rule is told at once; that something is missing, only on going on. */
  function checkOne(fieldName: string): void {
    const question = named(fieldName.slice(2))
    if (!question) return
    const only = new Set([question.name])
    const { refusals } = checkAnswers(definition, readRaw(questions), surroundingsOf(island), only)
    const refusal = refusals[0]
    const early = refusal && refusal.code !== 'required' && refusal.code !== 'rankIncomplete'
    sayAt(island, question, early ? inWords(refusal) : '')
  }

  function isShown(number: number): boolean {
    const names = pages[number - 1]?.names
    return questions.some((q) => names?.has(q.name) && q.type !== 'calculate' && state.relevant.has(q.name))
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
    summarise(island, [])
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

  function change(name: string): void {
    const question = named(name)
    const page = pages.findIndex((one) => one.names.has(name)) + 1
    go(page || 1)
    if (question) goTo(question)
  }

  function shownAnswers(): readonly {
    readonly question: Question
    readonly label: string
    readonly answer: string
  }[] {
    return questions
      .filter((question) => isAsked(question) && state.relevant.has(question.name))
      .map((question) => ({
        question,
        label: boxOf(question)?.querySelector('[data-words=label]')?.textContent || question.name,
        answer: valueInWords(definition, question.name, state.values, language) || words(say['unanswered']),
      }))
  }

  function showCheck(): void {
    const list = part('check')
    empty(list)
    for (const { question, label, answer: given } of shownAnswers()) {
      const about = make('span', { class: 'visually-hidden' }, ` ${label}`)
      const link = make(
        'button',
        { class: 'link', name: '_do', value: `change:${question.name}` },
        words(say['change']),
        about,
      )
      list.append(
        make(
          'div',
          {},
          make('dt', {}, label),
          make('dd', given === words(say['unanswered']) ? { class: 'unanswered' } : {}, given),
          make('dd', {}, link),
        ),
      )
    }
  }

  function record(change: Partial<Kept> = {}): Kept {
    const title = form.querySelector('.survey-title')?.textContent ?? ''
    const lines = shownAnswers().map(({ label, answer: given }) => `${label}：${given}`)
    return {
      id: instanceId,
      key,
      state: 'draft',
      raw: readRaw(questions),
      locale: island.locale,
      version: island.version,
      text: [title, ...lines].join('\r\n'),
      receipt: '',
      receivedOn: '',
      savedAt: Date.now(),
      ...change,
    }
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
    writeRaw(questions, found.raw)
    for (const draw of ranks) draw()
    form.hidden = false
    refresh()
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
    writeRaw(questions, own.raw)
    for (const draw of ranks) draw()
    refresh()
    await post(own)
  }

  function submit(): void {
    if (sending) return
    const raw = readRaw(questions)
    const { refusals } = checkAnswers(definition, raw, surroundingsOf(island))
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
    hidden('_page').value = ''
    form.append(make('input', { type: 'hidden', name: '_do', value: 'submit' }))
    return form
  }

  function backTo(refusals: readonly { readonly name: string }[]): void {
    const first = refusals[0]?.name ?? ''
    const page = pages.findIndex((one) => one.names.has(first)) + 1
    go(page || 1)
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
