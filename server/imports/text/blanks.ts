/** What is left open in a line: 「您的年龄：____岁」, 「签约时间：____年____月」, 「姓名：____ 电话：____」, 「1 2 3 4 5」. */

import type { MarkedType } from './draft.ts'

/** A blank with its words; `lead` are words before the first of several. */
export interface Field {
  readonly label: string
  /** What the words around the blank say of its content, or null. */
  readonly type: MarkedType | null
  readonly appearance: string
  readonly unit: string
  readonly blanks: number
  readonly lead: string
}

const plain: Omit<Field, 'label' | 'blanks'> = { type: null, appearance: '', unit: '', lead: '' }
/** A line with a blank that says what goes into it is no longer than this. */
const longest = 400
const anyBlank = /[_＿]{2,}/g

/** The fields of a line: one, or several where each has words and a colon of its own. */
export function fieldsIn(words: string): readonly Field[] {
  if (words.length > longest) return [fieldOf(words)]
  const starts = [
    ...words.matchAll(/(?:^|[\s,，;；、。])([^\s_＿:：,，;；、。（(]{2,20})[:：]\s*(?=[_＿]{2,})/g),
  ]
  if (starts.length < 2) return [fieldOf(words)]
  const places = starts.map((found) => (found.index ?? 0) + found[0].indexOf(found[1] ?? ''))
  const lead = words.slice(0, places[0]).trim()
  return places.map((place, index) => ({
    ...fieldOf(
      words
        .slice(place, places[index + 1])
        .replace(/[,，;；、。]\s*$/, '')
        .trim(),
    ),
    lead: index === 0 ? lead : '',
  }))
}

function fieldOf(words: string): Field {
  const blanks = (words.match(anyBlank) ?? []).length
  if (words.length > longest) return { ...plain, label: blanks > 1 ? words.trim() : labelOf(words), blanks }
  const date =
    /^(.*?)[:：\s]*[_＿]*\s*年(?:\s*[_＿]+\s*|\s{1,})月((?:\s*[_＿]+\s*|\s{1,})日)?\s*[。.]?$/.exec(words)
  if (date && (date[1] ?? '').trim() !== '')
    return {
      ...plain,
      label: labelOf(date[1] ?? ''),
      type: 'date',
      appearance: date[2] ? '' : 'month-year',
      blanks: 1,
    }
  const address =
    /^(.*?)[:：]\s*(?:[_＿]{2,}\s*(?:省|市|区|县|镇|乡|街道|社区|村|组|号|路|栋|幢|楼|单元|室)\s*)+[_＿]*$/.exec(
      words,
    )
  if (address) return { ...plain, label: labelOf(address[1] ?? ''), blanks: 1 }
  if (blanks > 1) return { ...plain, label: words.trim(), blanks }
  const open = /^(.*?)[:：\s]*[_＿]{2,}\s*([^\s_＿,，。.;；?？:：]{1,6})\s*[。.]?$/.exec(words)
  const before = (open?.[1] ?? '').trim()
  const unit = open?.[2] ?? ''
  // 「大约需要____分钟」 goes on after the blank; a remark in brackets does not.
  if (before !== '' && !/[（(）)]/.test(unit))
    return { ...plain, label: `${labelOf(before)}（${unit}）`, type: numberOf(unit), unit, blanks }
  return { ...plain, label: labelOf(words), blanks }
}

function labelOf(words: string): string {
  return words
    .replace(/[_＿]{2,}|[(（]\s{1,8}[)）]|【\s*】/g, ' ')
    .replace(/\s{2,}/g, ' ')
    .trim()
    .replace(/[:：]\s*$/, '')
    .trim()
}

/** Units of what is counted, and of what is measured. */
const counted =
  /^(周?岁|人|口人?|次|天|辆|户|个|名|家|件|套|间|分钟|年|个?月|周|位|条|台|只|头|遍|学时|课时|门|本|years?|people|persons?|times|days|minutes|children)$/i
const measured =
  /^(元|万元|亿元|千元|亩|公里|千米|米|平方米|㎡|小时|%|％|斤|公斤|吨|公顷|yuan|km|hours|kg)(\/.{1,2})?$/i

function numberOf(unit: string): MarkedType | null {
  if (counted.test(unit)) return 'integer'
  return measured.test(unit) ? 'decimal' : null
}

/** 「总体满意度：1  2  3  4  5」: the points of a scale printed one after the other. */
export function scaleIn(
  words: string,
): { readonly text: string; readonly range: readonly [number, number] } | null {
  const found = /(?:^|[\s:：])((?:\d{1,2}\s+){2,}\d{1,2})(?=\s|$|[（(])/.exec(words)
  if (!found) return null
  const points = (found[1] ?? '').trim().split(/\s+/).map(Number)
  const [first = 0] = points
  if (first > 1 || points.some((point, index) => point !== first + index)) return null
  const text = words.replace(found[1] ?? '', ' ')
  return { text: text.replace(/[:：]\s*(?=$|[（(])/, '').trim(), range: [first, first + points.length - 1] }
}

const onPaper =
  /(打|划|画)\s*[“"‘']?\s*(√|✓|✔|勾|钩|圈|○|×)|^填(写|入)?序号$|(括号|横线|方框|空格).{0,4}(内|上|里).{0,6}填(写|入)?/

/** Takes out what only paper needs: （请在相应的格内打√）（填序号）. */
export function takePaperWords(words: string): { readonly text: string; readonly taken: readonly string[] } {
  const taken: string[] = []
  const text = words.replace(/[（(]([^（()）]{2,60})[)）]/g, (whole, inside: string) => {
    const parts = inside.split(/\s*[,，;；]\s*/)
    const rest = parts.filter((part) => !onPaper.test(part.trim()))
    if (rest.length === parts.length) return whole
    taken.push(...parts.filter((part) => !rest.includes(part)))
    return rest.length === 0 ? ' ' : `（${rest.join('，')}）`
  })
  return taken.length === 0 ? { text: words, taken } : { text: text.replace(/\s{2,}/g, ' ').trim(), taken }
}

/** 「口味____分   价格____分」: the items among which points are shared out. */
export function sharesIn(words: string): readonly string[] {
  return [...words.matchAll(/([^\s_＿,，、;；:：]{1,40})\s*[:：]?\s*[_＿]{2,}\s*(?:分|%|％)?/g)].map(
    (found) => (found[1] ?? '').replace(/^(?:[A-Za-z①-⑳]|\d{1,2})?\s*[.、．)）]?\s*(?=[^\d\s])/, ''),
  )
}
