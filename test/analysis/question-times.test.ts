/** Times on questions: against R, by hand, and by what must hold for any times. */

import { describe, expect, it } from 'vitest'
import { digitFlags, effectFlags, type InterviewerEffect } from '../../analysis/quality/interviewers.ts'
import { longPauses, questionTimes, type QuestionSeconds } from '../../analysis/quality/question-times.ts'
import { seededRandom } from '../../analysis/random.ts'

const limits = { questionShare: 0.33, fastQuestions: 0.3 }
const question = (name: string, seconds: readonly number[]): QuestionSeconds => ({
  name,
  label: `题${name}`,
  seconds,
})

/** Six questions of twelve answers; the last answer rushes through two of its six. */
const steady = [9, 10, 11, 12, 8, 10, 9, 11, 10, 12, 10]
const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, i) => question(name, [...steady, i < 2 ? 3 : 10]))

describe('times on questions', () => {
  it('are summed up as R does', () => {
    // R: quantile(c(3, 9, 4.5, 12, 30, 7, 8, 10, 6, 5, 11), c(.25, .5, .75)) is 5.5, 8, 10.5.
    const seconds = [3, 9, 4.5, 12, 30, 7, 8, 10, 6, 5, 11, Number.NaN]
    const { questions, fastShares, flags } = questionTimes([question('a', seconds)], 12, limits)
    // 0.33 of 8 is 2.64: nobody was below that.
    expect(questions).toEqual([
      { name: 'a', label: '题a', n: 11, lower: 5.5, median: 8, upper: 10.5, fast: 0 },
    ])
    expect(fastShares.every(Number.isNaN)).toBe(true)
    expect(flags).toEqual([])
  })

  it('flag who rushed through a share of the questions, and say of how many', () => {
    const { questions, fastShares, flags } = questionTimes(six, 12, limits)
    expect(questions.map(({ fast }) => fast)).toEqual([1, 1, 0, 0, 0, 0])
    expect(fastShares[11]).toBeCloseTo(1 / 3, 12)
    expect(flags).toEqual([
      {
        name: 'fastQuestions',
        row: 11,
        why: {
          code: 'fastQuestions',
          params: { n: 2, of: 6, percent: expect.closeTo(100 / 3, 9) as number, limit: 33 },
        },
        others: [],
      },
    ])
    expect(questionTimes(six, 12, { ...limits, fastQuestions: 0.5 }).flags).toEqual([])
    expect(questionTimes(six, 12, { ...limits, questionShare: 0.29 }).flags).toEqual([])
    expect(questionTimes(six, 12, { ...limits, fastQuestions: null }).flags).toEqual([])
  })

  it('say nothing of questions with few times or a median of 0, nor of answers with few such questions', () => {
    const few = six.map(({ name, seconds }) => question(name, Array.from(seconds).slice(3)))
    expect(questionTimes(few, 9, limits).questions.every(({ n, fast }) => n === 9 && fast === null)).toBe(
      true,
    )
    const coarse = [
      question(
        'a',
        Array.from({ length: 12 }, (_, row) => (row < 8 ? 0 : 5)),
      ),
    ]
    expect(questionTimes(coarse, 12, limits).questions[0]).toMatchObject({ median: 0, fast: null })
    expect(questionTimes(six.slice(0, 4), 12, limits).flags).toEqual([])
  })

  it('are the same in another unit and another order of answers', () => {
    const random = seededRandom(11)
    for (let run = 0; run < 30; run += 1) {
      const times = Array.from({ length: 7 }, (_, i) =>
        question(
          String(i),
          Array.from({ length: 25 }, () => (random() < 0.15 ? Number.NaN : Math.ceil(random() * 64))),
        ),
      )
      const found = questionTimes(times, 25, limits)
      const turn = (each: QuestionSeconds) => question(each.name, Array.from(each.seconds).toReversed())
      const turned = questionTimes(times.map(turn), 25, limits)
      expect(Array.from(turned.fastShares).toReversed()).toEqual(Array.from(found.fastShares))
      const longer = times.map((each) =>
        question(
          each.name,
          Array.from(each.seconds, (time) => time * 64),
        ),
      )
      expect(questionTimes(longer, 25, limits).flags).toEqual(found.flags)
      for (const { fast, n } of found.questions) expect(fast === null || fast <= n).toBe(true)
    }
  })

  it('refuse limits that are none, and columns of unlike length', () => {
    expect(() => questionTimes(six, 12, { ...limits, questionShare: 0 })).toThrow('questionTimes')
    expect(() => questionTimes(six, 12, { ...limits, fastQuestions: 1.5 })).toThrow('questionTimes')
    expect(() => questionTimes(six, 11, limits)).toThrow('12 times for 11 answers')
  })
})

describe('long pauses', () => {
  it('are those of the limit and above', () => {
    const flags = longPauses(Float64Array.of(0, 1_799, 1_800, Number.NaN, 5_430), 30)
    expect(flags.map(({ row, why }) => [row, why.params['minutes']])).toEqual([
      [2, 30],
      [4, 91],
    ])
    expect(() => longPauses([1], 0)).toThrow('longPauses')
  })
})

describe('investigators and questions at which a look is due', () => {
  it('are those whose round numbers are more than chance gives', () => {
    // R: binom.test(14, 30, .2, alternative = "greater")$p.value is 0.000902; of 9 of 30 it is 0.1287.
    const digits = [
      { interviewer: 0, numbers: 30, rounded: 14, p: 0.000902 },
      { interviewer: 1, numbers: 30, rounded: 9, p: 0.1287 },
      { interviewer: 2, numbers: 12, rounded: 12, p: 4e-9 },
    ]
    expect(digitFlags(digits, 0.01)).toEqual([
      {
        of: 0,
        why: {
          code: 'digits',
          params: { n: 14, of: 30, percent: expect.closeTo(1400 / 30, 9) as number, p: 0.000902 },
        },
      },
    ])
    expect(digitFlags(digits, 0.5).map(({ of }) => of)).toEqual([0, 1])
    expect(() => digitFlags(digits, 0)).toThrow('digitFlags')
  })

  it('are those of whose variation a large share lies between investigators, by more than chance', () => {
    const effect = (variable: string, rho: number, p: number | null): InterviewerEffect => ({
      variable,
      label: `题${variable}`,
      n: 60,
      interviewers: 3,
      rho,
      designEffect: 1 + 19 * rho,
      f: 2,
      p,
    })
    const effects = [
      effect('a', 0.3, 0.001),
      effect('b', 0.2, 0.2),
      effect('c', 0.05, 0.001),
      effect('d', 0.4, null),
    ]
    expect(effectFlags(effects, 0.1)).toEqual([
      {
        of: 'a',
        why: { code: 'interviewerEffect', params: { label: '题a', percent: 30, designEffect: 1 + 19 * 0.3 } },
      },
    ])
    expect(() => effectFlags(effects, 0)).toThrow('effectFlags')
  })
})
