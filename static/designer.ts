/** The designer: questions in their order, the open one in full, the phone beside them, all saved by itself. */

import { draftOf, languagesOf, readingOf } from '../server/form/design/draft.ts'
import { usersNamed } from '../server/form/design/options.ts'
import { announce, byId, button, make, say, setWords } from './designer/dom.ts'
import { checkDraft, type Checked, type Fault } from './designer/checking.ts'
import { openAdding } from './designer/adding.ts'
import { openDesk } from './designer/desk.ts'
import { controlAt, showFaults } from './designer/fields.ts'
import { readIsland } from './designer/island.ts'
import { openList } from './designer/list.ts'
import { openPanel } from './designer/panel.ts'
import { openPreview } from './designer/preview.ts'
import { openRemarks } from './designer/remarks.ts'
import { openSettings } from './designer/settings.ts'
import { openSaver } from './designer/saving.ts'
import type { Translating } from './designer/translating.ts'
import { tellMerged } from './designer/merging.ts'

const island = readIsland()
setWords(island.words)
let keys = 0
const prefix = Math.random().toString(36).slice(2, 8)
const newKey = () => `${prefix}${(++keys).toString(36)}`

const first = draftOf(island.source, newKey)
const desk = openDesk(first, newKey, firstLanguage())
const preview = openPreview(island)
const adding = openAdding(desk, (key) => list.focus(key))
const remarks = openRemarks(island, desk)
const list = openList({
  waiting: (name) => remarks.waiting(name),
  desk,
  drawPanel: openPanel({
    desk,
    locale: island.locale,
    remarks,
    act: (act, key) => list.act(act, key),
    offerNew: adding.offer,
  }),
  offerNew: adding.offer,
  looked: (key) => preview.show(nameOf(key)),
})
const drawSettings = openSettings(desk, (language) => preview.setLanguage(language))
let checked: Checked = { form: null, faults: [] }
let checkTimer = 0

function firstLanguage(): string {
  const languages = languagesOf(first)
  const own = island.locale === 'en' ? /en|英/i : /zh|中文|汉语/i
  return languages.find((language) => own.test(language)) ?? languages[0] ?? ''
}

function nameOf(key: string): string {
  const row = desk.draft().survey.find((one) => one.key === key)
  return row ? readingOf(desk.draft().columns).cell(row, 'name') : ''
}

const openWas = { key: desk.open() }
desk.listen((extent) => {
  if (extent.kind === 'all') {
    list.draw()
    drawHead()
    if (byId('designer').dataset['show'] === 'translate') translating?.draw()
    const open = desk.open()
    if (open !== null && open !== openWas.key) preview.show(nameOf(open))
    openWas.key = open
    showFaults(checked.faults)
  } else {
    list.drawHead(extent.key)
    drawUndo()
  }
  window.clearTimeout(checkTimer)
  checkTimer = window.setTimeout(check, 150)
})

function check(): void {
  const result = checkDraft(desk.draft(), island)
  checked = { ...result, faults: [...result.faults, ...faultsOfLists(result.faults)] }
  preview.setForm(checked.form)
  list.setFaults(checked.faults)
  showFaults(checked.faults)
  drawFaults()
}

/** What is wrong with a choice is told at the questions that have it. */
function faultsOfLists(faults: readonly Fault[]): readonly Fault[] {
  return faults.flatMap((fault) => {
    if (fault.sheet !== 'choices' || fault.key === null) return []
    return usersNamed(desk.draft(), fault.key).map((key): Fault => ({
      ...fault,
      key,
      sheet: 'survey',
      column: '\n',
    }))
  })
}

function drawFaults(): void {
  const errors = checked.faults.filter(({ level, column }) => level === 'error' && column !== '\n')
  const remarks = checked.faults.filter(({ level, column }) => level !== 'error' && column !== '\n')
  const place = byId<HTMLDetailsElement>('designer-faults')
  place.hidden = errors.length + remarks.length === 0
  place.className = `notice ${errors.length > 0 ? 'bad' : 'warning'}`
  const summary = place.querySelector('summary')
  if (summary)
    summary.textContent =
      errors.length > 0
        ? say('faults.errors', { count: errors.length })
        : say('faults.remarks', { count: remarks.length })
  place
    .querySelector('ul')
    ?.replaceChildren(
      ...[...errors, ...remarks].slice(0, 100).map((fault) => make('li', {}, faultLink(fault))),
    )
  byId('designer-ready').hidden = checked.form === null
}

function faultLink(fault: Fault): HTMLElement {
  const { key, column, words, sheet } = fault
  const owner = sheet === 'choices' && key !== null ? (usersNamed(desk.draft(), key)[0] ?? null) : key
  if (owner === null || !desk.draft().survey.some((row) => row.key === owner)) return make('span', {}, words)
  const name = nameOf(owner)
  return button(
    name === '' ? words : `${name}：${words}`,
    () => {
      desk.setOpen(owner)
      const control = controlAt(key ?? owner, column)
      control?.closest('details')?.setAttribute('open', '')
      if (control) control.focus()
      else list.focus(owner)
    },
    { class: 'link-button' },
  )
}

function drawHead(): void {
  drawSettings()
  drawUndo()
}

function drawUndo(): void {
  const may = desk.may()
  byId<HTMLButtonElement>('designer-undo').disabled = !may.undo
  byId<HTMLButtonElement>('designer-redo').disabled = !may.redo
}

function travel(way: 'undo' | 'redo'): void {
  if (desk[way]()) announce(say(`head.${way}Done`))
}

function listenToPage(): void {
  byId('designer-undo').addEventListener('click', () => travel('undo'))
  byId('designer-redo').addEventListener('click', () => travel('redo'))
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return
    const key = event.key.toLowerCase()
    if (key === 'z' || key === 'y') {
      event.preventDefault()
      travel(key === 'y' || event.shiftKey ? 'redo' : 'undo')
    } else if (key === 's') {
      event.preventDefault()
      void saving.then((saver) => saver.save())
    }
  })
  byId('add-end').addEventListener('click', () => adding.offerAtEnd())
  for (const tab of document.querySelectorAll<HTMLButtonElement>('[data-view]'))
    tab.addEventListener('click', () => {
      const view = tab.dataset['view'] ?? 'edit'
      byId('designer').dataset['show'] = view
      void prepareView(view)
      for (const one of document.querySelectorAll('[data-view]'))
        one.setAttribute('aria-pressed', String(one === tab))
    })
}

let translating: Translating | null = null
let testing = false

/** What a view needs is loaded when it is first looked at. */
async function prepareView(view: string): Promise<void> {
  if (view === 'translate') {
    translating ??= (await import('./designer/translating.ts')).openTranslating(desk)
    translating.draw()
  } else if (view === 'test' && !testing) {
    testing = true
    const { openTesting } = await import('./designer/testing.ts')
    openTesting(
      () => checkDraft(desk.draft(), island).form,
      () => desk.language(),
    )
  }
}

function tellState(state: string, words = ''): void {
  const place = byId('designer-state')
  place.textContent = words === '' ? say(`save.${state}`) : say(`save.${state}`, { words })
  place.className = `designer-state ${/^(saved|saving|waiting)$/.test(state) ? '' : 'trouble'}`
  place.dataset['state'] = state
  byId('designer-sign-in').hidden = state !== 'signIn'
}

listenToPage()
const saving = openSaver(island, desk, {
  state: tellState,
  saved: () => {
    if (checkDraft(desk.draft(), island).form) preview.reload()
  },
  others: (names) => {
    const place = byId('designer-others')
    place.hidden = names.length === 0
    place.textContent = names.length === 0 ? '' : say('head.others', { names: names.join('、') })
  },
  merged: (merged, before, by) => tellMerged(desk, merged, before, by),
})
void saving.then((saver) => {
  const kind = byId<HTMLSelectElement>('designer-kind')
  for (const { value, label } of island.kinds) kind.append(make('option', { value }, label))
  kind.value = saver.kind()
  kind.addEventListener('change', () => saver.setKind(kind.value))
  byId('designer').dataset['ready'] = 'yes'
})
list.draw()
drawHead()
check()
preview.reload()
