/** Notices when the machine's clock is set while the server runs: the steady clock of the process goes on evenly. */

export interface ClockJump {
  readonly at: string
  /** How far it was set, in seconds; negative is back. */
  readonly seconds: number
}

export interface ClockWatch {
  /** The jumps noticed so far, the last few. */
  jumps(): readonly ClockJump[]
  /** Looks now; returns the jump since the last look, if there was one. */
  look(): ClockJump | null
  stop(): void
}

/** Slower drift, which time servers smooth out, is no jump. */
const tolerated = 30

export function createClockWatch(
  now: () => Date,
  steady: () => number = () => performance.now(),
  heard: (jump: ClockJump) => void = () => undefined,
): ClockWatch {
  let wall = now().getTime()
  let even = steady()
  const jumps: ClockJump[] = []
  const look = () => {
    const nowWall = now().getTime()
    const nowEven = steady()
    const seconds = Math.round((nowWall - wall - (nowEven - even)) / 1000)
    wall = nowWall
    even = nowEven
    if (Math.abs(seconds) < tolerated) return null
    const jump = { at: new Date(nowWall).toISOString(), seconds }
    jumps.push(jump)
    if (jumps.length > 20) jumps.shift()
    heard(jump)
    return jump
  }
  const timer = setInterval(look, 15_000)
  timer.unref()
  return { jumps: () => jumps, look, stop: () => clearInterval(timer) }
}
