/** What was entered of a copy becomes one answer: checked by the form's rules, personal ones apart, on the channel of paper. */

import { hash, randomUUID } from 'node:crypto'
import type { Answers, Form, Refusal, Surroundings } from '../../form/form.ts'
import { givenJson } from '../../form/given.ts'
import { partsOfAt } from '../../form/instances.ts'
import { compareEntries } from '../../form/paper/comparing.ts'
import { readFields } from '../../form/paper/fields.ts'
import { paperMarks, paperStanding, type PaperStanding } from '../../form/paper/standing.ts'
import { splitPersonal } from '../../form/personal.ts'
import { isMetadata, questionsOf } from '../../form/walk.ts'
import { Problem } from '../../problem.ts'
import type { Collection, EntryFields, PaperEntry, Settled } from '../../store/store.ts'
import { speakingOf } from '../answering/language.ts'
import { localTime, surroundingsOf } from '../answering/surroundings.ts'
import type { Visit } from '../page.ts'
import { paperChannel, type CopyPlace } from './place.ts'

/** All that stands in an entry, personal answers with the others. */
export function allFields({ fields, personal }: Pick<PaperEntry, 'fields' | 'personal'>): EntryFields {
  return { ...fields, ...personal }
}

/** The fields of an entry as they are kept: those of personal questions apart (promise 2). */
export function partedFields(form: Form, typed: EntryFields): Pick<PaperEntry, 'fields' | 'personal'> {
  const names = new Set(questionsOf(form).flatMap(({ personal, name }) => (personal ? [name] : [])))
  const part = (wanted: boolean) =>
    Object.fromEntries(Object.entries(typed).filter(([at]) => names.has(partsOfAt(at).name) === wanted))
  return { fields: part(false), personal: part(true) }
}

export function paperSurroundings(
  { now, config }: Pick<Visit, 'now' | 'config'>,
  { anonymous, formVersionId }: Pick<Collection, 'anonymous' | 'formVersionId'>,
): Surroundings {
  // A sheet knows no clock: what devices fill in is left out below.
  return { ...surroundingsOf(now(), config.timeZone, true), anonymous, formVersion: formVersionId }
}

export type Outcome = Settled | { readonly outcome: 'refused'; readonly refusals: readonly Refusal[] }

/** Makes the answer out of the fields that were agreed on; `entries` are those that they came from. */
export async function settleCopy(
  visit: Visit,
  place: CopyPlace,
  agreed: EntryFields,
  entries: readonly PaperEntry[],
): Promise<Outcome> {
  const { collection, copy, form } = place
  const { store, viewer, now, config, t } = visit
  if (!viewer) throw new Problem('signInNeeded')
  const standing = paperStanding(form, agreed, paperSurroundings(visit, collection))
  const refusals = refused(standing)
  if (refusals.length > 0) return { outcome: 'refused', refusals }
  const answers = withoutDevice(form, standing.answers)
  const channel = await paperChannel(store, collection.id, t.paper.channel)
  const compared = comparisonOf(form, agreed, entries)
  return store.paper.settle(collection.id, {
    copy: copy.copy,
    revisions: entries.map(({ revision }) => revision),
    ...compared,
    marks: paperMarks(standing, form).map(({ at, mark }) => ({ name: partsOfAt(at).name, mark })),
    actor: viewer.id,
    incoming: {
      collectionId: collection.id,
      formVersionId: copy.formVersionId,
      channelId: channel.id,
      instanceId: randomUUID(),
      contentHash: hash('sha256', givenJson(form, answers)),
      ...splitPersonal(form, answers),
      locale: speakingOf(form, '', visit.locale).locale,
      collectorId: null,
      receivedAt: now().toISOString(),
      receivedOn: localTime(now(), config.timeZone).day,
    },
  })
}

/** What the form refuses of fields that were agreed on, without making anything of them. */
export function refusalsOf(
  visit: Pick<Visit, 'now' | 'config'>,
  { form, collection }: CopyPlace,
  agreed: EntryFields,
): readonly Refusal[] {
  return refused(paperStanding(form, agreed, paperSurroundings(visit, collection)))
}

function refused({ read, refusals }: PaperStanding): readonly Refusal[] {
  const slips = read.slips.map((at): Refusal => ({
    name: partsOfAt(at).name,
    at,
    code: 'badShape',
    params: {},
    message: null,
  }))
  return [...slips, ...refusals.filter(({ at }) => !read.slips.includes(at))]
}

/** Nothing tells when a sheet was filled in, or on which device. */
function withoutDevice(form: Form, answers: Answers): Answers {
  const made = questionsOf(form).filter(({ type, name }) => isMetadata(type) && Object.hasOwn(answers, name))
  return { ...answers, ...Object.fromEntries(made.map(({ name }) => [name, null])) }
}

/** What was entered, and in which each of the two clerks had something else than what stands now. */
function comparisonOf(form: Form, agreed: EntryFields, entries: readonly PaperEntry[]) {
  const [one, two] = entries.map(allFields)
  if (!one) return { entered: [], differences: [] }
  const { filled, differences } = compareEntries(form, one, two ?? one)
  const keys = [agreed, one, two ?? one].map((each) => readFields(form, each).keys)
  const keyAt = (place: number, at: string) => keys[place]?.get(at) ?? ''
  return {
    entered: filled.map((at) => partsOfAt(at).name),
    differences: differences.map(({ at }) => ({
      name: partsOfAt(at).name,
      first: keyAt(1, at) !== keyAt(0, at),
      second: keyAt(2, at) !== keyAt(0, at),
    })),
  }
}
