/** A respondent withdraws an answer by its receipt number: first what will happen, then it happens. */

import type { Visit, Page, Reply } from './page.ts'
import { view } from './page.ts'
import { rateLimit } from './answering/limits.ts'
import { speakingOf } from './answering/language.ts'
import type { RespondentPage } from './answering/place.ts'
import { fieldOf } from './answering/posted.ts'

interface Context extends RespondentPage {
  readonly step: 'ask' | 'confirm' | 'done'
  readonly receipt: string
  readonly error: string
  readonly found: { readonly title: string; readonly receivedOn: string } | null
}

/** Guessing 79 bits is hopeless; the limit only keeps a caller from keeping the store busy. */
const attempts = rateLimit('withdraw', () => 30)

export const withdraw: Page = {
  path: '/withdraw',
  right: 'public',
  respondent: true,
  get: async (visit) => show(visit, visit.query['l'] ?? '', { step: 'ask' }),
  async post(visit) {
    attempts(visit.address, visit)
    const asked = fieldOf(visit.body, 'l')
    const typed = fieldOf(visit.body, 'receipt')
    const { w } = speakingOf(null, asked, visit.locale)
    const receipt = readReceipt(typed)
    if (typed.trim() === '') return show(visit, asked, { step: 'ask', error: w.withdrawEmpty })
    const found = receipt === null ? null : await visit.store.submissions.byReceipt(receipt)
    const collection = found && (await visit.store.collections.find(found.collectionId))
    const wrong = { step: 'ask', receipt: typed.slice(0, 60), error: w.withdrawWrong } as const
    if (receipt === null || !found || !collection) return show(visit, asked, wrong)
    if (fieldOf(visit.body, 'step') !== 'erase') {
      const shown = { title: collection.title, receivedOn: found.receivedOn }
      return show(visit, asked, { step: 'confirm', receipt, found: shown })
    }
    const erased = await visit.store.submissions.erase(receipt, {
      actor: null,
      reason: 'withdrawn',
      right: 'receipt',
    })
    return show(visit, asked, erased ? { step: 'done' } : wrong)
  },
}

function show(visit: Visit, asked: string, change: Partial<Context>): Reply {
  const speaking = speakingOf(null, asked, visit.locale)
  const context: Context = {
    title: speaking.w.withdrawTitle,
    w: speaking.w,
    speaking,
    pilot: false,
    languageLinks: visit.method === 'GET',
    withdrawLink: false,
    script: false,
    step: 'ask',
    receipt: '',
    error: '',
    found: null,
    ...change,
  }
  return view('answering/withdraw', context, {
    status: context.error ? 422 : 200,
    headers: { 'Cache-Control': 'no-store' },
  })
}

/** As people type it: any case, spaces or dashes, full-width letters and digits. */
function readReceipt(typed: string): string | null {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
  return /^[2-9A-Z]{16}$/.test(plain) ? plain.replace(/(....)(?=.)/g, '$1-') : null
}
