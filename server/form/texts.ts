/** The languages of a form: which it has, and under which of them a text without a language stands. */

import type { Form, Localised } from './form.ts'
import type { Row, Sheet } from './sheet.ts'

export interface Languages {
  readonly languages: readonly string[]
  readonly standard: string
  /** The texts of a cell, those without a language put under the one that they are in. */
  readonly texts: (row: Row, column: string) => Localised | null
  readonly settle: (texts: Localised) => Localised
}

/** Reads the languages from the label columns and the settings. */
export function readLanguages(survey: Sheet, choices: Sheet, wanted: string): Languages {
  const headers = [...survey.headers.values(), ...choices.headers.values()].filter(
    ({ name }) => name === 'label',
  )
  const named = [...new Set(headers.map(({ language }) => language).filter((each) => each !== null))]
  const bare = headers.some(({ language }) => language === null)
  const match = named.find((each) => each === wanted) ?? named.find((each) => isCalled(each, wanted))
  const unnamed = match ?? wanted
  const languages = named.length === 0 || (bare && !named.includes(unnamed)) ? [unnamed, ...named] : named
  const standard = match ?? (bare ? unnamed : (languages[0] ?? ''))
  const settle = (texts: Localised): Localised => {
    const { '': plain, ...others } = texts
    return plain === undefined ? texts : { [unnamed]: plain, ...others }
  }
  return {
    languages,
    standard,
    settle,
    texts: (row, column) => {
      const texts = row.localised(column)
      return texts ? settle(texts) : null
    },
  }
}

/** `zh` and `中文` both call `中文 (zh)`. */
function isCalled(language: string, wanted: string): boolean {
  const name = wanted.toLowerCase()
  if (name === '') return false
  const [whole = '', code = ''] = /^(.*?)\s*(?:\(([^)]*)\))?$/.exec(language.toLowerCase())?.slice(1) ?? []
  return whole.trim() === name || code.trim() === name
}

/** Words that the compiler itself adds, in each language of the form. */
export function ownWords(form: Pick<Form, 'languages'>, chinese: string, english: string): Localised {
  const anyChinese = form.languages.every((each) => each === '') || form.languages.length === 0
  return Object.fromEntries(
    form.languages.map((language) => [
      language,
      anyChinese || /zh|中文|汉语|简体|chinese/i.test(language) ? chinese : english,
    ]),
  )
}
