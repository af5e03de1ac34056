/** The parts of a Word file as XML trees; nothing is expanded or fetched. */

import { DOMParser, onErrorStopParsing, type Element } from '@xmldom/xmldom'

/** The root of an XML text; null where it is none, or declares a document type. */
export function rootOf(text: string): Element | null {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return null
  try {
    return new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml').documentElement
  } catch {
    return null
  }
}

/** The elements right under an element, in order. */
export function elementsOf(element: Element): readonly Element[] {
  const found: Element[] = []
  for (let node = element.firstChild; node; node = node.nextSibling)
    if (node.nodeType === 1) found.push(node as Element)
  return found
}

export function childrenNamed(element: Element, name: string): readonly Element[] {
  return elementsOf(element).filter((child) => child.localName === name)
}

export function childNamed(element: Element | null, name: string): Element | null {
  return element ? (childrenNamed(element, name)[0] ?? null) : null
}

/** The `w:val` of a child, or null. */
export function valueOf(element: Element | null, name: string): string | null {
  return childNamed(element, name)?.getAttribute('w:val') ?? null
}

/** Whether a switch such as `w:vanish` is there and not turned off. */
export function isOn(element: Element | null, name: string): boolean {
  const found = childNamed(element, name)
  return found !== null && !['0', 'false', 'off'].includes(found.getAttribute('w:val') ?? '1')
}
