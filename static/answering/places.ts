/** Where everything stands on the page: the box of each instance, and the places where a value is inserted. */

export interface Places {
  /** The box of a question, group, repeat or row. */
  boxOf(at: string): HTMLElement | null
  /** Where the value of an instance is inserted into a text. */
  insertionsOf(at: string): readonly HTMLElement[]
  /** All instances that have a box. */
  all(): readonly string[]
  repeats(): readonly HTMLElement[]
  /** Looks at a part of the page that came, or at all of it where instances were numbered anew. */
  look(part?: HTMLElement): void
}

export const kinds = ['question', 'group', 'repeat', 'row'] as const

/** The instance that a box is of, '' for another element. */
export function atOf(box: Element): string {
  for (const kind of kinds) {
    const at = box.getAttribute(`data-${kind}`)
    if (at !== null) return at
  }
  return ''
}

export function openPlaces(form: HTMLElement): Places {
  let boxes = new Map<string, HTMLElement>()
  let insertions = new Map<string, HTMLElement[]>()
  let repeats: HTMLElement[] = []

  function look(part?: HTMLElement): void {
    if (!part) {
      boxes = new Map()
      insertions = new Map()
      repeats = []
    } else if (atOf(part)) boxes.set(atOf(part), part)
    const found = (part ?? form).querySelectorAll<HTMLElement>(
      '[data-question],[data-group],[data-repeat],[data-row],[data-value]',
    )
    for (let i = 0; i < found.length; i++) {
      const element = found[i] as HTMLElement
      const inserted = element.getAttribute('data-value')
      if (inserted !== null) {
        const others = insertions.get(inserted)
        if (others) others.push(element)
        else insertions.set(inserted, [element])
        continue
      }
      // The items of a ranking carry other data.
      boxes.set(atOf(element), element)
      if (element.hasAttribute('data-repeat')) repeats.push(element)
    }
  }

  look()
  return {
    boxOf: (at) => boxes.get(at) ?? null,
    insertionsOf: (at) => insertions.get(at) ?? [],
    all: () => Array.from(boxes.keys()),
    repeats: () => repeats,
    look,
  }
}
