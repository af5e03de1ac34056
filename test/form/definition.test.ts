import { describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import type { Group, Question } from '../../server/form/form.ts'
import { pagesOf, questionsOf } from '../../server/form/walk.ts'
import { complaints, form, said, source } from './rows.ts'

const names = (survey: string, choices = '') =>
  questionsOf(form(survey, choices)).map(({ name, type }) => `${name} ${type}`)

describe('what real workbooks write is read', () => {
  test('headers in any case, with aliases, and languages after :: or :', () => {
    const made = form(
      `
      Type       | Name | Label::中文 (zh) | label:English (en) | Relevance | Calculate | ReadOnly
      Select One s | q  | 性别             | Sex                |           |           |
      calculate  | c    |                  |                    | true()    | 1 + 1     | TRUE
      `,
      `
      List Name | Value | Label :: 中文 (zh)
      s         | f     | 女
      `,
      `
      title | id_string | default_language
      调查  | survey1   | zh
      `,
    )
    expect(made.languages).toEqual(['中文 (zh)', 'English (en)'])
    expect(made.defaultLanguage).toBe('中文 (zh)')
    expect(made.formId).toBe('survey1')
    expect(made.title).toEqual({ '中文 (zh)': '调查' })
    const [q, c] = questionsOf(made)
    expect(q).toMatchObject({
      type: 'select_one',
      list: 's',
      label: { '中文 (zh)': '性别', 'English (en)': 'Sex' },
    })
    expect(c).toMatchObject({
      relevant: { kind: 'call' },
      calculation: { kind: 'operation' },
      readOnly: true,
    })
    expect(made.lists['s']?.[0]?.label).toEqual({ '中文 (zh)': '女' })
  })
  test('text without a language is in the default language', () => {
    const made = form(
      `
      type | name | label | label::English
      text | a    | 甲    | A
      `,
      '',
      'default_language\n中文',
    )
    expect(made.languages).toEqual(['中文', 'English'])
    expect(questionsOf(made)[0]?.label).toEqual({ 中文: '甲', English: 'A' })
  })
  test('types have many spellings', () => {
    expect(
      names(
        `
        type                            | name | label | calculation
        string                          | a    | A     |
        int                             | b    | B     |
        select one from l               | c    | C     |
        select all that apply from l    | d    | D     |
        select1 l                       | e    | E     |
        SELECT_ONE　l                   | f    | F     |
        rank l                          | g    | G     |
        begin group                     | grp  | Grp   |
        note                            |      | Note  |
        end group                       |      |       |
        hidden                          | h    |       |
        `,
        'list_name | name | label\nl | x | X',
      ),
    ).toEqual([
      'a text',
      'b integer',
      'c select_one',
      'd select_multiple',
      'e select_one',
      'f select_one',
      'g rank',
      'note_10 note',
      'h calculate',
    ])
  })
  test('required is yes, no or an expression', () => {
    const made = form(`
      type | name | label | required
      text | a    | A     | yes
      text | b    | B     | TRUE
      text | c    | C     | true()
      text | d    | D     | 否
      text | e    | E     | no
      text | f    | F     | \${a} = 'x'
    `)
    expect(questionsOf(made).map(({ required }) => required?.kind ?? null)).toEqual([
      'call',
      'call',
      'call',
      null,
      null,
      'operation',
    ])
  })
  test('device-filled rows are questions that nobody is asked, and what no browser knows is named', () => {
    const survey = `
      type     | name  | label | relevant          | calculation
      today    | today |       |                   |
      deviceid | dev   |       |                   |
      end      | end   |       |                   |
      audit    |       |       |                   |
      date     | d     | D     | \${today} > '2026-01-01' |
      text     | t     | T     | \${dev} = ''      |
    `
    expect(complaints(survey)).toEqual(['(auditByCollection survey 5 type audit)'])
    expect(names(survey)).toEqual([
      'today today',
      'dev deviceid',
      'end end',
      'audit audit',
      'd date',
      't text',
    ])
  })
  test('full-width letters, spaces and signs in a type are read as they are meant', () => {
    expect(
      names(
        `
        type              | name | label
        ｓｅｌｅｃｔ＿ｏｎｅ　l  | a    | A
        ｂｅｇｉｎ＿ｒｅｐｅａｔ    | r    | R
        integer           | b    | B
        ｅｎｄ　ｒｅｐｅａｔ      |      |
      `,
        'list_name | name | label\nl | x | X',
      ),
    ).toEqual(['a select_one', 'b integer'])
  })
  test('remarks and switched-off rows are passed over', () => {
    expect(
      names(`
        type | name | label | disabled | comment
        text | a    | A     |          |
             |      |       |          | only a remark
        text | b    | B     | yes      |
      `),
    ).toEqual(['a text'])
  })
  test('a matrix is a table-list of single choices of one list, or ODK’s grid', () => {
    const list = 'list_name | name | label\nl | 1 | 好\nl | 2 | 坏\nm | 1 | 多'
    const group = (made: ReturnType<typeof form>) => made.nodes[0] as Group
    const table = form(
      `
      type         | name | label | appearance
      begin_group  | g    | G     | table-list
      select_one l | a    | A     |
      select_one l | b    | B     |
      end_group    |      |       |
      `,
      list,
    )
    expect(group(table).matrix).toBe(true)
    const grid = form(
      `
      type         | name | label | appearance
      begin_group  | g    | G     | field-list
      select_one l | head | Head  | label
      select_one l | a    | A     | list-nolabel
      select_one l | b    | B     | list-nolabel
      end_group    |      |       |
      `,
      list,
    )
    expect(group(grid).matrix).toBe(true)
    expect(group(grid).nodes.map((node) => (node as Question).type)).toEqual([
      'note',
      'select_one',
      'select_one',
    ])
    const mixed = `
      type         | name | label | appearance
      begin_group  | g    | G     | table-list
      select_one l | a    | A     |
      select_one m | b    | B     |
      end_group    |      |       |
    `
    expect(complaints(mixed, list)).toEqual(['(mixedMatrix survey 2 appearance g)'])
    expect(group(form(mixed, list)).matrix).toBe(false)
  })
  test('personal groups make everything in them personal', () => {
    const survey = `
      type        | name  | label | personal | calculation
      begin_group | g     | G     | yes      |
      text        | phone | Phone |          |
      end_group   |       |       |          |
      text        | other | Other |          |
      calculate   | copy  |       |          | concat(\${phone}, '')
    `
    expect(questionsOf(form(survey)).map(({ personal }) => personal)).toEqual([true, false, false])
    expect(complaints(survey)).toEqual(['(personalCalculation survey 6 calculation copy phone)'])
  })
  test('pages follow the style, and what is not shown makes none', () => {
    const survey = `
      type        | name | label | calculation
      calculate   | c    |       | 1
      text        | a    | A     |
      begin_group | g    | G     |
      text        | b    | B     |
      end_group   |      |       |
      calculate   | d    |       | 2
    `
    const pages = (style: string) =>
      pagesOf(form(survey, '', `style\n${style}`)).map(({ names }) => [...names])
    expect(pages('pages')).toEqual([
      ['c', 'a'],
      ['b', 'd'],
    ])
    expect(pages('theme-grid')).toEqual([['c', 'a', 'b', 'd']])
  })
})

describe('each fault is named at its sheet, row and column', () => {
  const list = 'list_name | name | label\nl | x | X'
  test.each<[string, string, string, readonly string[]]>([
    ['an empty form', 'type | name', '', ['emptyForm survey null null']],
    ['no type column', 'name | label\na | A', '', ['missingColumn survey 1 type type']],
    ['no name', 'type | name | label\ntext | | A\ntext | b | B', '', ['missingName survey 2 name']],
    ['a bad name', 'type | name | label\ntext | 1a b | A', '', ['badName survey 2 name 1a b']],
    [
      'a name that every object has',
      'type | name | label\ntext | __proto__ | A',
      '',
      ['badName survey 2 name __proto__'],
    ],
    [
      'a repeated name',
      'type | name | label\ntext | a | A\ntext | a | B',
      '',
      ['duplicateName survey 3 name a 2'],
    ],
    ['no type', 'type | name | label\n | a | A\ntext | b | B', '', ['missingType survey 2 type a']],
    ['an unknown type', 'type | name | label\ntexxt | a | A', '', ['unknownType survey 2 type texxt']],
    [
      'a repeat that nothing ends',
      'type | name | label\nbegin_repeat | a | A\ntext | b | B',
      '',
      ['unclosedGroup survey 2 type a'],
    ],
    [
      'a repeat ended as a group',
      'type | name | label\nbegin repeat | r | R\ntext | a | A\nend group',
      '',
      ['strayEnd survey 4 type end group'],
    ],
    [
      'a column not supported',
      'type | name | label | autoplay\ntext | a | A | audio',
      '',
      ['(unsupportedColumn survey 1 autoplay autoplay)'],
    ],
    ['no label', 'type | name\ntext | a', '', ['(missingLabel survey 2 label a)']],
    ['no list', 'type | name | label\nselect_one | a | A', '', ['missingList survey 2 type select_one']],
    ['an unknown list', 'type | name | label\nselect_one m | a | A', list, ['unknownList survey 2 type m']],
    [
      'a choice without a name',
      'type | name | label\nselect_one l | a | A',
      `${list}\nl | | Y`,
      ['emptyChoiceName choices 3 name l'],
    ],
    [
      'a repeated choice',
      'type | name | label\nselect_one l | a | A',
      `${list}\nl | x | Y`,
      ['duplicateChoice choices 3 name x l'],
    ],
    [
      'a choice without a label',
      'type | name | label\nselect_one l | a | A',
      `${list}\nl | y |`,
      ['(missingChoiceLabel choices 3 label y l)'],
    ],
    [
      'a choice of two words among several',
      'type | name | label\nselect_multiple l | a | A',
      `${list}\nl | y z | Y`,
      ['badName survey 2 type y z'],
    ],
    [
      'an open group',
      'type | name | label\nbegin_group | g | G\ntext | a | A',
      '',
      ['unclosedGroup survey 2 type g'],
    ],
    [
      'an end without a begin',
      'type | name | label\ntext | a | A\nend_group',
      '',
      ['strayEnd survey 3 type end_group'],
    ],
    [
      'an empty group',
      'type | name | label\nbegin_group | g | G\nend_group\ntext | a | A',
      '',
      ['(emptyGroup survey 2 name g)'],
    ],
    [
      'a flaw in an expression',
      'type | name | label | relevant\ntext | a | A | 1 +',
      '',
      ['syntax survey 2 relevant 1 + 4 '],
    ],
    [
      'an unknown name',
      'type | name | label | constraint\ntext | a | A | . > ${b}',
      '',
      ['unknownReference survey 2 constraint b'],
    ],
    [
      'an unknown name in a text',
      'type | name | label::中文\ntext | a | 您好 ${b}',
      '',
      ['unknownReference survey 2 label::中文 b'],
    ],
    [
      'an unknown name in a choice',
      'type | name | label\nselect_one l | a | A',
      `${list} \${b}`,
      ['unknownReference choices 2 label b'],
    ],
    [
      'an unknown filter column',
      'type | name | label | choice_filter\nselect_one l | a | A | town = 1',
      list,
      ['unknownReference survey 2 choice_filter town'],
    ],
    [
      'an unknown question of choice-name',
      "type | name | calculation\ncalculate | a | jr:choice-name('x', '${b}')",
      '',
      ['unknownReference survey 2 calculation b'],
    ],
    [
      'an unknown function',
      'type | name | calculation\ncalculate | a | foo(1)',
      '',
      ['unknownFunction survey 2 calculation foo'],
    ],
    [
      'a wrong count of arguments',
      'type | name | calculation\ncalculate | a | if(1)',
      '',
      ['argumentCount survey 2 calculation if 1 3'],
    ],
    [
      'a pattern that cannot be read',
      "type | name | label | constraint\ntext | a | A | regex(., '[')",
      '',
      ['badPattern survey 2 constraint ['],
    ],
    [
      'a pattern that looks back',
      "type | name | label | constraint\ntext | a | A | regex(., '(a)\\1')",
      '',
      ['badPattern survey 2 constraint (a)\\1'],
    ],
    ['no calculation', 'type | name\ncalculate | a', '', ['missingCalculation survey 2 calculation a']],
    [
      'a scale that goes nowhere',
      'type | name | label | parameters\nrange | a | A | start=5 end=5',
      '',
      ['badParameter survey 2 parameters end 5'],
    ],
    [
      'a scale of no numbers',
      'type | name | label | parameters\nrange | a | A | start=x end=5',
      '',
      ['badParameter survey 2 parameters start x'],
    ],
    [
      'a parameter that the type does not take',
      'type | name | label | parameters\nselect_one l | a | A | quality=low',
      list,
      ['badParameter survey 2 parameters parameters quality=low'],
    ],
    [
      'a default of another type',
      'type | name | label | default\ninteger | a | A | old',
      '',
      ['badDefault survey 2 default a old'],
    ],
    [
      'neither yes nor no',
      'type | name | label | personal\ntext | a | A | perhaps',
      '',
      ['unknownYesNo survey 2 personal perhaps'],
    ],
    [
      'an unknown missing kind',
      'type | name | label\nselect_one l | a | A',
      'list_name | name | label | missing\nl | x | X | lost',
      ['badParameter choices 2 missing missing lost'],
    ],
    [
      'too deep',
      `type | name | label\n${Array.from({ length: 11 }, (_, i) => `begin_group | g${i} | G`).join('\n')}\ntext | a | A\n${'end_group\n'.repeat(11)}`,
      '',
      ['tooDeep survey 12 type 10'],
    ],
    [
      'a long name',
      `type | name | label\ntext | ${'a'.repeat(65)} | A`,
      '',
      ['tooLong survey 2 name name 64'],
    ],
    [
      'a long label',
      `type | name | label\ntext | a | ${'字'.repeat(5001)}`,
      '',
      ['tooLong survey 2 label text 5000'],
    ],
    [
      'a taken name for the other answer',
      'type | name | label\nselect_one l or_other | a | A\ntext | a_other | B',
      list,
      ['duplicateName survey 3 name a_other 2'],
    ],
  ])('%s', (_, survey, choices, expected) => expect(complaints(survey, choices)).toEqual(expected))

  test('a form with an error is none; warnings alone do not stop it', () => {
    expect(compileForm(source('type | name | label\ntexxt | a | A')).form).toBeNull()
    expect(compileForm(source('type | name\ntext | a')).form).not.toBeNull()
  })
  test('a sheet that is not there is missing; one without rows is an empty form', () => {
    const none = { survey: [], choices: [], settings: [] }
    expect(compileForm({ ...none, columns: { choices: ['name'] } }).complaints.map(said)).toEqual([
      'missingSheet survey null null survey',
    ])
    expect(compileForm(none).complaints.map(said)).toEqual(['emptyForm survey null null'])
  })
  test('more rows than the limit', () => {
    const rows = Array.from({ length: 2001 }, (_, i) => `text | q${i} | Q`).join('\n')
    expect(complaints(`type | name | label\n${rows}`)).toContain('tooMany survey 2001 null rows 2000')
  })
})

describe('a circle is named with its path', () => {
  test.each<[string, string, string]>([
    [
      'of calculations',
      'type | name | calculation\ncalculate | a | ${b}\ncalculate | b | ${c}\ncalculate | c | ${a}',
      'circular survey 2 calculation a → b → c → a',
    ],
    [
      'with itself',
      'type | name | label | relevant\ntext | a | A | ${a} = 1',
      'circular survey 2 relevant a → a',
    ],
    [
      'of relevance and calculation',
      'type | name | label | relevant | calculation\ntext | a | A | ${b} = 1 |\ncalculate | b | | | ${a}',
      'circular survey 2 relevant a → b → a',
    ],
    [
      'through a group',
      'type | name | label | relevant\nbegin_group | g | G | ${a} = 1\ntext | a | A |\nend_group',
      'circular survey 2 relevant g → a → g',
    ],
  ])('%s', (_, survey, expected) => expect(complaints(survey)).toEqual([expected]))

  test('a constraint may look at its own question and at others that look back', () => {
    expect(
      complaints(
        'type | name | label | constraint\ninteger | a | A | . < ${b} and ${a} > 0\ninteger | b | B | . > ${a}',
      ),
    ).toEqual([])
  })
})
