/** Word files become the text that a person sees in Word, and that text becomes the form that they meant. */

import * as fc from 'fast-check'
import { expect, describe, test } from 'vitest'
import { limits } from '../../server/imports/file.ts'
import { readWord } from '../../server/imports/readers.ts'
import { readFormText } from '../../server/imports/text.ts'
import { numeral } from '../../server/imports/word/numbers.ts'
import { catalogues, say } from '../../server/locale/index.ts'
import {
  abstractList,
  list,
  listed,
  para,
  run,
  table,
  wordFile,
  zipOf,
  type WordParts,
} from '../support/word-file.ts'

async function textOf(parts: WordParts): Promise<string> {
  const read = await readWord(await wordFile(parts))
  if (!read.ok) throw new Error(read.complaint.code)
  return read.draft.text
}

async function complaintOf(bytes: Buffer): Promise<string> {
  const read = await readWord(bytes)
  return read.ok ? 'read' : read.complaint.code
}

const underlined = '<w:u w:val="single"/>'
const wingdings = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'

describe('what Word shows and its file does not say', () => {
  const numbering = [
    abstractList(0, [['chineseCounting', '%1、'], ['decimal', '%2.'], ['decimal', '%2.%3']]), // prettier-ignore
    abstractList(1, [['upperLetter', '%1.']]),
    abstractList(2, [['decimalEnclosedCircleChinese', '%1']]),
    abstractList(3, [['bullet', '\uf0a8']]),
    list(1, 0),
    list(2, 1),
    list(3, 1, true),
    list(4, 2),
    list(5, 3),
  ].join('')

  test('numbers of lists are counted, level by level, and begin anew where Word does', async () => {
    const body = [
      listed('基本情况', 1),
      listed('您的性别', 1, 1),
      listed('男', 2),
      listed('女', 2),
      listed('您的学历', 1, 1),
      listed('初中', 3),
      listed('高中', 3),
      listed('其中', 1, 2),
      listed('评价', 1),
      listed('总体', 1, 1),
      listed('好', 4),
      listed('差', 4),
      listed('愿意', 5),
    ].join('')
    expect(await textOf({ body, numbering })).toBe(
      '一、基本情况\n1. 您的性别\nA. 男\nB. 女\n2. 您的学历\nA. 初中\nB. 高中\n2.1 其中\n二、评价\n1. 总体\n① 好\n② 差\n□ 愿意'.replaceAll(
        '、',
        '、 ',
      ),
    )
  })

  test('a list may come from the style, and the style from another', async () => {
    const styles =
      '<w:style w:styleId="Ti"><w:name w:val="题目"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>' +
      '<w:style w:styleId="Ti2"><w:name w:val="题目二"/><w:basedOn w:val="Ti"/></w:style>' +
      '<w:style w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>' +
      '<w:style w:styleId="R"><w:basedOn w:val="R"/></w:style>'
    const body = [
      para('问卷', '<w:pStyle w:val="H"/>'),
      para('基本情况', '<w:pStyle w:val="H"/>'),
      para('甲', '<w:pStyle w:val="Ti"/>'),
      para('乙', '<w:pStyle w:val="Ti2"/>'),
      para('不编号', '<w:pStyle w:val="Ti"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
      para('原地打转', '<w:pStyle w:val="R"/>'),
    ].join('')
    expect(await textOf({ body, numbering, styles })).toBe(
      '问卷\n## 基本情况\nA. 甲\nB. 乙\n不编号\n原地打转',
    )
  })

  test('blanks, boxes and arrows that are only looks', async () => {
    const body = [
      para(run('姓名：') + run('        ', underlined) + run('先生', '<w:u w:val="none"/>')),
      para(run('年龄') + '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/></w:r>' + run('岁')),
      para(run('o', wingdings) + run('男  ') + '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + run('女')),
      para('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox/></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>' + run('同意')),
      para('<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>' + run('☐') + '</w:sdtContent></w:sdt>' + run('保密')),
      para(run('否') + run('à', wingdings) + run('跳至第5题')),
    ].join('') // prettier-ignore
    expect(await textOf({ body })).toBe('姓名：____先生\n年龄____岁\n□男  □女\n□同意\n☐保密\n否→跳至第5题')
  })

  test('what was deleted, hidden or stands beside is left out; what was inserted or framed is there once', async () => {
    const box = para('框里的说明')
    const body = [
      para(`<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>${run('新题')}</w:ins>`),
      para(run('看得见') + run('看不见', '<w:vanish/>')),
      para(`<mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>${box}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>${box}</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent>`),
      `<w:sdt><w:sdtContent>${para('控件里的一段')}</w:sdtContent></w:sdt>`,
      para('<w:hyperlink>' + run('链接') + '</w:hyperlink><w:r><w:drawing><a:blip/></w:drawing></w:r>'),
      para(run('一') + '<w:r><w:br/></w:r>' + run('二')),
    ].join('') // prettier-ignore
    const read = await readWord(await wordFile({ body }))
    expect(read).toEqual({
      ok: true,
      draft: { text: '新题\n看得见\n\n框里的说明\n控件里的一段\n链接\n一\n二', pictures: 1 },
    })
  })

  test('tables are rows with tabs; one that only frames its words is no table', async () => {
    const merged = `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>${para('合并')}</w:tc><w:tc>${para('右')}</w:tc></w:tr></w:tbl>`
    const body = [
      table([['项目', '差', '好'], ['环境', '□', '□'], [para('第一行') + para('第二行'), '', '末']]), // prettier-ignore
      merged,
      table([['1. 框里的问题'], ['2. 又一个']]),
    ].join('')
    expect(await textOf({ body })).toBe(
      '项目\t差\t好\n环境\t□\t□\n第一行 第二行\t\t末\n合并\t\t右\n1. 框里的问题\n2. 又一个',
    )
  })

  test('numbers as people write them', () => {
    const formats = ['chineseCounting', 'upperLetter', 'lowerRoman', 'decimalEnclosedCircle', 'decimalZero']
    const shown = [1, 10, 12, 20, 34].map((number) =>
      formats.map((format) => numeral(number, format)).join(' '),
    )
    expect(shown).toEqual([
      '一 A i ① 01',
      '十 J x ⑩ 10',
      '十二 L xii ⑫ 12',
      '二十 T xx ⑳ 20',
      '三十四 HH xxxiv 34 34',
    ])
    expect([numeral(0, 'upperRoman'), numeral(27, 'lowerLetter'), numeral(3, 'nosuch')]).toEqual([
      '0',
      'aa',
      '3',
    ])
  })
})

test('a questionnaire with automatic numbers, boxes and a table is understood', async () => {
  const numbering = [
    abstractList(0, [['decimal', '%1．']]),
    abstractList(1, [['upperLetter', '%1、']]),
    list(1, 0),
    ...[10, 11, 12].map((id) => list(id, 1, true)),
  ].join('')
  const styles = '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
  const body = [
    para('社区养老服务调查问卷', '<w:pStyle w:val="T"/>'),
    para('您好！本问卷不记名，大约需要三分钟。'),
    para('一、基本情况'),
    listed('您的年龄（数字）', 1),
    listed('您和谁住在一起？（单选，选B跳至第4题）', 1),
    listed('子女', 10),
    listed('独居', 10),
    para('二、服务评价'),
    listed('您用过哪些服务？（可多选，最多选2项）', 1),
    listed('助餐', 11),
    listed('日间照料', 11),
    para(run('其他（请注明）') + run('        ', underlined), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="11"/></w:numPr>'), // prettier-ignore
    listed('请评价以下方面（矩阵单选）', 1),
    table([['', '不满意', '一般', '满意'], ['态度', '□', '□', '□'], ['价格', '□', '□', '□']]), // prettier-ignore
    listed('您还有什么建议？', 1),
    para('再次感谢您的配合！'),
  ].join('')
  const { title, source, notes } = readFormText(await textOf({ body, numbering, styles }))
  expect(title).toBe('社区养老服务调查问卷')
  const rows = source.survey.map(({ cells }) => [cells['type'], cells['name'], cells['label'], cells['relevant']].filter(Boolean).join(' | ')) // prettier-ignore
  expect(rows).toMatchInlineSnapshot(`
    [
      "note | intro | 您好！本问卷不记名，大约需要三分钟。",
      "begin_group | s1 | 一、基本情况",
      "integer | q1 | 您的年龄",
      "select_one q2 | q2 | 您和谁住在一起？",
      "end_group | s1",
      "begin_group | s2 | 二、服务评价",
      "select_multiple q3 | q3 | 您用过哪些服务？ | not(selected(\${q2}, '2'))",
      "text | q3_other | 其他（请注明） | selected(\${q3}, '3')",
      "begin_group | q4 | 请评价以下方面",
      "select_one q4 | q4_1 | 态度",
      "select_one q4 | q4_2 | 价格",
      "end_group | q4",
      "text | q5 | 您还有什么建议？",
      "end_group | s2",
      "note | note2 | 再次感谢您的配合！",
    ]
  `)
  expect(source.choices.map(({ cells }) => `${cells['list_name']} ${cells['label']}`)).toMatchInlineSnapshot(`
    [
      "q2 子女",
      "q2 独居",
      "q3 助餐",
      "q3 日间照料",
      "q3 其他（请注明）",
      "q4 不满意",
      "q4 一般",
      "q4 满意",
    ]
  `)
  expect(notes.filter(({ level }) => level !== 'info')).toEqual([])
})

describe('files that are no Word files get a sentence', () => {
  const hello = { body: para('您好') }

  test.each([
    ['nothing', async () => Buffer.alloc(0), 'emptyFile'],
    ['an older .doc', async () => Buffer.from('d0cf11e0a1b11ae1' + '00'.repeat(600), 'hex'), 'oldWord'],
    ['plain text', async () => Buffer.from('1. 您的性别（单选）'), 'notWord'],
    ['another zip', () => zipOf({ 'xl/workbook.xml': '<workbook/>' }), 'notWord'],
    ['a cut file', async () => (await wordFile(hello)).subarray(0, 300), 'brokenFile'],
    ['broken XML', () => zipOf({ 'word/document.xml': '<w:document><w:body>' }), 'brokenFile'],
    [
      'entities',
      () => zipOf({ 'word/document.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }),
      'brokenFile',
    ],
    ['no words', () => wordFile({ body: para('  ') }), 'emptyDraft'],
    ['too many lines', () => wordFile({ body: para('x').repeat(20_001) }), 'draftTooLong'],
    ['too much of it', () => zipOf({ 'word/document.xml': 'x'.repeat(21 * 1024 * 1024) }), 'unpacksTooLarge'],
    ['too large', async () => Buffer.alloc(limits.fileBytes + 1), 'fileTooLarge'],
  ] as const)('%s', async (_, bytes, code) => {
    expect(await complaintOf(await bytes())).toBe(code)
    for (const { imports } of Object.values(catalogues)) expect(say(imports, code, { limit: 1 })).not.toMatch(/undefined/) // prettier-ignore
  })

  test('depth without end, lists that are not there and wild numbers end in words', async () => {
    const deep = `${'<w:sdt><w:sdtContent>'.repeat(400)}${para('深')}${'</w:sdtContent></w:sdt>'.repeat(400)}`
    const numbering = '<w:num w:numId="1"><w:abstractNumId w:val="9"/></w:num><w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="-7"/><w:lvlText w:val="%1%2%9"/></w:lvl></w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>' // prettier-ignore
    const body = deep + listed('甲', 1) + listed('乙', 2, 0) + listed('丙', 2, 77) + listed('丁', 99)
    expect(await textOf({ body, numbering })).toBe('甲\n111 乙\n丙\n丁')
  })

  test('whatever bytes come, nothing is thrown', async () => {
    const whole = await wordFile({ body: para('您好') + table([['a', 'b']]) })
    const changed = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(changed, async (changes) => {
        const bytes = Buffer.from(whole)
        for (const [place, value] of changes) bytes[place] = value
        const read = await readWord(bytes)
        if (read.ok) expect(typeof read.draft.text).toBe('string')
      }),
      { numRuns: 100 },
    )
    // Elements in any order.
    const piece = fc.constantFrom('<w:p>', '</w:p>', '<w:r>', '</w:r>', '<w:t>x</w:t>', '<w:tbl>', '</w:tbl>', '<w:tr>', '</w:tr>', '<w:tc>', '</w:tc>', '<w:br/>', '<w:sym/>', '<w:pPr><w:numPr/></w:pPr>') // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        await readWord(await wordFile({ body: pieces.join('') }))
      }),
      { numRuns: 60 },
    )
  })
})
