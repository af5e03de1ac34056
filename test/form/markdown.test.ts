/** Markdown in labels: what XLSForm has becomes HTML that may stand in a label, all else is text. */

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markdownHtml, withoutMarkdown } from '../../server/form/markdown.ts'

describe('Markdown in labels', () => {
  test.each([
    ['您的年龄', '您的年龄'],
    ['**重要**：请*务必*回答', '<strong>重要</strong>：请<em>务必</em>回答'],
    ['__粗__ 和 _斜_', '<strong>粗</strong> 和 <em>斜</em>'],
    ['**粗里有_斜_的**', '<strong>粗里有<em>斜</em>的</strong>'],
    ['您的年龄：____岁', '您的年龄：____岁'],
    ['家里共____人，其中老人____人', '家里共____人，其中老人____人'],
    ['男__人，女__人', '男__人，女__人'],
    ['收入：__万元，支出：__万元', '收入：__万元，支出：__万元'],
    ['第_题，共_题', '第_题，共_题'],
    ['a__b__c，甲__乙__丙', 'a__b__c，甲__乙__丙'],
    ['__注意：__请填____年__月', '<strong>注意：</strong>请填____年__月'],
    ['（__必填__）姓名______', '（<strong>必填</strong>）姓名______'],
    ['first_name and last_name', 'first_name and last_name'],
    ['2*3*4 = 24', '2*3*4 = 24'],
    ['5 * 3 * 2', '5 * 3 * 2'],
    ['\\*不是斜体\\*', '*不是斜体*'],
    ['# 第一部分\n说明', '<strong class="h1">第一部分</strong><br>说明'],
    ['### Part #', '<strong class="h3">Part</strong>'],
    ['#1 choice', '#1 choice'],
    ['1. 您的年龄', '1. 您的年龄'],
    [
      '[说明](https://example.org/a?b=1&c=2)',
      '<a href="https://example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">说明</a>',
    ],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['[x](data:text/html,1)', '[x](data:text/html,1)'],
    ['[x](/sign-out)', '[x](/sign-out)'],
    ['<span style="color:red">红</span>', '<span class="c-red">红</span>'],
    ["<font color='#00f'>blue</font>", '<span class="c-blue">blue</span>'],
    ['<span style="color:#f58a1f">x</span>', '<span class="c-orange">x</span>'],
    ['<span style="position:fixed">x</span>', 'x'],
    [
      '<b>x</b> & <script>alert(1)</script>',
      '&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;',
    ],
    ['**没有结尾', '**没有结尾'],
  ])('%s', (text, html) => {
    expect(markdownHtml(text)).toBe(html)
  })

  test('an insertion is put in as it is made, wherever it stands', () => {
    const insert = (name: string) => `<span data-value="${name}">*四*</span>`
    expect(markdownHtml('**${name}**，您好', insert)).toBe(
      '<strong><span data-value="name">*四*</span></strong>，您好',
    )
    expect(markdownHtml('共 ${ n } 人', insert)).toBe('共 <span data-value="n">*四*</span> 人')
  })

  test('the words alone have no marks', () => {
    expect(
      withoutMarkdown('# **您**的[年龄](https://example.org) & <span style="color:red">性别</span>'),
    ).toBe('您的年龄 & 性别')
    expect(withoutMarkdown('${age} 岁的_人_')).toBe('${age} 岁的人')
  })

  test('of any text, no tag and no attribute comes out but its own', () => {
    const pieces = fc.constantFrom(
      ...`* ** _ __ [ ]( ) < > " ' & \\ # \${a} 词 x red "> </span> https:// javascript: onclick=`.split(' '),
      ' ',
      '\n',
      '<span style="color:',
      '<a href=',
      '<img ',
    )
    const own = /<\/?(?:strong|em|span|a)(?: (?:class|href|target|rel)="[^"<>]*")*>|<br>/g
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const html = markdownHtml(parts.join(''))
        expect(html.replace(own, '')).not.toMatch(/[<>"]/)
        for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g))
          expect(href).toMatch(/^(https?:\/\/|mailto:|tel:)/i)
      }),
      { numRuns: 3000 },
    )
  })

  test('a long label of opening marks takes no time to speak of', () => {
    for (const mark of ['[', '*', '**a', '<span>', '${', '_a '])
      expect(markdownHtml(mark.repeat(5_000)).length).toBeGreaterThan(0)
  })
})
