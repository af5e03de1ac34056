/** What a reader takes from a chart: its picture as a file or for pasting, its table as a CSV file. */

import { white } from '../../charts/drawn.ts'

/** The chart as a PNG, under the title of its question. */
export function savePicture(button: HTMLElement): void {
  const copy = onWhite(button)
  if (copy) save(copy.toDataURL('image/png'), `${titleOf(button)}.png`)
}

/** Browsers let a page write to the clipboard only where the address is trusted (https, or this machine). */
export function mayCopy(): boolean {
  return 'clipboard' in navigator && 'write' in navigator.clipboard && 'ClipboardItem' in window
}

/** The chart into the clipboard; the button says whether it worked. */
export async function copyPicture(button: HTMLElement): Promise<void> {
  const copy = onWhite(button)
  const words = button.textContent
  try {
    const blob = await new Promise<Blob | null>((resolve) => {
      if (copy) copy.toBlob(resolve, 'image/png')
      else resolve(null)
    })
    if (!blob) return
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
    button.textContent = button.dataset['copied'] ?? words
  } catch {
    button.textContent = button.dataset['failed'] ?? words
  }
}

/** The tables beside the chart, full numbers, for spreadsheet programs. */
export function saveData(button: HTMLElement): void {
  const section = button.closest('[data-section], .figure-card, .card') ?? document.body
  const tables = Array.from(section.querySelectorAll<HTMLTableElement>('table'))
  const text = tables.map((table) => linesOf(table).map(lineText).join('\r\n')).join('\r\n\r\n')
  const url = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: 'text/csv' }))
  save(url, `${titleOf(button)}.csv`)
  // Browsers read it after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

function linesOf(table: HTMLTableElement): string[][] {
  return Array.from(table.rows).map((row) =>
    Array.from(row.cells).map((cell) => cell.querySelector('data')?.value ?? (cell.textContent ?? '').trim()),
  )
}

/** Words that a spreadsheet would take for a formula get a mark before them; numbers never. */
function lineText(cells: readonly string[]): string {
  return cells
    .map((cell) => {
      const safe = /^[=+\-@\t\r＝＋－＠]/.test(cell) && !/^-?\d+(\.\d+)?%?$/.test(cell) ? `'${cell}` : cell
      return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
    })
    .join(',')
}

function onWhite(button: HTMLElement): HTMLCanvasElement | null {
  const canvas = button.closest<HTMLElement>('[data-chart]')?.querySelector('canvas')
  const copy = document.createElement('canvas')
  const pen = copy.getContext('2d')
  if (!canvas || !pen) return null
  copy.width = canvas.width
  copy.height = canvas.height
  pen.fillStyle = white
  pen.fillRect(0, 0, copy.width, copy.height)
  pen.drawImage(canvas, 0, 0)
  return copy
}

function titleOf(button: HTMLElement): string {
  const figure = button.closest('.chart-actions')
  const title = figure?.querySelector<HTMLElement>('[data-png]')?.dataset['png'] ?? 'chart'
  return title.replace(/[\\/:*?"<>|]/g, ' ').slice(0, 80)
}

function save(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}
