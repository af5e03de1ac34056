/** The fixed words of sentences, in both languages. What stands between them is quoted, so that it cannot be taken for them. */

import type { Comparison } from './rules.ts'

export type SentenceLanguage = 'zh-CN' | 'en'

export interface Phrases {
  readonly open: string
  readonly close: string
  readonly self: string
  readonly today: string
  /** Before a quoted column of the choices sheet. */
  readonly column: string
  /** After a quoted question whose answer is compared with, and before it. */
  readonly answerBefore: string
  readonly answerAfter: string
  readonly count: string
  readonly length: string
  readonly comparison: Readonly<Record<Comparison, string>>
  readonly all: string
  readonly any: string
  readonly begin: string
  readonly end: string
  /** Of calculations. */
  readonly plus: string
  readonly minus: string
  readonly times: string
  readonly over: string
  readonly if: string
  readonly result: string
  readonly otherwise: string
  readonly nothing: string
  readonly countOf: string
  readonly labelOf: string
}

export const phrasesOf: Readonly<Record<SentenceLanguage, Phrases>> = {
  'zh-CN': {
    open: '「',
    close: '」',
    self: '本题的回答',
    today: '今天',
    column: '选项的',
    answerBefore: '',
    answerAfter: '的回答',
    count: '选的项数',
    length: '的字数',
    comparison: {
      is: '是',
      isNot: '不是',
      has: '选了',
      hasNot: '没有选',
      answered: '已回答',
      blank: '没有回答',
      less: '小于',
      atMost: '不大于',
      more: '大于',
      atLeast: '不小于',
    },
    all: '，并且',
    any: '，或者',
    begin: '（',
    end: '）',
    plus: '加',
    minus: '减',
    times: '乘以',
    over: '除以',
    if: '如果',
    result: '，就是',
    otherwise: '，否则是',
    nothing: '空白',
    countOf: '选的项数',
    labelOf: '所选选项的文字',
  },
  en: {
    open: '“',
    close: '”',
    self: 'this answer',
    today: 'today',
    column: 'the choice’s ',
    answerBefore: 'the answer to ',
    answerAfter: '',
    count: ' has a number of choices that',
    length: ' has a length that',
    comparison: {
      is: ' is ',
      isNot: ' is not ',
      has: ' includes ',
      hasNot: ' does not include ',
      answered: ' is answered',
      blank: ' is blank',
      less: ' is less than ',
      atMost: ' is at most ',
      more: ' is more than ',
      atLeast: ' is at least ',
    },
    all: ', and ',
    any: ', or ',
    begin: '(',
    end: ')',
    plus: ' plus ',
    minus: ' minus ',
    times: ' times ',
    over: ' divided by ',
    if: 'if ',
    result: ', then ',
    otherwise: ', otherwise ',
    nothing: 'nothing',
    countOf: '’s number of choices',
    labelOf: '’s words of the choice',
  },
}
