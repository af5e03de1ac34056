/** The sample's open link: residents order what should be done first. In two languages, so that the switch can be tried. */

import type { FormSource } from '../form/form.ts'
import { sheetRows } from './sheet.ts'
import { cityAnswers } from './city-survey.ts'

const wishes = [
  ['1', '增加停车位', 'More parking'],
  ['2', '老楼加装电梯', 'Lifts for old buildings'],
  ['3', '社区养老食堂', 'Canteen for older people'],
  ['4', '诊所延长服务时间', 'Longer clinic hours'],
  ['5', '普惠托育', 'Affordable child care'],
  ['6', '改造菜市场', 'Renovated food market'],
] as const

const zh = 'label::中文 (zh)'
const en = 'label::English (en)'

/** Ranking, single choice with a cascade, and a comment: three minutes on a phone. */
export const requestsForm: FormSource = {
  survey: sheetRows([
    {
      type: 'note',
      name: 'intro',
      [zh]: '示例数据：欢迎试填。您的选择只用于演示。',
      [en]: 'Sample data: feel free to try it out. Your answer is for demonstration only.',
    },
    {
      type: 'rank wishes',
      name: 'order',
      [zh]: '下面六件事，您希望先办哪一件？请排出先后。',
      [en]: 'Which of these should be done first? Please put them in order.',
      required: 'yes',
    },
    {
      type: 'select_one district',
      name: 'district',
      [zh]: '您住在哪个区',
      [en]: 'Your district',
      required: 'yes',
    },
    {
      type: 'select_one street',
      name: 'street',
      [zh]: '您住在哪个街道',
      [en]: 'Your street office',
      choice_filter: 'district = ${district}',
    },
    {
      type: 'select_one years',
      name: 'years',
      [zh]: '您住的楼建成多少年了',
      [en]: 'How old is your building?',
    },
    {
      type: 'select_one willing',
      name: 'willing',
      [zh]: '如果加装电梯要分摊费用，您愿意吗',
      [en]: 'Would you share the cost of a lift?',
      relevant: "${years} = 'old' or ${years} = 'middle'",
    },
    {
      type: 'text',
      name: 'comment',
      [zh]: '还有什么想说的（请不要写姓名和电话）',
      [en]: 'Anything else (please give no names or phone numbers)',
      appearance: 'multiline',
    },
  ]),
  choices: sheetRows([
    ...wishes.map(([name, chinese, english]) => ({
      list_name: 'wishes',
      name,
      [zh]: chinese,
      [en]: english,
    })),
    { list_name: 'district', name: 'donghu', [zh]: '东湖区', [en]: 'Donghu' },
    { list_name: 'district', name: 'xiling', [zh]: '西岭区', [en]: 'Xiling' },
    { list_name: 'street', name: 'hubin', [zh]: '湖滨街道', [en]: 'Hubin', district: 'donghu' },
    { list_name: 'street', name: 'xuefu', [zh]: '学府街道', [en]: 'Xuefu', district: 'donghu' },
    { list_name: 'street', name: 'lingnan', [zh]: '岭南街道', [en]: 'Lingnan', district: 'xiling' },
    { list_name: 'street', name: 'shiqiao', [zh]: '石桥街道', [en]: 'Shiqiao', district: 'xiling' },
    { list_name: 'years', name: 'new', [zh]: '10 年以内', [en]: 'Under 10 years' },
    { list_name: 'years', name: 'middle', [zh]: '10 至 25 年', [en]: '10 to 25 years' },
    { list_name: 'years', name: 'old', [zh]: '25 年以上', [en]: 'Over 25 years' },
    { list_name: 'years', name: 'unknown', [zh]: '不清楚', [en]: 'I do not know', missing: 'dont_know' },
    { list_name: 'willing', name: 'yes', [zh]: '愿意', [en]: 'Yes' },
    { list_name: 'willing', name: 'depends', [zh]: '看多少钱', [en]: 'It depends on the amount' },
    { list_name: 'willing', name: 'no', [zh]: '不愿意', [en]: 'No' },
  ]),
  settings: sheetRows([
    {
      'form_title::中文 (zh)': '老旧小区居民点单（示例数据）',
      'form_title::English (en)': 'What should be done first? (sample data)',
      form_id: 'requests',
      version: '1',
      default_language: '中文 (zh)',
    },
  ]),
}

/** Answers made from those who took the city survey online, so that the two topics do not contradict each other. */
export function requestsAnswers(): readonly {
  readonly id: string
  readonly day: string
  readonly raw: Readonly<Record<string, string | readonly string[]>>
}[] {
  const online = cityAnswers().filter(({ mode, raw }) => mode === 3 && raw['q6_r3'] !== '')
  const streets = { donghu: ['hubin', 'xuefu'], xiling: ['lingnan', 'shiqiao'] } as const
  const ages = ['old', 'middle', 'old', 'new', 'middle', 'unknown'] as const
  const consents = ['yes', 'depends', 'yes', 'no', 'depends'] as const
  return online.map(({ id, day, raw }, index) => {
    const first = [raw['q6_r1'], raw['q6_r2'], raw['q6_r3']].map(String)
    const district = Number(raw['district']) % 2 === 1 ? 'donghu' : 'xiling'
    const years = ages[index % ages.length] ?? 'old'
    return {
      id: `requests ${id}`,
      day,
      raw: {
        order: [...first, ...wishes.map(([value]) => value).filter((value) => !first.includes(value))],
        district,
        street: streets[district][index % 3 === 0 ? 1 : 0],
        years,
        willing: years === 'old' || years === 'middle' ? (consents[index % consents.length] ?? 'yes') : '',
        comment: index % 3 === 0 ? String(raw['q13_open']) : '',
      },
    }
  })
}
