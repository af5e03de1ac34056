/** The designer's edits: each as a function of rows, what it sends, and how two people's work comes together. */

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileForm } from '../../server/form/definition.ts'
import { draftOf, sourceOf, tidied, type Draft } from '../../server/form/design/draft.ts'
import {
  added,
  blocksOf,
  duplicated,
  moved,
  removed,
  spotAfter,
  step,
  withCell,
  withKind,
} from '../../server/form/design/editing.ts'
import {
  appearances,
  kindsInOrder,
  parameterIn,
  withParameter,
  type OfferedKind,
} from '../../server/form/design/kinds.ts'
import { keyedLike, merge } from '../../server/form/design/merge.ts'
import { renamed, renamedIn } from '../../server/form/design/names.ts'
import { allBlocks } from '../../server/form/design/outline.ts'
import { patchedRows, patchOf } from '../../server/form/design/patch.ts'
import type { FormSource } from '../../server/form/form.ts'
import { questionTypes } from '../../server/form/types/index.ts'
import { runs } from '../support/fuzz.ts'
import { smallQuestionnaire } from '../support/world.ts'

let last = 0
const newKey = () => `k${++last}`
const open = (source: FormSource): Draft => draftOf(source, newKey)
const blank: FormSource = { survey: [], choices: [], settings: [] }
const names = (draft: Draft) => draft.survey.map(({ cells }) => cells['name'] ?? cells['type'])
const keyOf = (draft: Draft, name: string) => draft.survey.find(({ cells }) => cells['name'] === name)!.key
const give = { newKey, language: '' }

/** A form of these rows: `g(` begins a section, `)` ends one, anything else is a text question of that name. */
function rows(...words: readonly string[]): Draft {
  return open({
    ...blank,
    survey: words.map((word, index) => ({
      row: index + 2,
      cells:
        word === ')'
          ? { type: 'end_group' }
          : word.endsWith('(')
            ? { type: 'begin_group', name: word.slice(0, -1), label: word }
            : { type: 'text', name: word, label: word },
    })),
  })
}
const shape = (draft: Draft) =>
  draft.survey
    .map(({ cells }) =>
      cells['type'] === 'begin_group'
        ? `${cells['name']}(`
        : cells['type'] === 'end_group'
          ? ')'
          : cells['name'],
    )
    .join(' ')

describe('what is added', () => {
  test('compiles for every kind that the menu offers, once it has its words', () => {
    expect(new Set(kindsInOrder).size).toBe(kindsInOrder.length)
    for (const type of Object.keys(questionTypes)) expect(kindsInOrder, type).toContain(type)
    for (const kind of kindsInOrder) {
      let { draft, key } = added(open(blank), { parent: null, place: 0 }, { kind, ...give })
      draft = withCell(draft, 'survey', key, 'label', '题目')
      if (kind === 'calculate') draft = withCell(draft, 'survey', key, 'calculation', '1')
      if (kind === 'background-geopoint') {
        const first = added(draft, { parent: null, place: 0 }, { kind: 'text', ...give })
        draft = withCell(first.draft, 'survey', first.key, 'label', '姓名')
        draft = withCell(draft, 'survey', key, 'trigger', `\${${draft.survey[0]!.cells['name']}}`)
      }
      for (const { key: choice } of draft.choices) draft = withCell(draft, 'choices', choice, 'label', choice)
      if (
        kind === 'begin_group' ||
        kind === 'begin_repeat' ||
        kind === 'field-list' ||
        kind === 'table-list'
      ) {
        const inner = added(draft, { parent: key, place: 0 }, { kind: 'select_one', ...give })
        draft = withCell(inner.draft, 'survey', inner.key, 'label', '满意吗')
        for (const { key: choice } of draft.choices)
          draft = withCell(draft, 'choices', choice, 'label', choice)
      }
      const { complaints } = compileForm(sourceOf(draft))
      expect(
        complaints.filter(({ level }) => level === 'error'),
        kind,
      ).toEqual([])
    }
  })

  test('stands where it was asked for', () => {
    const draft = rows('a', 'g(', 'b', ')', 'c')
    const at = (parent: string | null, place: number) =>
      shape(added(draft, { parent, place }, { kind: 'text', ...give }).draft)
    expect(at(null, 0)).toBe('q1 a g( b ) c')
    expect(at(null, 2)).toBe('a g( b ) q1 c')
    expect(at(null, 3)).toBe('a g( b ) c q1')
    expect(at(keyOf(draft, 'g'), 0)).toBe('a g( q1 b ) c')
    expect(at(keyOf(draft, 'g'), 1)).toBe('a g( b q1 ) c')
    expect(spotAfter(draft, keyOf(draft, 'b'))).toEqual({ parent: keyOf(draft, 'g'), place: 1 })
  })

  test('every appearance on offer belongs to a kind on offer', () => {
    for (const kind of Object.keys(appearances)) expect(kindsInOrder).toContain(kind)
  })
})

function isWhole(words: readonly string[]): boolean {
  let depth = 0
  for (const word of words) {
    depth += word === ')' ? -1 : word === 'g(' ? 1 : 0
    if (depth < 0) return false
  }
  return depth === 0
}

describe('what is moved', () => {
  test('goes step by step past questions, into sections and out of them', () => {
    let draft = rows('a', 'g(', 'b', ')', 'c')
    const go = (name: string, way: 'up' | 'down') => {
      const next = step(draft, keyOf(draft, name), way)
      if (next) draft = next
      return next && shape(next)
    }
    expect(go('a', 'up')).toBeNull()
    expect(go('a', 'down')).toBe('g( a b ) c')
    expect(go('a', 'down')).toBe('g( b a ) c')
    expect(go('a', 'down')).toBe('g( b ) a c')
    expect(go('c', 'down')).toBeNull()
    expect(go('a', 'up')).toBe('g( b a ) c')
    expect(go('g', 'down')).toBe('c g( b a )')
  })

  test('takes a section with all that is in it, and never into itself', () => {
    const draft = rows('g(', 'h(', 'a', ')', ')', 'b')
    const [g, h] = [keyOf(draft, 'g'), keyOf(draft, 'h')]
    expect(shape(moved(draft, h, { parent: null, place: 2 }))).toBe('g( ) b h( a )')
    expect(moved(draft, g, { parent: h, place: 0 })).toBe(draft)
    expect(shape(moved(draft, keyOf(draft, 'b'), { parent: h, place: 0 }))).toBe('g( h( b a ) )')
  })

  test('loses and doubles nothing, wherever it goes', () => {
    const words = fc.array(fc.constantFrom('x', 'g(', ')'), { maxLength: 12 })
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), fc.nat(), (given, which, where, place) => {
        const draft = rows(...given.map((word, index) => (word === ')' ? word : `${index}${word}`)))
        const blocks = allBlocks(blocksOf(draft))
        const block = blocks[which % (blocks.length || 1)]
        if (!block) return
        const sections = [null, ...blocks.filter(({ type }) => type.kind === 'begin').map(({ key }) => key)]
        const next = moved(draft, block.key, { parent: sections[where % sections.length]!, place: place % 5 })
        const sorted = (one: Draft) => one.survey.map(({ key }) => key).toSorted()
        expect(sorted(next)).toEqual(sorted(draft))
        // A stray end that comes to lie in an open section closes it: only whole forms keep every block.
        if (isWhole(given)) expect(allBlocks(blocksOf(next))).toHaveLength(blocks.length)
      }),
      runs(300),
    )
  })
})

describe('what is copied, renamed and deleted', () => {
  const source: FormSource = {
    ...smallQuestionnaire,
    survey: [
      { row: 2, cells: { type: 'begin_group', name: 'cars', label: '车' } },
      ...smallQuestionnaire.survey.map(({ row, cells }) => ({ row: row + 1, cells })),
      { row: 7, cells: { type: 'end_group' } },
    ],
  }

  test('a copy has names of its own, and refers to itself', () => {
    const draft = open(source)
    const copy = duplicated(draft, keyOf(draft, 'cars'), newKey)!
    expect(names(copy.draft).slice(6, 11)).toEqual(['cars_2', 'owns_car_2', 'parks_2', 'age_2', 'wish_2'])
    expect(copy.draft.survey[8]?.cells['relevant']).toBe("${owns_car_2} = 'yes'")
    expect(compileForm(sourceOf(copy.draft)).form).not.toBeNull()
  })

  test('a new name goes wherever the old one was spoken of', () => {
    const draft = open(source)
    const next = renamed(draft, keyOf(draft, 'owns_car'), 'has_car')
    expect(next.survey.find(({ cells }) => cells['name'] === 'parks')?.cells['relevant']).toBe(
      "${has_car} = 'yes'",
    )
    expect(compileForm(sourceOf(next)).form).not.toBeNull()
    const renames = new Map([['a', 'b']])
    expect(renamedIn("jr:choice-name(${ a }, 'a') + ${aa}", renames)).toBe(
      "jr:choice-name(${b}, 'b') + ${aa}",
    )
  })

  test('a deleted question takes along the list that only it used', () => {
    const draft = open(source)
    const next = removed(draft, keyOf(draft, 'parks'))
    expect(next.choices.map(({ cells }) => cells['list_name'])).toEqual(['yesno', 'yesno'])
    const shared = duplicated(draft, keyOf(draft, 'parks'), newKey)!
    expect(removed(shared.draft, shared.key).choices).toHaveLength(draft.choices.length)
  })

  test('another kind keeps the choices where it has choices too', () => {
    const draft = open(source)
    const key = keyOf(draft, 'parks')
    const cell = (next: Draft) => next.survey.find((row) => row.key === key)?.cells['type']
    const as = (kind: OfferedKind) => withKind(draft, key, { kind, ...give })
    expect(cell(as('rank'))).toBe('rank places')
    expect(as('rank').choices).toBe(draft.choices)
    expect(cell(as('text'))).toBe('text')
    expect(as('text').choices).toHaveLength(2)
    const section = withKind(draft, keyOf(draft, 'cars'), { kind: 'begin_repeat', ...give })
    expect(
      section.survey.map(({ cells }) => cells['type']).filter((type) => /^(begin|end)/.test(type!)),
    ).toEqual(['begin_repeat', 'end_repeat'])
  })

  test('a parameter is set and taken away beside others', () => {
    expect(withParameter('start=1  end=10', 'end', '5')).toBe('start=1 end=5')
    expect(withParameter('start=1 end=10', 'start', '')).toBe('end=10')
    expect(withParameter('', 'rows', '3')).toBe('rows=3')
    expect(parameterIn('seed=${a}; randomize=true', 'randomize')).toBe('true')
  })
})

/** Some edits of a form, made at random. */
const edit = fc.record({
  what: fc.constantFrom('label', 'add', 'remove', 'up', 'down', 'choice', 'title', 'section'),
  at: fc.nat({ max: 30 }),
  words: fc.constantFrom('甲', '乙', '丙', ' 丁 ', ''),
})
type Edit = { readonly what: string; readonly at: number; readonly words: string }

function edited(draft: Draft, { what, at, words }: Edit): Draft {
  const row = draft.survey[at % (draft.survey.length || 1)]
  const choice = draft.choices[at % (draft.choices.length || 1)]
  if (what === 'title') return withCell(draft, 'settings', draft.settings[0]!.key, 'form_title', words)
  if (what === 'choice') return choice ? withCell(draft, 'choices', choice.key, 'label', words) : draft
  if (what === 'add' || what === 'section')
    return added(
      draft,
      { parent: null, place: at % 4 },
      { kind: what === 'add' ? 'select_one' : 'begin_group', ...give },
    ).draft
  if (!row) return draft
  if (what === 'label') return withCell(draft, 'survey', row.key, 'label', words)
  if (what === 'remove') return removed(draft, row.key)
  return step(draft, row.key, what === 'up' ? 'up' : 'down') ?? draft
}

const plain = (draft: Draft) => ({
  survey: draft.survey.map(({ cells }) => cells),
  choices: draft.choices.map(({ cells }) => cells),
  settings: draft.settings.map(({ cells }) => cells),
})

describe('what is sent', () => {
  test('is the change alone, and makes the same form of the one before', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const before = open(smallQuestionnaire)
        const after = tidied(edits.reduce(edited, before))
        const { rows: pieces } = patchOf(before, after)
        for (const sheet of ['survey', 'choices', 'settings'] as const) {
          const cells = before[sheet].map((row) => row.cells)
          expect(pieces[sheet] ? patchedRows(cells, pieces[sheet]) : cells).toEqual(
            after[sheet].map((row) => row.cells),
          )
        }
      }),
      runs(300),
    )
  })

  test('stays small in a form of 300 questions', () => {
    const before = rows(...Array.from({ length: 300 }, (_, index) => `q${index}`))
    const typed = withCell(before, 'survey', before.survey[150]!.key, 'label', '新的文字')
    expect(JSON.stringify(patchOf(before, typed))).toBe(
      '{"rows":{"survey":[[0,150],{"at":150,"set":{"label":"新的文字"}},[151,149]]},"columns":{}}',
    )
    const up = moved(before, before.survey[299]!.key, { parent: null, place: 0 })
    expect(patchOf(before, up).rows.survey).toEqual([
      [299, 1],
      [0, 299],
    ])
    expect(patchOf(before, before)).toEqual({ rows: {}, columns: {} })
  })
})

describe('two people at one form', () => {
  const both = fc.tuple(fc.array(edit, { maxLength: 8 }), fc.array(edit, { maxLength: 8 }))

  test('who alone changed it has their own form, whoever that is', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), (edits) => {
        const base = open(smallQuestionnaire)
        const changed = tidied(edits.reduce(edited, base))
        expect(plain(merge(base, changed, base).draft)).toEqual(plain(changed))
        expect(plain(merge(base, base, changed).draft)).toEqual(plain(changed))
        expect(merge(base, base, changed).clashes).toEqual([])
      }),
      runs(300),
    )
  })

  test('no words of either are lost: each is in the form, or told as a clash', () => {
    fc.assert(
      fc.property(both, ([mine, theirs]) => {
        const base = open(smallQuestionnaire)
        const [my, their] = [tidied(mine.reduce(edited, base)), tidied(theirs.reduce(edited, base))]
        const { draft, clashes } = merge(base, my, their)
        const kept = new Map(
          [...draft.survey, ...draft.choices, ...draft.settings].map((row) => [row.key, row.cells]),
        )
        const old = new Map(
          [...base.survey, ...base.choices, ...base.settings].map((row) => [row.key, row.cells]),
        )
        for (const [side, other] of [
          [my, their],
          [their, my],
        ] as const) {
          const rest = new Set([...other.survey, ...other.choices, ...other.settings].map(({ key }) => key))
          for (const { key, cells } of [...side.survey, ...side.choices, ...side.settings])
            for (const [header, text] of Object.entries(cells)) {
              if (text === '' || text === old.get(key)?.[header]) continue
              const told = clashes.some((clash) => clash.key === key && clash.header === header)
              expect(told || kept.get(key)?.[header] === text, `${header} ${text} ${rest.has(key)}`).toBe(
                true,
              )
            }
        }
      }),
      runs(300),
    )
  })

  test('rows that came from the server are known again by name, by content and by their neighbours', () => {
    const base = open(smallQuestionnaire)
    const changed = withCell(
      renamed(base, keyOf(base, 'age'), 'years'),
      'survey',
      keyOf(base, 'wish'),
      'label',
      '建议',
    )
    const again = keyedLike(base, open(sourceOf(changed)))
    expect(again.survey.map(({ key }) => key)).toEqual(base.survey.map(({ key }) => key))
    const { theirs } = merge(base, base, again)
    expect(theirs.map(({ kind, headers }) => [kind, ...headers])).toEqual([
      ['changed', 'name'],
      ['changed', 'label'],
    ])
  })

  test('both at one cell: theirs stands, mine is offered; a deletion does not take along what the other wrote', () => {
    const base = open(smallQuestionnaire)
    const key = keyOf(base, 'wish')
    const mine = withCell(base, 'survey', key, 'label', '我的')
    const theirs = withCell(base, 'survey', key, 'label', '对方的')
    const { draft, clashes } = merge(base, mine, theirs)
    expect(draft.survey[3]?.cells['label']).toBe('对方的')
    expect(clashes).toEqual([{ sheet: 'survey', key, header: 'label', mine: '我的', theirs: '对方的' }])
    expect(names(merge(base, removed(base, key), theirs).draft)).toContain('wish')
    expect(names(merge(base, mine, removed(base, key)).draft)).toContain('wish')
    expect(names(merge(base, removed(base, key), base).draft)).not.toContain('wish')
  })
})
