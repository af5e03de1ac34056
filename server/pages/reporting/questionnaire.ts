/** The appendix: every form as it was asked, question by question. */

import type { Form, FormNode, Question } from '../../form/form.ts'
import { isMetadata, questionsIn } from '../../form/walk.ts'
import type { Block } from '../../report/blocks.ts'
import { formLanguage, words } from '../../summary/variables.ts'
import type { Asked, Material } from './material.ts'

/** Choices that are printed; a list of villages would fill a book. */
const mostChoices = 80

export function questionnaireBlocks(asked: Asked, material: readonly Material[]): readonly Block[] {
  const { t } = asked
  return material.flatMap(({ held, title }): Block[] => {
    const [form, ...earlier] = held.forms
    if (!form) return []
    const version = held.versions[0]
    const number = counter()
    const asksNow = new Set(namesIn(form.nodes))
    const gone = earlier.flatMap((other) =>
      questionsIn(other.nodes).flatMap((question) => {
        if (asksNow.has(question.name)) return []
        asksNow.add(question.name)
        return questionBlocks(question, other, asked, number)
      }),
    )
    return [
      {
        kind: 'heading',
        level: 2,
        text: version ? `${title}（${t.report.question.version({ number: version.number })}）` : title,
      },
      ...nodeBlocks(form.nodes, form, asked, number),
      ...(gone.length > 0
        ? [{ kind: 'heading', level: 3, text: t.report.question.onlyEarlier } as const, ...gone]
        : []),
    ]
  })
}

function counter(): () => string {
  let n = 0
  return () => `${++n}. `
}

function nodeBlocks(
  nodes: readonly FormNode[],
  form: Form,
  asked: Asked,
  number: () => string,
): readonly Block[] {
  const language = formLanguage(form, asked.locale)
  return nodes.flatMap((node): readonly Block[] => {
    if (node.kind === 'question') return questionBlocks(node, form, asked, number)
    const inside = withoutRepetition(nodeBlocks(node.nodes, form, asked, number), node)
    const label = words(node.label, language)
    if (inside.length === 0 || label === '') return inside
    const rows = node.kind === 'repeat' ? asked.t.report.question.rows : ''
    return [{ kind: 'heading', level: 3, text: `${label}${rows}` }, ...inside]
  })
}

/** The answers that all rows of a matrix share stand once, above them. */
function withoutRepetition(blocks: readonly Block[], node: Exclude<FormNode, Question>): readonly Block[] {
  const [first] = blocks
  if (node.kind !== 'group' || !node.matrix || first?.kind !== 'question' || first.choices.length === 0)
    return blocks
  const shared = first.choices.join()
  const same = blocks.every((block) => block.kind === 'question' && block.choices.join() === shared)
  if (!same) return blocks
  return [
    { kind: 'paragraph', text: first.choices.join('　') },
    ...blocks.map((block) => (block.kind === 'question' ? { ...block, choices: [] } : block)),
  ]
}

function questionBlocks(
  question: Question,
  form: Form,
  asked: Asked,
  number: () => string,
): readonly Block[] {
  const { t, locale } = asked
  const language = formLanguage(form, locale)
  const label = words(question.label, language)
  if (isMetadata(question.type) || question.type === 'calculate') return []
  if (question.type === 'note') return label ? [{ kind: 'paragraph', text: label }] : []
  const list = question.list === null ? [] : (form.lists[question.list] ?? [])
  const choices = list
    .slice(0, mostChoices)
    .map((choice) => `□ ${words(choice.label, language) || choice.value}`)
  const types: Readonly<Record<string, string>> = t.report.question.types
  return [
    {
      kind: 'question',
      number: number(),
      label: label || question.written,
      how: `${types[question.type] ?? ''}${question.personal ? t.report.question.personal : ''}`,
      hint: words(question.hint, language),
      choices: list.length > mostChoices ? [...choices, t.report.question.more({ n: list.length })] : choices,
    },
  ]
}

function namesIn(nodes: readonly FormNode[]): readonly string[] {
  return questionsIn(nodes).map(({ name }) => name)
}
