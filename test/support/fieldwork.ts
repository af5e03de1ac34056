/** A data folder with one topic in the field, and the built server on it: for tests that come through the front door. */

import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import type { TopicRole } from '../../server/access/rights.ts'
import { startOwnServer, type OwnServer } from '../../server/commands/own-server.ts'
import { visitor, type Answered, type Visitor } from '../../server/commands/visitor.ts'
import type { Answers, FormSource } from '../../server/form/form.ts'
import { openStore } from '../../server/store/open.ts'
import { isPostgresUrl } from '../../server/store/database.ts'
import type { CollectionChange, FormKind, Incoming, SampleType, Store } from '../../server/store/store.ts'
import { dropDatabase, emptyDatabase } from './store.ts'

export interface FieldedFolder {
  readonly dataDir: string
  /** A file in `dataDir`, or the address of a PostgreSQL database. */
  readonly database: string
  readonly topicId: string
  readonly collectionId: string
  readonly formVersion: string
  readonly slug: string
}

export interface Fielding {
  readonly source: FormSource
  readonly kind?: FormKind
  readonly sampleType?: SampleType
  readonly anonymous?: boolean
  readonly change?: CollectionChange
  /** Checked answers that are there before the server starts. */
  readonly stored?: readonly Answers[]
}

export const staff = ['admin', 'organiser', 'guidance', 'lead', 'investigator', 'analyst', 'leader'] as const
export type Staff = (typeof staff)[number]
export const password = 'fieldwork-2026-test'

const batchSize = 2000

/** Everything is made through the store, in `place` or where this run's tests have theirs; the server opens it as its own. */
export async function fieldedFolder(fielding: Fielding, place?: string): Promise<FieldedFolder> {
  const dataDir = mkdtempSync(join(tmpdir(), 'diaoyan-fieldwork-'))
  const database = place ?? (await emptyDatabase(dataDir))
  const store = await openStore({
    database,
    filesDir: join(dataDir, 'files'),
  })
  try {
    const topicId = await addTopic(store)
    const { source, kind = 'questionnaire', sampleType = 'open', anonymous = true } = fielding
    const formId = await store.forms.add({ topicId, kind, title: '问卷', source })
    const { id: formVersion } = await store.forms.publish(formId)
    const collectionId = await store.collections.add({
      topicId,
      formVersionId: formVersion,
      title: '投放',
      sampleType,
      anonymous,
      pilot: false,
      ...fielding.change,
    })
    await store.collections.change(collectionId, { state: 'open' })
    const channel = await store.collections.addChannel({ collectionId, kind: 'link', label: '链接' })
    const slug = channel.slug ?? ''
    const ids = { collectionId, formVersionId: formVersion, channelId: channel.id }
    for (let start = 0; start < (fielding.stored?.length ?? 0); start += batchSize) {
      const batch = fielding.stored?.slice(start, start + batchSize) ?? []
      await store.submissions.receive(batch.map((answers) => incoming(ids, answers)))
    }
    return { dataDir, database, topicId, collectionId, formVersion, slug }
  } finally {
    await store.close()
  }
}

async function addTopic(store: Store): Promise<string> {
  const programmeId = await store.programmes.save({
    name: '专项工作',
    purpose: '',
    startsOn: null,
    endsOn: null,
  })
  const passwordHash = await hash(password, { memoryCost: 4096, timeCost: 1 })
  const ids: Partial<Record<Staff, string>> = {}
  for (const role of staff) {
    const programmeRole = role === 'admin' || role === 'organiser' || role === 'guidance'
    const person = {
      login: role,
      name: role,
      unitId: null,
      jobTitle: '',
      phone: '',
      roles: programmeRole ? [role] : [],
      active: true,
      mustChangePassword: false,
    }
    ids[role] = await store.people.add(person, passwordHash)
  }
  const topicId = await store.topics.save({
    programmeId,
    code: 'T1',
    title: '课题',
    leaderId: ids.leader ?? null,
    unitId: null,
    questions: '',
    methods: [],
    startsOn: null,
    endsOn: null,
    state: 'fieldwork',
    planText: '',
    planFileId: null,
  })
  const team: readonly TopicRole[] = ['lead', 'investigator', 'analyst']
  await store.topics.setTeam(
    topicId,
    team.map((role) => ({ personId: ids[role] ?? '', role })),
  )
  return topicId
}

function incoming(
  ids: Pick<Incoming, 'collectionId' | 'formVersionId' | 'channelId'>,
  answers: Answers,
): Incoming {
  const instanceId = randomUUID()
  return {
    ...ids,
    instanceId,
    contentHash: createHash('sha256').update(instanceId).digest('hex'),
    answers,
    personal: null,
    locale: 'zh-CN',
    collectorId: null,
    receivedAt: '2026-06-01T04:00:00.000Z',
    receivedOn: '2026-06-01',
  }
}

export interface Fieldwork extends FieldedFolder {
  readonly server: OwnServer
  /** A person of that role, signed in. */
  signIn(role: Staff): Promise<Visitor>
  /** Posts an answer as the answering script does. */
  send(answers: object, instanceId?: string, headers?: Readonly<Record<string, string>>): Promise<Answered>
  end(): Promise<void>
}

/** The folder with its server running; limits against floods are out of the way. */
export async function fieldwork(fielding: Fielding): Promise<Fieldwork> {
  return serve(await fieldedFolder(fielding))
}

/** Starts the server on a folder that is there. */
export async function serve(folder: FieldedFolder, port?: number): Promise<Fieldwork> {
  const server = await startOwnServer({
    dataDir: folder.dataDir,
    ...(port === undefined ? {} : { port }),
    env: {
      ANSWERS_PER_MINUTE: '100000000',
      ...(isPostgresUrl(folder.database) ? { DATABASE_URL: folder.database } : {}),
    },
  })
  return {
    ...folder,
    server,
    async signIn(role) {
      const person = visitor(server.origin, { 'accept-language': 'zh-CN' })
      const page = await person.submit(await person.get('/sign-in'), { login: role, password })
      if (page.url.includes('/sign-in')) throw new Error(`${role} could not sign in: ${page.status}`)
      return person
    },
    send: (answers, instanceId = randomUUID(), headers = {}) =>
      visitor(server.origin, headers).postJson(`/f/${folder.slug}/submissions`, {
        instanceId,
        formVersion: folder.formVersion,
        locale: 'zh-CN',
        answers,
      }),
    async end() {
      await server.stop()
      server.remove()
      await dropDatabase(folder.database)
    },
  }
}
