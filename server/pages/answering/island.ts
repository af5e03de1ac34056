/** What the answering script needs of a form, and no more: labels stand in the page already. */

import type { Form, FormNode, Localised } from '../../form/form.ts'
import { withoutMarkdown } from '../../form/markdown.ts'
import { textIn } from '../../form/words.ts'
import { catalogues, say, type Words } from '../../locale/index.ts'
import { jsonForHtml } from '../../render.ts'
import type { Speaking } from './language.ts'

/** Words of single types, for the script. */
const scriptWordsOfTypes = [
  'rowTitle rowRemoved rowUndo rowCount rowSure acknowledged fileGiven fileRemove fileSaved fileSending filesMissing fileGone',
  'file_wrongKind file_damaged file_tooMany file_tooLarge fileUnkept placeGet placeLooking placeFound placeRefused placeNone',
  'placeInsecure pointAdd drawClear drawUndo drawDone drawKept barcodeScan barcodeLooking barcodeNone barcodeStop',
  'filterChoices filterNone comboHint chosenOf warning dragHint',
]

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

/** The form in one language, without the words that stand in the page. */
function trimmedForm(form: Form, language: string): Form {
  const one = (text: Localised | null): Localised | null =>
    text === null ? null : { [language]: textIn(text, language, form) }
  return {
    ...form,
    title: {},
    languages: [language],
    defaultLanguage: language,
    files: [],
    nodes: form.nodes.map((node) => trimmedNode(node, one)),
    lists: Object.fromEntries(
      Object.entries(form.lists).map(([name, choices]) => [
        name,
        choices.map(({ value, label, missing, columns }) => ({
          value,
          label: { [language]: withoutMarkdown(textIn(label, language, form)) },
          missing,
          columns,
        })),
      ]),
    ),
  }
}

function trimmedNode(node: FormNode, one: (text: Localised | null) => Localised | null): FormNode {
  const bare = { label: null, hint: null, guidance: null, media: null }
  if (node.kind !== 'question')
    return { ...node, ...bare, nodes: node.nodes.map((child) => trimmedNode(child, one)) }
  return {
    ...node,
    ...bare,
    requiredMessage: one(node.requiredMessage),
    constraintMessage: one(node.constraintMessage),
    warningMessage: one(node.warningMessage),
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
    ...scriptWordsOfTypes,
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
