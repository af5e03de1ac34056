/** External lists of a form: the rows of a CSV, an XML or a GeoJSON file, as ODK's clients read them. */

import { DOMParser, onErrorStopParsing, type Element } from '@xmldom/xmldom'
import type { ListFile } from '../form/form.ts'
import { limits, refuse, type Read } from './file.ts'
import { decodeText, readTable } from './table.ts'
import { cleanText } from './text-cells.ts'

/** A list of more rows or columns would make every page of the form that shows it too heavy. */
export const listLimits = { rows: 20_000, columns: 100, cells: 500_000 } as const

/** The rows of a file; its name says what it is. Never rejects. */
export async function readListFile(name: string, bytes: Buffer): Promise<Read<{ readonly file: ListFile }>> {
  if (bytes.length === 0) return refuse('emptyFile')
  if (bytes.length > limits.fileBytes)
    return refuse('fileTooLarge', { limit: limits.fileBytes / 1024 / 1024 })
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  if (extension === 'xml' || extension === 'geojson') {
    const text = decodeText(bytes)
    if (!text.ok) return text
    const records = extension === 'xml' ? recordsOfXml(text.text) : recordsOfGeoJson(text.text)
    return records.ok ? fileOf(name, records.records) : records
  }
  const table = await readTable({ bytes })
  if (!table.ok) return table
  const { header, rows } = table
  return bounded({ name, columns: header, rows: rows.map(({ cells }) => cells) })
}

type Records = Read<{ readonly records: readonly Readonly<Record<string, string>>[] }>

/** `<root><item><name>…</name></item></root>`; nothing is expanded or fetched: a document type is refused. */
function recordsOfXml(text: string): Records {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return refuse('documentType')
  let root: Element | null
  try {
    root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml').documentElement
  } catch {
    return refuse('brokenFile')
  }
  const items = root ? elementsIn(root) : []
  return {
    ok: true,
    records: items.map((item) =>
      record(
        elementsIn(item).map((cell): [string, string] => [
          cell.localName ?? cell.nodeName,
          cell.textContent ?? '',
        ]),
      ),
    ),
  }
}

function elementsIn(element: Element): readonly Element[] {
  return Array.from(element.childNodes).filter((node): node is Element => node.nodeType === 1)
}

/** A FeatureCollection: the properties of each feature, its id, and its place as ODK writes places. */
function recordsOfGeoJson(text: string): Records {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse('brokenFile')
  }
  const features = isRecord(json) && json['type'] === 'FeatureCollection' ? json['features'] : undefined
  if (!Array.isArray(features)) return refuse('notGeoJson')
  const records = features.filter(isRecord).map((feature) => {
    const properties = isRecord(feature['properties']) ? feature['properties'] : {}
    const cells = Object.entries(properties).map(([key, value]): [string, string] => [key, plain(value)])
    const id = feature['id'] === undefined ? [] : [['id', plain(feature['id'])] as [string, string]]
    return record([...id, ...cells, ['geometry', geometryText(feature['geometry'])]])
  })
  return { ok: true, records }
}

function geometryText(geometry: unknown): string {
  if (!isRecord(geometry)) return ''
  const { type, coordinates } = geometry
  const point = (at: unknown): string => {
    if (!Array.isArray(at)) return ''
    const [longitude, latitude, altitude] = at as readonly unknown[]
    return typeof longitude === 'number' && typeof latitude === 'number'
      ? `${latitude} ${longitude} ${typeof altitude === 'number' ? altitude : 0} 0`
      : ''
  }
  const line = (points: unknown) => (Array.isArray(points) ? points.map(point).join('; ') : '')
  if (type === 'Point') return point(coordinates)
  if (type === 'LineString') return line(coordinates)
  return type === 'Polygon' && Array.isArray(coordinates) ? line(coordinates[0]) : ''
}

function plain(value: unknown): string {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return value === null || value === undefined ? '' : cleanText(JSON.stringify(value))
}

function record(cells: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const made = Object.create(null) as Record<string, string>
  for (const [key, value] of cells) made[key] ??= cleanText(value).trim()
  return made
}

function fileOf(
  name: string,
  records: readonly Readonly<Record<string, string>>[],
): Read<{ readonly file: ListFile }> {
  const columns = [...new Set(records.flatMap((each) => Object.keys(each)))]
  return bounded({ name, columns, rows: records.map((each) => columns.map((column) => each[column] ?? '')) })
}

function bounded(file: ListFile): Read<{ readonly file: ListFile }> {
  if (file.rows.length === 0) return refuse('noRows')
  const { rows, columns, cells } = listLimits
  if (file.columns.length > columns) return refuse('tooManyColumns', { sheet: file.name, limit: columns })
  if (file.rows.length > rows || file.rows.length * file.columns.length > cells)
    return refuse('tooManyRows', {
      sheet: file.name,
      limit: Math.min(rows, Math.floor(cells / file.columns.length)),
    })
  const long = file.rows.findIndex((row) => row.some((cell) => cell.length > limits.cellLength))
  if (long >= 0)
    return refuse('cellTooLong', { sheet: file.name, row: long + 2, column: '', limit: limits.cellLength })
  return { ok: true, file }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
