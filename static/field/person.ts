/** Who uses this device, and what the server says they may collect. */

import { base, currentPerson, type CollectionWork, type FieldTask, type KnownPerson } from './base.ts'
import { keepReturned, type Returned } from './records.ts'
import { lock, sealJson, takeKey, unsealJson } from './vault.ts'

/** What `/field/work` answers. */
interface Work {
  readonly person: { readonly id: string; readonly login: string; readonly name: string }
  readonly csrf: string
  /** Base64; '' where the ground is not safe enough to send it. */
  readonly key: string
  readonly collections: readonly CollectionWork[]
  readonly tasks: readonly (FieldTask & { readonly returned: readonly Returned[] })[]
  readonly burden: NonNullable<KnownPerson['burden']> | null
  /** The server's clock. */
  readonly now: string
}

export type Visit =
  | { readonly kind: 'here'; readonly person: KnownPerson; readonly csrf: string; readonly now: number }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'away' }

/** Asks the server who is signed in and what there is to do; takes the key; remembers all of it. */
export async function askServer(patience = 20_000): Promise<Visit> {
  const stop = typeof AbortController === 'function' ? new AbortController() : null
  const timer = setTimeout(() => stop?.abort(), patience)
  let work: Work
  try {
    const response = await fetch('/field/work', {
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { Accept: 'application/json' },
      ...(stop ? { signal: stop.signal } : {}),
    })
    if (response.status === 401) return { kind: 'signIn' }
    if (!response.ok) return { kind: 'away' }
    work = (await response.json()) as Work
  } catch {
    return { kind: 'away' }
  } finally {
    clearTimeout(timer)
  }
  return { kind: 'here', person: await remember(work), csrf: work.csrf, now: Date.parse(work.now) }
}

async function remember({ person, key, collections, tasks, burden }: Work): Promise<KnownPerson> {
  const database = await base()
  const before = await currentPerson()
  // Somebody else signed in: what the one before keeps here is closed.
  if (before && before.id !== person.id) await lock(before.id)
  const standing = await database.get('people', person.id)
  const raw = key === '' ? null : Uint8Array.from(atob(key), (sign) => sign.charCodeAt(0)).buffer
  const wrapped = raw ? await takeKey(person, raw) : null
  const known: KnownPerson = {
    ...person,
    wrapped: wrapped ?? standing?.wrapped ?? null,
    keyed: raw !== null || (standing?.keyed ?? false),
    collections,
    tasks: await sealJson(
      person.id,
      tasks.map((task) => ({ ...task, returned: undefined })),
    ),
    burden,
    fetchedAt: Date.now(),
  }
  await database.put('people', known)
  await database.put('device', person.id, 'current')
  for (const { collectionId, returned } of tasks) {
    const title = collections.filter(({ id }) => id === collectionId)[0]?.title ?? ''
    for (const one of returned) await keepReturned({ owner: person.id, collection: collectionId, title }, one)
  }
  return known
}

/** What was assigned, as far as this device knows. */
export async function tasksOf({ id, tasks }: KnownPerson): Promise<readonly FieldTask[]> {
  return tasks ? unsealJson<readonly FieldTask[]>(id, tasks).catch(() => []) : []
}

/** Closes what the person keeps here; it stays, and opens again when they sign in. */
export async function leave(): Promise<void> {
  const database = await base()
  const person = await currentPerson()
  if (person) await lock(person.id)
  await database.delete('device', 'current')
}
