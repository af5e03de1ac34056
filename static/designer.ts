/** The designer: questions in their order, the open one in full, the phone beside them, all saved by itself. */

import { draftOf, languagesOf, readingOf } from '../server/form/design/draft.ts'
import { announce, byId, make, say, setWords } from './designer/dom.ts'
import { checkDraft, type Checked } from './designer/checking.ts'
import { openAdding } from './designer/adding.ts'
import { openAdvising } from './designer/advising.ts'
import { openChoosing } from './designer/choosing.ts'
import { openClipboard } from './designer/clipboard.ts'
import { openDesk } from './designer/desk.ts'
import { drawFaults, faultsOfLists } from './designer/faults.ts'
import { showFaults } from './designer/fields.ts'
import { openFinding } from './designer/finding.ts'
import { openHelp } from './designer/help.ts'
import { readIsland } from './designer/island.ts'
import { openKeeping } from './designer/keeping.ts'
import { openList } from './designer/list.ts'
import { openPanel } from './designer/panel.ts'
import { openPreview } from './designer/preview.ts'
import { openRemarks } from './designer/remarks.ts'
import { openSettings } from './designer/settings.ts'
import { openSaver } from './designer/saving.ts'
import type { Shelf } from './designer/shelf.ts'
import type { Translating } from './designer/translating.ts'
import { tellMerged } from './designer/merging.ts'
import { openViews, type View } from './designer/views.ts'

const island = readIsland()
setWords(island.words)
let keys = 0
const prefix = Math.random().toString(36).slice(2, 8)
const newKey = () => `${prefix}${(++keys).toString(36)}`

const first = draftOf(island.source, newKey)
const desk = openDesk(first, newKey, { language: firstLanguage(), files: island.files })
const preview = openPreview(island)
const adding = openAdding(
  desk,
  (key) => list.focus(key),
  async (spot) => {
    views.show('library')
    const opened = await openLibrary()
    opened.aim(spot)
    byId('shelf-search').focus()
  },
)
const remarks = openRemarks(island, desk)
const advising = openAdvising({ island, desk, goTo, changed: (changed) => changed.forEach(list.drawHead) })
const keeping = openKeeping(island, {
  save: async () => {
    const saver = await saving
    await saver.save()
    return !saver.pending()
  },
  kept: () => shelf?.look(),
})
let translating: Translating | null = null
let shelf: Shelf | null = null
let testing = false
const views = openViews((view) => void prepareView(view).catch(() => announce(say('shelf.failed'))))
const clipboard = openClipboard(island, desk, goTo)
const choosing = openChoosing(desk, clipboard)
openFinding(desk, goTo)
const list = openList({
  box: (key) => choosing.box(key),
  clipboard,
  waiting: (name) => remarks.waiting(name),
  advised: (key) => advising.waiting(key),
  desk,
  drawPanel: openPanel({
    desk,
    island,
    goTo,
    remarks,
    advising,
    keeping,
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
    if (views.now() === 'translate') translating?.draw()
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
  const result = checkDraft(desk, island)
  checked = { ...result, faults: [...result.faults, ...faultsOfLists(desk, result.faults)] }
  preview.setForm(checked.form)
  list.setFaults(checked.faults)
  showFaults(checked.faults)
  drawFaults(desk, { faults: checked.faults, ready: checked.form !== null }, (key) => list.focus(key))
  advising.look(checked.form)
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
  const help = openHelp()
  byId('designer-keys-open').addEventListener('click', help)
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof Element && event.target.matches('input, textarea, select')
    if (event.key === '?' && !typing && !document.querySelector('dialog[open]')) help()
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return
    const key = event.key.toLowerCase()
    if (key === 'z' || key === 'y') {
      event.preventDefault()
      travel(key === 'y' || event.shiftKey ? 'redo' : 'undo')
    } else if (key === 'k') {
      event.preventDefault()
      views.toQuestions()
      byId('designer-find').focus()
    } else if (key === 's') {
      event.preventDefault()
      void saving.then((saver) => saver.save())
    }
  })
  byId('add-end').addEventListener('click', () => adding.offerAtEnd())
}

/** What a view needs is loaded when it is first looked at. */
async function prepareView(view: View): Promise<void> {
  if (view === 'library') await openLibrary()
  else if (view === 'translate') {
    translating ??= (await import('./designer/translating.ts')).openTranslating(desk)
    translating.draw()
  } else if (view === 'test' && !testing) {
    const { openTesting } = await import('./designer/testing.ts')
    testing = true
    openTesting(
      () => checkDraft(desk, island).form,
      () => desk.language(),
    )
  }
}

/** What works without a connection is fetched while there is one. */
function fetchAhead(): void {
  for (const part of [() => import('./designer/translating.ts'), () => import('./designer/testing.ts')])
    void part().catch(() => undefined)
}

async function openLibrary(): Promise<Shelf> {
  shelf ??= (await import('./designer/shelf.ts')).openShelf(island, desk, goTo)
  return shelf
}

/** Opens a question and leads the keyboard to it, on whatever screen. */
function goTo(key: string): void {
  views.toQuestions()
  if (desk.open() !== key) desk.setOpen(key)
  list.focus(key)
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
    if (checkDraft(desk, island).form) preview.reload()
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
  window.setTimeout(fetchAhead, 2000)
})
list.draw()
drawHead()
check()
preview.reload()
