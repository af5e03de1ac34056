/** The doors that the sample comes in by: a form that is fielded, its channels, and answers that pass everybody's check. */

import { createHash } from 'node:crypto'
import { RE2JS } from 're2js'
import { checkAnswers } from '../form/answers.ts'
import { canonicalJson } from '../form/canonical.ts'
import { compileForm } from '../form/definition.ts'
import type { Form, FormSource, Surroundings } from '../form/form.ts'
import { splitPersonal } from '../form/personal.ts'
import type { Collection, CollectionChange, FormKind, Incoming, SampleType, Store } from '../store/store.ts'

export type Ids<Key extends string = string> = Readonly<Record<Key, string>>

export interface Fielding {
  readonly kind: FormKind
  readonly source: FormSource
  readonly title: string
  readonly sampleType: SampleType
  readonly anonymous: boolean
  readonly pilot?: boolean
  /** First day of fieldwork. */
  readonly opens: string
  readonly about: Pick<
    CollectionChange,
    'asker' | 'purpose' | 'minutes' | 'readers' | 'contact' | 'allowsCorrection'
  >
}

export interface Fielded {
  readonly form: Form
  readonly formId: string
  readonly collection: Pick<Collection, 'id' | 'formVersionId'>
}

/** A form with its first version, and a collection of it that is open. */
export async function field(store: Store, topicId: string, fielding: Fielding): Promise<Fielded> {
  const { kind, source, title } = fielding
  const { form, complaints } = compileForm(source)
  if (!form) throw new Error(`demo: ${title} does not compile: ${JSON.stringify(complaints)}`)
  const formId = await store.forms.add({ topicId, kind, title, source })
  const { id } = await store.forms.publish(formId)
  return fieldAgain(store, topicId, { ...fielding, of: { form, formId, formVersionId: id } })
}

interface Again extends Omit<Fielding, 'kind' | 'source'> {
  readonly of: { readonly form: Form; readonly formId: string; readonly formVersionId: string }
}

/** A further collection of a version that is there. */
export async function fieldAgain(store: Store, topicId: string, again: Again): Promise<Fielded> {
  const { of, title, sampleType, anonymous, opens, about, pilot = false } = again
  const id = await store.collections.add({
    topicId,
    formVersionId: of.formVersionId,
    title,
    sampleType,
    anonymous,
    pilot,
    opensAt: `${opens}T00:00:00.000Z`,
    ...about,
  })
  await store.collections.change(id, { state: 'open' })
  return { form: of.form, formId: of.formId, collection: { id, formVersionId: of.formVersionId } }
}

export async function channel(
  store: Store,
  { collection }: Fielded,
  kind: 'link' | 'qr' | 'investigator',
  label: string,
): Promise<string> {
  const added = await store.collections.addChannel({ collectionId: collection.id, kind, label })
  return added.id
}

export interface Answer {
  readonly id: string
  readonly day: string
  readonly raw: Readonly<Record<string, unknown>>
  readonly channelId: string
  readonly collectorId: string | null
  /** Of the case that it is for; else one made from `id`. */
  readonly instanceId?: string
}

/** Many at a time: one transaction each, as the intake commits them. */
const batchSize = 400

export async function receive(store: Store, fielded: Fielded, answers: readonly Answer[]): Promise<void> {
  const incoming = answers.map((answer) => checked(fielded, answer))
  for (let start = 0; start < incoming.length; start += batchSize) {
    const batch = incoming.slice(start, start + batchSize)
    const outcomes = await store.submissions.receive(batch)
    const lost = outcomes.find(({ outcome }) => outcome !== 'stored')
    if (lost) throw new Error(`demo: an answer was not stored but ${lost.outcome}`)
  }
}

/** The sample passes the same check as anybody's answer. */
function checked({ form, collection }: Fielded, answer: Answer): Incoming {
  const { id, day, raw, channelId, collectorId } = answer
  const { answers, refusals } = checkAnswers(form, raw, surroundings(day))
  if (refusals.length > 0) throw new Error(`demo: ${id} is refused: ${JSON.stringify(refusals)}`)
  const apart = splitPersonal(form, answers)
  return {
    collectionId: collection.id,
    formVersionId: collection.formVersionId,
    channelId,
    instanceId: answer.instanceId ?? instanceId(id),
    contentHash: sha256(canonicalJson(answers)),
    answers: apart.answers,
    personal: apart.personal,
    locale: 'zh-CN',
    collectorId,
    receivedAt: `${day}T04:00:00.000Z`,
    receivedOn: day,
  }
}

function surroundings(day: string): Surroundings {
  return {
    today: day,
    now: `${day}T12:00:00.000+08:00`,
    matches: (text, pattern) => RE2JS.matches(pattern, text),
  }
}

/** A UUID that is the same at every seeding. */
export function instanceId(name: string): string {
  const hex = sha256(`diaoyan demo ${name}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** So many days after a day, before it where negative. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
