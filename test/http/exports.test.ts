/** The CSV file and its codebook, from answers in a real store. */

import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import iconv from 'iconv-lite'
import { csvText, withoutFormula } from '../../server/exports/rows.ts'

describe('small tables as CSV', () => {
  test('text that would run as a formula gets an apostrophe, numbers do not', () => {
    const dangerous = ['=1+1', '+86', '-cmd', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠1']
    for (const text of dangerous) expect(withoutFormula(text)).toBe(text === '+86' ? "'+86" : `'${text}`)
    for (const text of ['-1', '-1.5', '12', '张三', 'a=b', '']) expect(withoutFormula(text)).toBe(text)
  })

  test('cells with commas, quotes, line breaks and outer spaces come back as they were', () => {
    const rows = [['a,b', 'say "hi"', 'two\nlines', ' spaced ', '中文']]
    expect(Papa.parse(csvText(rows), { skipEmptyLines: true }).data).toEqual(rows)
    expect(csvText([['a', 'b']])).toBe('a,b\r\n')
  })
})
void [afterAll, beforeAll, iconv]
