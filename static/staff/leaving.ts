/** Signing out on any page closes what the field app keeps on this device; it opens again at the next sign-in. */

const longest = 2000

for (const form of document.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const goOn = () => form.submit()
    const timer = window.setTimeout(goOn, longest)
    void closeField().finally(() => {
      window.clearTimeout(timer)
      goOn()
    })
  })
}

function closeField(): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('diaoyan-field')
    // There is none on this device, and none shall be made.
    opening.addEventListener('upgradeneeded', () => opening.transaction?.abort())
    opening.addEventListener('error', () => resolve())
    opening.addEventListener('success', () => {
      const transaction = opening.result.transaction(['keys', 'device'], 'readwrite')
      transaction.objectStore('keys').clear()
      transaction.objectStore('device').clear()
      transaction.addEventListener('complete', () => {
        opening.result.close()
        resolve()
      })
      transaction.addEventListener('abort', () => resolve())
    })
  })
}
