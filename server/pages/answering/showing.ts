/** What a page of the form is made from, and the texts of the form as the page has them. */

import type { formState } from '../../form/answers.ts'
import type { Form, Localised, Media } from '../../form/form.ts'
import { atFrom } from '../../form/instances.ts'
import { escaped, markdownHtml, withoutMarkdown } from '../../form/markdown.ts'
import { filled, textIn, valueInWords } from '../../form/words.ts'
import type { Catalogue } from '../../locale/index.ts'
import type { Places } from './posted.ts'
import type { Html, MediaView } from './views.ts'

export type State = ReturnType<typeof formState>

export interface Showing {
  readonly form: Form
  readonly language: string
  readonly w: Catalogue['answering']
  /** Raw answers by instance. */
  readonly raw: Readonly<Record<string, unknown>>
  /** Places of rankings as they were posted. */
  readonly places?: Places
  readonly state: State
  /** Messages by instance. */
  readonly errors: ReadonlyMap<string, string>
  readonly warnings: ReadonlyMap<string, string>
  /** 访员提示 stands open. */
  readonly investigator: boolean
  /** Where the files of labels are, without the file's name; '' where there are none. */
  readonly media: string
}

/** A text as HTML; values stand in spans that name their instance, so that the script can fill them anew. */
export function htmlOf(text: Localised | null, at: string, showing: Showing): Html {
  if (text === null) return ''
  const { form, language, state } = showing
  return markdownHtml(textIn(text, language, form), (name) => {
    const value = valueInWords(form, name, state.values, language, at)
    return `<span data-value="${escaped(atFrom(form, name, at))}">${escaped(value)}</span>`
  })
}

/** The same as plain words. */
export function wordsOf(text: Localised | null, at: string, { form, language, state }: Showing): string {
  return text === null
    ? ''
    : withoutMarkdown(filled(textIn(text, language, form), form, state.values, language, at))
}

/** The files of a label in the language of the page. */
export function mediaOf(
  media: Media | null | undefined,
  { form, language, media: base }: Showing,
): MediaView | null {
  if (!media || base === '') return null
  const address = (text: Localised | undefined) => {
    const name = text ? textIn(text, language, form) : ''
    return name ? `${base}${encodeURIComponent(name)}` : ''
  }
  const view = {
    image: address(media.image),
    large: address(media['big-image']),
    audio: address(media.audio),
    video: address(media.video),
  }
  return view.image || view.audio || view.video || view.large ? view : null
}

/** Attributes as HTML; those that are false or empty are left out. */
export function attributes(given: Readonly<Record<string, string | boolean>>): Html {
  return Object.entries(given)
    .filter(([, value]) => value !== false && value !== '')
    .map(([name, value]) => (value === true ? name : `${name}="${escaped(String(value))}"`))
    .join(' ')
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
