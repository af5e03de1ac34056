/** How much processor time work takes: bounds on it hold on a busy machine too, where the clock on the wall does not. */

/** Starts counting; the function it returns gives the milliseconds of processor time of this process since then. */
export function effort(): () => number {
  const began = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(began)
    return (user + system) / 1000
  }
}
