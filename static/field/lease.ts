/**
 * One at a time among tabs and the worker: Web Locks where the browser has them; on plain http, where there is no worker,
 * a lease in localStorage, which a page that goes can still give back.
 */

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

interface Lease {
  readonly holder: string
  readonly until: number
}

const prefix = 'diaoyan-field-lease:'

async function holdLease(name: string): Promise<(() => void) | null> {
  const holder = crypto.getRandomValues(new Uint32Array(4)).join('-')
  if (!take(name, holder)) return null
  const timer = setInterval(() => take(name, holder), beat)
  const release = () => {
    clearInterval(timer)
    removeEventListener('pagehide', release)
    if (leaseOf(name)?.holder === holder) localStorage.removeItem(prefix + name)
  }
  addEventListener('pagehide', release)
  // Two that took it in the same moment: the one whose mark stands has it.
  await new Promise((resolve) => setTimeout(resolve, 50))
  if (leaseOf(name)?.holder === holder) return release
  release()
  return null
}

function take(name: string, holder: string): boolean {
  const standing = leaseOf(name)
  const left = (standing?.until ?? 0) - Date.now()
  // A lease that ends later than any can was made under a clock that has been set back.
  if (standing && standing.holder !== holder && left > 0 && left <= length) return false
  localStorage.setItem(prefix + name, JSON.stringify({ holder, until: Date.now() + length }))
  return true
}

function leaseOf(name: string): Lease | null {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? 'null') as Lease | null
  } catch {
    return null
  }
}
