import { expect, it } from 'vitest'
import { rejectionEffects } from '../../analysis/rejections.ts'
import { coded, frame, number, set } from './frames.ts'

const choices = ['yes', 'no', ['99', 'dont_know']] as const

it('sets the leading figure of each question beside what it would be with the rejected answers', () => {
  const accepted = frame(
    5,
    coded('car', choices, ['yes', 'yes', 'no', '99', null]),
    number('age', [20, 30, null, 40, undefined]),
    set('parks', [['street', null], ['none', 'not_applicable']], [['street'], [], ['none'], null, ['street']]), // prettier-ignore
  )
  const rejected = frame(
    3,
    coded('car', choices, ['no', 'no', '99']),
    number('age', [90, null, 60]),
    set('parks', [['street', null], ['none', 'not_applicable']], [[], ['street'], null]), // prettier-ignore
  )
  const effects = rejectionEffects(accepted, rejected)
  expect(effects.map(({ variable, measure, choice }) => [variable, measure, choice])).toEqual([
    ['car', 'share', 'yes'],
    ['age', 'mean', null],
    ['parks', 'share', 'street'],
  ])
  const [car, age, parks] = effects
  expect([car?.accepted, car?.acceptedN, car?.together, car?.togetherN]).toEqual([2 / 3, 3, 2 / 5, 5])
  expect([age?.accepted, age?.acceptedN, age?.together, age?.togetherN]).toEqual([30, 3, 48, 5])
  expect([parks?.accepted, parks?.acceptedN, parks?.togetherN]).toEqual([1, 2, 3])
})

it('leaves out what no rejected answer touches', () => {
  const accepted = frame(2, coded('car', choices, ['yes', 'no']), number('age', [1, 2]))
  const rejected = frame(1, coded('car', choices, ['99']), number('age', [null]))
  expect(rejectionEffects(accepted, rejected)).toEqual([])
})
