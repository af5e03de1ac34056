/** 八项规定: what visit records tell of companions, vehicles, meals, payment and reception, by the names of the template. */

import type { Answers, Form } from '../form/form.ts'
import { isRows, valueAt } from '../form/instances.ts'
import { valueInWords } from '../form/words.ts'
import type { Locale } from '../locale/index.ts'
import type { Collection, Day, Store, Submission } from '../store/store.ts'
import { noteHead } from '../summary/notes.ts'
import { formOfVersion } from '../summary/records.ts'
import { formLanguage } from '../summary/variables.ts'

export interface Reception {
  readonly collectionId: string
  readonly instanceId: string
  readonly day: Day
  readonly place: string
  /** null where the form does not ask. */
  readonly companions: number | null
  readonly vehicle: string
  readonly meals: string
  readonly payment: string
  readonly reception: string
  /** A meal or a vehicle of the place visited, a meal that was not paid, or gifts and welcomes. */
  readonly remarkable: boolean
}

const names = ['vehicle', 'meal', 'meal_paid', 'reception'] as const

/** Records of visits since that day, the latest first. */
export async function receptionsOf(
  store: Store,
  collections: readonly Collection[],
  { since, locale }: { readonly since: Day; readonly locale: Locale },
): Promise<readonly Reception[]> {
  const found: Reception[] = []
  for (const { id, kind, pilot } of collections) {
    if (kind !== 'visit' || pilot) continue
    for (const row of await store.submissions.since(id, since)) {
      const form = await formOfVersion(store, row.formVersionId)
      const told = form && receptionIn(form, row, locale)
      if (told) found.push(told)
    }
  }
  return found.toSorted((a, b) => b.day.localeCompare(a.day) || a.instanceId.localeCompare(b.instanceId))
}

function receptionIn(form: Form, row: Submission, locale: Locale): Reception | null {
  const answers = JSON.parse(row.answers) as Answers
  const language = formLanguage(form, locale)
  const said = (name: string) =>
    valueAt(answers, name) === null ? '' : valueInWords(form, name, answers, language)
  const companions = isRows(answers['companions']) ? answers['companions'].length : null
  if (companions === null && names.every((name) => said(name) === '')) return null
  const cost = valueAt(answers, 'meal_cost')
  const { date, place } = noteHead(form, answers, locale)
  const code = (name: string) => valueAt(answers, name)
  return {
    collectionId: row.collectionId,
    instanceId: row.instanceId,
    day: date ?? row.receivedOn,
    place,
    companions,
    vehicle: said('vehicle'),
    meals: [said('meal'), typeof cost === 'number' ? `¥${cost}` : ''].filter(Boolean).join(' '),
    payment: [said('meal_paid'), said('meal_payment')].filter(Boolean).join(' '),
    reception: [said('reception'), said('reception_detail')].filter(Boolean).join(' '),
    remarkable:
      code('vehicle') === 'local' ||
      code('meal') === 'host' ||
      code('meal_paid') === 'unpaid' ||
      !['', 'none'].includes(String(code('reception') ?? '')),
  }
}
