/**
 * Destroying answers whose retention date has passed, as long as the clock can be believed: one that jumped far ahead
 * would destroy what is still to be kept, so then it waits for a person.
 */

import type { Store } from '../store/store.ts'

const seenKey = 'clock.seen'
const heldKey = 'clock.held'
/** A server may well have stood still over a long holiday. */
const believed = 14 * 86_400_000

export type Erasing =
  | { readonly outcome: 'erased'; readonly count: number }
  /** The clock stands before a moment that has been seen, or far after the last one. */
  | { readonly outcome: 'back' | 'held'; readonly seen: string }

/** Erases what is due on the local day `today`, unless the clock is not to be believed. */
export async function eraseDue(store: Store, now: Date, today: string): Promise<Erasing> {
  const seen = (await store.settings.get(seenKey)) ?? (await store.system.newest()).instant
  if (seen !== null) {
    const ahead = now.getTime() - Date.parse(seen)
    if (ahead < -86_400_000) return { outcome: 'back', seen }
    if (ahead > believed) {
      if (!(await store.settings.get(heldKey))) await store.settings.set(heldKey, now.toISOString())
      return { outcome: 'held', seen }
    }
  }
  await store.settings.set(seenKey, now.toISOString())
  await store.settings.set(heldKey, '')
  return { outcome: 'erased', count: await store.submissions.eraseExpired(today) }
}

/** A person says that the clock is right. */
export async function believeClock(store: Store, now: Date): Promise<void> {
  await store.settings.set(seenKey, now.toISOString())
  await store.settings.set(heldKey, '')
}

/** Since when nothing is erased because the clock had jumped ahead; null if all is well. */
export async function heldSince(from: {
  readonly setting: (key: string) => Promise<string | null>
}): Promise<string | null> {
  return (await from.setting(heldKey)) || null
}
