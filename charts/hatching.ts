/** Lines across the areas of the lower answers, so that both sides are told apart on black-and-white paper too. */

import type { ChartConfiguration } from 'chart.js'

/** A canvas of this size, in the browser or on the server. */
export type NewCanvas = (width: number, height: number) => unknown

interface Pen {
  fillStyle: unknown
  strokeStyle: unknown
  lineWidth: number
  fillRect(x: number, y: number, width: number, height: number): void
  beginPath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  stroke(): void
  createPattern(image: unknown, repetition: string): unknown
}

const tile = 8

/** The data of a diverging chart with its lower half hatched. */
export function hatched(data: ChartConfiguration['data'], newCanvas: NewCanvas): ChartConfiguration['data'] {
  const low = Math.floor(data.datasets.length / 2)
  const datasets = data.datasets.map((dataset, place) => {
    const colour = (dataset as { backgroundColor?: unknown }).backgroundColor
    return place < low && typeof colour === 'string'
      ? { ...dataset, solid: colour, backgroundColor: pattern(colour, newCanvas) ?? colour }
      : dataset
  })
  return { ...data, datasets }
}

function pattern(colour: string, newCanvas: NewCanvas): unknown {
  const canvas = newCanvas(tile, tile) as { getContext(kind: '2d'): Pen | null }
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.fillStyle = colour
  pen.fillRect(0, 0, tile, tile)
  pen.strokeStyle = 'rgba(255, 255, 255, 0.45)'
  pen.lineWidth = 1
  for (const from of [-tile, 0, tile]) {
    pen.beginPath()
    pen.moveTo(from, tile)
    pen.lineTo(from + tile, 0)
    pen.stroke()
  }
  return pen.createPattern(canvas, 'repeat')
}
