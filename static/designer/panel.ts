/** What is said of the open question or section: its words, kind and answers first, everything else folded below. */

import { readHeader, knownColumns } from '../../server/form/headers.ts'
import { languagesOf, readingOf, textOf, type DraftRow } from '../../server/form/design/draft.ts'
import { spotAfter, withCell, withKind, type Spot } from '../../server/form/design/editing.ts'
import {
  appearances,
  isSectionKind,
  kindOf,
  kindsInOrder,
  parameterFields,
  parameterIn,
  widths,
  withAppearance,
  withParameter,
  type OfferedKind,
} from '../../server/form/design/kinds.ts'
import { renamed } from '../../server/form/design/names.ts'
import { readType, type RowType } from '../../server/form/question-type.ts'
import { asks } from '../../server/form/design/outline.ts'
import type { Advising } from './advising.ts'
import type { Desk } from './desk.ts'
import { button, make, onceLeft, say, type Child } from './dom.ts'
import {
  cellControl,
  checkControl,
  chosenNone,
  controlId,
  field,
  folded,
  selectControl,
  yes,
  type Control,
} from './fields.ts'
import type { BlockAct } from './list.ts'
import { choicesOf } from './choices.ts'
import type { Island } from './island.ts'
import { specialFields } from './special.ts'
import { specialOf } from '../../server/form/design/special.ts'
import { insertPicker } from './insert-picker.ts'
import type { Keeping } from './keeping.ts'
import type { Remarks } from './remarks.ts'
import { ruleField, type RuleColumn } from './rule-field.ts'

export interface PanelParts {
  readonly island: Island
  readonly goTo: (key: string) => void
  readonly remarks: Remarks
  readonly advising: Advising
  readonly keeping: Keeping
  readonly desk: Desk
  readonly act: (act: BlockAct, key: string) => void
  readonly offerNew: (spot: Spot) => void
}

/** Foldings that are open, by their ids; they stay so from question to question. */
const unfolded = new Set<string>()

export function openPanel(given: PanelParts): (panel: HTMLElement, key: string) => void {
  const { desk, act, offerNew, island, remarks, advising, keeping } = given
  const { locale } = island
  return (panel, key) => {
    const row = desk.draft().survey.find((one) => one.key === key)
    if (!row) return
    const focused = focusIn(panel)
    panel.replaceChildren(...contents(row))
    focused()
  }

  function contents(row: DraftRow): readonly HTMLElement[] {
    const { cell } = readingOf(desk.draft().columns)
    const type = readType(cell(row, 'type'))
    const kind = kindOf(type, cell(row, 'appearance'))
    const inner = [
      actions(row),
      advising.draw(row),
      remarks.pilot(row),
      labelField(row),
      kindFields(row, type, kind),
      specialFields(given, row, type),
      ...choicesOf(given, row, type),
      parameters(row, kind),
      repeatField(row, type),
      looks(row, type, kind),
      rules(row, type),
      others(row),
      cell(row, 'name') === '' ? null : remarks.draw(row),
      keepField(row, type, kind),
    ]
    return inner.filter((part): part is HTMLElement => part !== null)
  }

  /** What stands for itself can be kept for other forms: a question with choices of its own, or a matrix. */
  function keepField(row: DraftRow, type: RowType, kind: OfferedKind | null): HTMLElement | null {
    const name = readingOf(desk.draft().columns).cell(row, 'name')
    const question = type.kind === 'question' && asks(type) && type.from === 'choices'
    if (name === '' || (!question && kind !== 'table-list')) return null
    return keeping.fold({ what: { do: 'keepQuestion', name }, id: `keep-${row.key}` })
  }

  function actions(row: DraftRow): HTMLElement {
    const { key } = row
    const acts = (['up', 'down', 'duplicate', 'remove'] as const).map((what) =>
      button(say(`panel.${what}`), () => act(what, key), { 'data-act': what }),
    )
    const add = button(say('panel.addAfter'), () => offerNew(spotAfter(desk.draft(), key)))
    return make('div', { class: 'row panel-actions' }, ...acts, add)
  }

  function labelField(row: DraftRow): HTMLElement {
    const language = desk.language()
    const control = cellControl(desk, row, 'label', { language, rows: 2 })
    const several = languagesOf(desk.draft()).length > 1
    const label = several ? say('panel.labelIn', { language }) : say('panel.label')
    return field(label, control, { after: insertPicker(desk, row, control, label) })
  }

  function kindFields(row: DraftRow, type: RowType, kind: OfferedKind | null): HTMLElement {
    const { cell, header } = readingOf(desk.draft().columns)
    const section = type.kind === 'begin'
    const typeId = controlId(row.key, header('survey', 'type'))
    const kinds = kindsInOrder.filter((one) => isSectionKind(one) === section)
    const typeControl =
      kind === null
        ? unofferedType(row, type)
        : selectControl(
            typeId,
            kinds.map((value) => ({ value, label: say(`kind.${value}`) })),
            kind,
            (value) =>
              desk.change(
                withKind(desk.draft(), row.key, {
                  kind: value as OfferedKind,
                  newKey: desk.newKey,
                  language: desk.language(),
                }),
              ),
          )
    const name = make('input', {
      type: 'text',
      id: controlId(row.key, header('survey', 'name')),
      class: 'mono',
      'data-late': cell(row, 'name'),
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
    })
    name.value = cell(row, 'name')
    // A name is spoken of elsewhere: it changes as a whole, when it is left.
    name.addEventListener('change', () => {
      const next = name.value.trim()
      if (next !== cell(row, 'name')) onceLeft(() => desk.change(renamed(desk.draft(), row.key, next)))
    })
    const box = type.kind === 'question' || type.kind === 'inner' ? requiredBox(row) : null
    return make(
      'div',
      { class: 'field-row' },
      field(say('panel.type'), typeControl),
      field(say('panel.name'), name, { hint: say('panel.nameHint') }),
      box,
    )
  }

  /** A kind that the menu has not is called by its name; what nobody knows is written as in the sheet. */
  function unofferedType(row: DraftRow, type: RowType): Control {
    const special = specialOf(type)
    const { header } = readingOf(desk.draft().columns)
    if (special === null) return cellControl(desk, row, 'type', { mono: true, wide: true })
    const control = make('input', {
      type: 'text',
      id: controlId(row.key, header('survey', 'type')),
      readonly: true,
    })
    control.value = say(`special.kind.${special}`)
    return control
  }

  function requiredBox(row: DraftRow): HTMLElement | null {
    const { cell, header } = readingOf(desk.draft().columns)
    const column = header('survey', 'required')
    const given = cell(row, 'required')
    // A rule instead of yes or no stands with the other rules.
    if (given !== '' && !yes(given) && !/^(no|false|false\(\)|0|否)$/i.test(given)) return null
    return checkControl(`${controlId(row.key, column)}-box`, say('panel.required'), yes(given), (checked) =>
      desk.change(withCell(desk.draft(), 'survey', row.key, column, checked ? 'yes' : '')),
    )
  }

  function parameters(row: DraftRow, kind: OfferedKind | null): HTMLElement | null {
    const names = kind === null ? undefined : parameterFields[kind]
    if (!names) return null
    const { cell, header } = readingOf(desk.draft().columns)
    const column = header('survey', 'parameters')
    const fields = names.map((name) => {
      const id = `p-${row.key}-${name}`
      const set = (value: string, typed: boolean) => {
        const now = desk.draft().survey.find((one) => one.key === row.key)
        const next = withParameter(now ? textOf(now, column) : '', name, value)
        const draft = withCell(desk.draft(), 'survey', row.key, column, next)
        desk.change(draft, typed ? { together: id, typed: row.key } : {})
      }
      const value = parameterIn(cell(row, 'parameters'), name)
      if (name === 'randomize' || name === 'keep-location')
        return checkControl(id, say(`parameter.${name}`), value === 'true', (checked) =>
          set(checked ? 'true' : '', false),
        )
      const input = make('input', { type: 'text', id, inputmode: 'decimal', 'data-faults': row.key })
      input.value = value
      input.addEventListener('input', () => set(input.value, true))
      return field(say(`parameter.${name}`), input, { short: true })
    })
    return make('div', { class: 'field-row' }, ...fields)
  }

  function repeatField(row: DraftRow, type: RowType): HTMLElement | null {
    if (type.kind !== 'begin' || type.container !== 'repeat') return null
    const control = cellControl(desk, row, 'repeat_count', { mono: true })
    return field(say('panel.repeatCount'), control, { hint: say('panel.repeatCountHint') })
  }

  function looks(row: DraftRow, type: RowType, kind: OfferedKind | null): HTMLElement {
    const { cell, header } = readingOf(desk.draft().columns)
    const language = desk.language()
    const column = header('survey', 'appearance')
    const words = cell(row, 'appearance').split(/[\s,]+/)
    const lines = [...((kind === null ? undefined : appearances[kind]) ?? []), widths]
    const selects = lines.map((line, index) =>
      field(
        say(line === widths ? 'panel.width' : index === 0 ? 'panel.appearance' : 'panel.appearanceMore'),
        selectControl(
          `a-${row.key}-${index}`,
          [chosenNone(), ...line.map((value) => ({ value, label: say(`appearance.${value}`) }))],
          line.find((word) => words.includes(word)) ?? '',
          (value) =>
            desk.change(
              withCell(
                desk.draft(),
                'survey',
                row.key,
                column,
                withAppearance(cell(row, 'appearance'), line, value),
              ),
            ),
        ),
      ),
    )
    const asked = type.kind !== 'begin'
    const text = (name: string) => {
      const control = cellControl(desk, row, name, { language, rows: 1 })
      const label = say(`column.${name}`)
      return field(label, control, { after: insertPicker(desk, row, control, label) })
    }
    const personal = header('survey', 'personal')
    const box = asked
      ? checkControl(
          controlId(row.key, personal),
          say('column.personal'),
          yes(cell(row, 'personal')),
          (checked) => desk.change(withCell(desk.draft(), 'survey', row.key, personal, checked ? 'yes' : '')),
        )
      : null
    return folded(
      'fold-looks',
      say('panel.looks'),
      false,
      unfolded,
      text('hint'),
      text('guidance_hint'),
      asked ? field(say('column.default'), cellControl(desk, row, 'default')) : null,
      make('div', { class: 'field-row' }, ...selects),
      field(say('column.appearance'), cellControl(desk, row, 'appearance', { mono: true, wide: true })),
      asked ? field(say('column.read_only'), cellControl(desk, row, 'read_only', { mono: true })) : null,
      box,
    )
  }

  function rules(row: DraftRow, type: RowType): HTMLElement {
    const { cell } = readingOf(desk.draft().columns)
    const language = desk.language()
    const rule = (name: RuleColumn): HTMLElement => ruleField(desk, row, name, locale)
    const words = (name: string): HTMLElement => {
      const control = cellControl(desk, row, name, { language, rows: 1 })
      const label = say(`column.${name}`)
      return field(label, control, { after: insertPicker(desk, row, control, label) })
    }
    const question = type.kind === 'question' || type.kind === 'inner'
    const calculated = type.kind === 'question' && type.type === 'calculate'
    const list = type.kind === 'question' && type.list !== null
    const given = ['relevant', 'constraint', 'calculation', 'choice_filter', 'warning'].some(
      (name) => cell(row, name) !== '',
    )
    const parts: Child[] = [rule('relevant')]
    if (question && !calculated)
      parts.push(rule('constraint'), words('constraint_message'), rule('required'), words('required_message'))
    if (list) parts.push(rule('choice_filter'))
    if (question)
      parts.push(
        rule('calculation'),
        field(say('column.trigger'), cellControl(desk, row, 'trigger', { mono: true })),
      )
    if (question && !calculated) parts.push(rule('warning'), words('warning_message'))
    return folded('fold-rules', say('panel.rules'), given, unfolded, ...parts)
  }

  /** Everything else that the language knows, and what else the sheet has. */
  function others(row: DraftRow): HTMLElement {
    const { columns } = desk.draft()
    const shown = new Set(
      [
        'type name label hint guidance_hint required required_message relevant constraint constraint_message warning',
        'warning_message calculation default appearance choice_filter read_only personal repeat_count trigger',
      ]
        .join(' ')
        .split(' '),
    )
    const language = desk.language()
    const translated =
      /^(label|hint|guidance_hint|(constraint|required|warning)_message|image|big-image|audio|video)$/
    const known = knownColumns.survey.filter((name) => !shown.has(name))
    const own = columns.survey.filter((header) => {
      const read = readHeader(header, 'survey')
      return !knownColumns.survey.includes(read.name)
    })
    const fields = [
      ...known.map((name) =>
        field(
          name,
          cellControl(desk, row, name, { mono: true, language: translated.test(name) ? language : '' }),
        ),
      ),
      ...own.map((header) => field(header, cellControl(desk, row, header, { mono: true }))),
    ]
    return folded(
      'fold-others',
      say('panel.others'),
      false,
      unfolded,
      make('div', { class: 'field-row' }, ...fields),
    )
  }
}

/** Gives the focus back once the panel is drawn anew, with what was selected and what is not yet said of a field that is not left. */
function focusIn(panel: HTMLElement): () => void {
  const active = document.activeElement
  if (!(active instanceof HTMLElement) || !panel.contains(active)) return () => undefined
  const { id } = active
  const act = active.getAttribute('data-act')
  const place = placeIn(panel, active)
  const text = isText(active) ? active : null
  const [from, to] = [text?.selectionStart ?? null, text?.selectionEnd ?? null]
  // `data-late`: what it was drawn with; what was typed since is taken up when the field is left.
  const late = text?.dataset['late']
  const unsaid = text && late !== undefined && text.value !== late ? text.value : null
  return () => {
    const again =
      id !== ''
        ? document.getElementById(id)
        : act !== null
          ? panel.querySelector<HTMLElement>(`[data-act="${act}"]`)
          : place()
    again?.focus()
    if (from === null || !again || !isText(again)) return
    if (unsaid !== null) again.value = unsaid
    again.setSelectionRange(from, to)
  }
}

/** Where something without a name of its own stands, e.g. the heading of a folding: in what has one, among its like. */
function placeIn(panel: HTMLElement, active: HTMLElement): () => HTMLElement | null {
  const named = active.parentElement?.closest<HTMLElement>('[id]')
  const holder = named && panel.contains(named) ? named : panel
  const alike = (inside: Element) => [...inside.querySelectorAll<HTMLElement>(active.tagName)]
  const at = alike(holder).indexOf(active)
  return () => {
    const now = holder === panel ? panel : document.getElementById(holder.id)
    return (now && alike(now)[at]) ?? null
  }
}

function isText(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return (
    element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text')
  )
}
