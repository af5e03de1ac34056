/** Every page of the site map as every role, on their own topic, on another topic, on a guessed id, and signed out. */

import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newToken, scopes } from '../../server/access/tokens.ts'
import { pages } from '../../server/pages/index.ts'
import type { Page } from '../../server/pages/page.ts'
import { makeWorld, roles, smallQuestionnaire, type World } from '../support/world.ts'

/** What comes back: the page itself (ok), a way to sign-in (in), 403 (no) or 404 (-). */
type Outcome = 'ok' | 'in' | 'no' | '-'

/*
 * Columns: signed out; admin, organiser, guidance; lead, investigator, analyst and leader of the topic; lead of another.
 * On another topic the four topic roles fare as the lead of another does here. A guessed id is like a topic out of sight.
 */
const profiles = {
  //              out   admin organ guid  lead  inves analy lead. other
  everybody: row('ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'),
  signedIn: row('in', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'),
  organise: row('in', 'no', 'ok', 'no', 'no', 'no', 'no', 'no', 'no'),
  people: row('in', 'ok', 'ok', 'no', 'no', 'no', 'no', 'no', 'no'),
  admin: row('in', 'ok', 'no', 'no', 'no', 'no', 'no', 'no', 'no'),
  overview: row('in', 'no', 'ok', 'ok', 'no', 'no', 'no', 'no', 'no'),
  gone: row('-', '-', '-', '-', '-', '-', '-', '-', '-'),
  // A post without the token of a page, on a page that is gone.
  goneToken: row('ok', '-', '-', '-', '-', '-', '-', '-', '-'),
  view: row('in', '-', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', '-'),
  manage: row('in', '-', 'ok', 'no', 'ok', 'no', 'no', 'no', '-'),
  collect: row('in', '-', 'no', 'no', 'ok', 'ok', 'no', 'no', '-'),
  enter: row('in', '-', 'ok', 'no', 'ok', 'ok', 'no', 'no', '-'),
  // The form of the world has no pictures: who may fill it in is told so.
  noMediaToView: row('in', '-', '-', '-', '-', '-', '-', '-', '-'),
  noMedia: row('in', '-', 'no', 'no', '-', '-', 'no', 'no', '-'),
  notSentBack: row('in', '-', 'no', 'no', 'no', 'no', 'no', 'no', '-'),
  summary: row('in', '-', 'ok', 'ok', 'ok', 'no', 'ok', 'ok', '-'),
  analyse: row('in', '-', 'ok', 'no', 'ok', 'no', 'ok', 'no', '-'),
  // An investigator sees the ones they collected themselves; one record here came by the public link.
  rows: row('in', '-', 'ok', 'no', 'ok', 'ok', 'ok', 'no', '-'),
  personal: row('in', '-', 'no', 'no', 'ok', 'no', 'ok', 'no', '-'),
  // A snapshot that is not there, for those who might open one.
  goneSummary: row('in', '-', '-', '-', '-', 'no', '-', '-', '-'),
  goneAnalyse: row('in', '-', '-', 'no', '-', 'no', '-', 'no', '-'),
  goneManage: row('in', '-', '-', 'no', '-', 'no', 'no', 'no', '-'),
  instruct: row('in', '-', 'no', 'no', 'no', 'no', 'no', 'ok', '-'),
} as const

/** The site map with the profile of each page; a page that is missing here fails the test. */
const expected: Readonly<Record<string, keyof typeof profiles>> = {
  'GET /': 'signedIn',
  'GET /setup': 'gone',
  'POST /setup': 'goneToken',
  'GET /sign-in': 'everybody',
  'POST /sign-in': 'everybody',
  'POST /sign-out': 'signedIn',
  'GET /language': 'everybody',
  'GET /tools/sample-size': 'signedIn',
  'GET /account': 'signedIn',
  'POST /account': 'signedIn',
  'GET /account/tokens': 'signedIn',
  'POST /account/tokens': 'signedIn',
  'GET /api/openapi.json': 'everybody',
  // Each person's program comes with a token of theirs.
  'GET /api/v1/me': 'signedIn',
  'GET /api/v1/topics': 'signedIn',
  'GET /api/v1/topics/:topic/collections': 'view',
  'GET /api/v1/collections/:collection': 'view',
  'GET /api/v1/collections/:collection/variables': 'view',
  'GET /api/v1/collections/:collection/summary': 'summary',
  'GET /api/v1/collections/:collection/records': 'analyse',
  'GET /api/v1/collections/:collection/records/:instance': 'analyse',
  'GET /api/v1/collections/:collection/export/:format': 'analyse',
  'GET /programme': 'overview',
  'POST /programme': 'organise',
  'GET /programme/burden': 'overview',
  'POST /programme/burden': 'organise',
  'GET /programme/reception': 'overview',
  'GET /programme/reception.csv': 'overview',
  'GET /topics/:topic/reception': 'analyse',
  'GET /topics/:topic/reception.csv': 'analyse',
  'GET /units': 'overview',
  'POST /units': 'organise',
  'GET /units/import': 'organise',
  'POST /units/import': 'organise',
  'GET /people': 'people',
  'GET /people/new': 'people',
  'POST /people/new': 'people',
  'GET /people/import': 'people',
  'POST /people/import': 'people',
  'GET /people/:person': 'people',
  'POST /people/:person': 'people',
  'GET /history': 'people',
  'GET /system': 'admin',
  'POST /system': 'admin',
  'GET /healthz': 'everybody',
  'GET /metrics': 'everybody',
  'GET /trust': 'everybody',
  // There is no certificate in this world.
  'GET /trust/authority.crt': 'gone',
  'GET /field': 'everybody',
  'GET /field/files': 'everybody',
  'GET /field/worker.js': 'everybody',
  'GET /field/manifest.webmanifest': 'everybody',
  'GET /field/work': 'signedIn',
  'GET /field/import': 'signedIn',
  'POST /collections/:collection/field-import/submissions': 'manage',
  'POST /collections/:collection/field-import/attachments': 'manage',
  'GET /field/fill/:collection': 'collect',
  'GET /topics': 'signedIn',
  'GET /topics/new': 'organise',
  'POST /topics/new': 'organise',
  'GET /topics/:topic': 'view',
  'GET /topics/:topic/edit': 'manage',
  'POST /topics/:topic/edit': 'manage',
  'GET /topics/:topic/team': 'view',
  'POST /topics/:topic/team': 'manage',
  'GET /topics/:topic/plan': 'view',
  'POST /topics/:topic/plan': 'manage',
  'GET /topics/:topic/plan/file': 'view',
  'GET /topics/:topic/report': 'summary',
  'POST /topics/:topic/report': 'manage',
  'GET /topics/:topic/report.docx': 'summary',
  'GET /topics/:topic/report/print': 'summary',
  'GET /topics/:topic/forms/new': 'manage',
  'POST /topics/:topic/forms/new': 'manage',
  'GET /topics/:topic/forms/paste': 'manage',
  'POST /topics/:topic/forms/paste': 'manage',
  'POST /topics/:topic/forms/paste/preview': 'manage',
  'GET /topics/:topic/forms/templates': 'manage',
  'GET /topics/:topic/forms/templates/:template': 'manage',
  'POST /topics/:topic/forms/templates/:template': 'manage',
  'GET /forms/:form': 'manage',
  'POST /forms/:form': 'manage',
  'GET /forms/:form/preview': 'view',
  'GET /forms/:form/paper': 'view',
  'GET /forms/:form/design': 'manage',
  'POST /forms/:form/design': 'manage',
  'POST /forms/:form/design/presence': 'manage',
  'GET /forms/:form/comments': 'view',
  'POST /forms/:form/comments': 'view',
  'POST /forms/:form/design/comments': 'manage',
  'POST /forms/:form/design/advice': 'manage',
  'POST /forms/:form/design/files': 'manage',
  'GET /forms/:form/design/library': 'manage',
  'POST /forms/:form/design/library': 'manage',
  'GET /forms/:form/trial': 'view',
  'POST /forms/:form/trial': 'view',
  'POST /forms/:form/trial/submissions': 'view',
  'GET /forms/:form/advice': 'manage',
  'GET /forms/:form/library': 'manage',
  'POST /forms/:form/library': 'manage',
  'GET /forms/:form/library/keep': 'manage',
  'POST /forms/:form/library/keep': 'manage',
  'GET /forms/:form/changes': 'manage',
  'GET /forms/:form/files': 'manage',
  'POST /forms/:form/files': 'manage',
  'GET /forms/:form/media/:name': 'noMediaToView',
  'GET /forms/:form/publish': 'manage',
  'POST /forms/:form/publish': 'manage',
  'GET /forms/:form/xlsform': 'view',
  'GET /topics/:topic/collections/new': 'manage',
  'POST /topics/:topic/collections/new': 'manage',
  'GET /collections/:collection': 'view',
  'POST /collections/:collection': 'manage',
  'GET /collections/:collection/edit': 'manage',
  'POST /collections/:collection/edit': 'manage',
  'GET /collections/:collection/data': 'analyse',
  'GET /topics/:topic/export.sqlite': 'analyse',
  'POST /collections/:collection/exports': 'analyse',
  'GET /topics/:topic/exports': 'analyse',
  'POST /topics/:topic/exports': 'analyse',
  // Nobody here has asked for such a file.
  'GET /topics/:topic/exports/:job': 'goneAnalyse',
  'POST /topics/:topic/exports/:job': 'goneAnalyse',
  'GET /topics/:topic/exports/:job/file': 'goneAnalyse',
  'GET /collections/:collection/release': 'analyse',
  'GET /collections/:collection/release.zip': 'analyse',
  'GET /collections/:collection/import': 'manage',
  'POST /collections/:collection/import': 'manage',
  'GET /collections/:collection/paper': 'enter',
  'POST /collections/:collection/paper': 'manage',
  'GET /collections/:collection/paper/sheets': 'manage',
  'GET /collections/:collection/paper/pages.css': 'manage',
  'GET /collections/:collection/paper/entry': 'enter',
  'POST /collections/:collection/paper/entry': 'enter',
  'GET /collections/:collection/paper/entry/:copy': 'enter',
  'POST /collections/:collection/paper/entry/:copy': 'enter',
  'GET /collections/:collection/paper/compare/:copy': 'enter',
  'POST /collections/:collection/paper/compare/:copy': 'enter',
  'GET /collections/:collection/poster/:channel': 'view',
  'GET /collections/:collection/qr/:channel': 'view',
  'GET /collections/:collection/fill': 'collect',
  'POST /collections/:collection/fill': 'collect',
  'POST /collections/:collection/fill/submissions': 'collect',
  'GET /collections/:collection/fill/receipt': 'collect',
  'POST /collections/:collection/fill/attachments': 'collect',
  'GET /collections/:collection/fill/media/:version/:name': 'noMedia',
  'GET /collections/:collection/attachments/:instance/:name': 'analyse',
  'GET /f/:slug': 'everybody',
  'GET /f/:slug/form': 'everybody',
  'POST /f/:slug/form': 'everybody',
  'POST /f/:slug/submissions': 'everybody',
  'POST /f/:slug/attachments': 'everybody',
  'GET /f/:slug/media/:version/:name': 'gone',
  'GET /f/:slug/receipt': 'everybody',
  'GET /withdraw': 'everybody',
  'POST /withdraw': 'everybody',
  'GET /topics/:topic/summary': 'summary',
  'GET /collections/:collection/summary': 'summary',
  'GET /collections/:collection/crosstab': 'summary',
  'GET /collections/:collection/workbench': 'analyse',
  'POST /collections/:collection/workbench': 'analyse',
  'GET /collections/:collection/workbench.xlsx': 'analyse',
  'GET /collections/:collection/workbench.docx': 'analyse',
  'GET /collections/:collection/workbench/:set/tables.xlsx': 'analyse',
  'GET /collections/:collection/workbench/:set/tables.docx': 'analyse',
  'GET /collections/:collection/workbench/:set': 'analyse',
  'POST /collections/:collection/workbench/:set': 'analyse',
  'GET /collections/:collection/workbench/:set/script.json': 'analyse',
  'GET /collections/:collection/workbench/:set/r.zip': 'analyse',
  'GET /topics/:topic/live': 'summary',
  'GET /programme/topics': 'overview',
  'GET /topics/:topic/waves': 'summary',
  'POST /topics/:topic/waves': 'manage',
  'GET /topics/:topic/pins': 'summary',
  'POST /topics/:topic/pins': 'analyse',
  'GET /topics/:topic/pins/:pin': 'goneSummary',
  'POST /topics/:topic/pins/:pin': 'analyse',
  'GET /topics/:topic/snapshots': 'summary',
  'POST /topics/:topic/snapshots': 'manage',
  'GET /topics/:topic/snapshots/:snapshot': 'goneSummary',
  'POST /topics/:topic/snapshots/:snapshot': 'goneManage',
  // A secret that nobody was given.
  'GET /s/:secret': 'gone',
  'GET /topics/:topic/findings': 'manage',
  'POST /topics/:topic/findings': 'manage',
  'POST /topics/:topic/instructions': 'instruct',
  'GET /collections/:collection/live': 'summary',
  'GET /collections/:collection/texts/:variable': 'analyse',
  'GET /collections/:collection/records': 'rows',
  'POST /collections/:collection/records': 'analyse',
  'GET /collections/:collection/records/:instance': 'analyse',
  'GET /collections/:collection/burden': 'collect',
  'GET /collections/:collection/cases': 'manage',
  'POST /collections/:collection/cases': 'manage',
  'GET /collections/:collection/cases/import': 'manage',
  'POST /collections/:collection/cases/import': 'manage',
  // There is no such case in the world, and no record that was sent back.
  'GET /collections/:collection/cases/:case/fill': 'noMedia',
  'POST /collections/:collection/cases/:case/fill': 'noMedia',
  'GET /collections/:collection/records/:instance/fill': 'notSentBack',
  'POST /collections/:collection/records/:instance/fill': 'notSentBack',
  'GET /tasks': 'signedIn',
  'POST /tasks': 'signedIn',
  'GET /tasks.json': 'signedIn',
  'GET /collections/:collection/quality': 'analyse',
  'POST /collections/:collection/quality': 'analyse',
  'POST /collections/:collection/records/:instance': 'personal',
  'GET /collections/:collection/export': 'analyse',
  'GET /collections/:collection/export.csv': 'analyse',
  'GET /collections/:collection/export-csv.zip': 'analyse',
  'GET /collections/:collection/export/:format': 'analyse',
  'GET /collections/:collection/paradata/:format': 'analyse',
  'GET /collections/:collection/codebook.csv': 'analyse',
}

function row(...outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes
}

const visitors = ['signed out', ...roles] as const
type Visitor = (typeof visitors)[number]

let world: World
let server: Server
let origin: string
let places: Readonly<Record<'own' | 'other' | 'guessed', Readonly<Record<string, string>>>>

beforeAll(async () => {
  world = await makeWorld()
  server = createServer(world.app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  places = await placesOf(world)
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await world.close()
})

async function placesOf({ versionId, store, topic, otherTopic, formId, collection, channel, people }: World) {
  const planFileId = await store.files.save({
    name: '方案.txt',
    type: 'text/plain',
    bytes: Buffer.from('方案'),
  })
  await store.topics.save({ ...topic, planFileId })
  await store.topics.save({ ...otherTopic, planFileId })
  const own = await answered(world, { collectionId: collection.id, channelId: channel.id })
  const form = await store.forms.add({
    topicId: otherTopic.id,
    kind: 'questionnaire',
    title: '助餐问卷',
    source: smallQuestionnaire,
  })
  const version = await store.forms.publish(form)
  const other = await store.collections.add({
    topicId: otherTopic.id,
    formVersionId: version.id,
    title: '助餐问卷',
    sampleType: 'open',
    anonymous: true,
    pilot: false,
    state: 'open',
  })
  const link = await store.collections.addChannel({ collectionId: other, kind: 'link', label: '公众号' })
  const elsewhere = await answered(world, { collectionId: other, channelId: link.id }, version.id)
  const name = attachmentName
  // A printed copy in each.
  for (const [id, formVersionId] of [
    [collection.id, versionId],
    [other, version.id],
  ] as const)
    await store.paper.print(id, { copies: 1, formVersionId, language: '', wishes: {} }, people.lead.id)
  const common = {
    version: versionId,
    name,
    format: 'sav',
    person: people.otherLead.id,
    variable: 'wish',
    snapshot: 'k'.repeat(16),
    secret: 'k'.repeat(43),
    pin: '1',
    job: 'k'.repeat(16),
    template: 'symposium',
    case: 'k'.repeat(16),
    copy: '1',
    ...receiptOf(channel.slug),
  }
  const guessed = 'k'.repeat(16)
  const savedSet = (collectionId: string) =>
    store.workbench.save({
      collectionId,
      id: null,
      name: '按年龄',
      script: '{"tables":[{"statistic":"frequencies","rows":["owns_car"]}]}',
      authorId: people.analyst.id,
    })
  return {
    own: {
      ...common,
      topic: topic.id,
      form: formId,
      collection: collection.id,
      channel: channel.id,
      instance: own,
      set: await savedSet(collection.id),
    },
    other: {
      ...common,
      topic: otherTopic.id,
      form,
      collection: other,
      channel: link.id,
      instance: elsewhere,
      set: await savedSet(other),
    },
    guessed: {
      ...common,
      topic: guessed,
      form: guessed,
      collection: guessed,
      channel: guessed,
      instance: '00000000-0000-4000-8000-000000000000',
      set: guessed,
    },
  }
}

function receiptOf(slug: string | null) {
  return { slug: slug ?? '', receipt: 'ABCD-EFGH-JKMN-PQRS' }
}

const attachmentName = `${'0'.repeat(32)}.txt`

async function answered(
  { store, versionId }: World,
  to: { readonly collectionId: string; readonly channelId: string },
  formVersionId = versionId,
): Promise<string> {
  const instanceId = crypto.randomUUID()
  const path = join(mkdtempSync(join(tmpdir(), 'diaoyan-site-map-')), 'file')
  writeFileSync(path, '附件')
  await store.attachments.keep(
    {
      collectionId: to.collectionId,
      instanceId,
      name: attachmentName,
      type: 'text/plain',
      originalName: '',
      path,
    },
    { count: 1, bytes: 100 },
  )
  await store.submissions.receive([
    {
      ...to,
      formVersionId,
      instanceId,
      contentHash: 'a'.repeat(64),
      answers: { owns_car: 'no', age: 40, wish: attachmentName },
      attachments: [attachmentName],
      personal: null,
      locale: 'zh-CN',
      collectorId: null,
      receivedAt: '2026-04-01T02:00:00.000Z',
      receivedOn: '2026-04-01',
    },
  ])
  return instanceId
}

const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  bytes: 'application/octet-stream',
}

const tokens = new Map<Visitor, string>()

/** A token of that person which allows everything that a token can. */
async function tokenOf(visitor: Exclude<Visitor, 'signed out'>): Promise<string> {
  const known = tokens.get(visitor)
  if (known !== undefined) return known
  const { token, hash } = newToken()
  await world.store.tokens.add(
    {
      personId: world.people[visitor].id,
      label: '脚本',
      scopes,
      topicId: null,
      createdAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
    hash,
  )
  tokens.set(visitor, token)
  return token
}

/** Sends one request and looks at no more than its head, so that an event stream does not hold the test. */
async function outcomeOf(
  visitor: Visitor,
  method: string,
  path: string,
  page: Pick<Page, 'accepts' | 'program'>,
): Promise<Outcome | `status ${number}`> {
  const { accepts = 'fields' } = page
  const session = visitor === 'signed out' || page.program ? null : await world.session(visitor)
  const token = visitor === 'signed out' || !page.program ? null : await tokenOf(visitor)
  const abort = new AbortController()
  const json = accepts === 'json'
  const reply = await fetch(origin + path, {
    method,
    redirect: 'manual',
    signal: abort.signal,
    headers: {
      accept: 'text/html',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(session ? { cookie: session.cookie, 'x-csrf-token': session.csrf } : {}),
      ...(method === 'POST'
        ? { 'content-type': contentTypes[accepts] ?? 'application/x-www-form-urlencoded' }
        : {}),
    },
    ...(method === 'POST' ? { body: json ? '{}' : new URLSearchParams({ _csrf: session?.csrf ?? '' }) } : {}),
  })
  const { status, headers } = reply
  const words = status === 403 ? await reply.text() : ''
  abort.abort()
  if (status === 401 || (status === 303 && headers.get('location')?.startsWith('/sign-in?'))) return 'in'
  if (status === 303 && headers.get('location') === '/sign-in' && path !== '/sign-out') return 'in'
  // Public posts are answered, but for a token that no sign-in page gave out.
  if (status === 403) return visitor === 'signed out' && words.includes('页面已过期') ? 'ok' : 'no'
  if (status === 404) return '-'
  return status >= 500 ? `status ${status}` : 'ok'
}

const routes = pages.flatMap((page) => [
  ...(page.get ? [{ page, method: 'GET' }] : []),
  ...(page.post ? [{ page, method: 'POST' }] : []),
])

function address(path: string, at: Readonly<Record<string, string>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = at[name]
    if (value === undefined) throw new Error(`site map: no value for :${name}`)
    return value
  })
}

test('the table has a line for every page, and no other', () => {
  const named = routes.map(({ page, method }) => `${method} ${page.path}`)
  expect(Object.keys(expected).toSorted()).toEqual(named.toSorted())
})

const lines = routes.map(({ page, method }) => ({ line: `${method} ${page.path}`, page, method }))

describe.each(lines)('$line', ({ line, page, method }) => {
  const profile = profiles[expected[line] ?? 'gone']

  test('as everybody, on the topic of the world', async () => {
    const seen: unknown[] = []
    for (const visitor of visitors) {
      seen.push(await outcomeOf(visitor, method, address(page.path, places.own), page))
    }
    expect(named(seen)).toEqual(named(profile))
  })
})

describe.each(lines.filter(({ page }) => /:(topic|form|collection)\b/.test(page.path)))(
  '$line',
  ({ line, page, method }) => {
    const profile = profiles[expected[line] ?? 'gone']

    test('on another topic, where the topic roles have none', async () => {
      const onOther = profile.map((outcome, place) => {
        const visitor = visitors[place]
        if (visitor === 'otherLead') return profile[visitors.indexOf('lead')]
        return ['lead', 'investigator', 'analyst', 'leader'].includes(visitor ?? '') ? '-' : outcome
      })
      const seen: unknown[] = []
      for (const visitor of visitors) {
        seen.push(await outcomeOf(visitor, method, address(page.path, places.other), page))
      }
      expect(named(seen)).toEqual(named(onOther))
    })

    test('a guessed id tells nobody anything', async () => {
      const seen: unknown[] = []
      for (const visitor of visitors) {
        seen.push(await outcomeOf(visitor, method, address(page.path, places.guessed), page))
      }
      expect(named(seen)).toEqual(named(visitors.map((visitor) => (visitor === 'signed out' ? 'in' : '-'))))
    })
  },
)

test('no page has made a mistake on the way', () => {
  expect(world.mistakes).toEqual([])
})

function named(outcomes: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(visitors.map((visitor, place) => [visitor, outcomes[place]]))
}
