/** A rule or a calculation as a sentence, in Chinese and in English. */

import type { Calculation } from './calculations.ts'
import type { Lexicon } from './lexicon.ts'
import { phrasesOf, type Phrases, type SentenceLanguage } from './phrases.ts'
import { isRule, type Condition, type Rule, type Subject, type Value } from './rules.ts'

/** Thrown inside where something cannot be said; never leaves this file. */
class Unsayable extends Error {}

function sayable(make: () => string): string | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof Unsayable) return null
    throw error
  }
}

/** The sentence of a rule, without “if” and “then”; null where it cannot be said: a name that the form has not, quotes in a text. */
export function ruleSentence(rule: Rule, lexicon: Lexicon, language: SentenceLanguage): string | null {
  return sayable(() => sayRule(rule, lexicon, phrasesOf[language]))
}

/** The sentence of a calculation; null where it cannot be said. */
export function calculationSentence(
  calculation: Calculation,
  lexicon: Lexicon,
  language: SentenceLanguage,
): string | null {
  return sayable(() => sayCalculation(calculation, lexicon, phrasesOf[language]))
}

function sayRule({ join, parts }: Rule, lexicon: Lexicon, phrases: Phrases): string {
  const said = parts.map((part) =>
    isRule(part)
      ? `${phrases.begin}${sayRule(part, lexicon, phrases)}${phrases.end}`
      : sayCondition(part, lexicon, phrases),
  )
  return said.join(phrases[join])
}

function sayCondition(condition: Condition, lexicon: Lexicon, phrases: Phrases): string {
  const { subject, measure, comparison, value } = condition
  const measured = measure === 'value' ? '' : phrases[measure]
  const said = value === null ? '' : sayValue(value, lexicon, phrases, choiceOwner(condition))
  return `${saySubject(subject, lexicon, phrases)}${measured}${phrases.comparison[comparison]}${said}`
}

/** Whose choices a text may be: null is the question that carries the rule, undefined nobody's. */
export function choiceOwner({
  subject,
  measure,
}: Pick<Condition, 'subject' | 'measure'>): string | null | undefined {
  if (measure !== 'value' || subject.of === 'column') return undefined
  return subject.of === 'answer' ? subject.name : null
}

function saySubject(subject: Subject, lexicon: Lexicon, phrases: Phrases): string {
  if (subject.of === 'self') return phrases.self
  if (subject.of === 'column') return `${phrases.column}${quote(subject.name, phrases)}`
  return quote(nameWords(subject.name, lexicon), phrases)
}

function nameWords(name: string, lexicon: Lexicon): string {
  const words = lexicon.wordsOf(name)
  if (words === null) throw new Unsayable()
  return words
}

function sayValue(
  value: Value,
  lexicon: Lexicon,
  phrases: Phrases,
  owner: string | null | undefined,
): string {
  switch (value.is) {
    case 'text': {
      const words = owner === undefined ? value.text : lexicon.choiceWords(owner, value.text)
      // A text that is no choice of the list would come back as none.
      if (owner !== undefined && lexicon.choiceOf(owner, words) !== value.text) throw new Unsayable()
      return quote(words, phrases)
    }
    case 'number':
      return value.number
    case 'answer':
      return `${phrases.answerBefore}${quote(nameWords(value.name, lexicon), phrases)}${phrases.answerAfter}`
    case 'self':
      return phrases.self
    case 'today':
      return phrases.today
  }
}

function quote(text: string, { open, close }: Phrases): string {
  if (text === '' || text.includes(open) || text.includes(close) || text !== text.trim())
    throw new Unsayable()
  return `${open}${text}${close}`
}

function sayCalculation(calculation: Calculation, lexicon: Lexicon, phrases: Phrases): string {
  const say = (value: Value) =>
    value.is === 'text' && value.text === '' ? phrases.nothing : sayValue(value, lexicon, phrases, undefined)
  switch (calculation.kind) {
    case 'value':
      return say(calculation.value)
    case 'sum':
      return calculation.values.map(say).join(phrases.plus)
    case 'product':
      return calculation.values.map(say).join(phrases.times)
    case 'difference':
      return `${say(calculation.first)}${phrases.minus}${say(calculation.second)}`
    case 'ratio':
      return `${say(calculation.first)}${phrases.over}${say(calculation.second)}`
    case 'count':
      return `${quote(nameWords(calculation.name, lexicon), phrases)}${phrases.countOf}`
    case 'label':
      return `${quote(nameWords(calculation.name, lexicon), phrases)}${phrases.labelOf}`
    case 'if': {
      const { rule, result, otherwise } = calculation
      // What stands between “then” and “otherwise” may not be another “if”, or nobody knows whose it is.
      const first =
        result.kind === 'if'
          ? `${phrases.begin}${sayCalculation(result, lexicon, phrases)}${phrases.end}`
          : sayCalculation(result, lexicon, phrases)
      return `${phrases.if}${sayRule(rule, lexicon, phrases)}${phrases.result}${first}${phrases.otherwise}${sayCalculation(otherwise, lexicon, phrases)}`
    }
  }
}
