/**
 * Counts of likelihoods, for `fisher-exact.ts`: a table from the log of a likelihood to how often it was reached, in
 * typed arrays with open addressing, since the network method makes millions of entries.
 */

export interface LikelihoodCounts {
  size: number
  /** Keys plus one; 0 marks a free place. */
  keys: Int32Array
  logs: Float64Array
  counts: Float64Array
}

export function likelihoodCounts(): LikelihoodCounts {
  return { size: 0, keys: new Int32Array(8), logs: new Float64Array(8), counts: new Float64Array(8) }
}

/** Adds `count` to a likelihood. `key` is the log as a whole number, 0 to 2^31 - 2, on which equal likelihoods agree. */
export function addLikelihood(to: LikelihoodCounts, key: number, log: number, count: number): void {
  if (2 * to.size >= to.keys.length) grow(to)
  place(to, key + 1, log, count)
}

function place(to: LikelihoodCounts, marked: number, log: number, count: number): void {
  const { keys } = to
  const mask = keys.length - 1
  let at = (Math.imul(marked, 0x9e3779b1) >>> 8) & mask
  while (keys[at] !== 0 && keys[at] !== marked) at = (at + 1) & mask
  if (keys[at] === 0) {
    keys[at] = marked
    to.logs[at] = log
    to.size += 1
  }
  to.counts[at] = to.counts[at]! + count
}

function grow(to: LikelihoodCounts): void {
  const { keys, logs, counts } = to
  to.size = 0
  to.keys = new Int32Array(2 * keys.length)
  to.logs = new Float64Array(2 * keys.length)
  to.counts = new Float64Array(2 * keys.length)
  for (let k = 0; k < keys.length; k += 1) if (keys[k] !== 0) place(to, keys[k]!, logs[k]!, counts[k]!)
}
