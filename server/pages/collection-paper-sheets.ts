/** The numbered copies of a batch, as pages to print; at most fifty at once, so that a browser can lay them out. */

import { copyCode, copyNumber } from '../form/paper/copy-number.ts'
import { Problem } from '../problem.ts'
import { noteKinds } from '../summary/notes.ts'
import type { PaperBatch } from '../store/store.ts'
import { formOfVersion } from './answering/fielded.ts'
import { speakingOf } from './answering/language.ts'
import { collectionOf } from './paper/place.ts'
import { printReply, printWishes } from './paper/printing.ts'
import { paperTerms } from './paper/terms.ts'
import { catalogues } from '../locale/index.ts'
import type { Page, Visit } from './page.ts'
import { qrCode } from './qr-code.ts'

const printedTogether = 50

interface Part {
  readonly from: number
  readonly to: number
}

export const collectionPaperSheets: Page = {
  path: '/collections/:collection/paper/sheets',
  right: 'topic.manage',
  async get(visit) {
    const { store, t, locale } = visit
    const collection = await collectionOf(visit)
    const { batch, part, parts } = await partAsked(visit, collection.id)
    const version = await store.forms.version(batch.formVersionId)
    if (!version) throw new Problem('notFound')
    const form = await formOfVersion(store, version.id)
    const speaking = speakingOf(form, batch.wishes['l'] ?? '', locale)
    const here = `/collections/${collection.id}/paper`
    const address = ({ from, to }: Part) => `?batch=${batch.number}&from=${from}&to=${to}`
    return printReply({
      form,
      source: version.source,
      title: version.title,
      speaking,
      wishes: printWishes(batch.wishes),
      formId: collection.formId,
      terms: paperTerms(collection, catalogues[speaking.locale].paper),
      long: noteKinds.has(collection.kind),
      copies: await Promise.all(copiesOf(part).map((copy) => numbered(collection.id, copy))),
      back: { href: here, label: t.paper.pageTitle({ title: collection.title }) },
      settings: null,
      footer: `${here}/pages.css${address(part)}`,
      parts: parts.map((each) => ({
        href: `${here}/sheets${address(each)}`,
        label: t.paper.partOf({
          from: copyNumber(collection.id, each.from),
          to: copyNumber(collection.id, each.to),
        }),
        current: each.from === part.from,
      })),
    })
  },
}

/** The number at the foot of every page of a copy, for sheets that come apart. */
export const collectionPaperPages: Page = {
  path: '/collections/:collection/paper/pages.css',
  right: 'topic.manage',
  async get(visit) {
    const { id } = await collectionOf(visit)
    const { part } = await partAsked(visit, id)
    const rules = copiesOf(part).map(
      // The pages of each copy are counted by themselves.
      (copy) => `@page copy-${copy} {
  counter-increment: sheet-${copy};
  @bottom-left { content: '${copyNumber(id, copy)}'; font-size: 9pt; }
  @bottom-center { content: counter(sheet-${copy}); font-size: 9pt; }
}
.copy-${copy} { page: copy-${copy}; }
`,
    )
    return { kind: 'bytes', bytes: rules.join(''), type: 'text/css; charset=utf-8' }
  },
}

async function partAsked({ store, query }: Visit, collectionId: string) {
  const batches = await store.paper.batches(collectionId)
  const asked = query['batch']
  const batch = asked === undefined ? batches.at(-1) : batches.find(({ number }) => String(number) === asked)
  if (!batch) throw new Problem('notFound')
  const parts = partsOf(batch)
  const part = parts.find(({ from }) => String(from) === query['from']) ?? parts[0]
  if (!part) throw new Problem('notFound')
  return { batch, part, parts }
}

function partsOf({ first, last }: PaperBatch): readonly Part[] {
  return Array.from({ length: Math.ceil((last - first + 1) / printedTogether) }, (_, n) => ({
    from: first + n * printedTogether,
    to: Math.min(first + (n + 1) * printedTogether - 1, last),
  }))
}

function copiesOf({ from, to }: Part): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n)
}

async function numbered(collectionId: string, copy: number) {
  const code = await qrCode(copyCode(collectionId, copy), 0)
  return { number: copyNumber(collectionId, copy), code, place: copy }
}
