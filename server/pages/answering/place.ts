/** What the pages of the public link and of the investigator share: opening the form, a round of it, a submission. */

import type { Form } from '../../form/form.ts'
import { flat, nested } from '../../form/instances.ts'
import { problemOf } from '../../failure.ts'
import { Problem } from '../../problem.ts'
import { view, type Reply, type Visit } from '../page.ts'
import { filesPosted } from './attachments.ts'
import { doorOf, type Door, type Fielded } from './fielded.ts'
import { speakingOf, type Speaking } from './language.ts'
import { paradataPosted } from './paradata.ts'
import { fieldOf, readSubmission } from './posted.ts'
import { firstPlace, nextRound, type Place, type SurroundingsOf } from './rounds.ts'
import { refusalWords, showForm, type Address } from './show.ts'
import { submitAnswers, whatWasGiven } from './submit.ts'
import { localTime, surroundingsFor } from './surroundings.ts'

/** The form at its first page, or the reason why nothing can be filled in now. */
export function openForm(visit: Visit, fielded: Fielded, address: Address): Reply {
  const speaking = speakingOf(fielded.form, visit.query['l'] ?? '', visit.locale)
  const door = doorFor(visit, fielded, address)
  if (door !== 'open') return doorReply(visit, fielded, speaking, door)
  const place = firstPlace(fielded.form, here(visit, fielded), address.record)
  return showForm(visit, fielded, speaking, address, place)
}

/** What was sent back may be corrected after the collection has closed. */
function doorFor(visit: Visit, { collection }: Fielded, { record }: Address): Door {
  return record?.answers ? 'open' : doorOf(collection, visit.now())
}

/** One round trip without JavaScript. */
export async function playRound(visit: Visit, fielded: Fielded, address: Address): Promise<Reply> {
  const door = doorFor(visit, fielded, address)
  const action = fieldOf(visit.body, '_do')
  const asked = action.startsWith('language:') ? action.slice('language:'.length) : fieldOf(visit.body, '_l')
  const speaking = speakingOf(fielded.form, asked, visit.locale)
  if (fieldOf(visit.body, '_version') !== fielded.collection.formVersionId) throw new Problem('conflict')
  // Nothing is kept of files for a collection that takes no answers.
  if (door !== 'open' && Object.keys(visit.files).length > 0) return doorReply(visit, fielded, speaking, door)
  const files = await filesPosted(visit, fielded, speaking)
  const round = nextRound(fielded.form, visit.body, here(visit, fielded), files)
  if (round.step === 'show') return showForm(visit, fielded, speaking, address, round.place)
  const { place } = round
  const posted = {
    instanceId: place.instanceId,
    raw: place.raw,
    locale: speaking.key,
    paradata: paradataPosted(visit),
  }
  const submitted = await unlessUnavailable(submitAnswers(visit, fielded, posted))
  switch (submitted.outcome) {
    case 'unavailable':
      return showForm(visit, fielded, speaking, address, {
        ...place,
        page: null,
        trouble: speaking.w.cannotTakeIn,
      })
    case 'refused':
      return showForm(visit, fielded, speaking, address, backToSlip(place, submitted.refusals))
    case 'stored':
    case 'duplicate':
    case 'corrected':
    case 'different':
      return receiptReply(visit, fielded, speaking, address, submitted)
    case 'filesMissing':
      return showForm(
        visit,
        fielded,
        speaking,
        address,
        withoutFiles(place, fielded.form, submitted.missing, speaking.w.fileGone),
      )
    default:
      return doorReply(visit, fielded, speaking, submitted.outcome)
  }
}

/** A full disk or a database that is away is no reason to lose what somebody wrote: the page comes back with all of it. */
async function unlessUnavailable<T>(work: Promise<T>): Promise<T | { readonly outcome: 'unavailable' }> {
  try {
    return await work
  } catch (error) {
    if (problemOf(error).code === 'unavailable') return { outcome: 'unavailable' }
    throw error
  }
}

/** Files that a place names and that are gone have to be chosen again. */
function withoutFiles(place: Place, form: Form, missing: readonly string[], words: string): Place {
  const gone = new Set<unknown>(missing)
  const fields = flat(form, place.raw)
  const lost = Object.keys(fields).filter((at) => gone.has(fields[at]))
  const raw = nested(form, { ...fields, ...Object.fromEntries(lost.map((at) => [at, null])) })
  return { ...place, page: 1, raw, told: new Map(lost.map((at) => [at, words])) }
}

/** The same checks a moment later, e.g. past midnight, may still refuse. */
function backToSlip(place: Place, refusals: Place['refusals']): Place {
  return { ...place, page: 1, refusals }
}

const statusOf = {
  stored: 201,
  duplicate: 200,
  corrected: 200,
  different: 409,
  closed: 410,
  withdrawn: 410,
  notOpen: 403,
  paused: 403,
  full: 403,
} as const

/** The answering script's post; every reply carries an outcome and, where people need them, words. */
export async function receiveJson(
  visit: Visit,
  fielded: Fielded,
  { vouch = false }: { readonly vouch?: boolean } = {},
): Promise<Reply> {
  const posted = readSubmission(fielded.form, visit.json)
  const speaking = speakingOf(fielded.form, posted.locale, visit.locale)
  const { w } = speaking
  const reply = (status: number, value: object): Reply => ({ kind: 'json', status, value })
  if (posted.formVersion !== fielded.collection.formVersionId) {
    return reply(409, { outcome: 'version', words: w.versionChanged })
  }
  const submitted = await submitAnswers(visit, fielded, {
    instanceId: posted.instanceId,
    raw: posted.answers,
    locale: speaking.key,
    paradata: posted.paradata,
  })
  switch (submitted.outcome) {
    case 'filesMissing':
      // The script sends them again and then the answer.
      return reply(409, { ...submitted, words: w.filesMissing })
    case 'refused': {
      const refusals = submitted.refusals.map((refusal) => ({
        name: refusal.name,
        at: refusal.at,
        code: refusal.code,
        words: refusalWords(refusal, fielded.form, speaking),
      }))
      return reply(422, { outcome: 'refused', refusals })
    }
    case 'stored':
    case 'duplicate':
    case 'corrected': {
      if (!vouch) return reply(statusOf[submitted.outcome], submitted)
      // What is stored, said by its hash: the device compares it with what it finished.
      const { contentHash } = whatWasGiven(visit, fielded, { ...posted, raw: posted.answers })
      const correctable = fielded.collection.allowsCorrection
      return reply(statusOf[submitted.outcome], { ...submitted, contentHash, correctable })
    }
    case 'different':
      return reply(409, { ...submitted, words: w.different })
    default:
      return reply(statusOf[submitted.outcome], { outcome: submitted.outcome, words: w[submitted.outcome] })
  }
}

function here(visit: Visit, { collection, channel }: Fielded): SurroundingsOf {
  return (instanceId) => surroundingsFor(visit, { collection, channel }, instanceId)
}

/** The context that every respondents' page has. */
export interface RespondentPage {
  readonly title: string
  readonly w: Speaking['w']
  readonly speaking: Speaking
  readonly pilot: boolean
  readonly languageLinks: boolean
  readonly withdrawLink: boolean
  readonly script: boolean
}

/** A polite page when nothing can be filled in. */
export function doorReply(
  visit: Visit,
  { collection }: Fielded,
  speaking: Speaking,
  door: Exclude<Door, 'open'> | 'withdrawn',
): Reply {
  const { w } = speaking
  const later = door === 'notOpen' && collection.state === 'open' && collection.opensAt !== null
  const { day, time } = localTime(new Date(collection.opensAt ?? 0), visit.config.timeZone)
  const context: RespondentPage & Readonly<Record<'heading' | 'words' | 'asker' | 'contact', string>> = {
    title: collection.title,
    w,
    speaking,
    pilot: collection.pilot,
    languageLinks: visit.method === 'GET',
    withdrawLink: true,
    script: false,
    heading: w[`${door}Title`],
    words: later ? w.notOpenUntil({ when: `${day} ${time.slice(0, 5)}` }) : w[door],
    asker: collection.asker,
    contact: collection.contact,
  }
  return view('answering/door', context, { status: statusOf[door] })
}

type Receipt =
  | {
      readonly outcome: 'stored' | 'duplicate' | 'corrected'
      readonly receipt: string
      readonly receivedOn: string
    }
  | { readonly outcome: 'different'; readonly receipt: string }

/** Context of views/answering/receipt.ejs; without a receipt the script reads it from the address. */
export interface ReceiptPage extends RespondentPage {
  readonly heading: string
  readonly lead: string
  readonly receipt: string
  readonly receivedOn: string
  readonly corrections: boolean
  readonly again: string
  readonly back: string
}

/** The receipt itself is never part of an address that reaches a server, so that no log can tie it to a caller. */
export function receiptReply(
  visit: Visit,
  { collection, form }: Fielded,
  speaking: Speaking | null,
  address: Address,
  receipt: Receipt | null,
): Reply {
  const { w, ...rest } = speaking ?? speakingOf(form, visit.query['l'] ?? '', visit.locale)
  const different = receipt?.outcome === 'different'
  const corrected = receipt?.outcome === 'corrected'
  const done = address.investigator ? w.receiptFill : w.receiptTitle
  const context: ReceiptPage = {
    title: collection.title,
    w,
    speaking: { w, ...rest },
    pilot: collection.pilot,
    languageLinks: false,
    withdrawLink: true,
    script: true,
    heading: different ? w.differentTitle : corrected ? w.correctedTitle : done,
    lead: different ? `${w.different} ${w.differentHint}` : w.thanks,
    receipt: receipt?.receipt ?? '',
    receivedOn: receipt && receipt.outcome !== 'different' ? receipt.receivedOn : '',
    corrections: collection.allowsCorrection,
    again: address.form,
    back: address.investigator ? `/collections/${collection.id}` : '',
  }
  return view('answering/receipt', context, {
    status: different ? 409 : 200,
    headers: { 'Cache-Control': 'no-store' },
  })
}
