/** The box for pasted drafts: what was understood is shown while typing, and corrected by clicks. */

import { linesOfHtml } from './clipboard.ts'

/** Posts the text a moment after the last key and shows what was understood; without this the button does the same. */
export function livePreview(form: HTMLFormElement): void {
  const text = form.querySelector<HTMLTextAreaElement>('#text')
  const outcome = document.getElementById('outcome')
  if (!text || !outcome) return
  let timer = 0
  let running: AbortController | null = null
  const show = async () => {
    running?.abort()
    const mine = new AbortController()
    running = mine
    try {
      const body = new URLSearchParams()
      new FormData(form).forEach((value, name) => typeof value === 'string' && body.append(name, value))
      const reply = await fetch(form.dataset['paste'] ?? '', { method: 'POST', body, signal: mine.signal })
      if (!reply.ok) throw new Error(String(reply.status))
      outcome.innerHTML = await reply.text()
    } catch {
      if (!mine.signal.aborted) outcome.textContent = form.dataset['failed'] ?? ''
    }
  }
  text.addEventListener('input', () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void show(), 400)
  })
  text.addEventListener('paste', (event) => takeWord(text, event))
  outcome.addEventListener('click', (event) => {
    const target = event.target as Element
    const fix = target.closest<HTMLButtonElement>('button[name="replace"]')
    if (fix) {
      // Without this the button posts the page, which comes back with the line changed.
      if (!replaceLine(text, fix)) return
      event.preventDefault()
      window.clearTimeout(timer)
      return void show().then(() =>
        document.getElementById('read-back-title')?.focus({ preventScroll: true }),
      )
    }
    const line = Number(target.closest<HTMLElement>('[data-line]')?.dataset['line'])
    if (line > 0) selectLine(text, line)
  })
}

/** Numbers, tables and boxes are in the HTML of the clipboard only: it is put in as lines, which the undo of the browser takes back. */
function takeWord(text: HTMLTextAreaElement, event: ClipboardEvent): void {
  const html = event.clipboardData?.getData('text/html') ?? ''
  const lines = html === '' ? null : linesOfHtml(html)
  if (lines === null) return
  event.preventDefault()
  typeIn(text, lines)
  const told = document.getElementById('pasted')
  if (told) told.textContent = told.dataset['words'] ?? ''
}

/** Writes over what is selected, as if it were typed. */
function typeIn(text: HTMLTextAreaElement, words: string): void {
  text.focus({ preventScroll: true })
  if (document.execCommand('insertText', false, words)) return
  text.setRangeText(words, text.selectionStart, text.selectionEnd, 'end')
  text.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Puts the corrected line in the place of the old one; not where that has been changed meanwhile. */
function replaceLine(text: HTMLTextAreaElement, fix: HTMLButtonElement): boolean {
  const found = /^(\d+):([^\n]*)$/.exec(fix.value)
  const line = Number(found?.[1] ?? 0)
  const lines = text.value.split('\n')
  if (!found || lines[line - 1] !== fix.dataset['from']) return false
  const start = lines.slice(0, line - 1).reduce((length, words) => length + words.length + 1, 0)
  const top = text.scrollTop
  text.setSelectionRange(start, start + (lines[line - 1] ?? '').length)
  typeIn(text, found[2] ?? '')
  text.scrollTop = top
  return true
}

function selectLine(text: HTMLTextAreaElement, line: number): void {
  const lines = text.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((length, words) => length + words.length + 1, 0)
  text.focus()
  text.setSelectionRange(start, start + (lines[line - 1] ?? '').length)
  text.scrollTop = ((line - 3) / lines.length) * text.scrollHeight
}
