/** How far a long command is, on the error output of a console, and its end by Ctrl-C. */

export interface Progress {
  /** How many answers there are to read. */
  of(answers: number): void
  /** Some were read; throws once Ctrl-C was pressed. */
  readonly heard: (answers: number) => void
  end(): void
}

/** On a terminal one line that moves; else a line every tenth of the way. */
export function createProgress(
  output: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
  now: () => number = () => performance.now(),
): Progress {
  const began = now()
  let total = 0
  let read = 0
  let shown = -1
  let ended = false
  let stopped = false
  const stop = () => {
    stopped = true
  }
  // The second time ends the process at once.
  process.once('SIGINT', stop)
  const line = () => {
    const part = total === 0 ? 0 : Math.min(1, read / total)
    const left =
      part < 0.02 || part === 1 ? '' : `, ${timeText(((now() - began) / 1000 / part) * (1 - part))} left`
    return `${Math.min(read, total).toLocaleString('en')} of ${total.toLocaleString('en')} answers read (${Math.floor(part * 100)}%${left})`
  }
  return {
    of: (answers) => {
      total = answers
    },
    heard: (answers) => {
      if (stopped) throw Object.assign(new Error('cancelled'), { name: 'Cancelled' })
      read += answers
      const step = Math.floor((Math.min(1, total === 0 ? 1 : read / total) * 100) / (output.isTTY ? 1 : 10))
      if (step === shown) return
      shown = step
      output.write(output.isTTY ? `\r\u001b[K${line()}` : `${line()}\n`)
    },
    end: () => {
      if (ended) return
      ended = true
      process.removeListener('SIGINT', stop)
      if (output.isTTY) output.write('\r\u001b[K')
    },
  }
}

export function cancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'Cancelled'
}

function timeText(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
}
