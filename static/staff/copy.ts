/** Buttons that copy a text; over plain http browsers have no clipboard, so a selection does it. */

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  const words = button.textContent
  button.addEventListener('click', () => {
    copyText(button.dataset['copy'] ?? '')
    button.textContent = button.dataset['copied'] ?? words
    window.setTimeout(() => (button.textContent = words), 2000)
  })
}

function copyText(text: string): void {
  if (navigator.clipboard) {
    navigator.clipboard.writeText(text).catch(() => copySelected(text))
    return
  }
  copySelected(text)
}

function copySelected(text: string): void {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
