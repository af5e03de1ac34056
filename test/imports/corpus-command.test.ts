import { describe, expect, test } from 'vitest'
import { answerAlong } from '../../server/commands/corpus/answers.ts'
import { runCase } from '../../server/commands/corpus/cases.ts'
import { sheetsOfMarkdown } from '../../server/commands/corpus/markdown.ts'
import { form } from '../form/rows.ts'

const md = `
  | survey  |                |      |        |             |           |
  |         | type           | name | label  | relevant    | hint      |
  |         | begin_repeat   | r    | R      |             |           |
  |         | integer        | a    | A \\| B |             |           |
  |         | select_one l   | b    | B      | \${a} > 1   | Choose    |
  |         | end_repeat     |      |        |             |           |
  | choices |           |      |       |
  |         | list_name | name | label |
  |         | l         | x    | X     |
`

describe('cases written as Markdown', () => {
  test('tables are sheets with rows as a workbook has them', () => {
    const [survey, choices] = sheetsOfMarkdown(md)
    expect(survey?.rows).toHaveLength(5)
    expect(survey?.rows[2]).toEqual({ row: 3, cells: ['integer', 'a', 'A | B', '', ''] })
    expect(choices).toMatchObject({ name: 'choices', rows: [{ row: 1 }, { cells: ['l', 'x', 'X'] }] })
  })
  test('what an XForm must hold is asked of the compiled form', () => {
    const agreed = runCase({
      test: 'agrees',
      md,
      xml__xpath_match: [
        "/h:html/h:head/x:model/x:bind[@nodeset='/test_name/r/a' and @type='int']",
        "/h:html/h:head/x:model/x:bind[@nodeset='/test_name/r/b' and @relevant=' ../a  > 1']",
        "//x:repeat[@nodeset='/test_name/r']/x:select1[@ref='/test_name/r/b' and ./x:hint/text()='Choose']",
        "//x:translation[@lang='en']",
      ],
      xml__xpath_exact: [["//x:instance[@id='l']/x:root/x:item/x:name/text()", ['x']]],
      xml__contains: ['<bind nodeset="/test_name/r/a" type="int"/>'],
    })
    expect(agreed).toMatchObject({ agrees: true, held: 5, failed: [] })
    expect('notCompared' in agreed && agreed.notCompared).toEqual(["//x:translation[@lang='en']"])
    const differs = runCase({
      test: 'differs',
      md,
      xml__xpath_match: ["//x:bind[@nodeset='/test_name/r/a' and @type='string']"],
    })
    expect(differs.agrees).toBe(false)
  })
  test('refused is compared with refused', () => {
    const broken = md.replace('select_one l', 'select_one nothing')
    expect(runCase({ test: 'a', md: broken, errored: true })).toMatchObject({ agrees: true, accepted: false })
    expect(runCase({ test: 'b', md: broken })).toMatchObject({ agrees: false, accepted: false })
    expect(runCase({ test: 'c', md, errored: true })).toMatchObject({ agrees: false, accepted: true })
  })
})

test('answers along the branches of a form fit their types, and a form that cannot be answered is told apart', () => {
  const sound = form(
    'type | name | label | required | relevant\ninteger | a | A | yes |\ntext | b | B | yes | ${a} > 10',
  )
  expect(answerAlong(sound).faults).toEqual([])
  expect(answerAlong(sound).answered).toBeGreaterThan(4)
  const locked = form('type | name | label | required | read_only\ntext | a | A | yes | yes')
  expect(answerAlong(locked).faults).toEqual([])
})
