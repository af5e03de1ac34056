import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distinctiveWords, likelihoodRatio } from '../../analysis/text/distinctive-words.ts'
import { keywordContexts } from '../../analysis/text/keywords-in-context.ts'
import { nearDuplicates } from '../../analysis/text/near-duplicates.ts'
import { wordCooccurrence } from '../../analysis/text/word-cooccurrence.ts'
import { wordFrequencies } from '../../analysis/text/word-frequencies.ts'
import { cutTexts } from '../../analysis/text/words.ts'
import { codeCooccurrence } from '../../analysis/text/code-cooccurrence.ts'
import { stopWords } from '../../server/text/stop-words.ts'
import { makeSegmenter, segmenter } from '../../server/text/segmenter.ts'

const spaces = (text: string) => text.split(' ')
const rows = [['停车难', '电梯', '停车难'], ['电梯'], ['公园', '停车难'], ['电梯', '公园']] as const
const cut = { answers: 4, missing: 0, rows }

const vocabulary = ['停车', '电梯', '公园', '公交', '医院']
const manyRows = fc.array(fc.array(fc.constantFrom(...vocabulary), { maxLength: 6 }), {
  minLength: 1,
  maxLength: 30,
})

describe('Words of answers', () => {
  it('come in one form, without stop words, single characters, numbers and punctuation', () => {
    const of = cutTexts(['ＡＰＰ 不好 用 ， 12345 的 热线', null, '  ', 'App 热线 🙂'], spaces, {
      stopWords: new Set(['不好']),
    })
    expect(of).toEqual({ answers: 2, missing: 2, rows: [['app', '热线'], [], [], ['app', '热线']] })
    expect(cutTexts(['12345 路'], spaces, { shortest: 1, keepNumbers: true }).rows).toEqual([['12345', '路']])
  })

  it('count as in R', () => {
    // R 4.2.2: tf <- table(unlist(w)); df <- sapply(u, function(x) sum(sapply(w, function(r) x %in% r))); tf * log(4 / df)
    expect(wordFrequencies(cut)).toEqual([
      { word: '电梯', count: 3, answers: 3, percent: 75, tfIdf: expect.closeTo(0.863046217355343, 13) },
      { word: '停车难', count: 3, answers: 2, percent: 50, tfIdf: expect.closeTo(2.07944154167984, 13) },
      { word: '公园', count: 2, answers: 2, percent: 50, tfIdf: expect.closeTo(1.38629436111989, 13) },
    ])
    expect(wordFrequencies({ answers: 0, missing: 3, rows: [[], [], []] })).toEqual([])
  })

  it('stand together as codes do', () => {
    fc.assert(
      fc.property(manyRows, (list) => {
        const pairs = wordCooccurrence({ answers: list.length, missing: 0, rows: list }, { fewest: 1 })
        const codes = vocabulary.map((word) => Float64Array.from(list, (row) => (row.includes(word) ? 1 : 0)))
        const of = codeCooccurrence(codes)
        let seen = 0
        for (const { first, second, answers, jaccard, lift } of pairs) {
          const [i, j] = [vocabulary.indexOf(first), vocabulary.indexOf(second)]
          expect(answers).toBe(of.counts[i]![j])
          expect(jaccard).toBeCloseTo(of.jaccard[i]![j]!, 12)
          expect(lift).toBeCloseTo(of.lift[i]![j]!, 12)
          seen += answers
        }
        const all = of.counts.flatMap((line, i) => line.filter((_, j) => j > i)).reduce((a, b) => a + b, 0)
        expect(seen).toBe(all)
      }),
    )
  })
})

describe('Keywords in context', () => {
  it('show what stands around, in the text’s own form', () => {
    const texts = ['小区停车难，晚上更停车难。', null, '加装电梯', '路边\n停车难']
    expect(keywordContexts(texts, '停车难', { width: 3 })).toEqual({
      places: 3,
      answers: 2,
      lines: [
        { row: 0, before: '小区', match: '停车难', after: '，晚上' },
        { row: 0, before: '晚上更', match: '停车难', after: '。' },
        { row: 3, before: '路边 ', match: '停车难', after: '' },
      ],
    })
    expect(keywordContexts(['ＡＰＰ好用'], 'app').lines[0]!.match).toBe('ＡＰＰ')
    expect(keywordContexts(['🙂电梯🙂'], '电梯', { width: 1 }).lines[0]).toMatchObject({
      before: '🙂',
      after: '🙂',
    })
  })

  it('count what they no longer list, and find nothing of nothing', () => {
    expect(keywordContexts(['aaaa'], 'a', { limit: 2 })).toMatchObject({
      places: 4,
      answers: 1,
      lines: [{}, {}],
    })
    expect(keywordContexts(['a'], ' ')).toEqual({ places: 0, answers: 0, lines: [] })
  })

  it('give back the text where before, itself and after are joined', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const text = `${before}电梯${after}`
        const { lines } = keywordContexts([text], '电梯', { width: 1000 })
        for (const line of lines)
          expect(line.before + line.match + line.after).toBe(text.replace(/\s+/gu, ' '))
        expect(lines.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('Distinctive words', () => {
  it('have the likelihood ratio of R', () => {
    // R 4.2.2, MASS 7.3-58.2: loglm(~ 1 + 2, matrix(c(12, 5, 88, 195), 2))$lrt
    expect(likelihoodRatio(12, 5, 100, 200)).toBeCloseTo(10.4695491201825, 11)
    // R 4.2.2: O <- c(0, 7, 30, 40); 2 * sum(ifelse(O > 0, O * log(O / E), 0))
    expect(likelihoodRatio(0, 7, 30, 47)).toBeCloseTo(7.35318284692645, 11)
  })

  it('are 0 apart where the shares are equal, and the same seen from the other side', () => {
    expect(likelihoodRatio(5, 10, 50, 100)).toBeCloseTo(0, 12)
    fc.assert(
      fc.property(manyRows, (list) => {
        const member = list.map((_, row) => (row % 5 === 4 ? null : row % 2 === 0))
        const one = distinctiveWords(list, member, { fewest: 1 })
        const other = distinctiveWords(list, member.map((is) => (is === null ? null : !is)), { fewest: 1 }) // prettier-ignore
        expect([other.inside, other.outside]).toEqual([one.outside, one.inside])
        for (const word of one.words) {
          const same = other.words.find((each) => each.word === word.word)!
          expect(same.likelihoodRatio).toBeCloseTo(word.likelihoodRatio, 10)
          expect(word.adjusted).toBeGreaterThanOrEqual(word.p)
          if (word.likelihoodRatio > 1e-9) expect(same.more).toBe(!word.more)
        }
      }),
    )
  })

  it('are none where a part is empty', () => {
    expect(distinctiveWords(rows, [true, true, true, true])).toEqual({ inside: 4, outside: 0, words: [] })
    expect(distinctiveWords([], [])).toEqual({ inside: 0, outside: 0, words: [] })
  })
})

describe('Near duplicates', () => {
  const base = '小区停车位太少，晚上下班回来经常要绕好几圈才能停下，希望尽快增加停车位。'

  it('find pasted answers, whatever their punctuation and width, and leave others and short ones alone', () => {
    const texts = [
      base,
      '公园里的健身器材坏了很久没有人修，请派人来看看。',
      base.replace('，', ', ').toUpperCase(),
      base.replace('希望尽快', '希望快'),
      null,
      '没有意见',
      '没有意见',
      base,
    ]
    expect(nearDuplicates(texts)).toEqual({ compared: 5, groups: [{ rows: [0, 2, 3, 7], same: false }] })
    expect(nearDuplicates(texts, { likeness: 1 }).groups).toEqual([{ rows: [0, 2, 7], same: true }])
    expect(nearDuplicates(texts, { shortest: 2 }).groups).toHaveLength(2)
    expect(nearDuplicates([])).toEqual({ compared: 0, groups: [] })
    expect(() => nearDuplicates(texts, { likeness: 0.2 })).toThrow('likeness 0.2')
  })

  it('put every answer into one group at most, and equal texts always together', () => {
    const texts = fc.array(
      fc.constantFrom(base, `${base}谢谢`, base.slice(3), '另外一条完全不同的建议在这里写下来'),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(texts, (list) => {
        const { groups } = nearDuplicates(list)
        const seen = groups.flatMap((group) => group.rows)
        expect(new Set(seen).size).toBe(seen.length)
        const groupOf = (row: number) => groups.findIndex((group) => group.rows.includes(row))
        list.forEach((text, row) =>
          list.forEach((other, k) => {
            if (k > row && text === other) expect(groupOf(row)).toBe(groupOf(k))
          }),
        )
      }),
    )
  })

  it('go through crowds of almost equal and through very long texts', () => {
    const crowd = Array.from({ length: 3000 }, (_, k) => `${base}${k % 7 === 0 ? '谢谢大家' : ''}编号${k}`)
    const [group] = nearDuplicates(crowd, { likeness: 0.7 }).groups
    expect(group!.rows.length).toBe(3000)
    const long = Array.from({ length: 4000 }, (_, k) => `第${k}条意见说的是${(k * 7919) % 1009}`).join('。')
    expect(nearDuplicates([long, `${long}谢谢`, long.split('').toReversed().join('')]).groups).toEqual([
      { rows: [0, 1], same: false },
    ])
  })
})

describe('The cutter', () => {
  it('keeps the words of administration and a study’s own whole', async () => {
    const cutter = await segmenter()
    expect(cutter('希望政务服务大厅周末也能办社保，加装电梯太慢')).toEqual(
      expect.arrayContaining(['政务服务大厅', '加装电梯', '社保']),
    )
    const own = await makeSegmenter(['青山湖东路', ' ', '两 词'])
    expect(own('青山湖东路堵车')).toEqual(['青山湖东路', '堵车'])
    expect(cutTexts(['我们希望加装电梯'], cutter, { stopWords }).rows).toEqual([['加装电梯']])
  })
})
