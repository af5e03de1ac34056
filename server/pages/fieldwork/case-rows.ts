/** Rows of a table of cases, read one by one; columns that are not known are personal. */

import type { Catalogue } from '../../locale/index.ts'
import type { NewCase, Unit } from '../../store/store.ts'
import { day } from '../fields.ts'
import type { Collector } from './people.ts'

const columns = {
  name: ['名称', '编号', '户号', '样本', '样本编号', 'name', 'case', 'id', 'number'],
  place: ['地点', '地址', 'place', 'address'],
  area: ['区域', '片区', '街道', '乡镇', '社区', '村', 'area', 'district', 'village'],
  latitude: ['纬度', 'latitude', 'lat'],
  longitude: ['经度', 'longitude', 'lon', 'lng'],
  unit: ['单位', '单位名称', '单位代码', 'unit'],
  person: ['调研员', 'investigator', 'assignee'],
  due: ['期限', '截止日期', 'due', 'deadline'],
  note: ['说明', '备注', 'note', 'remark'],
} as const
type Known = keyof typeof columns
const knownNames = Object.keys(columns) as Known[]

/** Address words that tell where a person lives go with what is personal: a place is public, an address is not. */
const personalHeadings = new Set(['地址', 'address'])

export interface CaseRow {
  readonly row: number
  readonly shown: readonly string[]
  readonly found: NewCase
  readonly complaints: readonly RowComplaint[]
  /** Places of the shown cells that something is wrong with. */
  readonly wrong: ReadonlySet<number>
}

/** What is wrong in a column, by the heading that the table gives it. */
export interface RowComplaint {
  readonly column: string
  readonly words: string
}

interface Table {
  readonly header: readonly string[]
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[]
}

/** Whether the first row names the columns: without a column of names nothing else is worth reading. */
export function namesCases(header: readonly string[]): boolean {
  return header.some((heading) => knownName(heading) === 'name')
}

function knownName(heading: string): Known | undefined {
  const plain = heading
    .normalize('NFKC')
    .replace(/[\s*:]/g, '')
    .toLowerCase()
  return personalHeadings.has(plain)
    ? undefined
    : knownNames.find((name) => (columns[name] as readonly string[]).includes(plain))
}

interface Around {
  readonly collectors: readonly Collector[]
  readonly units: readonly Unit[]
}

export function caseRows(t: Catalogue, { header, rows }: Table, around: Around): readonly CaseRow[] {
  const at = new Map<Known, number>()
  const personal: number[] = []
  header.forEach((heading, place) => {
    const known = knownName(heading)
    if (known && !at.has(known)) at.set(known, place)
    else personal.push(place)
  })
  const seen = new Map<string, number>()
  return rows.map(({ row, cells }) => {
    const text = (name: Known) => clean(cells[at.get(name) ?? -1] ?? '')
    const before = seen.get(text('name'))
    if (before === undefined) seen.set(text('name'), row)
    const apart = personal.flatMap((place) => {
      const value = clean(cells[place] ?? '')
      return value === '' ? [] : [[header[place] ?? '', value] as const]
    })
    const { found, slips } = caseOf(t, text, around)
    if (before !== undefined) slips.push(['name', t.fieldwork.row.twice({ row: before })])
    const known = knownNames.map(text)
    return {
      row,
      shown: [
        ...known,
        apart.map(([heading, value]) => `${heading}${t.common.colon}${value}`).join(t.common.semicolon),
      ],
      found: { ...found, personal: Object.fromEntries(apart) },
      complaints: slips.map(([name, words]) => ({
        column: header[at.get(name) ?? -1] ?? t.fieldwork[name],
        words,
      })),
      wrong: new Set(slips.map(([name]) => knownNames.indexOf(name))),
    }
  })
}

function clean(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500)
}

function caseOf(
  t: Catalogue,
  text: (name: Known) => string,
  { collectors, units }: Around,
): { readonly found: Omit<NewCase, 'personal'>; readonly slips: [Known, string][] } {
  const w = t.fieldwork.row
  const slips: [Known, string][] = []
  if (text('name') === '') slips.push(['name', w.name])
  const [latitude, longitude] = [coordinate(text('latitude'), 90), coordinate(text('longitude'), 180)]
  if (latitude === undefined || longitude === undefined || (latitude === null) !== (longitude === null))
    slips.push([latitude === undefined || latitude === null ? 'latitude' : 'longitude', w.coordinates])
  const unit = only(
    units,
    ({ name, code }) => name === text('unit') || (code !== '' && code === text('unit')),
  )
  if (text('unit') !== '' && !unit) slips.push(['unit', w.unit({ unit: text('unit') })])
  const person = only(collectors, ({ name, login }) => name === text('person') || login === text('person'))
  if (text('person') !== '' && !person) slips.push(['person', w.person({ person: text('person') })])
  const dueOn = day({ body: { due: text('due') } }, 'due')
  if (dueOn === undefined) slips.push(['due', w.due({ due: text('due') })])
  const found = {
    name: text('name'),
    place: text('place'),
    area: text('area'),
    latitude: latitude ?? null,
    longitude: longitude ?? null,
    unitId: unit?.id ?? null,
    note: text('note'),
    investigatorId: person?.id ?? null,
    dueOn: dueOn ?? null,
  }
  return { found, slips }
}

/** null for nothing written, undefined for what is no coordinate. */
function coordinate(text: string, limit: number): number | null | undefined {
  if (text === '') return null
  const value = Number(text.normalize('NFKC'))
  return Number.isFinite(value) && Math.abs(value) <= limit ? value : undefined
}

function only<T>(list: readonly T[], matches: (one: T) => boolean): T | undefined {
  const found = list.filter(matches)
  return found.length === 1 ? found[0] : undefined
}
