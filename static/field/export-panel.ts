/** Getting records off a phone that has no network: one file, or where downloads fail, text to copy. */

import { button, empty, make } from '../answering/island.ts'
import type { FieldRecord, KnownPerson } from './base.ts'
import type { Say } from './island.ts'
import { packRecords, sealParcel } from './parcel.ts'
import { recordsOf } from './records.ts'
import { ground } from './surroundings.ts'

export interface Exporting {
  readonly person: KnownPerson
  readonly say: Say
}

const shortest = 8

export function showExport(place: HTMLElement, exporting: Exporting): void {
  const { say } = exporting
  const { encrypts, weChat } = ground()
  empty(place)
  if (weChat) place.append(make('p', { class: 'notice warning' }, say('weChat')))
  if (encrypts) {
    const input = make('input', { id: 'export-passphrase', type: 'password', autocomplete: 'new-password' })
    place.append(
      make(
        'div',
        { class: 'field' },
        make('label', { for: 'export-passphrase' }, say('exportPassphrase')),
        input,
      ),
    )
  } else place.append(make('p', { class: 'notice warning' }, say('exportPlain')))
  const all = button(say('exportAll'), 'button secondary', () => void exportAll(exporting))
  all.id = 'export-all'
  place.append(make('p', {}, all), make('p', { id: 'export-told', role: 'status' }))
}

async function exportAll(exporting: Exporting): Promise<void> {
  const records = await recordsOf(exporting.person.id)
  await exportRecords(
    exporting,
    records.filter(({ state }) => state === 'pending' || state === 'held'),
  )
}

export async function exportRecords(
  { person, say }: Exporting,
  records: readonly FieldRecord[],
): Promise<void> {
  const tell = (words: string) => {
    const place = document.getElementById('export-told')
    if (place) place.textContent = words
    place?.scrollIntoView({ block: 'center' })
  }
  if (records.length === 0) {
    tell(say('exportNone'))
    return
  }
  const { encrypts, weChat } = ground()
  const field = document.getElementById('export-passphrase') as HTMLInputElement | null
  const passphrase = field?.value ?? ''
  if (encrypts && passphrase.length < shortest) {
    tell(say('exportShort'))
    field?.focus()
    return
  }
  const named = records.some(
    ({ collection }) => !person.collections.some((one) => one.id === collection && one.anonymous),
  )
  if (!encrypts && named) {
    tell(say('exportNamed'))
    return
  }
  if (!encrypts && !window.confirm(say('exportPlainSure'))) return
  const parcel = await packRecords(person, records)
  const text = encrypts ? await sealParcel(parcel, passphrase) : JSON.stringify(parcel)
  if (weChat) {
    // Without files it is short enough to be pasted into a message.
    const bare = { ...parcel, records: parcel.records.map((one) => ({ ...one, files: [] })) }
    showText(say, encrypts ? await sealParcel(bare, passphrase) : JSON.stringify(bare))
    return
  }
  download(text, `field-${parcel.exportedAt.slice(0, 16).replace(/[-:T]/g, '')}.diaoyan.json`)
  tell(say('exportDone'))
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = make('a', { href: url, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

function showText(say: Say, text: string): void {
  const place = document.getElementById('export-told')
  if (!place) return
  empty(place)
  const area = make('textarea', { readonly: '', 'aria-label': say('exportText') }) as HTMLTextAreaElement
  area.value = text
  place.append(say('exportText'), area)
  area.select()
}
