/** The fixed words of skip notes on paper, in both languages. */

import type { SentenceLanguage } from '../design/phrases.ts'
import type { PaperPlace } from './outline.ts'

export interface SkipPhrases {
  readonly place: (place: PaperPlace) => string
  readonly picks: (place: string, letters: readonly string[]) => string
  readonly notPicks: (place: string, letters: readonly string[]) => string
  readonly picksOther: (place: string, letters: readonly string[]) => string
  readonly answered: (place: string) => string
  readonly blank: (place: string) => string
  readonly compared: (
    place: string,
    measure: 'value' | 'count' | 'length',
    sign: Sign,
    value: string,
  ) => string
  readonly answerOf: (place: string) => string
  readonly today: string
  readonly and: string
  readonly or: string
  readonly group: (words: string) => string
  readonly not: (words: string) => string
  readonly only: (words: string) => string
  readonly onlySection: (words: string) => string
  readonly byRule: string
  readonly jump: (number: number) => string
  readonly jumpEnd: string
}

export type Sign = 'is' | 'isNot' | 'less' | 'atMost' | 'more' | 'atLeast'

const zhSigns: Readonly<Record<Sign, string>> = {
  is: '是',
  isNot: '不是',
  less: '小于',
  atMost: '不大于',
  more: '大于',
  atLeast: '不小于',
}
const enSigns: Readonly<Record<Sign, string>> = {
  is: 'is',
  isNot: 'is not',
  less: 'is less than',
  atMost: 'is at most',
  more: 'is more than',
  atLeast: 'is at least',
}

const english = (letters: readonly string[], word: string) =>
  letters.length < 2
    ? (letters[0] ?? '')
    : `${letters.slice(0, -1).join(', ')} ${word} ${letters[letters.length - 1]}`

/** A letter or a number before a Chinese character gets its space. */
function spaced(words: string): string {
  return /[\w%]$/.test(words) ? `${words} ` : words
}

export const skipPhrases: Readonly<Record<SentenceLanguage, SkipPhrases>> = {
  'zh-CN': {
    place: ({ number, item, column }) =>
      `第 ${number} 题${item === null ? '' : `第 ${item} 项`}${column === null ? '' : `第 ${column} 栏`}`,
    picks: (place, letters) =>
      letters.length < 2
        ? `${place}选 ${letters.join('')}`
        : `${place}选 ${letters.slice(0, -1).join('、')} 或 ${letters[letters.length - 1]}`,
    notPicks: (place, letters) => `${place}没有选 ${letters.join('、')}`,
    picksOther: (place, letters) => `${place}选了 ${letters.join('、')} 以外的选项`,
    answered: (place) => `${place}已作答`,
    blank: (place) => `${place}没有作答`,
    compared: (place, measure, sign, value) =>
      `${place}${measure === 'count' ? '选的项数' : measure === 'length' ? '的字数' : '的回答'}${zhSigns[sign]}${/^[\w-]/.test(value) ? ' ' : ''}${value}`,
    answerOf: (place) => `${place}的回答`,
    today: '填写当天',
    and: '，并且',
    or: '，或者',
    group: (words) => `（${words}）`,
    not: (words) => `不是“${words}”`,
    only: (words) => `仅当${spaced(words)}时回答本题`,
    onlySection: (words) => `仅当${spaced(words)}时回答这一部分`,
    byRule: '本题只在前面的回答符合条件时才问；拿不准时请照实回答',
    jump: (number) => `请跳至第 ${number} 题`,
    jumpEnd: '请跳至卷末，结束填写',
  },
  en: {
    place: ({ number, item, column }) =>
      `question ${number}${item === null ? '' : `, item ${item}`}${column === null ? '' : `, column ${column}`}`,
    picks: (place, letters) => `${place} is ${english(letters, 'or')}`,
    notPicks: (place, letters) => `${place} is not ${english(letters, 'or')}`,
    picksOther: (place, letters) => `${place} is answered, other than ${english(letters, 'or')}`,
    answered: (place) => `${place} is answered`,
    blank: (place) => `${place} is not answered`,
    compared: (place, measure, sign, value) =>
      measure === 'value'
        ? `the answer to ${place} ${enSigns[sign]} ${value}`
        : `the number of ${measure === 'count' ? 'options' : 'characters'} in ${place} ${enSigns[sign]} ${value}`,
    answerOf: (place) => `the answer to ${place}`,
    today: 'the day of filling in',
    and: ', and ',
    or: ', or ',
    group: (words) => `(${words})`,
    not: (words) => `it is not so that ${words}`,
    only: (words) => `Answer only if ${words}`,
    onlySection: (words) => `Answer this part only if ${words}`,
    byRule: 'Asked only where earlier answers call for it; where in doubt, please answer',
    jump: (number) => `go to question ${number}`,
    jumpEnd: 'go to the end',
  },
}
