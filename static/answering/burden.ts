/** What a place has had in the last weeks, across topics, said as soon as it is written down: before the visit is made. */

import { placeNames } from '../../server/form/place-key.ts'

export interface Burdened {
  readonly times: number
  /** The last day. */
  readonly last: string
  readonly weeks: number
  readonly limit: number
}

/** Looks a place up; null where it has had nothing, or where nobody can be asked. */
export type LookUp = (place: string) => Promise<Burdened | null>

interface Words {
  readonly before: string
  readonly over: string
}

const filled = (words: string, params: Readonly<Record<string, string | number>>) =>
  words.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))

export function offerBurden(lookUp: LookUp): void {
  const island = document.getElementById('phrases')
  const form = document.getElementById('answers')
  if (!island || !form) return
  const { burden: say } = JSON.parse(island.textContent ?? '{}') as { readonly burden: Words | null }
  if (!say) return
  const told = document.createElement('p')
  told.className = 'notice burden'
  told.setAttribute('role', 'status')

  form.addEventListener('change', (event) => {
    const { target } = event
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) void tell(target)
  })
  const standing = form.querySelectorAll<HTMLInputElement>('input[name^="q."]')
  for (let i = 0; i < standing.length; i++) if (standing[i]?.value) void tell(standing[i]!)

  async function tell(field: HTMLInputElement | HTMLTextAreaElement): Promise<void> {
    if (!placeNames.test(field.name.replace(/^q\./, ''))) return
    const place = field.value.trim()
    const found = place === '' ? null : await lookUp(place).catch(() => null)
    // Something else may have been written while the answer was on its way.
    if (field.value.trim() !== place) return
    told.textContent = ''
    if (!found) {
      told.remove()
      return
    }
    const over = found.times >= found.limit
    told.textContent = `${filled(say!.before, { ...found, place })}${over ? ` ${filled(say!.over, { ...found })}` : ''}`
    told.className = over ? 'notice warned burden' : 'notice burden'
    field.insertAdjacentElement('afterend', told)
  }
}

/** Asks the server, on the page that it made. */
export function askingServer(address: string): LookUp {
  return async (place) => {
    const reply = await fetch(`${address}?place=${encodeURIComponent(place)}`, {
      credentials: 'same-origin',
      headers: { Accept: 'application/json' },
    })
    return reply.ok ? ((await reply.json()) as { readonly burden: Burdened | null }).burden : null
  }
}
