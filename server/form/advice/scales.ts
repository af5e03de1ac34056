/** Scales of agreement and satisfaction: as many steps for as against, so that the scale itself does not lean. */

import type { Choice } from '../form.ts'
import type { Rule } from './advice.ts'
import { labelsOf, substantive } from './survey.ts'

export const adviseOnScales: Rule = ({ asked }) => {
  const seen = new Set<string>()
  return asked.flatMap(({ question, choices }) => {
    const sides = sidesOf(choices)
    if (!sides || sides.positive === sides.negative || question.list === null) return []
    // The rows of a matrix share a list: it is said once.
    if (seen.has(question.list)) return []
    seen.add(question.list)
    return [{ code: 'unbalancedScale', name: question.name, row: question.row, params: { ...sides } }]
  })
}

const words =
  '满意|同意|赞成|赞同|认可|认同|支持|信任|放心|重要|必要|方便|便利|符合|愿意|合理|公平|公正|有效|有用|有帮助|顺畅|及时|规范|清楚明白|satisf\\w*|agree|approve|support|trust|important|necessary|convenient|likely|willing|useful|helpful|easy|fair|effective'
const stem = new RegExp(`(?:${words})`, 'i')
const against = new RegExp(
  `(?:不|没|非不|无|反|欠)[^，,]{0,3}(?:${words})|\\b(?:dis|un|in)(?:${words})|\\bnot\\b.{0,12}(?:${words})|\\bhardly\\b`,
  'i',
)
const good =
  /(?:^|[很较非常比更还]|有点?|略)(?:好|优|强|高|快|多)(?:$|[^坏])|优秀|良好|\b(?:good|excellent|high|strong|better|fast)\b/i
const bad =
  /(?:^|[很较非常比更]|有点?|略)(?:差|劣|弱|低|慢|少|坏)|极差|恶劣|\b(?:bad|poor|low|weak|worse|slow)\b/i

const middle = /既不|一般|中立|无所谓|说不上|普通|中等|尚可|neither|neutral|average|so.so|mixed/i

/** How many steps stand on each side; null if the choices are no scale of this kind. */
export function sidesOf(
  choices: readonly Choice[],
): { readonly positive: number; readonly negative: number } | null {
  const real = substantive(choices)
  if (real.length < 3 || real.length > 11) return null
  const sides = real.map((choice) => sideOf(labelsOf(choice)))
  const positive = sides.filter((side) => side > 0).length
  const negative = sides.filter((side) => side < 0).length
  // All but the middle must be read, and both directions be there or one of them several times.
  if (positive + negative < real.length - 1 || positive + negative < 3) return null
  return { positive, negative }
}

function sideOf(labels: readonly string[]): number {
  for (const label of labels) {
    if (middle.test(label)) return 0
    if (against.test(label)) return -1
    if (/反对|oppose|disagree/i.test(label)) return -1
    if (stem.test(label)) return 1
    if (bad.test(label)) return -1
    if (good.test(label)) return 1
  }
  return 0
}

/** Whether the choices are the steps of a scale, leaning or not. */
export function isScale(choices: readonly Choice[]): boolean {
  return sidesOf(choices) !== null
}
