/** The Word report of a topic through the real app: its layout, its figures beside those of the page, and who sees what. */

import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { elements, textOf, type Element } from '../../server/commands/html.ts'
import { byId, open, send } from '../support/answers.ts'
import { readWord, type WordRead } from '../support/word.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'

const plenty = { ANSWERS_PER_MINUTE: '1000000', SUBMISSIONS_PER_MINUTE: '1000000' }

async function word(agent: SignedInAgent, world: World, query = ''): Promise<WordRead> {
  const response = await agent
    .get(`/topics/${world.topic.id}/report.docx${query}`)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.on('end', () => done(null, Buffer.concat(parts)))
    })
  if (response.status !== 200) throw new Error(`word: ${response.status}`)
  expect(response.headers['content-type']).toContain('wordprocessingml')
  return readWord(response.body as Buffer)
}

/** Tables of a page as people read them. */
function tablesOf(place: Element | undefined): readonly (readonly (readonly string[])[])[] {
  return (place ? elements(place, 'table') : []).map((table) =>
    elements(table, 'tr').map((row) =>
      row.children.flatMap((cell) => (typeof cell === 'string' ? [] : [textOf(cell).trim()])),
    ),
  )
}

describe('the report of a topic', () => {
  let world: World
  let analyst: SignedInAgent
  let leader: SignedInAgent
  beforeAll(async () => {
    world = await makeWorld({ env: plenty })
    analyst = await world.signIn('analyst')
    leader = await world.signIn('leader')
    for (let i = 0; i < 40; i++)
      await send(world, {
        owns_car: i % 4 === 0 ? 'no' : 'yes',
        ...(i % 4 === 0 ? {} : { parks: i % 2 ? ['street', 'yard'] : ['garage'] }),
        age: String(20 + i),
        ...(i < 3 ? { wish: `多建车位 ${i}` } : {}),
      })
  })
  afterAll(async () => {
    await world.close()
    expect(world.mistakes).toEqual([])
  })

  test('is set like an official document', async () => {
    const { part, paragraphs } = await word(leader, world)
    const document = part('word/document.xml')
    expect(document).toMatch(/<w:pgSz w:w="11906" w:h="16838"/)
    expect(document).toMatch(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/)
    expect(document).toContain('w:linePitch="579" w:charSpace="-842"')
    const styles = part('word/styles.xml')
    const style = (id: string) => new RegExp(`w:styleId="${id}".*?</w:style>`).exec(styles)?.[0] ?? ''
    expect(styles).toMatch(/docDefaults.*仿宋_GB2312.*w:sz w:val="32"/)
    expect(style('Title')).toMatch(/方正小标宋简体.*w:sz w:val="44"/)
    expect(style('Title')).toContain('<w:jc w:val="center"/>')
    expect(style('Heading1')).toContain('w:eastAsia="黑体"')
    expect(style('Heading2')).toContain('w:eastAsia="楷体_GB2312"')
    expect(style('PageNumber')).toMatch(/宋体.*w:sz w:val="28"/)
    expect(part('word/settings.xml')).toContain('<w:evenAndOddHeaders')
    const headings = paragraphs.filter(({ style }) => style.startsWith('Heading'))
    expect(headings.map(({ text }) => text).slice(0, 3)).toEqual([
      '一、主要发现',
      '二、调研概况',
      '（一）调研要回答的问题',
    ])
    expect(headings.map(({ text }) => text)).toContain('1. 您家有汽车吗？')
    expect(paragraphs[0]).toEqual({ style: 'Title', text: '老旧小区停车难调研报告' })
  })

  test('has page numbers — 1 —, on odd pages to the right and on even ones to the left', async () => {
    const { part } = await word(leader, world)
    const section = /<w:sectPr(?:(?!<w:sectPr)[\s\S])*<\/w:sectPr><\/w:body>/.exec(
      part('word/document.xml'),
    )![0]
    const footer = (type: string) => {
      const id = new RegExp(`footerReference w:type="${type}" r:id="(\\w+)"`).exec(section)![1]
      const relation = new RegExp(`<Relationship [^>]*Id="${id}"[^>]*>`).exec(
        part('word/_rels/document.xml.rels'),
      )![0]
      return part(`word/${/Target="([^"]+)"/.exec(relation)![1]}`)
    }
    expect(footer('default')).toMatch(/<w:jc w:val="right"\/>.*— .*PAGE.* —/)
    expect(footer('even')).toMatch(/<w:jc w:val="left"\/>.*— .*PAGE.* —/)
    expect(section).toContain('<w:pgNumType w:start="1"')
  })

  test('has contents, captions, heads of tables that repeat, sources as footnotes and pictures', async () => {
    const { part, paragraphs, footnotes, pictures } = await word(leader, world)
    const document = part('word/document.xml')
    expect(document).toContain('TOC \\')
    expect(document).toContain('<w:tblHeader/>')
    expect(document).toMatch(/SEQ 表 .*SEQ 图|SEQ 图 .*SEQ 表/)
    expect(
      paragraphs.some(({ style, text }) => style === 'TableCaption' && /^表 \d+　您家有汽车吗？/.test(text)),
    ).toBe(true)
    expect(
      paragraphs.some(({ style, text }) => style === 'FigureCaption' && /^图 \d+　您家有汽车吗？/.test(text)),
    ).toBe(true)
    expect(footnotes.join('\n')).toMatch(
      /数据来源：停车问题公开投放（问卷调查，开放链接，非概率样本，.*未加权）。答卷 40 份/,
    )
    expect(pictures.length).toBeGreaterThan(0)
    for (const picture of pictures) {
      expect(picture.subarray(1, 4).toString()).toBe('PNG')
      // Sharp enough for print: more than 220 dots to the inch on a text width of 156 mm.
      expect(picture.readUInt32BE(16)).toBeGreaterThan(1_350)
    }
    const head = await world.store.history.head(world.collection.id)
    expect(paragraphs.at(-2)?.text).toContain(head.hash)
  })

  test.each([
    ['analyst', '?figures=full'],
    ['leader', ''],
  ] as const)('has the figures that %s reads on the page, on the print page too', async (role, query) => {
    const agent = await world.signIn(role)
    const page = await open(agent, `/collections/${world.collection.id}/summary`)
    const printed = await open(agent, `/topics/${world.topic.id}/report/print${query}`)
    const { tables } = await word(agent, world, query)
    const shown = ['owns_car', 'parks', 'age', 'wish'].flatMap((name) => tablesOf(byId(page, `q-${name}`)))
    expect(shown.length).toBeGreaterThan(3)
    for (const table of shown) expect(tables).toContainEqual(table)
    const onPaper = tablesOf(printed)
    for (const table of shown) expect(onPaper).toContainEqual(table)
  })

  test('has the figures that the CSV gives', async () => {
    const csv = await analyst.get(`/collections/${world.collection.id}/export.csv`)
    const rows = Papa.parse<Record<string, string>>(csv.text.replace(/^\ufeff/, ''), {
      header: true,
      skipEmptyLines: true,
    }).data
    const n = (value: string) => rows.filter((row) => row['owns_car'] === value).length
    const { tables } = await word(analyst, world, '?figures=full')
    const table = tables.find(
      (rows) => rows.some(([head]) => head === '没有') && rows.some(([head]) => head === '合计'),
    )!
    const percent = (count: number) => `${((100 * count) / rows.length).toFixed(1)}%`
    expect(table.find(([head]) => head === '有')).toEqual([
      '有',
      String(n('yes')),
      percent(n('yes')),
      percent(n('yes')),
    ])
    expect(table.find(([head]) => head === '没有')).toEqual([
      '没有',
      String(n('no')),
      percent(n('no')),
      percent(n('no')),
    ])
  })

  test('comes in English', async () => {
    const { paragraphs, part } = await word(leader, world, '?language=en')
    const headings = paragraphs.filter(({ style }) => style.startsWith('Heading')).map(({ text }) => text)
    expect(headings.slice(0, 3)).toEqual(['1 Main findings', '2 What was done', '2.1 Research questions'])
    expect(part('word/styles.xml')).toContain('w:lang w:val="en-GB"')
    expect(paragraphs.map(({ text }) => text).join()).not.toContain('undefined')
  })

  test('a leader who asks for full figures gets protected ones', async () => {
    const asked = await word(leader, world, '?figures=full')
    const own = await word(leader, world)
    expect(asked.tables).toEqual(own.tables)
    expect(asked.text).toContain('少于 5 人的数字不显示')
    expect(asked.text).not.toContain('不得传阅')
    // Three wrote a wish: the whole table shows no figure of theirs.
    expect(own.tables).not.toEqual((await word(analyst, world, '?figures=full')).tables)
  })

  test('an analyst gets what may be passed on unless full figures are asked for, and the cover says which', async () => {
    const passed = await word(analyst, world)
    expect(passed.tables).toEqual((await word(leader, world)).tables)
    expect((await word(analyst, world, '?figures=full')).text).toContain('不得传阅')
  })

  test('holds the parts that the organiser chose, in their order, with title, issuer and mark', async () => {
    const organiser = await world.signIn('organiser')
    const path = `/topics/${world.topic.id}/report`
    const post = (fields: object) =>
      organiser
        .post(path)
        .type('form')
        .send({ _csrf: organiser.csrf, ...fields })
    const collection = world.collection.id
    const all = ['findings', 'coverage', 'results', 'notes', 'method', 'questionnaire']
    expect((await post({ chapter: all, collection, up: 'results' })).status).toBe(303)
    expect(
      (
        await post({
          chapter: ['results', 'method'],
          collection,
          title: '停车调研',
          issuer: '市调研办',
          internal: 'yes',
        })
      ).status,
    ).toBe(303)
    const { paragraphs } = await word(leader, world)
    const first = paragraphs.filter(({ style }) => style === 'Heading1').map(({ text }) => text)
    expect(first).toEqual(['一、分题结果', '二、方法与说明'])
    expect(paragraphs.slice(0, 3).map(({ text }) => text)).toEqual(['内部资料', '停车调研', '市调研办'])
    await post({ chapter: ['results'], title: '' })
    expect((await word(leader, world)).text).toContain('还没有可写的内容')
    const page = textOf(await open(leader, path))
    expect(page).not.toContain('安排报告的内容')
    expect(textOf(await open(organiser, path))).toContain('安排报告的内容')
  })
})
