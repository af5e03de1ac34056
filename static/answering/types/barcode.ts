/** Codes: read by the camera where the browser can, typed everywhere. */

import type { Enhancing } from '../enhance.ts'
import { button, make, words } from '../kit.ts'

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}

export function enhance({ box, sheet }: Enhancing): void {
  const field = box.querySelector<HTMLInputElement>('[data-barcode]')
  const tools = box.querySelector('[data-tools]')
  const Maker = (window as { BarcodeDetector?: new () => Detector }).BarcodeDetector
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices
  if (!field || !tools || tools.firstChild || !Maker || !devices) return
  const say = sheet.island.words.page
  const told = make('span', { role: 'status', class: 'quiet' })
  let stop: (() => void) | null = null
  const scan = button(words(say['barcodeScan']), 'button secondary', () => {
    if (stop) stop()
    else void start()
  })
  tools.append(scan, told)

  async function start(): Promise<void> {
    if (!Maker || !devices || !field) return
    const video = make('video', {
      class: 'camera',
      muted: '',
      playsinline: '',
      'aria-hidden': 'true',
    }) as HTMLVideoElement
    try {
      const stream = await devices.getUserMedia({ video: { facingMode: 'environment' } })
      let over = false
      stop = () => {
        over = true
        for (const track of stream.getTracks()) track.stop()
        video.parentNode?.removeChild(video)
        scan.textContent = words(say['barcodeScan'])
        told.textContent = ''
        stop = null
      }
      video.srcObject = stream
      box.append(video)
      await video.play()
      scan.textContent = words(say['barcodeStop'])
      told.textContent = words(say['barcodeLooking'])
      const detector = new Maker()
      for (;;) {
        if (over) return
        const [found] = await detector.detect(video)
        if (found?.rawValue) {
          field.value = found.rawValue
          field.dispatchEvent(new Event('change', { bubbles: true }))
          stop?.()
          field.focus()
          return
        }
        await new Promise((resolve) => {
          setTimeout(resolve, 200)
        })
      }
    } catch {
      stop?.()
      told.textContent = words(say['barcodeNone'])
    }
  }
}
