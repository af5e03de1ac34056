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

/**
 * Holds a name until it is released or the page goes; null if somebody else holds it. `lost` is called where somebody
 * took it over all the same: a tab in the background may sleep longer than its lease.
 */
export async function hold(name: string, lost = () => {}): Promise<(() => void) | null> {
  return 'locks' in navigator ? holdLock(name) : holdLease(name, lost)
}

/** Waits until the name is free: a window that was killed gives nothing back, its lease only runs out. */
export async function untilHeld(name: string, lost = () => {}): Promise<() => void> {
  for (;;) {
    const release = await hold(name, lost)
    if (release) return release
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
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

async function holdLease(name: string, lost: () => void): Promise<(() => void) | null> {
  const holder = crypto.getRandomValues(new Uint32Array(4)).join('-')
  if (!take(name, holder)) return null
  const timer = setInterval(() => {
    if (take(name, holder)) return
    release()
    lost()
  }, beat)
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
