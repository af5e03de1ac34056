/** Keeps an open summary up to date: told by the server, or asking every three seconds where that fails. */

import { dropCharts, prepareCharts } from './charts.ts'

/** The sections as the server sent them, before charts were drawn into them. */
const sent = new Map<string, string>()

export function followFigures(): void {
  const state = document.getElementById('live-state')
  const address = state?.dataset['live']
  if (!state || !address) return
  for (const section of sectionsOf(document)) sent.set(section.dataset['section'] ?? '', section.innerHTML)
  const say = (on: boolean) => {
    state.textContent = (on ? state.dataset['on'] : state.dataset['off']) ?? ''
  }
  let polling = 0
  const poll = () => {
    if (polling) return
    say(false)
    polling = window.setInterval(() => {
      if (!document.hidden) void refresh()
    }, 3000)
  }
  if (!('EventSource' in window)) {
    poll()
    return
  }
  const source = new EventSource(address)
  // A proxy that holds events back looks like a connection that never says anything.
  const patience = window.setTimeout(poll, 8000)
  source.addEventListener('figures', (event) => {
    window.clearTimeout(patience)
    window.clearInterval(polling)
    polling = 0
    say(true)
    const told = JSON.parse((event as MessageEvent<string>).data) as { stamp: string }
    if (told.stamp !== document.getElementById('summary-head')?.dataset['stamp']) void refresh()
  })
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) poll()
    else say(false)
  })
}

let refreshing: Promise<void> | null = null
let again = false

function refresh(): Promise<void> {
  if (refreshing) {
    again = true
    return refreshing
  }
  refreshing = fetchAndSwap()
    .catch(() => undefined)
    .then(() => {
      refreshing = null
      if (!again) return undefined
      again = false
      return refresh()
    })
  return refreshing
}

async function fetchAndSwap(): Promise<void> {
  const response = await fetch(location.href, {
    headers: { Accept: 'text/html' },
    cache: 'no-cache',
    credentials: 'same-origin',
  })
  // Signed out, or no longer allowed: what is shown stays as it is.
  if (!response.ok || response.redirected) return
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
  const before = countOf(document)
  const anchor = firstVisible()
  const top = anchor?.getBoundingClientRect().top ?? 0
  const changed = sameSections(fresh) ? swapChanged(fresh) : swapAll(fresh)
  const stamp = fresh.getElementById('summary-head')?.dataset['stamp']
  const head = document.getElementById('summary-head')
  if (head && stamp !== undefined) head.dataset['stamp'] = stamp
  const after = countOf(document)
  if (anchor?.isConnected) window.scrollBy(0, anchor.getBoundingClientRect().top - top)
  if (changed) announce(before, after)
}

function sameSections(fresh: Document): boolean {
  const names = (from: Document) =>
    sectionsOf(from)
      .map((section) => section.dataset['section'])
      .join('\n')
  return names(fresh) === names(document)
}

function swapChanged(fresh: Document): boolean {
  let changed = false
  const current = new Map(sectionsOf(document).map((section) => [section.dataset['section'] ?? '', section]))
  for (const section of sectionsOf(fresh)) {
    const name = section.dataset['section'] ?? ''
    const place = current.get(name)
    if (!place) continue
    for (const key of Object.keys(section.dataset)) place.dataset[key] = section.dataset[key] ?? ''
    if (sent.get(name) === section.innerHTML) continue
    sent.set(name, section.innerHTML)
    changed = true
    replaceInside(place, section)
  }
  return changed
}

/** Questions came or went: the whole list is taken over. */
function swapAll(fresh: Document): boolean {
  const old = document.getElementById('sections')
  const next = fresh.getElementById('sections')
  if (!old || !next) return false
  sent.clear()
  for (const section of sectionsOf(fresh)) sent.set(section.dataset['section'] ?? '', section.innerHTML)
  replaceInside(old, next)
  const head = document.getElementById('summary-head')
  const freshHead = fresh.getElementById('summary-head')
  // A topic's summary has its figures below; only its stamp moves.
  if (head?.dataset['section'] && freshHead) {
    head.innerHTML = freshHead.innerHTML
    head.dataset['stamp'] = freshHead.dataset['stamp'] ?? ''
    head.dataset['n'] = freshHead.dataset['n'] ?? ''
  }
  return true
}

function replaceInside(place: HTMLElement, fresh: HTMLElement): void {
  const open = Array.from(place.querySelectorAll('details')).map((each) => each.open)
  const scrolled = Array.from(place.querySelectorAll('.table-scroll')).map((each) => each.scrollLeft)
  const focus = pathTo(document.activeElement, place)
  dropCharts(place)
  place.innerHTML = fresh.innerHTML
  place.querySelectorAll('details').forEach((each, index) => (each.open = open[index] ?? each.open))
  place.querySelectorAll('.table-scroll').forEach((each, index) => (each.scrollLeft = scrolled[index] ?? 0))
  prepareCharts(place)
  if (focus)
    (
      focus.reduce<Element | null>((at, index) => at?.children[index] ?? null, place) as HTMLElement | null
    )?.focus({ preventScroll: true })
}

/** Where the focus stands inside, as the way down the children; null if it is elsewhere. */
function pathTo(element: Element | null, place: Element): readonly number[] | null {
  if (!element || element === place || !place.contains(element)) return null
  const path: number[] = []
  for (let at: Element = element; at !== place && at.parentElement; at = at.parentElement) {
    path.unshift(Array.from(at.parentElement.children).indexOf(at))
  }
  return path
}

function sectionsOf(from: Document): HTMLElement[] {
  return Array.from(from.querySelectorAll<HTMLElement>('[data-section]'))
}

function firstVisible(): HTMLElement | null {
  return sectionsOf(document).find((section) => section.getBoundingClientRect().bottom > 0) ?? null
}

function countOf(from: Document): number {
  return Number(from.getElementById('summary-head')?.dataset['n'] ?? '')
}

function announce(before: number, after: number): void {
  const news = document.getElementById('live-news')
  const state = document.getElementById('live-state')
  if (!news || !state) return
  const more = after - before || 0
  const words =
    more > 0 ? (state.dataset['more'] ?? '').replace('{n}', String(more)) : (state.dataset['moved'] ?? '')
  news.textContent = words
  state.textContent = `${state.dataset['on'] ?? ''} · ${words}`
}
