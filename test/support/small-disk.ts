/** A small disk of its own, for tests of full and read-only disks; only root can mount one. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** From now on it can only be read, or be written again. */
  remount(how: 'ro' | 'rw'): void
  remove(): void
}

/** A disk in memory of so many kilobytes. */
export function smallDisk(kilobytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'diaoyan-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder])
  return {
    folder,
    remount: (how) => void execFileSync('mount', ['-o', `remount,${how}`, folder]),
    remove: () => {
      execFileSync('umount', ['--lazy', folder])
      rmdirSync(folder)
    },
  }
}

/** Whether this run may mount disks; where it may not, tests that need one are left out, in CI they fail. */
export const mayMount = canMount() || process.env['CI'] === 'true'

function canMount(): boolean {
  try {
    smallDisk(64).remove()
    return true
  } catch {
    return false
  }
}
