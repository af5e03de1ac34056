/** /topics/:topic/forms/templates: the templates to choose from, and each with its questions and notes on use. */

import { compileForm } from '../form/definition.ts'
import type { Form } from '../form/form.ts'
import { questionsOf } from '../form/walk.ts'
import { catalogues, type Locale } from '../locale/index.ts'
import { Problem } from '../problem.ts'
import { formKinds } from '../store/store.ts'
import { templateNamed, templates } from '../templates/index.ts'
import type { Both, Template } from '../templates/template.ts'
import { add } from './forms-new.ts'
import type { Speaking } from './answering/language.ts'
import { topicOf, type Step } from './forms/place.ts'
import { markedSections, previewOf, type FormPreview } from './forms/preview.ts'
import { view, type Page, type Visit } from './page.ts'

/** A template in words of the reader's language. */
interface Offered {
  readonly href: string
  readonly title: string
  readonly facts: string
  readonly when: string
  readonly analysis: string
}

export interface FormTemplatesPage {
  readonly title: string
  readonly breadcrumb: readonly Step[]
  readonly address: string
  readonly search: string
  readonly kind: string
  readonly kinds: readonly { readonly value: string; readonly label: string }[]
  readonly offered: readonly Offered[]
}

export interface FormTemplatePage {
  readonly title: string
  readonly address: string
  readonly w: Speaking['w']
  readonly speaking: Speaking
  readonly languageLinks: boolean
  readonly words: Visit['t']['templates']
  readonly offered: Offered
  readonly sections: FormPreview['sections']
}

export const formTemplatesPage: Page = {
  path: '/topics/:topic/forms/templates',
  right: 'topic.manage',
  get: async (visit) => {
    const { t } = visit
    const { topic, breadcrumb } = await topicOf(visit, t.templates.title)
    const search = (visit.query['q'] ?? '').trim().slice(0, 100)
    const kind = formKinds.find((one) => one === visit.query['kind']) ?? ''
    const context: FormTemplatesPage = {
      title: t.templates.title,
      breadcrumb,
      address: addressOf(topic.id),
      search,
      kind,
      kinds: [
        { value: '', label: t.templates.anyKind },
        ...formKinds.map((value) => ({ value, label: t.forms.kind[value] })),
      ],
      offered: templates
        .filter((template) => (kind === '' || template.kind === kind) && speaksOf(template, search))
        .map((template) => offeredIn(visit, template, topic.id, visit.locale)),
    }
    return view('forms/templates', context)
  },
}

export const formTemplatePage: Page = {
  path: '/topics/:topic/forms/templates/:template',
  right: 'topic.manage',
  get: async (visit) => {
    const { topic } = await topicOf(visit, '')
    const template = templateOf(visit)
    const form = compiled(template)
    const preview = previewOf(form, visit)
    const { speaking } = preview
    const words = catalogues[speaking.locale]
    const context: FormTemplatePage = {
      title: inWords(template.title, speaking.locale),
      address: addressOf(topic.id),
      w: speaking.w,
      speaking,
      languageLinks: true,
      words: words.templates,
      offered: offeredIn({ t: words }, template, topic.id, speaking.locale),
      sections: markedSections(preview, words.forms.conditional),
    }
    return view('forms/template', context)
  },
  post: async (visit) => {
    const { source, kind } = templateOf(visit)
    return add(visit, source, kind)
  },
}

function templateOf({ params }: Visit): Template {
  const template = templateNamed(params['template'] ?? '')
  if (!template) throw new Problem('notFound')
  return template
}

function compiled({ id, source }: Template): Form {
  const { form } = compileForm(source)
  if (!form) throw new Error(`the template ${id} does not compile`)
  return form
}

function addressOf(topicId: string): string {
  return `/topics/${topicId}/forms/templates`
}

function inWords([chinese, english]: Both, locale: Locale): string {
  return locale === 'en' ? english : chinese
}

function offeredIn({ t }: Pick<Visit, 't'>, template: Template, topicId: string, locale: Locale): Offered {
  const questions = questionsOf(compiled(template)).filter(({ type }) => type !== 'note').length
  return {
    href: `${addressOf(topicId)}/${template.id}`,
    title: inWords(template.title, locale),
    facts: t.templates.facts({ kind: t.forms.kind[template.kind], questions, minutes: template.minutes }),
    when: inWords(template.when, locale),
    analysis: inWords(template.analysis, locale),
  }
}

/** Whether every word of a search stands in the title, the notes or the questions, in either language. */
function speaksOf({ title, when, analysis, source }: Template, search: string): boolean {
  const labels = source.survey.flatMap(({ cells }) =>
    Object.entries(cells).flatMap(([column, text]) => (column.startsWith('label') ? [text] : [])),
  )
  const all = [...title, ...when, ...analysis, ...labels].join('\n').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}
