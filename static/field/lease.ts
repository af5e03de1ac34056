/** One at a time among tabs and the worker: Web Locks where the browser has them, else a lease in the database. */

import { base } from './base.ts'

/** A tab that did not renew for so long is gone. */
const length = 15_000
const beat = 5_000

/** Does the work if nobody else holds the name; false if somebody does. */
export async function alone(name: string, work: () => Promise<void>): Promise<boolean> {
  const release = await hold(name)
  if (!release) return false
  try {
    await work()
  } finally {
    release()
  }
  return true
}

/** Holds a name until it is released or the page goes; null if somebody else holds it. */
export async function hold(name: string): Promise<(() => void) | null> {
  return 'locks' in navigator ? holdLock(name) : holdLease(name)
}

function holdLock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`diaoyan-field ${name}`, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(null)
          return undefined
        }
        return new Promise<void>((release) => resolve(() => release()))
      })
      .catch(reject)
  })
}

async function holdLease(name: string): Promise<(() => void) | null> {
  const holder = crypto.getRandomValues(new Uint32Array(4)).join('-')
  if (!(await take(name, holder))) return null
  const timer = setInterval(() => void take(name, holder), beat)
  const release = () => {
    clearInterval(timer)
    void giveBack(name, holder)
  }
  addEventListener('pagehide', release, { once: true })
  return release
}

async function take(name: string, holder: string): Promise<boolean> {
  const store = (await base()).transaction('leases', 'readwrite').objectStore('leases')
  const standing = await store.get(name)
  const left = (standing?.until ?? 0) - Date.now()
  // A lease that ends later than any can was made under a clock that has been set back.
  const taken = standing && standing.holder !== holder && left > 0 && left <= length
  if (!taken) await store.put({ name, holder, until: Date.now() + length })
  return !taken
}

async function giveBack(name: string, holder: string): Promise<void> {
  const store = (await base()).transaction('leases', 'readwrite').objectStore('leases')
  if ((await store.get(name))?.holder === holder) await store.delete(name)
}
