/** What is typed about a collection: read, checked, and shown again as it was typed. */

import { paradataLevels, type ParadataLevel } from '../../form/paradata.ts'
import { sampleTypes, type Collection, type SampleType, type Store } from '../../store/store.ts'
import type { FormDraft, FormVersion } from '../../store/store.ts'
import { localTime } from '../answering/surroundings.ts'
import { day, line, lines, type FieldError, type Option } from '../fields.ts'
import type { Visit } from '../page.ts'
import { instantOf, localMoment } from './moments.ts'

/** The fields as texts. */
export interface Typed {
  readonly form: string
  readonly name: string
  readonly sampleType: string
  readonly identity: string
  readonly pilot: boolean
  readonly paradata: string
  readonly opensAt: string
  readonly closesAt: string
  readonly answerLimit: string
  readonly allowsCorrection: boolean
  readonly retainUntil: string
  readonly asker: string
  readonly purpose: string
  readonly minutes: string
  readonly readers: string
  readonly contact: string
}

export function typedOf(visit: Visit): Typed {
  return {
    form: line(visit, 'form'),
    name: line(visit, 'name'),
    sampleType: line(visit, 'sampleType'),
    identity: line(visit, 'identity'),
    pilot: line(visit, 'pilot') !== '',
    paradata: line(visit, 'paradata'),
    opensAt: line(visit, 'opensAt'),
    closesAt: line(visit, 'closesAt'),
    answerLimit: line(visit, 'answerLimit').normalize('NFKC'),
    allowsCorrection: line(visit, 'allowsCorrection') !== '',
    retainUntil: line(visit, 'retainUntil'),
    asker: line(visit, 'asker'),
    purpose: lines(visit, 'purpose', 2_000),
    minutes: line(visit, 'minutes').normalize('NFKC'),
    readers: lines(visit, 'readers', 2_000),
    contact: lines(visit, 'contact', 2_000),
  }
}

/** Whether a form asks for a log of the filling in. */
export function asksAudit({ source }: Pick<FormVersion, 'source'>): boolean {
  return source.survey.some(({ cells }) => cells['type']?.trim().toLowerCase() === 'audit')
}

/** A new collection starts with the gentlest choices, kept for two years. */
export function blankTyped(visit: Visit, form: string, asker: string): Typed {
  const { day: today } = localTime(visit.now(), visit.config.timeZone)
  return {
    form,
    name: '',
    sampleType: '',
    identity: '',
    pilot: false,
    paradata: 'off',
    opensAt: '',
    closesAt: '',
    answerLimit: '',
    allowsCorrection: false,
    retainUntil: `${Number(today.slice(0, 4)) + 2}-12-31`,
    asker,
    purpose: '',
    minutes: '',
    readers: '',
    contact: '',
  }
}

export function typedFrom(collection: Collection, timeZone: string): Typed {
  return {
    form: collection.formVersionId,
    name: collection.title,
    sampleType: collection.sampleType,
    identity: collection.anonymous ? 'anonymous' : 'named',
    pilot: collection.pilot,
    paradata: collection.paradata,
    opensAt: localMoment(collection.opensAt, timeZone),
    closesAt: localMoment(collection.closesAt, timeZone),
    answerLimit: collection.answerLimit === null ? '' : String(collection.answerLimit),
    allowsCorrection: collection.allowsCorrection,
    retainUntil: collection.retainUntil ?? '',
    asker: collection.asker,
    purpose: collection.purpose,
    minutes: collection.minutes === null ? '' : String(collection.minutes),
    readers: collection.readers,
    contact: collection.contact,
  }
}

export interface Settings {
  readonly formVersionId: string
  readonly title: string
  readonly sampleType: SampleType
  readonly anonymous: boolean
  readonly pilot: boolean
  readonly paradata: ParadataLevel
  readonly opensAt: string | null
  readonly closesAt: string | null
  readonly answerLimit: number | null
  readonly allowsCorrection: boolean
  readonly retainUntil: string | null
  readonly asker: string
  readonly purpose: string
  readonly minutes: number | null
  readonly readers: string
  readonly contact: string
}

/** The settings, or what needs correcting. `versions` are those that may be fielded. */
export function settingsOf(
  visit: Visit,
  typed: Typed,
  versions: readonly Option[],
): { readonly settings: Settings; readonly errors: readonly FieldError[] } {
  const { wrong } = visit.t.collections
  const { timeZone } = visit.config
  const errors: FieldError[] = []
  const refuse = (field: keyof Typed, words: string) => errors.push({ field, words })
  const sampleType = sampleTypes.find((each) => each === typed.sampleType)
  const paradata = paradataLevels.find((each) => each === (typed.paradata || 'off'))
  const opensAt = instantOf(typed.opensAt, timeZone)
  const closesAt = instantOf(typed.closesAt, timeZone, true)
  const retainUntil = day(visit, 'retainUntil')
  const answerLimit = wholeNumber(typed.answerLimit, 10_000_000)
  const minutes = wholeNumber(typed.minutes, 600)
  if (!versions.some(({ value }) => value === typed.form)) refuse('form', wrong.form)
  if (typed.name === '') refuse('name', wrong.name)
  if (!sampleType) refuse('sampleType', wrong.sampleType)
  if (typed.identity !== 'anonymous' && typed.identity !== 'named') refuse('identity', wrong.identity)
  if (!paradata) refuse('paradata', visit.t.paradata.wrong)
  if (opensAt === undefined) refuse('opensAt', wrong.opensAt)
  if (closesAt === undefined) refuse('closesAt', wrong.closesAt)
  if (opensAt && closesAt && opensAt >= closesAt) refuse('closesAt', wrong.order)
  if (answerLimit === undefined) refuse('answerLimit', wrong.answerLimit)
  if (retainUntil === undefined || retainUntil === null) refuse('retainUntil', wrong.retainUntil)
  else if (retainUntil <= localTime(visit.now(), timeZone).day) refuse('retainUntil', wrong.retainPast)
  if (typed.asker === '') refuse('asker', wrong.asker)
  if (typed.purpose === '') refuse('purpose', wrong.purpose)
  if (minutes === undefined) refuse('minutes', wrong.minutes)
  return {
    errors,
    settings: {
      formVersionId: typed.form,
      title: typed.name,
      sampleType: sampleType ?? 'open',
      anonymous: typed.identity === 'anonymous',
      pilot: typed.pilot,
      paradata: paradata ?? 'off',
      opensAt: opensAt ?? null,
      closesAt: closesAt ?? null,
      answerLimit: answerLimit ?? null,
      allowsCorrection: typed.allowsCorrection,
      retainUntil: retainUntil ?? null,
      asker: typed.asker,
      purpose: typed.purpose,
      minutes: minutes ?? null,
      readers: typed.readers,
      contact: typed.contact,
    },
  }
}

/** null for an empty field, undefined for anything but a whole number from 1 on. */
function wholeNumber(text: string, most: number): number | null | undefined {
  if (text === '') return null
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= most ? number : undefined
}

/** The versions that a topic may field, newest first; of one form only where a collection already has one. */
export async function fieldableVersions(visit: Visit, formId: string | null): Promise<readonly Option[]> {
  const { store, topicId, t } = visit
  const drafts = formId === null ? await formsOf(store, topicId ?? '') : [await store.forms.find(formId)]
  const options: Option[] = []
  for (const draft of drafts) {
    const versions: readonly FormVersion[] = draft ? await store.forms.versions(draft.id) : []
    for (const { id, title, number } of versions.toSorted((a, b) => b.number - a.number)) {
      options.push({ value: id, label: t.collections.version({ title, number }) })
    }
  }
  return options
}

async function formsOf(store: Store, topicId: string): Promise<readonly FormDraft[]> {
  const { items } = await store.forms.list({ where: { topicId }, limit: 200 })
  return items.filter(({ latestVersion }) => latestVersion !== null)
}
