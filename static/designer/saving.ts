/** Saves by itself what changed, keeps it here while there is no connection, and brings two people's work together. */

import { draftOf, tidied, type Draft } from '../../server/form/design/draft.ts'
import { keyedLike, merge, type Merged } from '../../server/form/design/merge.ts'
import { isEmptyPatch, patchOf } from '../../server/form/design/patch.ts'
import type { Desk } from './desk.ts'
import { post, type Island, type Reply } from './island.ts'
import { forgetWork, keepWork, keptWork } from './keep.ts'

/** `refused`: the server does not take it, for the reason in `words`. `signIn`: the session has ended. */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'offline' | 'offlineUnkept' | 'signIn' | 'refused'

export interface Saver {
  /** Saves what there is now; resolves when it is settled. */
  readonly save: () => Promise<void>
  readonly setKind: (kind: string) => void
  readonly kind: () => string
  readonly pending: () => boolean
}

export interface Told {
  readonly state: (state: SaveState, words?: string) => void
  readonly saved: () => void
  readonly others: (names: readonly string[]) => void
  readonly merged: (merged: Merged, before: Draft, by: string) => void
}

const patience = 700
const presenceEvery = 15_000
const waits = [2, 4, 8, 15, 30]

export async function openSaver(island: Island, desk: Desk, told: Told): Promise<Saver> {
  const work = `${island.form} ${island.person}`
  let base = desk.draft()
  let revision = island.revision
  let kind = island.kind
  let savedKind = kind
  let timer = 0
  let running: Promise<void> | null = null
  let again = false
  let failures = 0
  /** What is not saved yet is at least in this browser. */
  let safe = true

  const mine = () => tidied(desk.draft())
  const pending = () => kind !== savedKind || !isEmptyPatch(patchOf(base, mine()))

  const kept = await keptWork(work)
  if (kept) {
    const fresh = keyedLike(kept.base, base)
    const merged = merge(kept.base, kept.draft, fresh)
    const before = kept.base
    base = fresh
    if (kept.kind !== '') kind = kept.kind
    desk.rebase(() => merged.draft)
    if (merged.theirs.length > 0) told.merged(merged, before, '')
    if (pending()) soon()
    else await forgetWork(work)
  }
  desk.listen(() => soon())
  window.addEventListener('online', () => void save())
  window.addEventListener('pagehide', () => {
    void post(island, '/presence', { leaving: true }, true).catch(() => undefined)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && pending()) void save()
    else if (document.visibilityState === 'visible') void look()
  })
  window.addEventListener('beforeunload', (event) => {
    if (!safe && pending()) event.preventDefault()
  })
  window.setInterval(() => {
    if (document.visibilityState === 'visible') void look()
  }, presenceEvery)
  void look()

  function soon(): void {
    window.clearTimeout(timer)
    if (!pending()) {
      if (!running) settled()
      return
    }
    safe = false
    told.state('waiting')
    timer = window.setTimeout(() => void save(), patience)
  }

  function settled(): void {
    told.state('saved')
    void forgetWork(work)
  }

  function save(): Promise<void> {
    window.clearTimeout(timer)
    if (running) {
      again = true
      return running
    }
    running = saveNow().then(() => {
      running = null
      if (!again) return undefined
      again = false
      return save()
    })
    return running
  }

  async function saveNow(): Promise<void> {
    const sent = mine()
    const sentKind = kind
    const patch = patchOf(base, sent)
    if (isEmptyPatch(patch) && sentKind === savedKind) {
      settled()
      return
    }
    // First here, then there: a page that is closed now has lost nothing.
    const here = await keepWork({ id: work, base, draft: sent, kind })
    safe = here
    told.state('saving')
    try {
      const { status, reply } = await post(island, '', { revision, patch, kind: sentKind })
      failures = 0
      if (status === 200) {
        base = sent
        revision = reply.revision ?? 0
        savedKind = sentKind
        told.saved()
        if (pending()) soon()
        else settled()
      } else if (status === 409 && reply.source !== undefined) {
        take(reply)
        again = pending()
        if (!again) settled()
      } else if (status === 401 || reply.error === 'badCsrf') told.state('signIn')
      else if (status === 429 || status >= 500) later(here)
      else told.state('refused', reply.message ?? '')
    } catch {
      later(here)
    }
  }

  function later(here: boolean): void {
    told.state(here ? 'offline' : 'offlineUnkept')
    const wait = waits[Math.min(failures++, waits.length - 1)] ?? 30
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void save(), wait * 1000)
  }

  /** Somebody else saved: their form becomes the ground, and what I did is put upon it. */
  function take(reply: Reply): void {
    if (!reply.source) return
    const before = base
    const theirs = keyedLike(before, draftOf(reply.source, desk.newKey))
    const merged = merge(before, mine(), theirs)
    base = theirs
    revision = reply.revision ?? 0
    if (kind === savedKind) kind = reply.kind ?? kind
    savedKind = reply.kind ?? kind
    const standing = desk.draft()
    desk.rebase((draft) => (draft === standing ? merged.draft : merge(before, draft, theirs).draft))
    told.saved()
    told.merged(merged, before, reply.by ?? '')
  }

  /** A sign of life, and a look at who else is here. */
  async function look(): Promise<void> {
    try {
      const { status, reply } = await post(island, '/presence', { revision })
      if (status !== 200) return
      told.others(reply.others ?? [])
      if (reply.source === undefined || running) return
      if ((reply.revision ?? 0) > revision) {
        take(reply)
        soon()
      }
    } catch {
      // Without a connection there is nobody to be told of; saving says so.
    }
  }

  return {
    save,
    kind: () => kind,
    setKind(next) {
      kind = next
      soon()
    },
    pending,
  }
}
