/** Keeps a question or a list of choices in the library of the programme, from where it stands in the form. */

import { announce, button, make, say } from './dom.ts'
import { field } from './fields.ts'
import { post, type Island } from './island.ts'

export interface Kept {
  /** What is kept: the question of a name, or the list of one. */
  readonly what:
    | { readonly do: 'keepQuestion'; readonly name: string }
    | { readonly do: 'keepList'; readonly list: string }
  /** Begins the ids of its controls. */
  readonly id: string
}

export interface Keeping {
  readonly fold: (kept: Kept) => HTMLElement
}

/** `save` brings everything to the server first, which takes what is kept from the form that it has. */
export function openKeeping(
  island: Island,
  { save, kept }: { readonly save: () => Promise<boolean>; readonly kept: () => void },
): Keeping {
  return { fold }

  function fold({ what, id }: Kept): HTMLElement {
    const list = what.do === 'keepList'
    const title = make('input', { type: 'text', id: `${id}-title`, maxlength: '100', autocomplete: 'off' })
    const tags = make('input', { type: 'text', id: `${id}-tags`, maxlength: '200', autocomplete: 'off' })
    const told = make('p', { class: 'small', role: 'status', id: `${id}-told` })
    const keep = async () => {
      told.textContent = ''
      told.className = 'small'
      try {
        if (!(await save())) throw new Error('designer: not saved')
        const extra = list ? { title: title.value } : {}
        const { status, reply } = await post(island, '/library', { ...what, ...extra, tags: tags.value })
        if (status !== 200 && status !== 409) throw new Error(`designer: library ${status}`)
        told.textContent = status === 200 ? say('shelf.kept') : (reply.message ?? '')
        if (status === 200) kept()
      } catch {
        told.textContent = say('shelf.failed')
        told.className = 'small error'
      }
      announce(told.textContent ?? '')
    }
    return make(
      'details',
      { class: 'folded', id: `fold-${id}` },
      make('summary', {}, say(list ? 'shelf.keepList' : 'shelf.keepQuestion')),
      make(
        'div',
        { class: 'stack' },
        make('p', { class: 'hint' }, say(list ? 'shelf.keepListHint' : 'library.keepLead')),
        list ? field(say('shelf.listTitle'), title) : null,
        field(say('library.keepTags'), tags, { hint: say('library.keepTagsHint') }),
        make(
          'div',
          { class: 'row' },
          button(say('library.keepGo'), () => void keep()),
        ),
        told,
      ),
    )
  }
}
