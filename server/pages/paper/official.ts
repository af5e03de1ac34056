/** The lines of a statistics form (表号, 制定机关, 批准文号, 有效期), which stand at the top right of its first page. */

import type { Localised } from '../../form/form.ts'
import type { PaperNode } from '../../form/paper/outline.ts'
import type { OfficialLines } from './views.ts'

/** Out of the first note that has a 表号; the note is then not printed again. */
export function officialLines(
  nodes: readonly PaperNode[],
  words: (text: Localised | null) => string,
): { readonly lines: OfficialLines; readonly note: PaperNode | null } {
  for (const node of nodes.slice(0, 3)) {
    if (node.kind !== 'note') continue
    const text = words(node.question.label).trim()
    if (!/^(表\s*号|table (number|no\.?))\s*[:：]/i.test(text)) continue
    const lines = text.split(/[\u3000·;；\n]|\s{2,}/).flatMap((part) => {
      const [, name = '', value = ''] = /^\s*([^:：]+?)\s*[:：]\s*(.*?)\s*$/.exec(part) ?? []
      return name === '' ? [] : [{ name, value: value.replaceAll('＿', '') }]
    })
    if (lines.length > 1) return { lines, note: node }
  }
  return { lines: [], note: null }
}
