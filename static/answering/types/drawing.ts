/** Signatures and drawings with finger, pen or mouse; a typed name or a picture do as well. */

import type { Enhancing } from '../enhance.ts'
import { button, make, words } from '../kit.ts'
import { drawable, takeFile } from './file.ts'

type Stroke = readonly { readonly x: number; readonly y: number }[]

export function enhance(enhancing: Enhancing): void {
  const { box, sheet } = enhancing
  const place = box.querySelector<HTMLElement>('[data-drawing]')
  if (!place || place.firstChild) return
  const kind = place.getAttribute('data-drawing')
  const say = sheet.island.words.page
  const label = box.querySelector('[data-words=label]')?.textContent ?? ''
  const canvas = make('canvas', {
    class: 'canvas',
    width: '720',
    height: kind === 'signature' ? '260' : '540',
    role: 'img',
    'aria-label': words(say['drawHere'], { label }),
  }) as HTMLCanvasElement
  const pen = canvas.getContext('2d')
  if (!pen) return
  const strokes: Stroke[] = []
  let ground: HTMLImageElement | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const told = make('span', { role: 'status', class: 'quiet' })

  function draw(): void {
    if (!pen) return
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    if (ground) {
      const scale = Math.min(canvas.width / ground.width, canvas.height / ground.height)
      pen.drawImage(ground, 0, 0, ground.width * scale, ground.height * scale)
    }
    pen.strokeStyle = kind === 'annotate' ? '#c80000' : '#111'
    pen.lineWidth = 4
    pen.lineCap = 'round'
    pen.lineJoin = 'round'
    for (const stroke of strokes) {
      pen.beginPath()
      stroke.forEach(({ x, y }, i) => (i === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
      if (stroke.length === 1) pen.lineTo((stroke[0]?.x ?? 0) + 0.1, stroke[0]?.y ?? 0)
      pen.stroke()
    }
  }

  /** The drawing is taken as it stands a moment after each stroke: nobody has to press a button for it. */
  function keepSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (strokes.length === 0) return
      canvas.toBlob((blob) => {
        if (!blob) return
        void takeFile(enhancing, blob, `${kind}.png`).then(() => {
          told.textContent = words(say['drawKept'])
        })
      }, 'image/png')
    }, 500)
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    event.preventDefault()
    canvas.setPointerCapture(event.pointerId)
    const stroke: { x: number; y: number }[] = [pointOf(event)]
    strokes.push(stroke)
    draw()
    const follow = (move: PointerEvent) => {
      stroke.push(pointOf(move))
      draw()
    }
    const end = () => {
      canvas.removeEventListener('pointermove', follow)
      canvas.removeEventListener('pointerup', end)
      canvas.removeEventListener('pointercancel', end)
      keepSoon()
    }
    canvas.addEventListener('pointermove', follow)
    canvas.addEventListener('pointerup', end)
    canvas.addEventListener('pointercancel', end)
  })

  function pointOf(event: PointerEvent): { x: number; y: number } {
    const { left, top, width, height } = canvas.getBoundingClientRect()
    return {
      x: ((event.clientX - left) / width) * canvas.width,
      y: ((event.clientY - top) / height) * canvas.height,
    }
  }

  const undo = button(words(say['drawUndo']), 'link', () => {
    strokes.pop()
    draw()
    keepSoon()
  })
  const clear = button(words(say['drawClear']), 'link', () => {
    strokes.length = 0
    draw()
    told.textContent = ''
    const at = box.getAttribute('data-question') ?? ''
    box.querySelector<HTMLButtonElement>(`button[value="clear:${CSS.escape(at)}"]`)?.click()
  })
  place.append(
    make('p', { class: 'hint' }, words(say['drawHint'])),
    canvas,
    make('p', { class: 'tools' }, undo, clear, told),
  )
  if (kind === 'signature') place.append(typedName())
  draw()
  sheet.form.addEventListener('restored', () => {
    if (box.querySelector<HTMLInputElement>('[data-file]')?.value) return
    strokes.length = 0
    ground = null
    told.textContent = ''
    draw()
  })

  box.querySelector<HTMLInputElement>('input[type=file]')?.addEventListener('change', (event) => {
    const file = (event.target as HTMLInputElement).files?.[0]
    if (!file || kind !== 'annotate') return
    void drawable(file).then(
      (image) => {
        ground = image
        draw()
      },
      () => undefined,
    )
  })

  /** For those who cannot draw: the name, written by the page. */
  function typedName(): HTMLElement {
    const input = make('input', { class: 'control short', type: 'text', maxlength: '60' }) as HTMLInputElement
    const name = make('label', { class: 'row' }, `${words(say['drawTyped'])} `, input)
    const use = button(words(say['drawTypedUse']), 'button secondary', () => {
      if (!pen || input.value.trim() === '') return
      strokes.length = 0
      draw()
      pen.fillStyle = '#111'
      pen.font = '64px serif'
      pen.fillText(input.value.trim(), 24, canvas.height / 2 + 20, canvas.width - 48)
      canvas.toBlob((blob) => {
        if (!blob) return
        void takeFile(enhancing, blob, 'signature.png').then(() => {
          told.textContent = words(say['drawKept'])
        })
      }, 'image/png')
    })
    return make('div', {}, name, make('p', {}, use))
  }
}
