/** Options that several templates share: balanced scales with a way out, and what is noted about people and quotes. */

import type { Option } from './template.ts'

export const unsure: Option = ['98', '不清楚', 'Don’t know', 'dont_know']
export const refused: Option = ['99', '不愿回答', 'Prefer not to say', 'refused']
export const notApplicable: Option = [
  '97',
  '不适用（没有接触过）',
  'Not applicable (no contact)',
  'not_applicable',
]

export const satisfaction: readonly Option[] = [
  ['1', '非常不满意', 'Very dissatisfied'],
  ['2', '不太满意', 'Rather dissatisfied'],
  ['3', '一般', 'Neither'],
  ['4', '比较满意', 'Rather satisfied'],
  ['5', '非常满意', 'Very satisfied'],
  notApplicable,
  unsure,
]

export const agreement: readonly Option[] = [
  ['1', '非常不同意', 'Strongly disagree'],
  ['2', '不太同意', 'Disagree'],
  ['3', '说不上同意或不同意', 'Neither'],
  ['4', '比较同意', 'Agree'],
  ['5', '非常同意', 'Strongly agree'],
  ['97', '不适用', 'Not applicable', 'not_applicable'],
  unsure,
]

export const yesNo: readonly Option[] = [
  ['yes', '是', 'Yes'],
  ['no', '否', 'No'],
]

export const yesNoUnsure: readonly Option[] = [...yesNo, unsure]

export const sex: readonly Option[] = [['1', '男', 'Male'], ['2', '女', 'Female'], refused]

export const age: readonly Option[] = [
  ['1', '18–29 岁', '18 to 29'],
  ['2', '30–39 岁', '30 to 39'],
  ['3', '40–49 岁', '40 to 49'],
  ['4', '50–59 岁', '50 to 59'],
  ['5', '60 岁及以上', '60 or over'],
  refused,
]

export const role: readonly Option[] = [
  ['resident', '群众', 'Resident'],
  ['village', '村（社区）干部', 'Village or community official'],
  ['town', '乡镇（街道）干部', 'Town official'],
  ['department', '部门干部', 'Department official'],
  ['business', '企业、商户', 'Business'],
  ['organisation', '社会组织', 'Social organisation'],
  ['expert', '专家学者', 'Expert'],
  ['other', '其他', 'Other'],
]

export const consent: readonly Option[] = [
  ['yes', '同意引用', 'Agrees to be quoted'],
  ['no', '不同意引用', 'Does not agree'],
  ['not_asked', '没有询问', 'Not asked'],
]

export const attribution: readonly Option[] = [
  ['named', '实名', 'By name'],
  ['anonymous', '匿名', 'Anonymous'],
  ['withheld', '不公开', 'Not to be published'],
]
