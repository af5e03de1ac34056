/** The first page of a public link: what it promises is generated from what is stored. */

import type { Form } from '../form/form.ts'
import { questionsOf } from '../form/walk.ts'
import { textIn } from '../form/words.ts'
import type { Collection } from '../store/store.ts'
import { doorOf, fieldedBySlug } from './answering/fielded.ts'
import { speakingOf, type Speaking } from './answering/language.ts'
import { doorReply, type RespondentPage } from './answering/place.ts'
import { isAsked } from './answering/posted.ts'
import { toldToRespondents } from './answering/paradata.ts'
import { publicAddress } from './answering/public.ts'
import { view, type Page } from './page.ts'

interface Term {
  readonly name: string
  readonly lines: readonly string[]
  /** The line to stand out. */
  readonly strong?: string
}

interface Context extends RespondentPage {
  readonly terms: readonly Term[]
  readonly formUrl: string
}

export const welcome: Page = {
  path: '/f/:slug',
  right: 'public',
  respondent: true,
  async get(visit) {
    const slug = visit.params['slug'] ?? ''
    const fielded = await fieldedBySlug(visit.store, slug)
    const { collection, form } = fielded
    const speaking = speakingOf(form, visit.query['l'] ?? '', visit.locale)
    const door = doorOf(collection, visit.now())
    if (door !== 'open') return doorReply(visit, fielded, speaking, door)
    const context: Context = {
      title: textIn(form.title, speaking.language, form) || collection.title,
      w: speaking.w,
      speaking,
      pilot: collection.pilot,
      languageLinks: true,
      withdrawLink: true,
      script: false,
      terms: termsOf(collection, form, speaking),
      formUrl: publicAddress(slug).form,
    }
    return view('answering/welcome', context)
  },
}

function termsOf(collection: Collection, form: Form, speaking: Speaking): readonly Term[] {
  const { w } = speaking
  const { asker, purpose, minutes, readers, retainUntil, contact } = collection
  const questions = questionsOf(form).filter(isAsked).length
  const kept = collection.anonymous
    ? [w.anonymousStored]
    : [w.namedStored, ...personalLine(form, speaking), w.notStoredDevice]
  const strong = collection.anonymous ? w.anonymous : w.named
  const terms: readonly Term[] = [
    { name: w.whoAsks, lines: [asker] },
    { name: w.why, lines: [purpose] },
    {
      name: w.howLong,
      lines: [minutes === null ? '' : w.minutes({ minutes }), w.questionCount({ n: questions })],
    },
    { name: w.anonymousOrNamed, lines: [strong, ...kept], strong },
    { name: w.alsoKept, lines: toldToRespondents(collection, speaking) },
    { name: w.whoSees, lines: [readers || w.whoSeesDefault] },
    { name: w.keptUntil, lines: [retainUntil === null ? '' : w.keptUntilDay({ day: retainUntil })] },
    {
      name: w.yourRights,
      lines: [w.voluntary, w.withdrawable, collection.allowsCorrection ? w.correctable : ''],
    },
    { name: w.contact, lines: [contact] },
  ]
  return terms
    .map((term) => ({ ...term, lines: term.lines.filter((line) => line !== '') }))
    .filter((term) => term.lines.length > 0)
}

function personalLine(form: Form, { language, w }: Speaking): readonly string[] {
  const labels = questionsOf(form)
    .filter((question) => question.personal)
    .map((question) => textIn(question.label, language, form) || question.name)
  return labels.length > 0 ? [w.namedPersonal({ labels: labels.join('、') })] : []
}
