import { describe, expect, test } from 'vitest'
import { checkAnswers, formState, startingAnswers } from '../../server/form/answers.ts'
import { compileForm } from '../../server/form/definition.ts'
import type { Form } from '../../server/form/form.ts'
import { atFrom, flat, nested, partsOfAt } from '../../server/form/instances.ts'
import { splitPersonal } from '../../server/form/personal.ts'
import { questionsOf, repeatsOf } from '../../server/form/walk.ts'
import { filled } from '../../server/form/words.ts'
import { complaints, form, source, surroundings } from './rows.ts'

const check = (of: Form, raw: Readonly<Record<string, unknown>>) => checkAnswers(of, raw, surroundings)

const household = form(`
  type         | name     | label             | relevant    | required | constraint | calculation                                                   | repeat_count | personal
  integer      | floor    | Floor             |             |          |            |                                                               |              |
  begin_repeat | people   | People            | \${floor} > 0 |        |            |                                                               |              |
  text         | name     | Name              |             | yes      |            |                                                               |              | yes
  integer      | age      | Age of \${name}   |             |          | . < 120    |                                                               |              |
  calculate    | number   |                   |             |          |            | position(..)                                                  |              |
  calculate    | of       |                   |             |          |            | count(\${people})                                             |              |
  calculate    | previous |                   |             |          |            | indexed-repeat(\${age}, \${people}, position(..) - 1)         |              |
  calculate    | older    |                   |             |          |            | if(\${age} > \${previous}, 'older', 'not older')              |              |
  begin_group  | school   | School            | \${age} < 18 |         |            |                                                               |              |
  text         | class    | Class             |             |          |            |                                                               |              |
  end_group    |          |                   |             |          |            |                                                               |              |
  begin_repeat | jobs     | Jobs              | \${age} > 15 |         |            |                                                               |              |
  integer      | hours    | Hours             |             |          |            |                                                               |              |
  end_repeat   |          |                   |             |          |            |                                                               |              |
  calculate    | worked   |                   |             |          |            | sum(\${hours})                                                |              |
  end_repeat   |          |                   |             |          |            |                                                               |              |
  calculate    | adults   |                   |             |          |            | count(\${people}[age >= 18])                                  |              |
  calculate    | total    |                   |             |          |            | sum(/data/people/age)                                         |              |
  calculate    | oldest   |                   |             |          |            | max(\${age})                                                  |              |
  calculate    | ages     |                   |             |          |            | join('+', \${age})                                            |              |
  calculate    | second   |                   |             |          |            | \${people}[2]/age                                             |              |
  calculate    | all      |                   |             |          |            | sum(//hours)                                                  |              |
`)
const three = {
  floor: '1',
  people: [
    { name: '甲', age: '40', jobs: [{ hours: '30' }, { hours: '10' }] },
    { name: '乙', age: '12', class: '6A', jobs: [{ hours: '5' }] },
    { name: '丙', age: '70' },
  ],
}

describe('repeats', () => {
  test('each row is worked out in itself, and what is outside counts over all rows', () => {
    const { answers, refusals } = check(household, three)
    expect(refusals).toEqual([])
    expect(answers).toEqual({
      floor: 1,
      people: [
        {
          name: '甲',
          age: 40,
          number: 1,
          of: 3,
          previous: null,
          older: 'not older',
          jobs: [{ hours: 30 }, { hours: 10 }],
          worked: 40,
        },
        { name: '乙', age: 12, number: 2, of: 3, previous: 40, older: 'not older', class: '6A', worked: 0 },
        { name: '丙', age: 70, number: 3, of: 3, previous: 12, older: 'older', jobs: [], worked: 0 },
      ],
      adults: 2,
      total: 122,
      oldest: 70,
      ages: '40+12+70',
      second: 12,
      all: 40,
    })
  })
  test('a repeat that is not relevant has no rows at all', () => {
    const { answers, refusals } = check(household, { ...three, floor: '0' })
    expect(refusals).toEqual([])
    expect(answers).not.toHaveProperty('people')
    expect(answers).toMatchObject({ adults: 0, total: 0, ages: null, all: 0 })
  })
  test('a refusal says its row', () => {
    const { refusals, answers } = check(household, {
      floor: 1,
      people: [{ name: 'A', age: '130' }, { age: 'x' }],
    })
    expect(refusals.map(({ at, code }) => `${at} ${code}`)).toEqual([
      'people[1]/age constraint',
      'people[2]/name required',
      'people[2]/age notNumber',
    ])
    expect(answers).toMatchObject({ people: [{ age: null }, { age: null, name: null }] })
  })
  test('the state of a form speaks of instances', () => {
    const state = formState(household, three, surroundings)
    expect(state.relevant).toContain('people[2]/school')
    expect(state.relevant).not.toContain('people[1]/school')
    expect(state.relevant).toContain('people[1]/jobs[2]/hours')
    expect(state.required).toContain('people[3]/name')
    expect(Object.fromEntries(state.rows)).toEqual({ people: 3, 'people[1]/jobs': 2, 'people[3]/jobs': 0 })
  })
  test('a form opens with one row of each repeat that people extend', () => {
    expect(startingAnswers(household, surroundings)).toEqual({ people: [{ jobs: [{}] }] })
  })
  test('rows without end are refused, and what is no row counts as an empty one', () => {
    const rows = Array.from({ length: 1500 }, () => ({ name: 'x' }))
    const { refusals, answers } = check(household, { floor: 1, people: rows })
    expect(refusals.map(({ code, at }) => `${at} ${code}`)).toEqual(['people tooManyRows'])
    expect(answers['people']).toHaveLength(1000)
    expect(check(household, { floor: 1, people: 'nonsense' }).answers).toMatchObject({ people: [] })
    expect(check(household, { floor: 1, people: [null, 3] }).refusals.map(({ at }) => at)).toEqual([
      'people[1]/name',
      'people[2]/name',
    ])
  })
  test('a counted repeat has as many rows as it says, with their defaults', () => {
    const counted = form(`
      type         | name  | label | repeat_count | default
      integer      | n     | N     |              |
      begin_repeat | rooms | Rooms | \${n}        |
      integer      | beds  | Beds  |              | 2
      text         | title | Title |              | concat('room ', position(..))
      end_repeat   |       |       |              |
    `)
    expect(check(counted, { n: 2 }).answers).toEqual({
      n: 2,
      rooms: [
        { beds: 2, title: 'room 1' },
        { beds: 2, title: 'room 2' },
      ],
    })
    expect(check(counted, { n: 1, rooms: [{ beds: '5' }, { beds: '6' }] }).answers).toEqual({
      n: 1,
      rooms: [{ beds: 5, title: null }],
    })
    expect(check(counted, {}).answers).toEqual({ n: null, rooms: [] })
    expect(check(counted, { n: 1e12 }).refusals).toEqual([])
  })
  test('personal answers of rows go apart, row by row', () => {
    const { answers } = check(household, three)
    const { answers: others, personal } = splitPersonal(household, answers)
    expect(personal).toEqual({ people: [{ name: '甲' }, { name: '乙' }, { name: '丙' }] })
    expect(JSON.stringify(others)).not.toMatch(/甲|乙|丙/)
  })
  test('names in texts mean the row that they stand in', () => {
    const { answers } = check(household, three)
    const label = questionsOf(household).find(({ name }) => name === 'age')?.label?.[''] ?? ''
    expect(filled(label, household, answers, '', 'people[2]/age')).toBe('Age of 乙')
    expect(filled(label, household, answers, '')).toBe('Age of 甲')
    expect(atFrom(household, 'hours', 'people[2]/worked')).toBe('people[2]/jobs[1]/hours')
  })
  test('repeats are listed with the questions of their own rows', () => {
    const listed = repeatsOf(household).map(({ repeat, questions, parent }) => [
      repeat.name,
      parent?.name ?? null,
      questions.length,
    ])
    expect(listed).toEqual([
      ['people', null, 8],
      ['jobs', 'people', 1],
    ])
  })
  test('fields by instance and nested answers are the same thing', () => {
    const fields = flat(household, three)
    expect(fields).toMatchObject({
      people: 3,
      'people[1]/jobs': 2,
      'people[1]/jobs[2]/hours': '10',
      'people[3]/age': '70',
    })
    expect(nested(household, fields)).toEqual(three)
    expect(nested(household, { people: '2' })).toEqual({ people: [{}, {}] })
    expect(
      nested(household, {
        'jobs[1]/hours': '1',
        'people[1]/floor': '2',
        'people[0]/age': 1,
        '__proto__[1]/age': 1,
      }),
    ).toEqual({})
    expect(partsOfAt('people[2]/jobs[10]/hours')).toEqual({
      path: [
        { repeat: 'people', row: 2 },
        { repeat: 'jobs', row: 10 },
      ],
      name: 'hours',
    })
  })
})

describe('names that stand in several groups', () => {
  const twice = form(`
    type        | name | label       | calculation       | relevant
    begin_group | a    | A           |                   |
    integer     | n    | N           |                   |
    calculate   | m    |             | \${n} * 2         |
    end_group   |      |             |                   |
    begin_group | b    | B           |                   |
    integer     | n    | N           |                   |
    calculate   | m    |             | \${n} * 3         |
    note        | say  | It is \${n} |                   |
    end_group   |      |             |                   |
  `)
  test('each has a key of its own, and a name means the nearest', () => {
    expect(questionsOf(twice).map(({ name, written }) => `${name} ${written}`)).toEqual([
      'n n',
      'm m',
      'b/n n',
      'b/m m',
      'say say',
    ])
    expect(check(twice, { n: '1', 'b/n': '10' }).answers).toEqual({ n: 1, m: 2, 'b/n': 10, 'b/m': 30 })
    const { label } = questionsOf(twice)[4] ?? {}
    expect(filled(label?.[''] ?? '', twice, { n: 1, 'b/n': 10 }, '', 'say')).toBe('It is 10')
  })
  test('where none is nearer the form is refused', () => {
    expect(
      complaints(`
        type        | name | label | relevant
        text        | t    | T     | \${n} > 1
        begin_group | a    | A     |
        integer     | n    | N     |
        end_group   |      |       |
        begin_group | b    | B     |
        integer     | n    | N     |
        end_group   |      |       |
      `),
    ).toEqual(['ambiguousReference survey 2 relevant n'])
  })
})

test('a circle through a repeat is named, a look at other rows is none', () => {
  const survey = `
    type         | name | label | calculation
    begin_repeat | r    | R     |
    integer      | a    | A     |
    calculate    | b    |       | sum(\${c})
    calculate    | c    |       | \${b} + 1
    end_repeat   |      |       |
  `
  expect(complaints(survey)).toEqual(['circular survey 4 calculation b → c → b'])
})

test('work without end is cut off with a refusal', () => {
  const heavy = form(`
    type         | name | label | calculation
    begin_repeat | r    | R     |
    integer      | a    | A     |
    calculate    | b    |       | count(\${r}[count(\${r}[a > 1]) > 0])
    end_repeat   |      |       |
  `)
  const { refusals } = check(heavy, { r: Array.from({ length: 900 }, () => ({ a: '2' })) })
  expect(refusals.map(({ code }) => code)).toContain('tooMuchWork')
})

test('loops, Kobo matrices, scores and rankings become groups', () => {
  const { form: compiled, complaints: said } = compileForm(
    source(
      `
      type                 | name  | label           | kobo--matrix_list | kobo--score-choices | kobo--rank-items
      begin_loop over l    | loop  | Loop            |                   |                     |
      integer              | n     | N of %(label)s  |                   |                     |
      end_loop             |       |                 |                   |                     |
      begin_kobomatrix     | m     | Matrix          | l                 |                     |
      integer              | n     | N               |                   |                     |
      select_one s         | q     | Q               |                   |                     |
      end_kobomatrix       |       |                 |                   |                     |
      begin_score          | score | Score           |                   | s                   |
      score__row           | r1    | R1              |                   |                     |
      score__row           | r2    | R2              |                   |                     |
      end_score            |       |                 |                   |                     |
      begin_rank           | rank  | Rank            |                   |                     | l
      rank__level          | first | First           |                   |                     |
      rank__level          | next  | Next            |                   |                     |
      end_rank             |       |                 |                   |                     |
      `,
      'list_name | name | label\nl | x | X\nl | y | Y\ns | 1 | Good\ns | 2 | Bad',
    ),
  )
  expect(said).toEqual([])
  if (!compiled) throw new Error()
  expect(questionsOf(compiled).map(({ name }) => name)).toEqual([
    'n',
    'loop/y/n',
    'm_x_n',
    'm_x_q',
    'm_y_n',
    'm_y_q',
    'r1',
    'r2',
    'first',
    'next',
  ])
  expect(questionsOf(compiled)[1]?.label).toEqual({ '': 'N of Y' })
  expect(compiled.nodes.map((node) => node.kind === 'group' && (node.matrix || node.grid))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(check(compiled, { first: 'x', next: 'x' }).refusals.map(({ name }) => name)).toEqual(['next'])
})
