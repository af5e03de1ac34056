/** What is said of the form as a whole: its title, number, languages and pages. */

import { languagesOf, readingOf } from '../../server/form/design/draft.ts'
import { withSetting } from '../../server/form/design/editing.ts'
import { withLanguage } from '../../server/form/design/languages.ts'
import type { Desk } from './desk.ts'
import { byId, make, say } from './dom.ts'

const fields = {
  'designer-title': 'form_title',
  'designer-form-id': 'form_id',
  'designer-version': 'version',
} as const

export function openSettings(desk: Desk, setPhoneLanguage: (language: string) => void): () => void {
  const settingOf = (name: string): string => {
    const [settings] = desk.draft().settings
    return settings?.cells[readingOf(desk.draft().columns).header('settings', name)] ?? ''
  }
  const inputs = Object.entries(fields).map(([id, name]) => ({ input: byId<HTMLInputElement>(id), name }))
  for (const { input, name } of inputs)
    input.addEventListener('input', () =>
      desk.change(withSetting(desk.draft(), desk.newKey, name, input.value), { together: name, typed: '' }),
    )
  const paged = byId<HTMLInputElement>('designer-paged')
  paged.addEventListener('change', () =>
    desk.change(withSetting(desk.draft(), desk.newKey, 'style', paged.checked ? 'pages' : '')),
  )
  const select = byId<HTMLSelectElement>('designer-language')
  select.addEventListener('change', () => {
    desk.setLanguage(select.value)
    setPhoneLanguage(select.value)
  })
  const fresh = byId<HTMLInputElement>('designer-new-language')
  byId('designer-add-language').addEventListener('click', () => {
    const language = fresh.value.trim()
    if (language === '') return
    const first = languagesOf(desk.draft())[0] === ''
    desk.change(withLanguage(desk.draft(), language, desk.newKey))
    fresh.value = ''
    if (first) desk.setLanguage(language)
  })

  return () => {
    const languages = languagesOf(desk.draft())
    if (!languages.includes(desk.language())) desk.setLanguage(languages[0] ?? '')
    byId('designer-language-field').hidden = languages.length < 2
    select.replaceChildren(
      ...languages.map((language) => make('option', { value: language }, language || say('head.noLanguage'))),
    )
    select.value = desk.language()
    byId('designer-add-language').textContent = say(
      languages[0] === '' ? 'head.nameLanguage' : 'head.addLanguage',
    )
    for (const { input, name } of inputs) if (document.activeElement !== input) input.value = settingOf(name)
    paged.checked = /\bpages\b/.test(settingOf('style'))
  }
}
