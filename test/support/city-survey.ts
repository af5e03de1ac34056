/** The simulated city survey as a frame, with its weights and design columns. */

import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import type { Frame } from '../../analysis/frame.ts'
import { coded, frame, number, text } from '../analysis/frames.ts'

const choices: Readonly<Record<string, readonly string[]>> = {
  district: ['1', '2', '3', '4', '5'],
  gender: ['1', '2'],
  age_group: ['1', '2', '3', '4', '5'],
  education: ['1', '2', '3', '4', '5'],
  employment: ['1', '2', '3', '4', '5'],
  mode: ['1', '2', '3'],
  q2_channel: ['1', '2', '3', '4', '5'],
  q11_hall_sat: ['1', '2', '3', '4', '5'],
  q10_once: ['0', '1'],
  has_car: ['0', '1'],
}
const texts = ['resp_id', 'street', 'community', 'q13_open']
const items = ['q4_1', 'q4_2', 'q4_3', 'q4_4', 'q4_5', 'q4_6', 'q4_7', 'q4_8']

const url = new URL('../reference/data/city_survey.csv', import.meta.url)
export const cityRows = Papa.parse<Record<string, string>>(readFileSync(url, 'utf8'), {
  header: true,
  skipEmptyLines: true,
}).data

/** All columns of the file. */
export function cityFrame(rows: readonly Record<string, string>[] = cityRows): Frame {
  const names = Object.keys(cityRows[0]!)
  return frame(
    rows.length,
    ...names.map((name) => {
      const cells = rows.map((row) => row[name] || undefined)
      if (name === 'interview_date') return text(name, 'date', cells)
      if (texts.includes(name)) return text(name, 'text', cells)
      const given = choices[name]
      if (given) return coded(name, given, cells)
      if (items.includes(name))
        return coded(name, ['1', '2', '3', '4', '5', ['99', 'dont_know']], cells, { ordered: true })
      return number(
        name,
        cells.map((cell) => (cell === undefined ? undefined : Number(cell))),
      )
    }),
  )
}
