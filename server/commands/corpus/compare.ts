/** Asks the XForm-like view of a form what a case says an XForm made of it must hold. */

import { createRequire } from 'node:module'
import { DOMParser, onErrorStopParsing, type Document, type Element } from '@xmldom/xmldom'
import { namespaces } from './xform.ts'
import type { Case } from './cases.ts'

/** What is used of the library; its own types would make the whole server believe that it runs in a browser. */
interface XPathLibrary {
  useNamespaces(namespaces: Readonly<Record<string, string>>): (path: string, node: Document) => unknown
}

export interface Comparison {
  /** What was asked and holds. */
  readonly held: number
  readonly failed: readonly string[]
  /** What is about parts of an XForm that this toolkit has no counterpart of. */
  readonly notCompared: readonly string[]
}

/** Parts of an XForm that the view does not have: it shows the tree, lists, binds and controls. */
const beyond = new RegExp(
  [
    // Languages and texts with values in them.
    'itext|translation|x:output|output |@x:',
    // Actions, what devices fill in, the record of the record.
    'setvalue|setgeopoint|recordaudio|jr:template|jr:preload|jr:count|_count|@count|last-saved|uuid',
    'meta\\b|instanceid|instancename|orx:|odk:(?!rank)|entities|entity|submission',
    // Words of our own, hints to other clients.
    '@version|@prefix|@delimiter|@autoplay|@style|@query|@intent|@incremental|@max|@allow|@quality|@sms|@tag|@noLayout',
    'specify other|@accuracythreshold|@unacceptableaccuracy|@odk|@orx|@ev|@bind|jr:noapperror|@jr|geometry',
    // How the XML is written.
    '@src|src=|@xmlns|namespace|@class|h:body\\[|generated_|itemset\\[|comment\\(\\)|/x:item\\[|@id=.itemsets',
  ].join('|'),
  'i',
)

export function compare(xml: string, given: Case): Comparison {
  const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml')
  const failed: string[] = []
  const notCompared: string[] = []
  let held = 0
  const judge = (what: string, holds: () => boolean | null) => {
    const words = what.replace(/\s+/g, ' ').trim()
    // A case that its own makers expect to fail says nothing of the form.
    if (beyond.test(words) || given.ok === false) {
      notCompared.push(words)
      return
    }
    const result = holds()
    if (result === null) notCompared.push(words)
    else if (result) held++
    else failed.push(words)
  }
  for (const path of given.xml__xpath_match ?? []) judge(path, () => is(countOf(path, document), 1))
  for (const [path, count] of given.xml__xpath_count ?? [])
    judge(path, () => is(countOf(path, document), count))
  for (const [path, set] of given.xml__xpath_exact ?? [])
    judge(`${path} ${set.join(' ')}`, () => {
      const texts = textsOf(path, document)
      return texts && texts.toSorted().join('\n') === [...set].toSorted().join('\n')
    })
  for (const fragment of given.xml__contains ?? []) judge(fragment, () => holdsElement(fragment, document))
  return { held, failed, notCompared }
}

function library(): XPathLibrary {
  return createRequire(import.meta.url)('xpath') as XPathLibrary
}

function select(path: string, document: Document): readonly unknown[] | null {
  try {
    const found = library().useNamespaces(namespaces)(path.trim(), document)
    return Array.isArray(found) ? (found as readonly unknown[]) : null
  } catch {
    return null
  }
}

function is(count: number | null, wanted: number): boolean | null {
  return count === null ? null : count === wanted
}

function countOf(path: string, document: Document): number | null {
  return select(path, document)?.length ?? null
}

/** Attributes and texts can be compared with words; elements depend on how a writer sets them. */
function textsOf(path: string, document: Document): readonly string[] | null {
  const found = select(path, document)
  if (!found || !found.every((node) => isAttributeOrText(node))) return null
  return found.map((node) => (node as { readonly nodeValue: string | null }).nodeValue ?? '')
}

function isAttributeOrText(node: unknown): boolean {
  const type = (node as { readonly nodeType?: number }).nodeType
  return type === 2 || type === 3
}

/** A bind or a control is there if one has the same attributes; other pieces of text depend on how a writer sets them. */
function holdsElement(fragment: string, document: Document): boolean | null {
  const wanted = elementOf(fragment)
  if (!wanted || !/^(bind|input|select1?|range|trigger)$/.test(wanted.nodeName) || wanted.hasChildNodes())
    return null
  return Array.from(document.getElementsByTagName(wanted.nodeName)).some(
    (element) =>
      element.attributes.length === wanted.attributes.length &&
      Array.from(wanted.attributes).every(
        (attribute) => element.getAttribute(attribute.name) === attribute.value,
      ),
  )
}

function elementOf(fragment: string): Element | null {
  const declared = Object.entries(namespaces)
    .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
    .join(' ')
  try {
    const text = `<root ${declared}>${fragment.trim()}</root>`
    const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(
      text,
      'text/xml',
    ).documentElement
    const elements = Array.from(root?.childNodes ?? []).filter((node): node is Element => node.nodeType === 1)
    return elements.length === 1 ? (elements[0] ?? null) : null
  } catch {
    return null
  }
}
