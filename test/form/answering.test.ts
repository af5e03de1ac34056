import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openAnswering } from '../../server/form/answering.ts'
import { checkAnswers, formState } from '../../server/form/answers.ts'
import { runs } from '../support/fuzz.ts'
import { form, surroundings } from './rows.ts'

const roster = form(
  `
  type             | name   | label          | relevant      | required  | calculation                                         | repeat_count | choice_filter | default | trigger
  integer          | n      | N              |               |           |                                                     |              |               |         |
  text             | who    | Who            |               | \${n} > 2 |                                                     |              |               |         |
  select_one l     | kind   | Kind           | \${n} > 0     |           |                                                     |              | g = \${who}   |         |
  begin_repeat     | r      | R              | \${n} != 9    |           |                                                     |              |               |         |
  integer          | a      | A of \${who}   |               |           |                                                     |              |               | 1       |
  calculate        | b      |                |               |           | \${a} * 2 + \${n}                                   |              |               |         |
  calculate        | place  |                |               |           | position(..)                                        |              |               |         |
  calculate        | before |                |               |           | indexed-repeat(\${b}, \${r}, position(..) - 1)      |              |               |         |
  begin_repeat     | s      | S              | \${a} > 1     |           |                                                     |              |               |         |
  integer          | c      | C              |               |           |                                                     |              |               |         |
  end_repeat       |        |                |               |           |                                                     |              |               |         |
  end_repeat       |        |                |               |           |                                                     |              |               |         |
  begin_repeat     | k      | K              |               |           |                                                     | \${n}        |               |         |
  text             | t      | T              |               |           |                                                     |              |               |         |
  end_repeat       |        |                |               |           |                                                     |              |               |         |
  calculate        | sum    |                |               |           | sum(\${a}) + sum(/data/r/s/c)                       |              |               |         |
  calculate        | twice  |                |               |           | \${sum} * 2                                         |              |               |         |
  text             | stamp  | Stamp          |               |           | concat('n', \${n}, 'a', \${sum})                    |              |               |         | \${who}
  `,
  'list_name | name | label | g\nl | x | X | p\nl | y | Y | q',
)

const action = fc.oneof(
  fc.record({
    set: fc.constantFrom(
      'n',
      'who',
      'kind',
      'r[1]/a',
      'r[2]/a',
      'r[3]/a',
      'r[1]/s[1]/c',
      'r[2]/s[2]/c',
      'k[1]/t',
      'k[3]/t',
      'nowhere',
      'r[9]/a',
    ),
    to: fc.constantFrom('', '0', '1', '2', '3', '9', 'p', 'q', 'x', null),
  }),
  fc.record({ add: fc.constantFrom('r', 'r[1]/s', 'r[2]/s', 'k', 'n') }),
  fc.record({ remove: fc.constantFrom('r[1]', 'r[2]', 'r[1]/s[1]', 'k[1]', 'r') }),
)

describe('a form while it is filled in', () => {
  test('after any changes it stands as if it were worked out anew', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
        const answering = openAnswering(roster, { r: [{ a: '1' }] }, surroundings)
        for (const each of actions) {
          if ('set' in each) answering.set(each.set, each.to)
          else if ('add' in each) answering.addRow(each.add)
          else answering.removeRow(each.remove)
        }
        const raw = answering.raw()
        expect(answering.state()).toEqual(formState(roster, raw, surroundings))
        expect(answering.check().answers).toEqual(checkAnswers(roster, raw, surroundings).answers)
      }),
      runs(200),
    )
  })
  test('it tells what changed, and nothing else', () => {
    const answering = openAnswering(roster, { n: '1', r: [{ a: '1' }, { a: '1' }] }, surroundings)
    answering.changes()
    answering.set('r[2]/a', '5')
    const { nodes, repeats } = answering.changes()
    expect([...nodes].toSorted()).toEqual(['r[2]/a', 'r[2]/b', 'r[2]/s', 'sum', 'twice'].toSorted())
    expect([...repeats]).toEqual(['r[2]/s'])
    answering.set('who', 'p')
    expect([...answering.changes().nodes].toSorted()).toEqual(
      ['kind', 'r[1]/a', 'r[2]/a', 'stamp', 'who'].toSorted(),
    )
    expect(answering.choices('kind').map(({ value }) => value)).toEqual(['x'])
    answering.set('n', '3')
    expect(answering.required('who')).toBe(true)
    expect(answering.changes().nodes).toContain('who')
    expect(answering.rows('k')).toBe(3)
  })
  test('rows come and go, and what was typed in rows out of sight is kept', () => {
    const answering = openAnswering(roster, { n: '2', k: [{ t: 'a' }, { t: 'b' }] }, surroundings)
    answering.set('n', '1')
    answering.set('n', '2')
    expect(answering.value('k[2]/t')).toBe('b')
    expect(answering.addRow('k')).toBe(false)
    expect(answering.addRow('r')).toBe(true)
    expect(answering.value('r[1]/a')).toBe(1)
    expect(answering.addRow('r')).toBe(true)
    answering.set('r[2]/a', '7')
    answering.set('n', '9')
    expect(answering.relevant('r')).toBe(false)
    expect(answering.rows('r')).toBe(0)
    answering.set('n', '8')
    expect(answering.value('r[2]/a')).toBe(7)
    answering.removeRow('r[1]')
    expect(answering.value('r[1]/a')).toBe(7)
    expect(answering.value('r[1]/place')).toBe(1)
    answering.set('r[1]/s[1]/c', '1')
    expect(answering.value('sum')).toBe(8)
  })
  test('a trigger makes its calculation when it changes, and only then', () => {
    const answering = openAnswering(roster, { n: '1' }, surroundings)
    expect(answering.value('stamp')).toBeNull()
    answering.set('who', 'p')
    expect(answering.value('stamp')).toBe('n1a0')
    answering.set('n', '2')
    expect(answering.value('stamp')).toBe('n1a0')
    answering.set('who', 'q')
    expect(answering.value('stamp')).toBe('n2a0')
    expect(checkAnswers(roster, answering.raw(), surroundings).answers['stamp']).toBe('n2a0')
  })
})
