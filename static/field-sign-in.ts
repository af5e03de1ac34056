/** On the sign-in page, over https: the password also opens what its owner keeps on this device without network. */

import { prepareUnlocking } from './field/vault.ts'

const form = document.querySelector<HTMLFormElement>('form[action="/sign-in"]')
let prepared = false

form?.addEventListener('submit', (event) => {
  const valueOf = (name: string) => (form.elements.namedItem(name) as HTMLInputElement | null)?.value ?? ''
  const [login, password] = [valueOf('login'), valueOf('password')]
  if (prepared || !window.isSecureContext || login === '' || password === '') return
  event.preventDefault()
  event.stopImmediatePropagation()
  const goOn = () => {
    prepared = true
    form.submit()
  }
  // Signing in never waits for what only makes it nicer.
  setTimeout(() => {
    if (!prepared) goOn()
  }, 5000)
  prepareUnlocking(login, password).then(
    () => {
      if (!prepared) goOn()
    },
    () => {
      if (!prepared) goOn()
    },
  )
})
