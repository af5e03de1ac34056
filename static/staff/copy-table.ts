/**
 * Tables for pasting: into Excel and WPS as cells with their whole numbers, into Word and WPS as a table, elsewhere as
 * columns between tabs. With the table goes what it rests on: its caption, its base, its remarks.
 */

/** Puts a button under each table of the cards; the words stand on the page. */
export function offerCopies(words: DOMStringMap): void {
  for (const place of Array.from(document.querySelectorAll<HTMLElement>('.figure-card .table-scroll'))) {
    const table = place.querySelector('table')
    if (!table) continue
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'link-button small no-print'
    button.dataset['copyTable'] = ''
    button.setAttribute('aria-live', 'polite')
    button.setAttribute('aria-label', `${words['offer'] ?? ''} ${captionOf(table)}`)
    button.textContent = words['offer'] ?? ''
    button.addEventListener('click', () => {
      button.textContent = (copied(table) ? words['done'] : words['refused']) ?? ''
    })
    place.after(button)
  }
}

/** By the event of copying, which browsers give a page over plain http too. */
function copied(table: HTMLTableElement): boolean {
  let done = false
  const fill = (event: ClipboardEvent) => {
    event.preventDefault()
    event.clipboardData?.setData('text/html', htmlOf(table))
    event.clipboardData?.setData('text/plain', textOf(table))
    done = event.clipboardData !== null
  }
  document.addEventListener('copy', fill, { once: true })
  // Firefox copies only where something is chosen.
  const chosen = document.getSelection()
  chosen?.selectAllChildren(table)
  const allowed = document.execCommand('copy')
  document.removeEventListener('copy', fill)
  chosen?.removeAllRanges()
  return allowed && done
}

function captionOf(table: HTMLTableElement): string {
  return (table.caption?.textContent ?? '').trim()
}

function around(table: HTMLTableElement): { readonly base: string; readonly notes: readonly string[] } {
  const card = table.closest('.figure-card')
  const words = (selector: string) =>
    Array.from(card?.querySelectorAll(selector) ?? []).map((each) => (each.textContent ?? '').trim())
  return { base: words('.base span').join(' · '), notes: words('.remarks li') }
}

function htmlOf(table: HTMLTableElement): string {
  const { base, notes } = around(table)
  const rows = Array.from(table.rows).map((row) => `<tr>${Array.from(row.cells).map(cellHtml).join('')}</tr>`)
  return (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body>' +
    [captionOf(table), base].map(paragraph).join('') +
    `<table border="1" style="border-collapse:collapse">${rows.join('')}</table>${notes.map(paragraph).join('')}</body></html>`
  )
}

function paragraph(words: string): string {
  return words === '' ? '' : `<p>${escaped(words)}</p>`
}

/** A number with all its digits and the format it is shown in; words as words, so that nothing runs them. */
function cellHtml(cell: HTMLTableCellElement): string {
  const name = cell.tagName.toLowerCase()
  const shown = (cell.textContent ?? '').trim()
  const value = cell.querySelector('data')?.value
  if (value === undefined) return `<${name} style="mso-number-format:'\\@'">${escaped(shown)}</${name}>`
  const decimals = /\.(\d+)%?$/.exec(shown)?.[1] ?? ''
  const places = decimals === '' ? '0' : `0.${'0'.repeat(decimals.length)}`
  const percent = shown.endsWith('%')
  const number = percent ? Number(value) / 100 : Number(value)
  return `<${name} align="right" x:num="${number}" style="mso-number-format:'${places}${percent ? '%' : ''}'">${escaped(shown)}</${name}>`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

function textOf(table: HTMLTableElement): string {
  const { base, notes } = around(table)
  const lines = Array.from(table.rows).map((row) => Array.from(row.cells).map(cellText).join('\t'))
  return [captionOf(table), base, ...lines, ...notes].filter((line) => line !== '').join('\r\n')
}

function cellText(cell: HTMLTableCellElement): string {
  const shown = (cell.textContent ?? '').replace(/\s+/g, ' ').trim()
  const isNumber = cell.querySelector('data') !== null
  return !isNumber && /^[=+\-@＝＋－＠]/.test(shown) ? `'${shown}` : shown
}
