/** The choices of the open question: typed one under the other, pasted as lines, moved by their buttons. */

import { languagesOf, readingOf, type Draft, type DraftRow } from '../../server/form/design/draft.ts'
import { withCell, withColumn } from '../../server/form/design/editing.ts'
import {
  choiceMoved,
  listNamed,
  listOfRow,
  listsIn,
  newList,
  rowWithList,
  typeCell,
  usersOf,
  withChoices,
  withListName,
  withoutChoice,
  withOwnList,
} from '../../server/form/design/options.ts'
import type { RowType } from '../../server/form/question-type.ts'
import type { Desk } from './desk.ts'
import { button, make, onceLeft, say } from './dom.ts'
import { cellControl, checkControl, controlId, field, selectControl } from './fields.ts'
import type { Island } from './island.ts'
import type { Keeping } from './keeping.ts'
import { upload, withFileList } from './special.ts'

export interface ChoicesParts {
  readonly desk: Desk
  readonly island: Island
  readonly keeping: Keeping
}

/** The list of a question or of a container that has one. */
export function choicesOf(
  { desk, island, keeping }: ChoicesParts,
  row: DraftRow,
  type: RowType,
): readonly HTMLElement[] {
  const reading = readingOf(desk.draft().columns)
  const held = listOfRow(reading, row)
  if (held === null) return []
  if (held === '') return [beginList()]
  const list = held
  const draft = desk.draft()
  const choices = listNamed(draft, list)
  const legend = make('legend', {}, say('choices.title'))
  const rows = make(
    'ol',
    { class: 'choice-rows' },
    ...choices.map((choice, index) => choiceRow(choice, index)),
  )
  const add = button(say('choices.add'), () => addAfter(null, ['']), { 'data-act': 'add-choice' })
  return [
    make(
      'fieldset',
      { class: 'field choices-editor' },
      legend,
      sharedNote(),
      rows,
      make('div', { class: 'row' }, add),
    ),
    listFields(),
  ].filter((part): part is HTMLElement => part !== null)

  function choiceRow(choice: DraftRow, index: number): HTMLElement {
    const language = desk.language()
    const label = cellControl(desk, choice, 'label', { sheet: 'choices', language })
    label.setAttribute('aria-label', say('choices.label', { number: index + 1 }))
    label.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || event.isComposing) return
      if (event.key === 'Enter') {
        event.preventDefault()
        addAfter(choice.key, [''])
      } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        event.preventDefault()
        move(choice.key, event.key === 'ArrowUp' ? -1 : 1)
      } else if (event.key === 'Backspace' && label.value === '' && choices.length > 1) {
        event.preventDefault()
        remove(choice.key)
      }
    })
    label.addEventListener('paste', (event) => {
      const text = event instanceof ClipboardEvent ? (event.clipboardData?.getData('text') ?? '') : ''
      const lines = text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '')
      if (lines.length < 2) return
      event.preventDefault()
      pasteAt(choice, lines)
    })
    const name = cellControl(desk, choice, 'name', { sheet: 'choices', mono: true })
    name.setAttribute('aria-label', say('choices.name', { number: index + 1 }))
    name.classList.add('choice-name')
    const missing = missingSelect(choice, index)
    const fault = (control: HTMLElement) =>
      make('p', { class: 'error', id: `${control.id}-fault`, hidden: true })
    const act = (sign: string, words: string, what: () => void) =>
      button(sign, what, { title: words, 'aria-label': `${words} (${index + 1})` })
    return make(
      'li',
      { class: 'choice-row' },
      make(
        'div',
        { class: 'choice-line' },
        label,
        name,
        missing,
        act('↑', say('choices.up'), () => move(choice.key, -1)),
        act('↓', say('choices.down'), () => move(choice.key, 1)),
        act('×', say('choices.remove'), () => remove(choice.key)),
      ),
      fault(label),
      fault(name),
    )
  }

  function missingSelect(choice: DraftRow, index: number): HTMLSelectElement {
    const header = readingOf(desk.draft().columns).header('choices', 'missing')
    const options = ['', 'not_applicable', 'dont_know', 'refused'].map((value) => ({
      value,
      label: say(`missing.${value === '' ? 'none' : value}`),
    }))
    const select = selectControl(
      controlId(choice.key, header),
      options,
      choice.cells[header] ?? '',
      (value) => desk.change(withCell(desk.draft(), 'choices', choice.key, header, value)),
    )
    select.setAttribute('aria-label', say('choices.missing', { number: index + 1 }))
    return select
  }

  function addAfter(after: string | null, labels: readonly string[]): void {
    const next = withChoices(desk.draft(), list, {
      after,
      labels,
      language: desk.language(),
      newKey: desk.newKey,
    })
    desk.change(next.draft)
    focusLabel(next.key)
  }

  function pasteAt(choice: DraftRow, [first = '', ...more]: readonly string[]): void {
    const header = readingOf(desk.draft().columns).header('choices', 'label', desk.language())
    const set = withCell(desk.draft(), 'choices', choice.key, header, first)
    const next = withChoices(set, list, {
      after: choice.key,
      labels: more,
      language: desk.language(),
      newKey: desk.newKey,
    })
    desk.change(next.draft)
    focusLabel(next.key)
  }

  function move(key: string, way: -1 | 1): void {
    desk.change(choiceMoved(desk.draft(), list, key, way))
    focusLabel(key)
  }

  function remove(key: string): void {
    const place = choices.findIndex((choice) => choice.key === key)
    const near = choices[place - 1] ?? choices[place + 1]
    desk.change(withoutChoice(desk.draft(), key))
    focusLabel(near?.key ?? null)
  }

  function focusLabel(key: string | null): void {
    const header = readingOf(desk.draft().columns).header('choices', 'label', desk.language())
    if (key !== null) document.getElementById(controlId(key, header))?.focus()
  }

  function sharedNote(): HTMLElement | null {
    const users = usersOf(draft, list)
    if (users < 2) return null
    const own = button(say('choices.own'), () => desk.change(withOwnList(desk.draft(), row.key, desk.newKey)))
    return make('p', { class: 'hint row' }, make('span', {}, say('choices.shared', { count: users })), own)
  }

  /** A container that names no list yet begins one. */
  function beginList(): HTMLElement {
    const begin = button(say('special.beginList'), () => {
      const wanted = reading.cell(row, 'name') || 'list'
      const made = newList(desk.draft(), { wanted, newKey: desk.newKey, language: desk.language() })
      desk.change(named(made.draft, made.list))
    })
    return make('div', { class: 'row' }, begin)
  }

  function named(draft: Draft, name: string): Draft {
    const survey = draft.survey.map((one) => (one.key === row.key ? rowWithList(reading, one, name) : one))
    let next: Draft = { ...draft, survey }
    for (const { key, cells } of survey)
      if (key === row.key) for (const one of Object.keys(cells)) next = withColumn(next, 'survey', one)
    return next
  }

  /** Which list it is, what that is called, and whether there is 其他. */
  function listFields(): HTMLElement | null {
    const column = readingOf(draft.columns).header('survey', 'type')
    const question = type.kind === 'question' ? type : null
    const lists = listsIn(draft).map((value) => ({
      value,
      label: say('choices.list', { list: value, labels: labelsOf(value) }),
    }))
    const select = selectControl(`l-${row.key}`, lists, list, (value) =>
      desk.change(named(desk.draft(), value)),
    )
    select.setAttribute('data-faults', row.key)
    const name = make('input', {
      type: 'text',
      id: `ln-${row.key}`,
      class: 'mono',
      'data-late': list,
      autocomplete: 'off',
      spellcheck: 'false',
    })
    name.value = list
    name.addEventListener('change', () =>
      onceLeft(() => desk.change(withListName(desk.draft(), list, name.value.trim()), { open: row.key })),
    )
    const other =
      question === null || question.type === 'rank'
        ? null
        : checkControl(`o-${row.key}`, say('choices.orOther'), question.orOther, (checked) =>
            desk.change(
              withCell(desk.draft(), 'survey', row.key, column, typeCell(question.type, list, checked)),
            ),
          )
    const fromFile =
      question === null || question.type === 'rank'
        ? null
        : upload(island, desk, {
            id: `from-file-${row.key}`,
            taken: (file) =>
              desk.change(
                withFileList(desk, row.key, { word: `${question.type}_from_file`, file, orOther: false }),
              ),
          })
    return make(
      'details',
      { class: 'folded' },
      make('summary', {}, say('choices.listTitle')),
      make(
        'div',
        { class: 'stack' },
        field(say('choices.which'), select),
        field(say('choices.listName'), name),
        other,
        fromFile,
        keeping.fold({ what: { do: 'keepList', list }, id: `kl-${row.key}` }),
      ),
    )
  }

  function labelsOf(name: string): string {
    const { header } = readingOf(draft.columns)
    const languages = [desk.language(), ...languagesOf(draft)]
    return listNamed(draft, name)
      .slice(0, 3)
      .map(
        (choice) => languages.map((one) => choice.cells[header('choices', 'label', one)]).find(Boolean) ?? '',
      )
      .filter((label) => label !== '')
      .join('、')
  }
}
