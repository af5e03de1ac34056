/** The field app: a page that opens without network, the worker that makes it so, and the forms that it takes along. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { catalogues, locales, type Locale } from '../locale/index.ts'
import { assetUrl, buildOf, staticDir } from '../render.ts'
import { doorReply } from './answering/place.ts'
import { doorOf, fieldedForInvestigator } from './answering/fielded.ts'
import { templates } from './answering/island.ts'
import { speakingOf } from './answering/language.ts'
import { firstPlace } from './answering/rounds.ts'
import { showForm } from './answering/show.ts'
import { surroundingsFor } from './answering/surroundings.ts'
import { view, type Page, type Visit } from './page.ts'

const words = (locale: Locale) => {
  const { field } = catalogues[locale]
  return templates(field, Object.keys(field))
}

/** Nothing in it is of a person: it is kept on devices that several share. */
export const fieldPage: Page = {
  path: '/field',
  right: 'public',
  get: async (visit) => {
    const asked = locales.find((one) => one === visit.query['l'])
    const locale = asked ?? visit.locale
    return view('field/app', {
      title: catalogues[locale].field.title,
      w: catalogues[locale].field,
      lang: locale,
      island: { locale, locales, words: words(locale), build: buildOf().build },
    })
  },
}

/** A form of a collection as the app takes it along: the same for everybody who may fill it in. */
export const fieldFillPage: Page = {
  path: '/field/fill/:collection',
  right: 'topic.collect',
  get: async (visit) => {
    const fielded = await fieldedForInvestigator(visit.store, visit.params['collection'] ?? '')
    const { collection, form } = fielded
    const speaking = speakingOf(form, visit.query['l'] ?? '', visit.locale)
    const door = doorOf(collection, visit.now())
    // What was sent back may be corrected after closing too.
    if (door !== 'open' && !(await hasReturned(visit, collection.id)))
      return doorReply(visit, fielded, speaking, door)
    const nobody: Visit = { ...visit, viewer: null }
    const place = firstPlace(form, (id) => surroundingsFor(nobody, fielded, id))
    const base = `/collections/${collection.id}/fill`
    const reply = showForm(
      nobody,
      fielded,
      speaking,
      {
        form: `/field/fill/${collection.id}`,
        submissions: `${base}/submissions`,
        attachments: `${base}/attachments`,
        media: `${base}/media/`,
        receipt: '',
        csrf: '',
        investigator: true,
        field: { collection: collection.id, words: words(speaking.locale) },
      },
      place,
    )
    if (reply.kind !== 'view') return reply
    const headers = { 'Cache-Control': 'no-store', 'X-Diaoyan-Build': buildOf().build }
    return { ...reply, headers }
  },
}

async function hasReturned({ store, viewer }: Visit, collectionId: string): Promise<boolean> {
  const returned = viewer ? await store.assignments.returnedTo(viewer.id) : []
  return returned.some((one) => one.collectionId === collectionId)
}

/** Scripts and styles that the app and its forms need. */
function filesOf(): readonly string[] {
  return [
    ...buildOf().files,
    ...['field.css', 'form.css', 'notes.css', 'staff.css'].map((name) => assetUrl(name)),
  ]
}

export const fieldFilesPage: Page = {
  path: '/field/files',
  right: 'public',
  probe: true,
  get: async () => ({ kind: 'json', value: { build: buildOf().build, files: filesOf() } }),
}

/** The worker, with the list of what it keeps: another build is another worker. */
export const fieldWorkerPage: Page = {
  path: '/field/worker.js',
  right: 'public',
  probe: true,
  get: async () => {
    const shells = locales.map((locale) => `/field?l=${locale}`)
    const { build } = buildOf()
    const kept = { build, files: filesOf(), shells, manifest: '/field/manifest.webmanifest' }
    const script = await readFile(
      join(staticDir, assetUrl('field-worker.js').replace('/static/', '')),
      'utf8',
    )
    return {
      kind: 'bytes',
      type: 'text/javascript; charset=utf-8',
      bytes: `self.diaoyan = ${JSON.stringify(kept)};\n${script}`,
      headers: { 'Cache-Control': 'no-cache', 'Service-Worker-Allowed': '/field' },
    }
  },
}

export const fieldManifestPage: Page = {
  path: '/field/manifest.webmanifest',
  right: 'public',
  probe: true,
  get: async ({ locale }) => {
    const { field, common } = catalogues[locale]
    const icon = (size: string, purpose: string, name: string) => ({
      src: assetUrl(name),
      sizes: `${size}x${size}`,
      type: 'image/png',
      purpose,
    })
    const manifest = {
      id: '/field',
      name: `${common.product} · ${field.title}`,
      short_name: field.shortTitle,
      lang: locale,
      start_url: '/field',
      scope: '/field',
      display: 'standalone',
      background_color: '#f4f6f9',
      theme_color: '#b3261e',
      icons: [
        icon('192', 'any', 'field-icon-192.png'),
        icon('512', 'any', 'field-icon-512.png'),
        icon('512', 'maskable', 'field-icon-maskable-512.png'),
      ],
    }
    return {
      kind: 'bytes',
      type: 'application/manifest+json; charset=utf-8',
      bytes: JSON.stringify(manifest),
      headers: { 'Cache-Control': 'no-cache' },
    }
  },
}
