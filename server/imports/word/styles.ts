/** What the styles of a Word file say of paragraphs: headings, the title, and lists. */

import type { Element } from '@xmldom/xmldom'
import type { Place } from './numbers.ts'
import { childNamed, childrenNamed, valueOf } from './xml.ts'

export interface ParagraphStyle {
  readonly place: Place | null
  readonly heading: boolean
  readonly title: boolean
}

const plain: ParagraphStyle = { place: null, heading: false, title: false }

/** Styles by their ids, each with what it takes over from those that it is based on. */
export function stylesOf(root: Element | null): ReadonlyMap<string, ParagraphStyle> {
  const own = new Map(
    (root ? childrenNamed(root, 'style') : []).map((style) => [style.getAttribute('w:styleId') ?? '', style]),
  )
  const made = new Map<string, ParagraphStyle>()
  const make = (id: string, depth: number): ParagraphStyle => {
    const known = made.get(id)
    const style = own.get(id)
    // Files that base styles on each other in a circle have been seen.
    if (known || !style || depth > 20) return known ?? plain
    const base = make(valueOf(style, 'basedOn') ?? '', depth + 1)
    const name = (valueOf(style, 'name') ?? '').toLowerCase()
    const properties = childNamed(style, 'pPr')
    const level = Number(valueOf(properties, 'outlineLvl') ?? 9)
    const result = {
      place: placeOf(properties) ?? base.place,
      heading: level < 9 || /^(heading|标题) ?[1-9]$/.test(name) || base.heading,
      title: name === 'title' || name === '标题' || base.title,
    }
    made.set(id, result)
    return result
  }
  for (const id of own.keys()) make(id, 0)
  return made
}

/** The list and level that properties of a paragraph name; a style may name the list alone. */
export function placeOf(properties: Element | null): Place | null {
  const numbering = childNamed(properties, 'numPr')
  const list = valueOf(numbering, 'numId')
  return list === null ? null : { list, level: Number(valueOf(numbering, 'ilvl') ?? 0) }
}
