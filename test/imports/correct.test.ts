/** A click on what was understood writes a mark into one line; what is read then is what was clicked. */

import { describe, expect, test } from 'vitest'
import { corrected, type Correction } from '../../server/imports/text/correct.ts'
import { readFormText } from '../../server/imports/text.ts'

const typeOf = (text: string) => readFormText(text).source.survey[0]?.cells['type']
const options = '\nA. 甲\nB. 乙\nC. 丙'

describe('a type', () => {
  test.each([
    ['1. 您去过哪里', 'select_multiple', '1. 您去过哪里（多选）'],
    ['1. 您去过哪里（多选）', 'select_one', '1. 您去过哪里（单选）'],
    ['1. 您去过哪里［多选，最多选2项］', 'rank', '1. 您去过哪里（排序）（最多选2项）'],
    ['１．您去过哪里：', 'select_multiple', '１．您去过哪里（多选）：'],
  ] as const)('%s → %s', (line, correction, expected) => {
    const near = '您去过哪里'
    expect(corrected(line, correction, { near })).toBe(expected)
    expect(typeOf(expected + options)?.split(' ')[0]).toBe(correction)
  })

  test.each([
    ['text', 'text'],
    ['multiline', 'text'],
    ['integer', 'integer'],
    ['date', 'date'],
    ['range', 'range'],
  ] as const)('of a blank: %s', (correction, type) => {
    for (const line of ['1. 您的年龄：____岁', '1. 入职时间：____年____月', '1. 满意度 1 2 3 4 5（打分）']) {
      const near = readFormText(line).source.survey[0]?.cells['label'] ?? ''
      const to = corrected(line, correction, { near })
      expect(typeOf(to ?? line)).toBe(type)
    }
  })

  test('in English', () => {
    const to = corrected('1. Where have you been? (single choice)', 'select_multiple', { near: 'Where have you been?' }) // prettier-ignore
    expect(to).toBe('1. Where have you been? (multiple choice)')
    expect(typeOf(`${to}\nA. Town\nB. Hill`)).toBe('select_multiple q1')
  })
})

describe('the other clicks', () => {
  const read = (line: string, correction: Correction, near: string, before: readonly string[] = []) =>
    corrected(line, correction, { near, before })

  test('an answer is required, and not any more', () => {
    expect(read('3. 您的意见', 'required', '您的意见')).toBe('3. 您的意见（必填）')
    for (const line of ['*3. 您的意见', '3. *您的意见', '3. 您的意见（必填）', '3. 您的意见 *'])
      expect(
        readFormText(read(line, 'optional', '') ?? line).source.survey[0]?.cells['required'],
      ).toBeUndefined()
  })

  test('a skip is taken out, be it in brackets or behind an arrow', () => {
    expect(read('B. 否（跳至第5题）', 'unskipped', '')).toBe('B. 否')
    expect(read('2. 没有 →结束访问', 'unskipped', '')).toBe('2. 没有')
    expect(read('4. 您去过吗？（选B跳至第7题）', 'unskipped', '')).toBe('4. 您去过吗？')
    expect(read('4. 您去过吗？（单选）', 'unskipped', '')).toBeNull()
  })

  test('a line becomes a question, an option of those above, or words', () => {
    expect(typeOf(read('您的单位', 'asked', '') ?? '')).toBe('text')
    expect(read('丁', 'offered', '', ['1. 问', 'A. 甲', 'B．乙'])).toBe('C． 丁')
    expect(read('丁', 'offered', '', ['1. 问', '□甲 □乙'])).toBe('□ 丁')
    expect(read('丁', 'offered', '', [])).toBeNull()
    expect(read('请如实填写', 'said', '')).toBe('说明：请如实填写')
  })

  test('a mark beside a cell of a table stands in that cell; where it cannot stand, nothing is offered', () => {
    expect(read('姓名\t\t联系电话\t', 'impersonal', '联系电话')).toBe('姓名\t\t联系电话（非个人信息）\t')
    expect(read('姓名\t\t', 'impersonal', '不在这里')).toBeNull()
  })
})
