/** Makes a topic. */

import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import type { FieldError } from './fields.ts'
import { readTopic, topicFields, type Given } from './topics/topic-form.ts'

export const topicsNewPage: Page = {
  path: '/topics/new',
  right: 'organise',
  get: async (visit) => {
    const [programme] = await visit.store.programmes.list()
    if (!programme) return redirect('/programme', visit.t.topics.programmeMissing)
    return form(visit, { ...blank, programmeId: programme.id })
  },
  post: async (visit) => {
    const read = await readTopic(visit)
    if (!read.ok) return form(visit, read.given, read.errors)
    const topic = { ...read.topic, planText: '', planFileId: null }
    const id = await visit.store.topics.save(topic, visit.viewer?.id ?? null)
    return redirect(`/topics/${id}`, visit.t.common.saved)
  },
}

const blank: Given = {
  programmeId: '',
  code: '',
  title: '',
  leaderId: '',
  unitId: '',
  questions: '',
  methods: [],
  startsOn: '',
  endsOn: '',
  state: 'proposed',
}

async function form(visit: Visit, given: Given, errors: readonly FieldError[] = []): Promise<Reply> {
  const { t } = visit
  const context = {
    title: t.topics.add,
    errors,
    breadcrumb: [{ href: '/topics', label: t.topics.title }, { label: t.topics.add }],
    action: '/topics/new',
    back: '/topics',
    ...(await topicFields(visit, given)),
  }
  return view('topics/edit', context, { status: errors.length > 0 ? 422 : 200 })
}
