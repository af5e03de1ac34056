/** Sends an entry whole after every change, one save at a time; what is not sent yet stays in this tab. */

import { said, type Island } from './island.ts'

export interface Saver {
  /** The fields have changed. */
  changed(): void
  /** Saves and finishes; what the server says. */
  finish(): Promise<Finished>
  /** Whether anything is not saved. */
  readonly pending: () => boolean
}

export type Finished =
  | { readonly to: string }
  | { readonly problems: readonly { readonly at: string; readonly words: string }[]; readonly words?: string }
  | null

const retryMs = 3_000

export function createSaver(
  island: Island,
  fields: () => Readonly<Record<string, string>>,
  show: (words: string, bad: boolean) => void,
): Saver {
  let { revision } = island
  let dirty = false
  let gone = false
  let running: Promise<unknown> | null = null

  const send = async (finish: boolean): Promise<Response> =>
    fetch(island.address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': island.csrf },
      body: JSON.stringify({ pass: island.pass, revision, fields: fields(), finish }),
    })

  const lost = (): void => {
    gone = true
    forget(island)
    show(said(island.words['elsewhere']), true)
  }

  const run = async (): Promise<void> => {
    for (;;) {
      if (!dirty || gone) break
      dirty = false
      show(said(island.words['saving']), false)
      try {
        const reply = await send(false)
        if (reply.status === 409) lost()
        else if (!reply.ok) throw new Error(String(reply.status))
        else {
          revision = ((await reply.json()) as { readonly revision: number }).revision
          if (!dirty) {
            forget(island)
            show(said(island.words['saved']), false)
          }
        }
      } catch {
        dirty = true
        show(said(island.words['unsaved']), true)
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
    running = null
  }

  const save = (): Promise<unknown> => (running ??= run())

  return {
    pending: () => !gone && (dirty || running !== null),
    changed: () => {
      dirty = true
      remember(island, fields())
      void save()
    },
    finish: async () => {
      await save()
      if (gone) return null
      const reply = await send(true)
      if (reply.status === 409) {
        lost()
        return null
      }
      if (!reply.ok && reply.status !== 422) throw new Error(String(reply.status))
      const value = (await reply.json()) as Exclude<Finished, null> & { readonly revision?: number }
      if (value.revision !== undefined) ({ revision } = value as { readonly revision: number })
      return value
    },
  }
}

/** What this tab had not sent when it was closed or drawn anew; null for nothing. */
export function remembered({ draft }: Island): Readonly<Record<string, string>> | null {
  try {
    const text = sessionStorage.getItem(draft)
    return text === null ? null : (JSON.parse(text) as Record<string, string>)
  } catch {
    return null
  }
}

function remember({ draft }: Island, fields: Readonly<Record<string, string>>): void {
  try {
    sessionStorage.setItem(draft, JSON.stringify(fields))
  } catch {
    // Without storage the page itself still holds it, and says that it is not saved.
  }
}

function forget({ draft }: Island): void {
  try {
    sessionStorage.removeItem(draft)
  } catch {
    // There was nothing to forget.
  }
}
