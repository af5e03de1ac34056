/** What notes and open answers say: how many there are, and what is spoken of most. Nothing is tested. */

import { answered, type Column, type Frame, type Variable } from '../../../analysis/frame.ts'
import { smallestCell } from '../../../analysis/protect.ts'
import { cutTexts } from '../../../analysis/text/words.ts'
import { wordFrequencies } from '../../../analysis/text/word-frequencies.ts'
import type { Catalogue } from '../../locale/index.ts'
import { segmenter } from '../../text/segmenter.ts'
import { stopWords } from '../../text/stop-words.ts'
import { formatCount } from '../shown.ts'
import { openQuestions, readersFrame } from '../summary.ts'
import { figuresText, hrefOf, type ShownFinding } from './shown.ts'
import type { Looking, Seen } from './tried.ts'

type Wording = Looking & { readonly t: Catalogue }

const themeNames = /theme|topic|issue|problem|wenti|yiti/i

/** A collection of notes in a sentence: every reader may read them one by one, so their number hides nothing. */
export function notesFinding(
  { held }: Pick<Seen, 'held'>,
  quotes: number,
  { t, locale }: Wording,
): ShownFinding | null {
  const { collection, frame } = held
  if (frame.n === 0) return null
  const variables = readersFrame(held, { frame }, locale).frame.variables
  const themes = themesOf(variables, frame)
  const [most, ...rest] = themes
  const title = collection.title
  const count = (n: number) => formatCount(n, locale)
  // A tie has no most frequent one.
  const leads = most && most.n > (rest[0]?.n ?? 0)
  const f = t.findings
  const words = leads
    ? f.claim.notes({ title, n: count(frame.n), theme: most.label })
    : f.claim.notesOnly({ title, n: count(frame.n) })
  const told = themes.slice(0, 5).map(({ label, n }) => f.theme({ label, n: count(n) }))
  const figures = [
    ...(told.length > 0 ? [f.figure.themes({ themes: told.join(t.common.comma), n: count(frame.n) })] : []),
    ...(quotes > 0 ? [f.figure.quotes({ n: count(quotes) })] : []),
  ]
  return {
    ...plain(collection.id, `voices:${collection.id}`, words, figuresText(figures, f.label.notes, t)),
    variable: themes.length > 0 ? (themeVariable(variables)?.name ?? '') : '',
    href: `/collections/${collection.id}/records`,
    headline: true,
  }
}

function themeVariable(variables: readonly Variable[]): Variable | undefined {
  const sets = variables.filter(({ kind }) => kind === 'set')
  return sets.find(({ name }) => themeNames.test(name)) ?? sets[0]
}

function themesOf(
  variables: readonly Variable[],
  frame: Frame,
): readonly { readonly label: string; readonly n: number }[] {
  const variable = themeVariable(variables)
  const column = variable && frame.columns.get(variable.name)
  if (!variable || column?.kind !== 'set') return []
  return variable.categories
    .map(({ label }, place) => ({ label, n: ticks(column, place) }))
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => b.n - a.n)
}

function ticks(column: Column & { readonly kind: 'set' }, place: number): number {
  let n = 0
  column.chosen[place]?.forEach((mark, row) => {
    if (mark === 1 && column.status[row] === answered) n += 1
  })
  return n
}

/** More texts than this are not cut into words while somebody waits. */
const textLimit = 4_000
/** Counts of words are given to protected readers in whole steps, and only of words that many used. */
const step = 5

/** Words that open answers use; for protected readers only those of enough people, in steps. */
export async function openFindings(
  { held, part }: Seen,
  names: readonly string[],
  { t, locale, reader }: Wording,
): Promise<readonly ShownFinding[]> {
  const { frame } = readersFrame(held, part, locale)
  const open = openQuestions(held)
  const found: ShownFinding[] = []
  for (const { name, label, kind } of frame.variables) {
    const column = frame.columns.get(name)
    if (kind !== 'text' || column?.kind !== 'text' || !open.has(name) || !names.includes(name)) continue
    const wrote = column.texts.filter((text) => text !== null && text.trim() !== '').length
    const least = reader === 'full' ? 3 : 2 * step
    if (wrote < 10 || wrote > textLimit) continue
    const cut = cutTexts(column.texts, await segmenter(), { stopWords })
    const words = wordFrequencies(cut)
      // Neither those who used a word nor those who did not may be few.
      .filter(({ answers }) => answers >= least && (reader === 'full' || wrote - answers >= smallestCell))
      .slice(0, 5)
    if (words.length === 0) continue
    const f = t.findings
    const told = (n: number) => formatCount(reader === 'full' ? n : n - (n % step), locale)
    const list = words.map(({ word, answers }) =>
      (reader === 'full' ? f.word : f.wordMany)({ word, n: told(answers) }),
    )
    const people = (reader === 'full' ? f.figure.wrote : f.figure.wroteMany)({ n: told(wrote) })
    found.push({
      ...plain(
        held.collection.id,
        `open:${name}`,
        f.claim.open({ question: label, words: words.map(({ word }) => `“${word}”`).join(t.common.comma) }),
        figuresText([people, list.join(t.common.comma)], f.label[held.collection.sampleType], t),
      ),
      variable: name,
      href: hrefOf(held.collection.id, name, null),
    })
  }
  return found
}

function plain(collectionId: string, key: string, words: string, figures: string): ShownFinding {
  return {
    key: `${collectionId}:${key}`,
    kind: 'voices',
    words,
    ownWords: words,
    figures,
    edited: null,
    hidden: false,
    headline: false,
    collectionId,
    variable: '',
    crossed: null,
    href: '',
    pins: [],
    test: null,
  }
}
