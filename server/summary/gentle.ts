/** Threads that work for long stand back where the machine is busy. */

import { setPriority } from 'node:os'

/** Of the thread that calls it: on Linux a priority is a thread's, elsewhere it would be the whole server's. */
export function standBack(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(2)
  } catch {
    // It only works as fast as the others then.
  }
}
