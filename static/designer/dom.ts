/** Small ways of making elements, and the words that the server sent along. */

export type Child = Node | string | null | false

/** An element with attributes (true: present, false and null: absent) and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | boolean | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue
    element.setAttribute(key, value === true ? '' : value)
  }
  for (const child of children) if (child !== null && child !== false) element.append(child)
  return element
}

let pressed = false
document.addEventListener('pointerdown', () => (pressed = true), true)
for (const end of ['pointerup', 'pointercancel'])
  document.addEventListener(end, () => (pressed = false), true)

/**
 * Does what follows from leaving a field once the hand has arrived at the next one: drawn anew under a pointer that is
 * down, what it presses would be gone before it is released.
 */
export function onceLeft(work: () => void): void {
  const soon = () => window.setTimeout(work)
  if (pressed) document.addEventListener('pointerup', soon, { once: true, capture: true })
  else soon()
}

export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id)
  if (!element) throw new Error(`designer: no #${id}`)
  return element as Kind
}

interface WordTree {
  readonly [name: string]: string | WordTree
}

let words: WordTree = {}

export function setWords(given: WordTree): void {
  words = given
}

/** The words at a path of the catalogue (`save.saved`), with their parameters put in. */
export function say(path: string, params: Readonly<Record<string, string | number>> = {}): string {
  const found = wordsAt(path)
  if (found === null) throw new Error(`designer: no words for ${path}`)
  return found.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.prototype.hasOwnProperty.call(params, name) ? String(params[name]) : whole,
  )
}

/** The words at a path, or null where there are none. */
export function wordsAt(path: string): string | null {
  let at: string | WordTree | undefined = words
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || !Object.prototype.hasOwnProperty.call(at, part)) return null
    at = at[part]
  }
  return typeof at === 'string' ? at : null
}

/** Says something to whoever listens to the page rather than looks at it. */
export function announce(text: string): void {
  byId('designer-said').textContent = text
}

/** A button of the designer; what it does is told by `data-do`. */
export function button(
  label: string,
  act: () => void,
  attributes: Readonly<Record<string, string | boolean | null>> = {},
): HTMLButtonElement {
  const element = make('button', { type: 'button', class: 'button secondary small', ...attributes }, label)
  element.addEventListener('click', act)
  return element
}
