/** Answers made up for any form: every question answered, another choice of each list in each variant. */

import type { FormNode, Form, Question } from '../../server/form/form.ts'

/** As many variants as make every choice of every list be taken once. */
export function variantsOf(form: Form): number {
  return Math.max(1, ...Object.values(form.lists).map((list) => list.length))
}

/** What stands in the fields, repeats with two rows; what is not relevant is left out by the check. */
export function filled(form: Form, variant: number, today: string): Readonly<Record<string, unknown>> {
  const valueOf = (question: Question): unknown => {
    switch (question.type) {
      case 'select_one':
      case 'select_multiple': {
        const list = form.lists[question.list ?? ''] ?? []
        const value = list[variant % list.length]?.value
        return question.type === 'select_one' ? value : [value]
      }
      case 'integer':
        return '5'
      case 'decimal':
        return '2.5'
      case 'range':
        return String(variant % 11)
      case 'date':
        return today
      case 'time':
        return '09:30'
      case 'geopoint':
        return '31.23 121.47 0 0'
      case 'text':
        return question.appearance.includes('numbers') ? '13800138000' : `${question.written} 的内容`
      default:
        return undefined
    }
  }
  const valuesIn = (nodes: readonly FormNode[]): Record<string, unknown> =>
    Object.assign(
      {},
      ...nodes.map((node) => {
        if (node.kind === 'group') return valuesIn(node.nodes)
        if (node.kind === 'repeat') return { [node.name]: [valuesIn(node.nodes), valuesIn(node.nodes)] }
        const value = valueOf(node)
        return value === undefined ? {} : { [node.name]: value }
      }),
    ) as Record<string, unknown>
  return valuesIn(form.nodes)
}
