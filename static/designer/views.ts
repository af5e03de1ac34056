/** The views of the designer: the desk with phone, advice or library beside it, translations, the test run. */

import { byId } from './dom.ts'

export type View = 'edit' | 'phone' | 'advice' | 'library' | 'translate' | 'test'

export interface Views {
  readonly now: () => View
  readonly show: (view: View) => void
  /** To the questions, unless they stand on the screen already. */
  readonly toQuestions: () => void
}

/** `prepare` loads what a view needs when it is first looked at. */
export function openViews(prepare: (view: View) => void): Views {
  const designer = byId('designer')
  const tabs = [...document.querySelectorAll<HTMLButtonElement>('[data-view]')]
  const viewOf = (tab: HTMLElement) => tab.dataset['view'] as View
  const now = () => designer.dataset['show'] as View

  function show(view: View): void {
    designer.dataset['show'] = view
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(viewOf(tab) === view))
    prepare(view)
  }

  for (const tab of tabs) tab.addEventListener('click', () => show(viewOf(tab)))
  return {
    now,
    show,
    toQuestions() {
      // On a narrow screen a panel takes the place of the questions.
      if (byId('designer-questions').offsetParent === null) show('edit')
    },
  }
}
