import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { abstractList, list, listed, para, wordFile } from '../support/word-file.ts'
import { makeWorld, type SignedInAgent, type World } from '../support/world.ts'
import { compileForm } from '../../server/form/definition.ts'
import { readXlsform } from '../../server/imports/xlsform.ts'
import { writeXlsform } from '../../server/exports/xlsform.ts'
import type { FormSource } from '../../server/form/form.ts'
import type { FormDraft } from '../../server/store/store.ts'

let world: World
let lead: SignedInAgent
beforeAll(async () => {
  world = await makeWorld()
  lead = await world.signIn('lead')
})
afterAll(async () => {
  expect(world.mistakes).toEqual([])
  await world.close()
})

const students = readFileSync(new URL('../real/students/questionnaire.xlsx', import.meta.url))
const newUrl = () => `/topics/${world.topic.id}/forms/new`
const pasteUrl = () => `/topics/${world.topic.id}/forms/paste`

const post = (url: string, fields: Readonly<Record<string, string>>) =>
  lead
    .post(url)
    .type('form')
    .send({ _csrf: lead.csrf, ...fields })
const upload = (bytes: Buffer, name = 'form.xlsx') =>
  lead.post(newUrl()).field('_csrf', lead.csrf).field('way', 'xlsform').attach('file', bytes, name)

/** The words of a page as a person reads them. */
const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')

async function draftAt(location: string | undefined): Promise<FormDraft> {
  const found = await world.store.forms.find(location?.split('/')[2] ?? '')
  if (!found) throw new Error(`no form at ${location}`)
  return found
}

const rows = (list: readonly Readonly<Record<string, string>>[]) =>
  list.map((cells, index) => ({ row: index + 2, cells }))

describe('uploading an XLSForm', () => {
  test('the real questionnaire is edited, previewed, published and downloaded as it came', async () => {
    const { headers } = await upload(students).expect(303)
    const form = await draftAt(headers['location'])
    expect(form.title).toBe('学生身体与习惯调查')
    const editor = await lead.get(`/forms/${form.id}`).expect(200)
    expect(words(editor.text)).toContain('没有发现问题，可以发布。')
    const preview = await lead.get(`/forms/${form.id}/preview`).expect(200)
    expect(words(preview.text)).toMatch(/您的性别.*身高.*按条件出现/)
    const english = await lead.get(`/forms/${form.id}/preview?l=English%20(en)`).expect(200)
    expect(words(english.text)).toContain('How often do you exercise?')

    const asked = await lead.get(`/forms/${form.id}/publish`).expect(200)
    expect(words(asked.text)).toContain('发布第 1 版')
    await post(`/forms/${form.id}/publish`, { revision: String(form.revision) }).expect(303)
    expect(await world.store.forms.versions(form.id)).toMatchObject([{ number: 1, source: form.source }])
    const again = await lead.get(`/forms/${form.id}/publish`).expect(200)
    expect(words(again.text)).toContain('内容与第 1 版相同')

    const file = await lead
      .get(`/forms/${form.id}/xlsform?version=1`)
      .buffer()
      .parse(binary as never)
      .expect(200)
    expect(file.headers['content-disposition']).toContain(encodeURIComponent('学生身体与习惯调查'))
    const read = await readXlsform(file.body as Buffer)
    expect(read.ok && read.source).toEqual(form.source)
    await lead.get(`/forms/${form.id}/xlsform?version=9`).expect(404)
  })

  test('each fault is named with its sheet, row and column, and publishing waits for it', async () => {
    const source: FormSource = {
      survey: rows([
        { type: 'text', name: 'a', label: 'A' },
        { type: 'telepathy', name: 'b', label: 'B' },
        { type: 'integer', name: 'a', label: 'C' },
        { type: 'text', name: 'd', label: 'D', relevant: "${nobody} = '1'" },
        { type: 'calculate', name: 'e', calculation: '${f} + 1' },
        { type: 'calculate', name: 'f', calculation: '${e} + 1' },
        { type: 'select_one nothing', name: 'g', label: 'G' },
        { type: 'text', name: 'h', label: 'H', constraint: '. > (' },
      ]),
      choices: [],
      settings: [],
      columns: { survey: ['type', 'name', 'label', 'relevant', 'calculation', 'constraint'] },
    }
    const { headers } = await upload(writeXlsform(source)).expect(303)
    const form = await draftAt(headers['location'])
    const page = words((await lead.get(`/forms/${form.id}`).expect(200)).text)
    expect(page).toContain('survey 表第 3 行 A 列（type）')
    expect(page).toContain('telepathy')
    expect(page).toContain('survey 表第 4 行 B 列（name）')
    expect(page).toContain('survey 表第 5 行 D 列（relevant）')
    expect(page).toMatch(/survey 表第 [67] 行 E 列（calculation）/)
    expect(page).toContain('survey 表第 8 行 A 列（type）')
    expect(page).toContain('survey 表第 9 行 F 列（constraint）')
    const refused = await post(`/forms/${form.id}/publish`, { revision: String(form.revision) }).expect(422)
    expect(words(refused.text)).toContain('改正后才能发布')
    expect(await world.store.forms.versions(form.id)).toEqual([])
  })

  test.each([
    ['nothing', Buffer.alloc(0), '没有选择文件，或文件是空的'],
    ['a web page', Buffer.from('<html>'), '这不是 Excel 文件'],
    ['half a file', students.subarray(0, 3000), '文件已损坏或不完整'],
    ['a workbook without a survey sheet', sheetless(), '文件里没有名为“survey”的工作表'],
  ])('%s is refused with a sentence and makes no form', async (_, bytes, sentence) => {
    const before = (await world.store.forms.list({ where: { topicId: world.topic.id } })).total
    const { text } = await upload(bytes).expect(422)
    expect(words(text)).toContain(sentence)
    expect((await world.store.forms.list({ where: { topicId: world.topic.id } })).total).toBe(before)
  })

  test('what cannot be read stops publishing unless whoever publishes ticks that the form runs without it', async () => {
    const id = await world.store.forms.add({
      topicId: world.topic.id,
      kind: 'questionnaire',
      title: '看不懂的规则',
      source: {
        survey: [
          { row: 2, cells: { type: 'text', name: 'wish', label: '您的意见' } },
          {
            row: 3,
            cells: { type: 'text', name: 'more', label: '还有吗', relevant: "nosuchfunction(${wish}) = 'x'" },
          },
        ],
        choices: [],
        settings: [],
      },
    })
    const url = `/forms/${id}/publish`
    expect((await lead.get(url).expect(200)).text).toContain('name="lenient"')
    await post(url, { revision: '1' }).expect(422)
    expect((await world.store.forms.find(id))?.latestVersion).toBeNull()
    await post(url, { revision: '1', lenient: 'no' }).expect(422)
    await post(url, { revision: '1', lenient: 'yes' }).expect(303)
    const form = await world.store.forms.find(id)
    expect(form?.latestVersion).toBe(1)
    // The tick is kept with the form, and what could not be read asks nothing of anybody.
    expect(form?.source.lenient).toBe(true)
    const compiled = form && compileForm(form.source).form
    expect(compiled?.nodes.map((node) => node.relevant)).toEqual([null, null])
  })

  test('a fault that no form can run with has no tick', async () => {
    const id = await world.store.forms.add({
      topicId: world.topic.id,
      kind: 'questionnaire',
      title: '没有选项',
      source: {
        survey: [{ row: 2, cells: { type: 'select_one nowhere', name: 'a', label: '选一个' } }],
        choices: [],
        settings: [],
      },
    })
    expect((await lead.get(`/forms/${id}/publish`).expect(200)).text).not.toContain('name="lenient"')
    await post(`/forms/${id}/publish`, { revision: '1', lenient: 'yes' }).expect(422)
  })

  test('a pattern that the linear-time engine cannot take is refused at publishing', async () => {
    const survey = rows([{ type: 'text', name: 'a', label: 'A', constraint: "regex(., '(a)\\1')" }])
    const { headers } = await upload(writeXlsform({ survey, choices: [], settings: [] })).expect(303)
    const form = await draftAt(headers['location'])
    const { text } = await post(`/forms/${form.id}/publish`, { revision: '1' }).expect(422)
    expect(words(text)).toContain('survey 表第 2 行 D 列（constraint）')
  })
})

describe('pasting text', () => {
  const draft = '社区问卷\n1. 您的性别（单选）\nA. 男\nB. 女\n2. 您的年龄（数字）\n谁也不懂的一行'

  test('shows what respondents will see and what was not understood, then makes the form', async () => {
    const shown = words((await post(pasteUrl(), { text: draft, do: 'preview' }).expect(200)).text)
    expect(shown).toMatch(/第 6 行「谁也不懂的一行」.*没有识别这一行/)
    expect(shown).toContain('已识别 2 道题')
    const { headers } = await post(pasteUrl(), { text: draft, do: 'create', kind: 'visit' }).expect(303)
    expect(await draftAt(headers['location'])).toMatchObject({ title: '社区问卷', kind: 'visit' })
  })

  test('a Word file is read into the box beside what was understood, and a wrong one leaves the page as it was', async () => {
    const read = (bytes: Buffer, name: string) =>
      lead
        .post(pasteUrl())
        .field('_csrf', lead.csrf)
        .field('do', 'word')
        .field('kind', 'visit')
        .attach('file', bytes, name)
    const body = [
      para('村情走访'),
      listed('您家几口人（数字）', 1),
      listed('收入（单选）', 1),
      para('□增加 □减少'),
    ]
    const numbering = abstractList(0, [['decimal', '%1.']]) + list(1, 0)
    const { text } = await read(await wordFile({ body: body.join(''), numbering }), '走访.docx').expect(200)
    expect(words(text)).toContain('已读入“走访.docx”')
    expect(text).toContain('\n村情走访\n1. 您家几口人（数字）\n2. 收入（单选）\n□增加 □减少</textarea>')
    expect(words(text)).toMatch(/您家几口人 收入 增加 减少/)
    expect(text).toContain('<option value="visit" selected>')
    const refused = await read(Buffer.from('%PDF-1.7'), '问卷.pdf').expect(422)
    expect(words(refused.text)).toContain('这不是 Word 文件（.docx）')
    await lead.post(pasteUrl()).field('_csrf', lead.csrf).field('do', 'word').expect(422)
  })

  test('while typing only the outcome comes back', async () => {
    const { text } = await post(`${pasteUrl()}/preview`, { text: draft }).expect(200)
    expect(text).not.toContain('<html')
    expect(words(text)).toContain('您的年龄')
  })

  test('a fault keeps the text and names its line', async () => {
    const wrong = '1. 您的爱好（多选）\n2. <script>x</script>（单选）\nA. a\nB. b'
    const { text } = await post(pasteUrl(), { text: wrong, do: 'create' }).expect(422)
    expect(words(text)).toMatch(/第 1 行「1. 您的爱好（多选）」.*这道选择题没有选项/)
    expect(text).toContain('2. &lt;script&gt;x&lt;/script&gt;（单选）')
    expect(text).not.toContain('<script>x')
  })
})

describe('the row editor', () => {
  const cells = {
    'survey.0.type': 'text',
    'survey.0.name': 'a',
    'survey.0.label': '甲',
    'survey.1.type': 'text',
    'survey.1.name': 'b',
    'survey.1.label': '乙',
    'settings.0.form_title': '两道题',
  }
  async function blank(): Promise<string> {
    const { headers } = await post(newUrl(), { way: 'blank' }).expect(303)
    return (headers['location'] ?? '').replace(/\/design$/, '')
  }
  const namesShown = (html: string) =>
    [...html.matchAll(/name="survey\.\d+\.name" value="([^"]*)"/g)].map((found) => found[1])

  test('rows are added, moved and deleted without a script, and nothing is saved by that', async () => {
    const url = await blank()
    const act = async (command: string) =>
      namesShown((await post(url, { ...cells, revision: '1', do: command }).expect(200)).text)
    expect(await act('add:survey:0')).toEqual(['a', '', 'b'])
    expect(await act('down:survey:0')).toEqual(['b', 'a'])
    expect(await act('up:survey:1')).toEqual(['b', 'a'])
    expect(await act('remove:survey:0')).toEqual(['b'])
    expect((await draftAt(url)).source.survey).toEqual([])
  })

  test('a save keeps what does not compile, and the page says where', async () => {
    const url = await blank()
    await post(url, {
      ...cells,
      'survey.1.name': 'a',
      'survey.1.relevant': '${x',
      revision: '1',
      do: 'save',
    }).expect(303)
    const { text } = await lead.get(url).expect(200)
    expect(namesShown(text)).toEqual(['a', 'a'])
    expect(words(text)).toContain('survey 表第 3 行')
    expect(text).toMatch(/<textarea[^>]*name="survey\.1\.relevant"[^>]*>\$\{x</)
  })

  test('a column of one own is added and kept', async () => {
    const url = await blank()
    const { text } = await post(url, {
      ...cells,
      revision: '1',
      do: 'column:survey',
      'header.survey': 'Label::English (en)',
    }).expect(200)
    expect(text).toContain('name="survey.0.label::English (en)"')
    await post(url, { ...cells, 'survey.0.label::English (en)': 'First', revision: '1', do: 'save' }).expect(
      303,
    )
    expect((await draftAt(url)).source.survey[0]?.cells['label::English (en)']).toBe('First')
  })

  test('what somebody else saved meanwhile is not overwritten, and the typed words stay', async () => {
    const url = await blank()
    await post(url, { ...cells, revision: '1', do: 'save' }).expect(303)
    const { text } = await post(url, {
      ...cells,
      'survey.0.label': '我改的',
      revision: '1',
      do: 'save',
    }).expect(409)
    expect(words(text)).toContain('其他人保存了这份表单')
    expect(text).toContain('我改的')
    expect((await draftAt(url)).source.survey[0]?.cells['label']).toBe('甲')
    const revision = /name="revision" value="(\d+)"/.exec(text)?.[1] ?? ''
    await post(url, { ...cells, 'survey.0.label': '我改的', revision, do: 'save' }).expect(303)
    expect((await draftAt(url)).source.survey[0]?.cells['label']).toBe('我改的')
  })

  test('two thousand rows fit into one post that the script packs', async () => {
    const url = await blank()
    const packed = Array.from({ length: 2000 }, (_, i) => [
      [`survey.${i}.type`, 'text'],
      [`survey.${i}.name`, `q${i + 1}`],
      [`survey.${i}.label`, `第${i + 1}题：请您谈谈对本地公共服务的看法和建议，越具体越好。`],
    ]).flat()
    await lead
      .post(url)
      .field('_csrf', lead.csrf)
      .field('revision', '1')
      .field('do', 'save')
      .field('sheets', JSON.stringify(packed))
      .expect(303)
    const saved = await draftAt(url)
    expect(saved.source.survey).toHaveLength(2000)
    expect(compileForm(saved.source).complaints).toEqual([])
  })

  test.each([
    ['no JSON', '{', 400],
    ['no list', '{}', 400],
    ['a row far out', '[["survey.99999.type","text"]]', 413],
  ])('packed cells that are %s are refused', async (_, sheets, status) => {
    await post(await blank(), { revision: '1', do: 'save', sheets }).expect(status)
  })

  test('HTML, NUL and a lone surrogate in a cell are stored and shown as words', async () => {
    const url = await blank()
    await post(url, { ...cells, 'survey.0.label': '<b>"x"\u0000</b>', revision: '1', do: 'save' }).expect(303)
    expect((await draftAt(url)).source.survey[0]?.cells['label']).toBe('<b>"x"</b>')
    expect((await lead.get(url)).text).toContain('&lt;b&gt;')
  })

  test('a version that somebody changed before the click is looked at again first', async () => {
    const url = await blank()
    await post(url, { ...cells, revision: '1', do: 'save' }).expect(303)
    await post(`${url}/publish`, { revision: '1' }).expect(409)
    await post(`${url}/publish`, { revision: '2' }).expect(303)
  })
})

test('who may only look at the topic sees the preview but cannot edit', async () => {
  const analyst = await world.signIn('analyst')
  await analyst.get(`/forms/${world.formId}/preview`).expect(200)
  await analyst.get(`/forms/${world.formId}`).expect(403)
  await analyst.get(newUrl()).expect(403)
})

test('the pages speak English too', async () => {
  const english = await world.signIn('lead')
  await english.get('/language?locale=en&next=%2F')
  for (const url of [newUrl(), pasteUrl(), `/forms/${world.formId}`, `/forms/${world.formId}/publish`]) {
    const { text } = await english.get(url).expect(200)
    expect(words(text.replace(/[\s\S]*<main/, '<main'))).not.toMatch(/undefined|\[object/)
    expect(text).toContain('lang="en"')
  }
})

function sheetless(): Buffer {
  return Buffer.from(
    writeXlsform({ survey: [], choices: rows([{ list_name: 'l', name: 'a' }]), settings: [] }),
  )
}

function binary(
  res: Pick<NodeJS.ReadableStream, 'on'>,
  done: (error: Error | null, body: unknown) => void,
): void {
  const parts: Buffer[] = []
  res.on('data', (part: Buffer) => parts.push(part))
  res.on('end', () => done(null, Buffer.concat(parts)))
}
