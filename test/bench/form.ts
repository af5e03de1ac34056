/** The questionnaire of the benchmark: 30 questions of every kind, answered in about 2 kB. */

import type { FormSource } from '../../server/form/form.ts'

const topics = ['停车', '电梯', '养老', '医疗', '托育', '交通', '环境', '办事'] as const

/** Single and multiple choices, a matrix, numbers with checks, a skip rule, a date and open text. */
export function benchForm(): FormSource {
  const survey: Record<string, string>[] = []
  for (let i = 1; i <= 8; i++)
    survey.push({ type: 'select_one five', name: `single_${i}`, label: `第 ${i} 个单选题` })
  survey.push({
    type: 'begin_group',
    name: 'matrix',
    label: '您对以下服务的满意程度',
    appearance: 'table-list',
  })
  topics.forEach((label, i) => survey.push({ type: 'select_one satisfied', name: `rating_${i + 1}`, label }))
  survey.push({ type: 'end_group' })
  for (let i = 1; i <= 4; i++) {
    survey.push({ type: 'select_multiple many', name: `several_${i}`, label: `第 ${i} 个多选题` })
  }
  survey.push({
    type: 'integer',
    name: 'age',
    label: '年龄',
    constraint: '. >= 18 and . <= 120',
    required: 'yes',
  })
  survey.push({ type: 'integer', name: 'visits', label: '去过几次', constraint: '. >= 0' })
  survey.push({ type: 'integer', name: 'wait', label: '等了几分钟', relevant: '${visits} > 0' })
  survey.push({ type: 'decimal', name: 'fee', label: '停车费' })
  survey.push({ type: 'range', name: 'recommend', label: '推荐', parameters: 'start=0 end=10 step=1' })
  survey.push({ type: 'date', name: 'last', label: '最近一次日期' })
  survey.push({ type: 'text', name: 'reason', label: '理由' })
  survey.push({ type: 'text', name: 'comment', label: '意见', appearance: 'multiline' })
  survey.push({ type: 'text', name: 'wish', label: '愿望', appearance: 'multiline' })
  survey.push({ type: 'select_one five', name: 'final', label: '总的来说', required: 'yes' })
  const choices = [
    ...['a', 'b', 'c', 'd', 'e'].map((name) => ({ list_name: 'five', name, label: `选项 ${name}` })),
    ...[1, 2, 3, 4, 5].map((n) => ({ list_name: 'satisfied', name: String(n), label: `${n} 分` })),
    { list_name: 'satisfied', name: '99', label: '不了解', missing: 'dont_know' },
    ...topics.map((label, i) => ({ list_name: 'many', name: `m${i + 1}`, label })),
  ]
  const settings = [{ form_title: '三十题', form_id: 'bench', version: '1' }]
  const rows = (cells: readonly Record<string, string>[]) =>
    cells.map((row, i) => ({ row: i + 2, cells: row }))
  return { survey: rows(survey), choices: rows(choices), settings: rows(settings) }
}

type RawAnswers = Record<string, string | readonly string[]>

/** A small generator of equal steps: the same answers at every run. */
export function randomSteps(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const sentences = [
  '小区里的车越来越多，晚上回来找不到停车位，希望和附近单位商量错时停车。',
  '老人看病要走二十分钟，社区医院五点就关门，能不能延长到晚上八点。',
  '加装电梯谈了一年多还没有结果，请街道出面协调一楼的住户，把补偿办法说清楚。',
  '办事比以前快了，就是材料清单各个窗口说得不一样，希望一次告知。',
]

/** One person's answers as the browser sends them. */
export function benchAnswers(random: () => number): RawAnswers {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const answers: RawAnswers = {}
  for (let i = 1; i <= 8; i++) answers[`single_${i}`] = one(['a', 'b', 'c', 'd', 'e'])
  for (let i = 1; i <= topics.length; i++) answers[`rating_${i}`] = one(['1', '2', '3', '4', '5', '99'])
  for (let i = 1; i <= 4; i++) {
    answers[`several_${i}`] = topics.map((_, k) => `m${k + 1}`).filter(() => random() < 0.35)
  }
  const visits = Math.floor(random() * 4)
  answers['age'] = String(18 + Math.floor(random() * 70))
  answers['visits'] = String(visits)
  if (visits > 0) answers['wait'] = String(Math.floor(random() * 60))
  answers['fee'] = (random() * 400).toFixed(1)
  answers['recommend'] = String(Math.floor(random() * 11))
  answers['last'] = `2026-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`
  answers['reason'] = one(sentences).slice(0, 16)
  answers['comment'] = Array.from({ length: 6 }, () => one(sentences)).join('')
  answers['wish'] = Array.from({ length: 6 }, () => one(sentences)).join('')
  answers['final'] = one(['a', 'b', 'c', 'd', 'e'])
  return answers
}
