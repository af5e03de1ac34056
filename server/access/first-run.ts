/** The first administrator is made by whoever can read the server's console: a one-time code stands there. */

import { newId } from '../ids.ts'
import type { Store } from '../store/store.ts'
import { hashOf, sameSecret } from './session.ts'

const setting = 'setUpCode'

/** A fresh code while there is nobody yet, else null; an earlier code is no longer good. */
export async function issueSetUpCode(store: Store): Promise<string | null> {
  if ((await store.people.count()) > 0) return null
  const code = newId(12)
    .replace(/(....)(?=.)/g, '$1-')
    .toUpperCase()
  await store.settings.set(setting, hashOf(plain(code)))
  return code
}

/** True if this is the code, which stays good until `setUpDone`. */
export async function isSetUpCode(store: Store, code: string): Promise<boolean> {
  const kept = await store.settings.get(setting)
  return kept !== null && kept !== '' && sameSecret(kept, hashOf(plain(code)))
}

/** The code is used up. */
export async function setUpDone(store: Store): Promise<void> {
  await store.settings.set(setting, '')
}

/** As typed by people: case, spaces, dashes and full-width letters do not matter. */
function plain(code: string): string {
  return code.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}
