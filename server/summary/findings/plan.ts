/** Which questions findings are made of, and by which they are compared. */

import type { Plan } from '../../../analysis/findings/findings.ts'
import type { Grouping } from '../../../analysis/findings/groups.ts'
import { isMetadata } from '../../form/walk.ts'
import type { CollectionFrame } from '../frames.ts'
import { originVariables, placedIn, type Placed } from '../variables.ts'

/** Who answers, not what they answer: by the words that forms use for it, in the question or the group around it. */
const background =
  /性别|年龄|民族|学历|教育程度|文化程度|职业|就业|收入|户籍|婚姻|政治面貌|身份|单位|部门|岗位|职务|工龄|居住|住址|住在|家住|哪个(?:区|县|市|镇|乡|街道|社区|村)|所在|地区|区县|区划|街道|乡镇|社区名|村名|基本情况|基本信息|个人情况|个人信息|个人与家庭|背景|^区$|^县$|^村$|\b(sex|gender|age|education|occupation|employment|income|residence|district|county|region|street|department|position|background|demographics?|about you)\b/i

/** How the answer came about, which is no subject of a finding. */
const fieldwork = /访员|访问员|调查员填|访问记录|\b(interviewer|paradata)\b/i

/** At most so many groupings: each one more makes every other comparison harder to pass. */
const groupingLimit = 8

export function planOf({ forms, channels, frame }: CollectionFrame): Plan {
  const placed = placedIn(forms, 'shared').filter(
    (each) => !isMetadata(each.question.type) && !wordsOf(each).some((text) => fieldwork.test(text)),
  )
  const asked = new Set(placed.map(({ question }) => question.name))
  const described = new Set(placed.filter(describes).map(({ question }) => question.name))
  const coded = frame.variables.filter(
    ({ kind, name, categories }) => kind === 'coded' && categories.length > 1 && asked.has(name),
  )
  const named = coded.filter(({ name }) => described.has(name))
  // A form that asks nobody who they are is compared by its single choices.
  const by = named.length > 0 ? named : coded.filter(({ ordered, group }) => !ordered && !group)
  const groupings: Grouping[] = by.slice(0, groupingLimit).map(({ name }) => ({ name, kind: 'gap' }))
  const { channel } = originVariables(forms, channels, { channel: '', receivedOn: '' })
  const outcomes = placed.flatMap(({ question }) => (described.has(question.name) ? [] : [question.name]))
  return {
    outcomes,
    groupings:
      channels.length > 1
        ? [...groupings.filter(({ name }) => name !== channel.name), { name: channel.name, kind: 'sources' }]
        : groupings,
  }
}

function describes({ question, groups }: Placed): boolean {
  const rated = question.appearance.includes('likert') || groups.some(({ matrix }) => matrix)
  if (rated || question.type === 'select_multiple' || question.type === 'text') return false
  // The label of a group of the matter itself may mention a place; only short ones describe people.
  return wordsOf({ question, groups }).some((text) => [...text].length <= 24 && background.test(text))
}

function wordsOf({ question, groups }: Pick<Placed, 'question' | 'groups'>): readonly string[] {
  return [question, ...groups].flatMap(({ label }) => Object.values(label ?? {}))
}
