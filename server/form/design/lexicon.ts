/** What questions and choices are called in sentences: by their words where those are their own, else by their names. */

import { withoutMarkdown } from '../markdown.ts'
import { readType } from '../question-type.ts'
import { languagesOf, readingOf, textOf, type Draft } from './draft.ts'

export interface Lexicon {
  /** The words for a name; null where the form has no such question. */
  readonly wordsOf: (name: string) => string | null
  readonly nameOf: (words: string) => string | null
  /** The words for the code of a choice of a question, the code itself where it has none. */
  readonly choiceWords: (name: string | null, code: string) => string
  /** The code of a choice; null where the question has choices and none is called so. */
  readonly choiceOf: (name: string | null, words: string) => string | null
}

interface Called {
  readonly wordsOf: ReadonlyMap<string, string>
  readonly nameOf: ReadonlyMap<string, string>
}

/** `self`: the question that carries the rule, for `.` and its choices. */
export function lexiconOf(draft: Draft, language: string, self: string | null): Lexicon {
  const { cell, header } = readingOf(draft.columns)
  const languages = [language, ...languagesOf(draft)]
  const questions: (readonly [string, string])[] = []
  const listOf = new Map<string, string>()
  for (const row of draft.survey) {
    const name = cell(row, 'name')
    const type = readType(cell(row, 'type'))
    if (name === '' || type.kind === 'end') continue
    const label = languages.map((one) => cell(row, 'label', one)).find((text) => text !== '') ?? ''
    questions.push([name, plainText(label)])
    if (type.kind === 'question' && type.list) listOf.set(name, type.list)
  }
  const lists = new Map<string, (readonly [string, string])[]>()
  for (const row of draft.choices) {
    const list = textOf(row, header('choices', 'list_name'))
    const label =
      languages.map((one) => textOf(row, header('choices', 'label', one))).find((text) => text !== '') ?? ''
    const code = textOf(row, header('choices', 'name'))
    lists.set(list, [...(lists.get(list) ?? []), [code, plainText(label)]])
  }
  const all = called(questions)
  const known = new Map<string, Called>()
  const choices = (name: string | null): Called | null => {
    const list = listOf.get(name ?? self ?? '')
    if (list === undefined || !lists.has(list)) return null
    const found = known.get(list) ?? called(lists.get(list) ?? [])
    known.set(list, found)
    return found
  }
  return {
    wordsOf: (name) => all.wordsOf.get(name) ?? null,
    nameOf: (words) => all.nameOf.get(words) ?? null,
    choiceWords: (name, code) => choices(name)?.wordsOf.get(code) ?? code,
    choiceOf: (name, words) => {
      const found = choices(name)
      return found ? (found.nameOf.get(words) ?? null) : words
    },
  }
}

/** Words for names and names for words, each of one only. */
function called(pairs: readonly (readonly [string, string])[]): Called {
  const times = new Map<string, number>()
  for (const [name, words] of pairs)
    for (const one of new Set([name, words])) times.set(one, (times.get(one) ?? 0) + 1)
  const wordsOf = new Map<string, string>()
  const nameOf = new Map<string, string>()
  for (const [name, words] of pairs) {
    const own = words !== '' && times.get(words) === 1 && !/[「」“”]/.test(words)
    wordsOf.set(name, own ? words : name)
    if (own) nameOf.set(words, name)
  }
  // A name always calls its own question; words that are another's name were never taken.
  for (const [name] of pairs) nameOf.set(name, name)
  return { wordsOf, nameOf }
}

/** Words on one line, without marks. */
function plainText(text: string): string {
  return withoutMarkdown(text).replace(/\s+/g, ' ').trim()
}
