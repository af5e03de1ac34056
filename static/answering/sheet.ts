/** The form on the page: its questions, where they stand, and the answers; what all parts of the script share. */

import { isAsked } from '../../server/form/asking.ts'
import type { Question } from '../../server/form/form.ts'
import { partsOfAt } from '../../server/form/instances.ts'
import { questionsOf } from '../../server/form/walk.ts'
import { valueInWords } from '../../server/form/words.ts'
import type { Island } from './island.ts'
import { readField } from './fields.ts'
import { openPlaces, type Places } from './places.ts'
import { fromFields, openStanding, type Raw, type Standing } from './standing.ts'
import { surroundingsOf } from './island.ts'

export interface Sheet {
  readonly island: Island
  readonly form: HTMLFormElement
  readonly places: Places
  readonly standing: Standing
  questionAt(at: string): Question | null
  hasValue(at: string): boolean
  /** The label of an instance as it stands on the page, with the row that it is in. */
  labelOf(at: string): string
  /** Says that answers changed: at this instance, or somewhere. */
  changed(at?: string): void
}

export function openSheet(island: Island, form: HTMLFormElement, changed: (at?: string) => void): Sheet {
  const definition = island.form
  const named = new Map<string, Question>()
  for (const question of questionsOf(definition)) named.set(question.name, question)
  const places = openPlaces(form)
  const instanceId = () => (form.elements.namedItem('_instance') as HTMLInputElement).value
  const standing = openStanding(definition, readPage(island, named), () =>
    surroundingsOf(island, instanceId()),
  )

  return {
    island,
    form,
    places,
    standing,
    changed,
    questionAt: (at) => named.get(partsOfAt(at).name) ?? null,
    hasValue: (at) => standing.value(at) !== null,
    labelOf(at) {
      const { path, name } = partsOfAt(at)
      const label = labelWords(places, at) || name
      return path.length === 0 ? label : `${path.map(({ row }) => row).join('.')} · ${label}`
    },
  }

  /** A row that is not drawn yet has the words of the blank one, with its own values in them. */
  function labelWords(from: Places, at: string): string {
    const box = from.boxOf(at)
    if (box) return wordsIn(box)
    const blank = blankOf(form, at)
    if (!blank) return ''
    const copy = blank.cloneNode(true) as HTMLElement
    const { path } = partsOfAt(at)
    const insertions = copy.querySelectorAll<HTMLElement>('[data-value]')
    for (let i = 0; i < insertions.length; i++) {
      const insertion = insertions[i] as HTMLElement
      const { name } = partsOfAt(insertion.getAttribute('data-value') ?? '')
      const own = path.map(({ repeat, row }) => `${repeat}[${row}]/`).join('') + name
      insertion.textContent = valueInWords(definition, name, standing.seen(own), island.language, own)
    }
    return wordsIn(copy)
  }
}

/** The words of a label without "required"; the label of a table's row stands in the row. */
function wordsIn(box: Element): string {
  return (box.querySelector('[data-words=label]')?.textContent ?? '').trim()
}

/** The box of an instance in the blank row of its repeat. */
function blankOf(root: ParentNode, at: string): Element | null {
  const wanted = `[data-question="${CSS.escape(at.replace(/\[\d+\]/g, '[0]'))}"]`
  const templates = root.querySelectorAll<HTMLTemplateElement>('template[data-blank]')
  for (let i = 0; i < templates.length; i++) {
    const content = templates[i]?.content
    const found = content && (content.querySelector(wanted) ?? blankOf(content, at))
    if (found) return found
  }
  return null
}

/** The answers that the server put into the fields. */
function readPage({ form }: Island, named: ReadonlyMap<string, Question>): Raw {
  const fields: Record<string, unknown> = {}
  const seen: Record<string, boolean> = {}
  const elements = document.querySelectorAll<HTMLInputElement>('#answers [name]')
  for (let i = 0; i < elements.length; i++) {
    const { name, value } = elements[i] as HTMLInputElement
    const at = name.slice(2)
    if (seen[name]) continue
    seen[name] = true
    if (name.indexOf('n.') === 0) fields[at] = value
    else if (name.indexOf('q.') === 0 || name.indexOf('r.') === 0) {
      const question = named.get(partsOfAt(at).name)
      if (question) fields[at] = isAsked(question) ? readField(question, at) : value
    }
  }
  return fromFields(form, fields)
}
