/** Fields for what comes from other tools: the list of a Kobo container with its rows, and the file of a list. */

import { readingOf, textOf, type Draft, type DraftRow } from '../../server/form/design/draft.ts'
import { withCell, type Spot } from '../../server/form/design/editing.ts'
import { parameterIn, withParameter } from '../../server/form/design/kinds.ts'
import { newList, ownedLists, typeCell, withoutLists } from '../../server/form/design/options.ts'
import { endOf } from '../../server/form/design/several.ts'
import { scoreAsMatrix, specialOf, withInner } from '../../server/form/design/special.ts'
import type { RowType } from '../../server/form/question-type.ts'
import type { Desk } from './desk.ts'
import { announce, button, make, say } from './dom.ts'
import { cellControl, field, selectControl } from './fields.ts'
import { sendFile, type Island } from './island.ts'

export interface SpecialParts {
  readonly island: Island
  readonly desk: Desk
  readonly offerNew: (spot: Spot) => void
  /** Opens a row and leads the keyboard to it. */
  readonly goTo: (key: string) => void
}

/** What is said of such a row, with what only it has; null for everything else. */
export function specialFields(parts: SpecialParts, row: DraftRow, type: RowType): HTMLElement | null {
  const special = specialOf(type)
  if (special === null) return null
  const explained = make('p', { class: 'hint' }, say(`special.hint.${special}`))
  const acts = actsOf(parts, row, type)
  const file = special === 'oneFromFile' || special === 'severalFromFile' ? fileFields(parts, row, type) : []
  return make('div', { class: 'stack special', id: `special-${row.key}` }, explained, ...file, acts)
}

function actsOf({ desk, offerNew, goTo }: SpecialParts, row: DraftRow, type: RowType): HTMLElement | null {
  if (type.kind !== 'begin') return null
  const { key } = row
  const inner = (word: 'score__row' | 'rank__level') => () => {
    const made = withInner(desk.draft(), key, { inner: word, newKey: desk.newKey })
    if (!made) return
    desk.change(made.draft, { open: made.key })
    goTo(made.key)
  }
  const question = () => offerNew(endOf(desk.draft(), key))
  const acts: Readonly<Record<string, readonly HTMLElement[]>> = {
    score: [
      button(say('special.addRow'), inner('score__row')),
      button(say('special.asMatrix'), () => {
        desk.change(scoreAsMatrix(desk.draft(), key))
        announce(say('special.isMatrix'))
      }),
    ],
    rank: [button(say('special.addLevel'), inner('rank__level'))],
    kobomatrix: [button(say('special.addColumn'), question)],
    loop: [button(say('special.addInner'), question)],
  }
  const own = acts[type.container] ?? []
  const message =
    type.container === 'rank'
      ? field(
          say('special.rankMessage'),
          cellControl(desk, row, 'kobo--rank-constraint-message', { rows: 1 }),
        )
      : null
  return make('div', { class: 'stack' }, message, make('div', { class: 'row' }, ...own))
}

/** Which file, which of its columns are stored and shown; another one is brought along right here. */
function fileFields({ island, desk }: SpecialParts, row: DraftRow, type: RowType): readonly HTMLElement[] {
  if (type.kind !== 'question') return []
  const { header, cell } = readingOf(desk.draft().columns)
  const [typeHeader, parameterHeader] = [header('survey', 'type'), header('survey', 'parameters')]
  const name = type.list ?? ''
  const files = desk.files()
  const file = files.find((one) => one.name === name)
  const word = type.type === 'select_one' ? 'select_one_from_file' : 'select_multiple_from_file'
  const write = (next: string) =>
    desk.change(withFileList(desk, row.key, { word, file: next, orOther: type.orOther }))
  const which = selectControl(
    `file-${row.key}`,
    files.map((one) => ({ value: one.name, label: one.name })),
    name,
    write,
  )
  which.setAttribute('data-faults', row.key)
  const kind = selectControl(
    `file-kind-${row.key}`,
    (['select_one', 'select_multiple'] as const).map((value) => ({ value, label: say(`kind.${value}`) })),
    type.type,
    (value) =>
      desk.change(
        withCell(
          desk.draft(),
          'survey',
          row.key,
          typeHeader,
          typeCell(`${value}_from_file`, name, type.orOther),
        ),
      ),
  )
  const columns = (file?.columns ?? []).map((value) => ({ value, label: value }))
  const given = cell(row, 'parameters')
  const columnField = (parameter: 'value' | 'label', usual: string) => {
    const select = selectControl(
      `file-${parameter}-${row.key}`,
      columns,
      parameterIn(given, parameter) || usual,
      (value) => {
        const now = desk.draft().survey.find((one) => one.key === row.key)
        const next = withParameter(
          now ? textOf(now, parameterHeader) : '',
          parameter,
          value === usual ? '' : value,
        )
        desk.change(withCell(desk.draft(), 'survey', row.key, parameterHeader, next))
      },
    )
    return field(say(`special.${parameter}Column`), select)
  }
  const geo = /\.geojson$/i.test(name)
  return [
    make(
      'div',
      { class: 'field-row' },
      field(say('special.howMany'), kind),
      field(say('special.file'), which),
    ),
    file
      ? make(
          'div',
          { class: 'field-row' },
          columnField('value', geo ? 'id' : 'name'),
          columnField('label', geo ? 'title' : 'label'),
        )
      : make('p', { class: 'notice warning' }, say('special.missing', { name })),
    upload(island, desk, { id: `upload-${row.key}`, taken: write }),
    make(
      'div',
      { class: 'row' },
      button(say('special.ownChoices'), () => {
        const made = newList(desk.draft(), {
          wanted: cell(row, 'name') || 'list',
          newKey: desk.newKey,
          language: desk.language(),
        })
        desk.change(
          withCell(made.draft, 'survey', row.key, typeHeader, typeCell(type.type, made.list, type.orOther)),
        )
      }),
    ),
  ]
}

/** A question that takes its choices from a file: the first columns where the usual ones are not there; what only it used goes. */
export function withFileList(
  desk: Desk,
  key: string,
  { word, file, orOther }: { readonly word: string; readonly file: string; readonly orOther: boolean },
): Draft {
  const draft = desk.draft()
  const { cell, header } = readingOf(draft.columns)
  const row = draft.survey.find((one) => one.key === key)
  if (!row) return draft
  const columns = desk.files().find(({ name }) => name === file)?.columns ?? []
  const geo = /\.geojson$/i.test(file)
  const chosen = (usual: string, place: number) =>
    columns.includes(usual) ? '' : (columns[place] ?? columns[0] ?? '')
  const valued = withParameter(cell(row, 'parameters'), 'value', chosen(geo ? 'id' : 'name', 0))
  const parameters = withParameter(valued, 'label', chosen(geo ? 'title' : 'label', 1))
  const typed = withCell(draft, 'survey', key, header('survey', 'type'), typeCell(word, file, orOther))
  const next = withCell(typed, 'survey', key, header('survey', 'parameters'), parameters)
  return withoutLists(next, ownedLists(draft, [row]))
}

/** A file of choices brought along; `taken` is told its name once the server has read it. */
export function upload(
  island: Island,
  desk: Desk,
  { id, taken }: { readonly id: string; readonly taken: (name: string) => void },
): HTMLElement {
  const input = make('input', { type: 'file', id, accept: '.csv,.xml,.geojson' })
  const told = make('p', { class: 'small', role: 'status', id: `${id}-told` })
  input.addEventListener('change', () => {
    const [chosen] = input.files ?? []
    if (!chosen) return
    told.className = 'small'
    told.textContent = say('special.reading')
    void sendFile(island, chosen)
      .then(({ status, reply }) => {
        if (status !== 200 || !reply.files) throw new Error(reply.message ?? say('shelf.failed'))
        desk.setFiles(reply.files)
        const name = reply.name ?? chosen.name
        announce(say('special.read', { name }))
        taken(name)
      })
      .catch((error: unknown) => {
        told.className = 'small error'
        // A reply that is none of ours, or none at all, has no words of its own.
        told.textContent =
          error instanceof TypeError || error instanceof SyntaxError || !(error instanceof Error)
            ? say('shelf.failed')
            : error.message
      })
  })
  return make('div', {}, field(say('special.upload'), input, { hint: say('special.uploadHint') }), told)
}
