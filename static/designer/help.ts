/** The keys of the designer, in a window of their own. */

import { byId, button, make, say } from './dom.ts'

/** Each with its words under `keys`. */
const keys: readonly (readonly [string, string])[] = [
  ['↑ ↓', 'walk'],
  ['Enter', 'openBlock'],
  ['Alt + ↑ ↓', 'move'],
  ['Ctrl + Enter', 'add'],
  ['Delete', 'remove'],
  ['Ctrl + C', 'copy'],
  ['Ctrl + V', 'paste'],
  ['Ctrl + Z', 'undo'],
  ['Ctrl + Shift + Z', 'redo'],
  ['Ctrl + S', 'save'],
  ['Ctrl + K', 'find'],
  ['?', 'help'],
]
const choiceKeys: readonly (readonly [string, string])[] = [
  ['Enter', 'choiceAdd'],
  ['Alt + ↑ ↓', 'choiceMove'],
  ['Backspace', 'choiceRemove'],
  ['Ctrl + V', 'choicePaste'],
]

export function openHelp(): () => void {
  const dialog = byId<HTMLDialogElement>('designer-keys')
  const table = (title: string, rows: readonly (readonly [string, string])[]) =>
    make(
      'table',
      { class: 'table' },
      make('caption', {}, say(title)),
      make(
        'tbody',
        {},
        ...rows.map(([key, words]) =>
          make(
            'tr',
            {},
            make('th', { scope: 'row' }, make('kbd', {}, key)),
            make('td', {}, say(`keys.${words}`)),
          ),
        ),
      ),
    )
  dialog.append(
    make(
      'div',
      { class: 'spread' },
      make('h2', { id: 'designer-keys-title' }, say('keys.title')),
      button(say('keys.close'), () => dialog.close()),
    ),
    table('keys.atQuestion', keys),
    table('keys.atChoice', choiceKeys),
  )
  return () => dialog.showModal()
}
