/** What the answering script needs of a form, and no more: labels stand in the page already. */

import type { Form, FormNode, Localised } from '../../form/form.ts'
import { withoutMarkdown } from '../../form/markdown.ts'
import { textIn } from '../../form/words.ts'
import { catalogues, say, type Words } from '../../locale/index.ts'
import { jsonForHtml } from '../../render.ts'
import type { Speaking } from './language.ts'

/** Words for the script that only some forms need: those with such a question. */
const wordsOfTypes: readonly (readonly [(nodes: readonly FormNode[]) => boolean, string])[] = [
  [(nodes) => nodes.some(({ kind }) => kind === 'repeat'), 'rowTitle rowRemoved rowUndo rowSure'],
  [
    isOf('image', 'audio', 'video', 'file'),
    'fileGiven fileSaved fileSending fileGone fileUnkept file_tooLarge drawHere drawHint drawClear drawUndo drawKept drawTyped drawTypedUse',
  ],
  [
    isOf('geopoint', 'geotrace', 'geoshape'),
    'placeGet placeLooking placeFound placeRefused placeNone placeInsecure pointAdd',
  ],
  [isOf('barcode'), 'barcodeScan barcodeLooking barcodeNone barcodeStop'],
  [isOf('acknowledge'), 'acknowledged'],
  [isOf('rank'), 'rankPlace rankUp rankDown rankClear rankMoved rankHint dragHint'],
  [isOf('select_one', 'select_multiple'), 'filterChoices filterNone comboHint chosenOf'],
  [
    (nodes) => nodes.some((node) => node.kind === 'question' && node.warning !== null),
    'warning warningsTitle warningsHint',
  ],
  [(nodes) => nodes.some(({ appearance }) => appearance.includes('masked')), 'showText'],
]

function isOf(...types: readonly string[]): (nodes: readonly FormNode[]) => boolean {
  return (nodes) => nodes.some((node) => node.kind === 'question' && types.includes(node.type))
}

function allNodes(nodes: readonly FormNode[]): readonly FormNode[] {
  return nodes.flatMap((node) => (node.kind === 'question' ? [node] : [node, ...allNodes(node.nodes)]))
}

/** By form and language; a compiled form never changes. */
const texts = new WeakMap<Form, Map<string, string>>()

/** What is the same for everybody who opens this form in this language, as JSON that may stand in HTML. */
export function formIsland(form: Form, speaking: Speaking): string {
  const known = texts.get(form) ?? new Map<string, string>()
  texts.set(form, known)
  const key = `${speaking.locale} ${speaking.language}`
  const text =
    known.get(key) ??
    jsonForHtml({
      form: withoutBlanks(trimmedForm(form, speaking.language)),
      words: scriptWords(form, speaking),
    })
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

/** Nodes without what is nothing: most have few of the many things that a node may have. The script puts it back. */
function withoutBlanks(form: Form): object {
  const bare = (node: FormNode): object =>
    Object.fromEntries(
      Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
        if (key === 'nodes') return [[key, (value as readonly FormNode[]).map(bare)]]
        if (key === 'row' || (key === 'written' && value === node.name)) return []
        const empty =
          value === null || value === false || (typeof value === 'object' && Object.keys(value).length === 0)
        return empty ? [] : [[key, value]]
      }),
    )
  return { ...form, nodes: form.nodes.map(bare) }
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
function scriptWords(
  form: Form,
  speaking: Speaking,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const { refusal, answering } = catalogues[speaking.locale]
  const nodes = allNodes(form.nodes)
  const used = [
    'required optional next toCheck errorsTitle error answeredOf pageOf chooseOne unanswered change draftRestored startOver startOverSure draftSaved draftMemory draftFull',
    'sending pendingTitle pending pendingUnsaved pendingEarlier retryNow retryIn copyAnswers downloadAnswers copied',
    'notAccepted notAcceptedKept needSignIn versionChanged sentTitle sentText sentShow sentCorrect sentAgain discard',
    'clearChoice differentTitle different differentHint receiptNumber',
    ...wordsOfTypes.filter(([needs]) => needs(nodes)).map(([, codes]) => codes),
  ].flatMap((line) => line.split(' '))
  const all = answering as Readonly<Record<string, Words>>
  return {
    refusal: templates(refusal, Object.keys(refusal)),
    page: templates(all, used),
  }
}

/** Words of a catalogue for a script: `{name}` stands where a parameter goes. */
export function templates(
  group: Readonly<Record<string, Words>>,
  codes: readonly string[],
): Record<string, string> {
  const placeholders = new Proxy({}, { get: (_, name) => `{${String(name)}}` }) as Record<string, string>
  return Object.fromEntries(codes.map((code) => [code, say(group, code, placeholders)]))
}
