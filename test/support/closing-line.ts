/** Ends a test run with one plain line that a person and a machine can read alike. */

import type { Reporter, TestModule } from 'vitest/node'

/** Prints `N passed, N failed, N skipped` as the very last line; a file that cannot be loaded counts as a failure. */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const state = test.result().state
        if (state !== 'pending') counts[state] += 1
      }
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed += 1
    }
    counts.failed += errors.length
    const line = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
    process.once('exit', () => console.log(`\n${line}`))
  }
}
