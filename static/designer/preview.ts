/** The phone beside the form: the very page of the respondents, answering and skipping, kept at the question at hand. */

import type { Form } from '../../server/form/form.ts'
import { byId, say } from './dom.ts'
import type { Island } from './island.ts'

export interface Preview {
  /** The saved form changed and can be filled in. */
  readonly reload: () => void
  /** Leads the phone to a question. */
  readonly show: (name: string) => void
  readonly setForm: (form: Form | null) => void
  readonly setLanguage: (language: string) => void
}

export function openPreview(island: Island): Preview {
  const frame = byId<HTMLIFrameElement>('designer-phone')
  const note = byId('designer-phone-note')
  const address = `/forms/${island.form}/trial`
  let language = ''
  let loaded = false
  let wanted = ''

  const here = () => frame.contentDocument
  frame.addEventListener('load', () => {
    loaded = true
    settle()
    here()?.getElementById('answers')?.addEventListener('restored', settle)
  })
  byId('designer-phone-again').addEventListener('click', () => {
    // What was answered in the phone is forgotten with its marker.
    for (const key of Object.keys(localStorage)) if (key.includes(address)) localStorage.removeItem(key)
    load()
  })

  function settle(): void {
    if (wanted !== '') go(wanted)
  }

  function load(): void {
    loaded = false
    const query = language === '' ? '' : `?l=${encodeURIComponent(language)}`
    const inside = frame.contentWindow
    if (!inside || frame.getAttribute('src') === null) frame.src = address + query
    else inside.location.replace(address + query)
  }

  function go(name: string): void {
    const inside = here()
    const box = inside?.querySelector<HTMLElement>(
      `[data-question="${CSS.escape(name)}"], [data-group="${CSS.escape(name)}"], [data-repeat="${CSS.escape(name)}"]`,
    )
    if (!inside || !box) return
    const section = box.closest<HTMLElement>('section[data-page]')
    if (section?.hidden) {
      const state = { step: Number(section.dataset['page']) }
      const view = frame.contentWindow as (Window & { PopStateEvent: typeof PopStateEvent }) | null
      view?.dispatchEvent(new view.PopStateEvent('popstate', { state }))
    }
    for (const marked of inside.querySelectorAll('.at-hand')) marked.classList.remove('at-hand')
    box.classList.add('at-hand')
    // Only inside the phone: scrollIntoView would move this page too, away from under the pointer.
    const view = frame.contentWindow
    if (view && !box.hidden)
      view.scrollTo(0, view.scrollY + box.getBoundingClientRect().top - view.innerHeight / 3)
  }

  return {
    reload: load,
    show(name) {
      wanted = name
      if (loaded) go(name)
    },
    setForm(next) {
      note.textContent = next ? '' : say('phone.stands')
      note.hidden = next !== null
    },
    setLanguage(next) {
      if (next === language) return
      language = next
      load()
    },
  }
}
