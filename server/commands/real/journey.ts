/** What a new user does with the running product, over HTTP only: from the one-time code to an open collection. */

import { setTimeout as pause } from 'node:timers/promises'
import { compileForm } from '../../form/definition.ts'
import type { Form, Question } from '../../form/form.ts'
import { questionsOf } from '../../form/walk.ts'
import { readXlsform } from '../../imports/xlsform.ts'
import { catalogues } from '../../locale/index.ts'
import type { OwnServer } from '../own-server.ts'
import { elements, textOf } from '../html.ts'
import { visitor, type Answered, type Visitor } from '../visitor.ts'
import type { Material } from './material.ts'

export const t = catalogues['zh-CN']
const password = '大兴调查研究-2026'

/** A collection in the field and the people who look at it. */
export interface Fielded {
  readonly origin: string
  readonly organiser: Visitor
  readonly analyst: Visitor
  readonly leader: Visitor
  readonly topicId: string
  readonly collectionId: string
  readonly slug: string
  readonly form: Form
  readonly formVersion: string
}

/** Sets up, makes topic and people, uploads the questionnaire, publishes it and opens a collection. */
export async function takeToTheField(
  server: OwnServer,
  material: Pick<Material, 'questionnaire'>,
): Promise<Fielded> {
  const organiser = await setUp(server)
  const { topicId, analyst, leader } = await makeTopic(server.origin, organiser)
  const formId = await uploadForm(organiser, topicId, material)
  const collectionId = await openCollection(organiser, topicId, formId)
  const slug = await linkOf(organiser, collectionId)
  const page = await visitor(server.origin, chinese).get(`/f/${slug}/form`)
  const version = elements(page.page, 'input').find(({ attributes }) => attributes['name'] === '_version')
  return {
    origin: server.origin,
    organiser,
    analyst,
    leader,
    topicId,
    collectionId,
    slug,
    form: await compiled(material),
    formVersion: version?.attributes['value'] ?? '',
  }
}

/** One POST on the public link, as the answering script sends it; a new instance unless one is given. */
export async function sendAnswer(
  { origin, slug, form, formVersion }: Fielded,
  row: Readonly<Record<string, string>>,
  instanceId: string = crypto.randomUUID(),
): Promise<Answered> {
  const answers: Record<string, string | readonly string[]> = {}
  for (const question of questionsOf(form)) {
    const given = row[question.name]
    if (given !== undefined && given !== '')
      answers[question.name] = several(question) ? given.split(' ') : given
  }
  const respondent = visitor(origin, chinese)
  return respondent.postJson(`/f/${slug}/submissions`, { instanceId, formVersion, locale: '', answers })
}

const chinese = { 'accept-language': 'zh-CN' }

function several({ type }: Question): boolean {
  return type === 'select_multiple' || type === 'rank'
}

async function compiled({ questionnaire }: Pick<Material, 'questionnaire'>): Promise<Form> {
  const read = await readXlsform(questionnaire)
  const { form, complaints } = read.ok ? compileForm(read.source) : { form: null, complaints: [] }
  if (!form)
    throw new Error(`questionnaire.xlsx cannot be used: ${JSON.stringify(read.ok ? complaints : read)}`)
  return form
}

async function setUp(server: OwnServer): Promise<Visitor> {
  const code = await oneTimeCode(server)
  if (!code) throw new Error(`the server printed no one-time code:\n${server.printed()}`)
  const person = visitor(server.origin, chinese)
  const fields = { code, name: '组织者', login: 'organiser', password, repeat: password, organiser: 'yes' }
  went(await person.submit(await person.get('/setup'), fields))
  return person
}

/** The server listens before it prints the code. */
async function oneTimeCode(server: OwnServer): Promise<string | undefined> {
  for (let tries = 0; tries < 200; tries++) {
    const code = /one-time code: (\S+)/.exec(server.printed())?.[1]
    if (code) return code
    await pause(50)
  }
  return undefined
}

async function makeTopic(
  origin: string,
  organiser: Visitor,
): Promise<Pick<Fielded, 'topicId' | 'analyst' | 'leader'>> {
  const analyst = await addPerson(origin, organiser, 'analyst', '分析员')
  const leader = await addPerson(origin, organiser, 'leader', '领题领导')
  went(await organiser.submit(await organiser.get('/programme'), { name: '专项工作' }))
  const page = await organiser.get('/topics/new')
  const fields = { code: 'KT-1', title: '真实调查', leaderId: optionOf(page, 'leaderId', '领题领导') }
  const topicId = idAfter('/topics/', went(await organiser.submit(page, fields)))
  const team = await organiser.get(`/topics/${topicId}/team`)
  went(await organiser.submit(team, { person: optionOf(team, 'person', '分析员'), newRoles: 'analyst' }))
  return { topicId, analyst, leader }
}

/** A person with an issued password, who signs in and changes it. */
async function addPerson(origin: string, organiser: Visitor, login: string, name: string): Promise<Visitor> {
  const issued = went(await organiser.submit(await organiser.get('/people/new'), { login, name }))
  const row = elements(issued.page, 'tr').find((line) => textOf(line).startsWith(name))
  const current = row ? (textOf(row).split(' ').at(-1) ?? '') : ''
  const person = visitor(origin, chinese)
  went(await person.submit(await person.get('/sign-in'), { login, password: current }))
  went(await person.submit(await person.get('/account'), { current, password, repeat: password }))
  return person
}

async function uploadForm(
  organiser: Visitor,
  topicId: string,
  { questionnaire }: Pick<Material, 'questionnaire'>,
): Promise<string> {
  const page = await organiser.get(`/topics/${topicId}/forms/new`)
  const file = { file: new Blob([questionnaire]), name: 'questionnaire.xlsx' }
  const formId = idAfter('/forms/', went(await organiser.submit(page, { file, kind: 'questionnaire' })))
  went(await organiser.press(await organiser.get(`/forms/${formId}/publish`), `/forms/${formId}/publish`))
  return formId
}

/** Anonymous, as a probability sample, with one link; open at once. */
async function openCollection(organiser: Visitor, topicId: string, formId: string): Promise<string> {
  const page = await organiser.get(`/topics/${topicId}/collections/new`)
  const chosen = elements(page.page, 'select').find(({ attributes }) => attributes['name'] === 'form')
  const version = chosen
    ? elements(chosen, 'option').find(({ attributes }) => attributes['value'] !== '')
    : undefined
  const fields = {
    form: version?.attributes['value'] ?? formId,
    name: '真实调查',
    sampleType: 'probability',
    identity: 'anonymous',
    asker: '统计学课程',
    purpose: '教学',
    retainUntil: '2099-12-31',
  }
  const collectionId = idAfter('/collections/', went(await organiser.submit(page, fields)))
  const made = await organiser.get(`/collections/${collectionId}`)
  const channelled = went(await organiser.submit(made, { label: '链接', kind: 'link', action: 'channel' }))
  went(await organiser.submit(channelled, { action: 'open' }))
  return collectionId
}

async function linkOf(organiser: Visitor, collectionId: string): Promise<string> {
  const { page } = await organiser.get(`/collections/${collectionId}`)
  const links = elements(page, 'a').map(
    ({ attributes }) => /\/f\/([\w-]+)$/.exec(attributes['href'] ?? '')?.[1],
  )
  const slug = links.find((found) => found !== undefined)
  if (!slug) throw new Error('the collection has no public link')
  return slug
}

/** The page that came, unless it refuses. */
function went(answered: Answered): Answered {
  if (answered.status < 400) return answered
  const errors = elements(answered.page).filter(({ attributes }) => /error/.test(attributes['class'] ?? ''))
  throw new Error(`${answered.url} answered ${answered.status}: ${errors.map(textOf).join(' · ')}`)
}

function idAfter(path: string, { url }: Answered): string {
  const id = new RegExp(`${path}([\\w-]+)`).exec(url)?.[1]
  if (!id) throw new Error(`${url} is not below ${path}`)
  return id
}

/** The value of the option that names this person. */
function optionOf({ page }: Answered, field: string, name: string): string {
  const select = elements(page, 'select').find(({ attributes }) => attributes['name'] === field)
  const option = select
    ? elements(select, 'option').find((candidate) => textOf(candidate).includes(name))
    : undefined
  if (!option) throw new Error(`${field} offers nobody named ${name}`)
  return option.attributes['value'] ?? ''
}
