/** What the answering script needs of a form, and no more: labels stand in the page already. */

import type { Form, FormNode, Localised } from '../../form/form.ts'
import { textIn } from '../../form/words.ts'
import { catalogues, say, type Words } from '../../locale/index.ts'
import { jsonForHtml } from '../../render.ts'
import type { Speaking } from './language.ts'

/** A text in the language of the page alone, under that language's name. */
type Keep = (text: Localised | null) => Localised | null

/** By form and language; a compiled form never changes. */
const texts = new WeakMap<Form, Map<string, string>>()

/** What is the same for everybody who opens this form in this language, as JSON that may stand in HTML. */
export function formIsland(form: Form, speaking: Speaking): string {
  const known = texts.get(form) ?? new Map<string, string>()
  texts.set(form, known)
  const key = `${speaking.locale} ${speaking.language}`
  const text =
    known.get(key) ??
    jsonForHtml({ form: trimmedForm(form, speaking.language), words: scriptWords(speaking) })
  known.set(key, text)
  return text
}

/** The form in one language, without the words that the script never changes. */
function trimmedForm(form: Form, language: string): Form {
  const one = (text: Localised): Localised => ({ [language]: textIn(text, language, form) })
  const always: Keep = (text) => (text === null ? null : one(text))
  // Only words with `${name}` in them are filled again while a person answers.
  const ifFilled: Keep = (text) =>
    text !== null && Object.values(text).some((t) => t.includes('${')) ? one(text) : null
  return {
    title: {},
    formId: form.formId,
    version: form.version,
    languages: [language],
    defaultLanguage: language,
    paged: form.paged,
    nodes: form.nodes.map((node) => trimmedNode(node, always, ifFilled)),
    lists: Object.fromEntries(
      Object.entries(form.lists).map(([name, choices]) => [
        name,
        choices.map((choice) => ({ ...choice, label: one(choice.label) })),
      ]),
    ),
    calculations: form.calculations,
    files: [],
    rare: form.rare,
  }
}

function trimmedNode(node: FormNode, always: Keep, ifFilled: Keep): FormNode {
  const label = ifFilled(node.label)
  const hint = ifFilled(node.hint)
  if (node.kind !== 'question') {
    return { ...node, label, hint, nodes: node.nodes.map((child) => trimmedNode(child, always, ifFilled)) }
  }
  return {
    ...node,
    label,
    hint,
    guidance: null,
    requiredMessage: always(node.requiredMessage),
    constraintMessage: always(node.constraintMessage),
  }
}

/** The words that the script itself puts on screen; `{name}` stands where a parameter goes. */
function scriptWords(speaking: Speaking): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const { refusal, answering } = catalogues[speaking.locale]
  const used = [
    'required optional next toCheck errorsTitle error answeredOf pageOf chooseOne unanswered change rankPlace rankUp',
    'rankDown rankClear rankMoved rankHint draftRestored startOver startOverSure draftSaved draftMemory draftFull',
    'sending pendingTitle pending pendingUnsaved pendingEarlier retryNow retryIn copyAnswers downloadAnswers copied',
    'notAccepted notAcceptedKept needSignIn versionChanged sentTitle sentText sentShow sentCorrect sentAgain discard',
    'clearChoice differentTitle different differentHint receiptNumber',
  ].flatMap((line) => line.split(' '))
  const all = answering as Readonly<Record<string, Words>>
  return {
    refusal: templates(refusal, Object.keys(refusal)),
    page: templates(all, used),
  }
}

function templates(group: Readonly<Record<string, Words>>, codes: readonly string[]): Record<string, string> {
  const placeholders = new Proxy({}, { get: (_, name) => `{${String(name)}}` }) as Record<string, string>
  return Object.fromEntries(codes.map((code) => [code, say(group, code, placeholders)]))
}
