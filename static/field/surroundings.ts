/** What the browser gives on this ground: a worker, lasting storage, sending in the background. */

export interface Ground {
  /** https or this machine itself. */
  readonly secure: boolean
  /** Opens without network. */
  readonly reopens: boolean
  readonly encrypts: boolean
  readonly syncs: boolean
  readonly weChat: boolean
}

export function ground(): Ground {
  const secure = window.isSecureContext
  return {
    secure,
    reopens: secure && 'serviceWorker' in navigator && 'caches' in window,
    encrypts: typeof crypto === 'object' && typeof crypto.subtle === 'object',
    syncs: secure && 'SyncManager' in window,
    weChat: /MicroMessenger/i.test(navigator.userAgent),
  }
}

interface Syncing {
  readonly sync?: { readonly register: (tag: string) => Promise<void> }
}

/** Asks the browser to send when the network is back, also when no page is open. */
export async function askToSync(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  try {
    const registration = await navigator.serviceWorker.getRegistration('/field')
    await (registration as Syncing | undefined)?.sync?.register('send')
  } catch {
    // Then it is sent when a page is open.
  }
}

/** Installs the worker that opens the app without network; whether it is there. */
export async function installWorker(): Promise<boolean> {
  if (!ground().reopens) return false
  try {
    await navigator.serviceWorker.register('/field/worker.js', { scope: '/field', updateViaCache: 'none' })
    return true
  } catch {
    return false
  }
}

export interface Space {
  /** Bytes; null where the browser does not tell. */
  readonly free: number | null
  readonly used: number | null
  /** What the browser said to the wish to keep it all; null where it cannot be asked. */
  readonly persisted: boolean | null
}

/** Less than this is too little for a day with photos. */
export const lowSpace = 60 * 1024 * 1024

export async function lookAtSpace(ask: boolean): Promise<Space> {
  const storage = navigator.storage as StorageManager | undefined
  if (!storage) return { free: null, used: null, persisted: null }
  try {
    const { quota = null, usage = null } = (await storage.estimate?.()) ?? {}
    const known = (await storage.persisted?.()) ?? null
    const persisted = ask && known !== null && !known ? ((await storage.persist?.()) ?? known) : known
    return {
      free: quota === null || usage === null ? null : Math.max(0, quota - usage),
      used: usage,
      persisted,
    }
  } catch {
    return { free: null, used: null, persisted: null }
  }
}
