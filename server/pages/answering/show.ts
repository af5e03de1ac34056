/** The page of the form at some place of it, for respondents and for investigators alike. */

import type { Form, Refusal } from '../../form/form.ts'
import { pagesOf, questionsOf } from '../../form/walk.ts'
import { filled, textIn, valueInWords } from '../../form/words.ts'
import { catalogues, say } from '../../locale/index.ts'
import { view, type Reply, type Visit } from '../page.ts'
import type { Fielded } from './fielded.ts'
import { formIsland } from './island.ts'
import type { Speaking } from './language.ts'
import { sectionsOf, type SectionView } from './look.ts'
import { isAsked } from './posted.ts'
import { nextPage, seenOn, type Place } from './rounds.ts'

/** Where the page lives and posts to. */
export interface Address {
  /** The page itself; it posts its rounds to itself. */
  readonly form: string
  readonly submissions: string
  readonly receipt: string
  readonly csrf: string
  readonly investigator: boolean
}

/** Context of views/answering/form.ejs. */
export interface FormPage {
  readonly title: string
  readonly w: Speaking['w']
  readonly speaking: Speaking
  readonly languageLinks: false
  readonly withdrawLink: boolean
  readonly script: true
  readonly address: Address
  readonly anonymous: boolean
  readonly pilot: boolean
  readonly secure: boolean
  readonly fillFor: string
  readonly instanceId: string
  readonly formVersion: string
  readonly step: 'page' | 'check'
  readonly pageNumber: number
  readonly pageCount: number
  readonly last: boolean
  readonly seen: string
  readonly sections: readonly SectionView[]
  readonly slips: readonly { readonly id: string; readonly words: string }[]
  readonly revealed: readonly { readonly id: string; readonly label: string }[]
  readonly checked: readonly { readonly name: string; readonly label: string; readonly answer: string }[]
  /** Ready JSON, escaped for HTML. */
  readonly formIsland: string
  readonly island: object
}

export function showForm(
  visit: Visit,
  fielded: Fielded,
  speaking: Speaking,
  address: Address,
  place: Place,
): Reply {
  const { collection, form } = fielded
  const { language, w } = speaking
  const pages = pagesOf(form)
  const names = place.page === null ? undefined : pages[place.page - 1]?.names
  const errors = new Map(
    place.refusals.map((refusal) => [refusal.name, refusalWords(refusal, form, speaking)]),
  )
  for (const name of place.ties) errors.set(name, w.rankTie)
  const labelOf = (name: string) => plainLabel(form, name, place, language)
  const context: FormPage = {
    title: collection.title,
    w,
    speaking,
    languageLinks: false,
    withdrawLink: false,
    script: true,
    address,
    anonymous: collection.anonymous,
    pilot: collection.pilot,
    secure: visit.secure,
    fillFor: address.investigator ? (visit.viewer?.name ?? '') : '',
    instanceId: place.instanceId,
    formVersion: collection.formVersionId,
    step: place.page === null ? 'check' : 'page',
    pageNumber: place.page ?? pages.length,
    pageCount: pages.length,
    last: place.page === null || nextPage(form, place.state, place.page) === null,
    seen: seenOn(form, place.state, names),
    sections: sectionsOf(
      {
        form,
        language,
        raw: place.raw,
        places: place.places,
        state: place.state,
        errors,
        investigator: address.investigator,
      },
      place.page,
    ),
    slips: [...errors].map(([name, words]) => ({ id: `q-${name}`, words: `${labelOf(name)}：${words}` })),
    revealed: place.revealed.map((name) => ({ id: `q-${name}`, label: labelOf(name) })),
    checked: place.page === null ? checkedAnswers(form, place, speaking) : [],
    formIsland: formIsland(form, speaking),
    island: {
      language,
      locale: speaking.key,
      version: collection.formVersionId,
      submissions: address.submissions,
      receipt: address.receipt,
      csrf: address.csrf,
      anonymous: collection.anonymous,
      corrections: collection.allowsCorrection,
      timeZone: visit.config.timeZone,
      key: address.form,
    },
  }
  return view('answering/form', context, {
    status: errors.size > 0 ? 422 : 200,
    headers: { 'Cache-Control': 'no-store' },
  })
}

/** The form's own words where it has them, else the catalogue's. */
export function refusalWords(refusal: Refusal, form: Form, { language, locale }: Speaking): string {
  const own = textIn(refusal.message, language, form)
  return own || say(catalogues[locale].refusal, refusal.code, refusal.params)
}

function plainLabel(form: Form, name: string, place: Place, language: string): string {
  const question = questionsOf(form).find((one) => one.name === name)
  return (
    (question && filled(textIn(question.label, language, form), form, place.state.values, language)) || name
  )
}

function checkedAnswers(form: Form, place: Place, { language, w }: Speaking): FormPage['checked'] {
  return questionsOf(form)
    .filter((question) => isAsked(question) && place.state.relevant.has(question.name))
    .map(({ name }) => ({
      name,
      label: plainLabel(form, name, place, language),
      answer: valueInWords(form, name, place.state.values, language) || w.unanswered,
    }))
}
