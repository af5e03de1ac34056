/**
 * Adapter of the kind `sampling.properties`: many draws with a fixed seed, checked against the design.
 *
 * What a case asks for is returned as the draws show it; where observed frequencies leave the tolerance, the field
 * `frequency_tolerance` says so instead of naming the rule.
 */

import { drawBySize, drawSimple, drawStratified, drawSystematic } from '../../../analysis/sampling/draws.ts'
import { generator } from '../../../analysis/sampling/generator.ts'
import type { Generator } from '../../../analysis/sampling/generator.ts'
import { certainUnits, inclusionProbabilities } from '../../../analysis/sampling/inclusion.ts'
import { systematicEqual } from '../../../analysis/sampling/systematic.ts'
import { sum } from '../../../analysis/sums.ts'
import type { Adapter } from './adapters.ts'
import type { ReferenceData } from './cases.ts'
import { numbersOf } from './cases.ts'

type Args = Parameters<Adapter>[0]

const rule = '4 * sqrt(pik * (1 - pik) / repetitions)'
const seed = 'diaoyan'

export const properties: Adapter = (args, data) => {
  const method = String(args['method'])
  if (method === 'pps_systematic') return bySize(args, data)
  if (method === 'srswor') return simple(args)
  if (method === 'stratified_srswor') return stratified(args, data)
  if (method === 'systematic_equal') return inSteps(args)
  throw new Error(`no draw is called ${method}.`)
}

/** Sizes, repeats and counts of many draws. */
function repeated(units: number, times: number, draw: (random: Generator) => readonly number[]) {
  const random = generator(seed)
  const counts = new Float64Array(units)
  const sizes = new Set<number>()
  let together = 0
  let duplicates = false
  for (let k = 0; k < times; k += 1) {
    const sample = draw(random)
    sizes.add(sample.length)
    if (new Set(sample).size !== sample.length) duplicates = true
    for (const unit of sample) counts[unit]! += 1
    if (sample.includes(0) && sample.includes(1)) together += 1
  }
  return {
    frequencies: counts.map((count) => count / times),
    togetherFrequency: together / times,
    sample_size: sizes.size === 1 ? [...sizes][0]! : null,
    no_duplicates: !duplicates,
  }
}

function tolerance(observed: ArrayLike<number>, wanted: ArrayLike<number>, times: number): string {
  for (let k = 0; k < wanted.length; k += 1) {
    const p = wanted[k]!
    const allowed = 4 * Math.sqrt((p * (1 - p)) / times) + 1e-12
    if (Math.abs(observed[k]! - p) > allowed) return `unit ${k + 1}: observed ${observed[k]}, wanted ${p}`
  }
  return rule
}

function bySize({ n, repetitions }: Args, data: ReferenceData) {
  const sizes = numbersOf(data, 'size')
  const times = Number(repetitions)
  const pik = inclusionProbabilities(sizes, Number(n))
  const of = repeated(sizes.length, times, (random) =>
    drawBySize(sizes, Number(n), random).map(({ unit }) => unit),
  )
  const always = [...of.frequencies.keys()].filter((unit) => of.frequencies[unit] === 1)
  const certain = certainUnits(pik).filter((unit) => always.includes(unit))
  return {
    ...of,
    pik: Array.from(pik),
    certainty: certain.map((unit) => unit + 1),
    frequency_tolerance: tolerance(of.frequencies, pik, times),
  }
}

function simple({ N, n, repetitions }: Args) {
  const [units, size, times] = [Number(N), Number(n), Number(repetitions)]
  const of = repeated(units, times, (random) => drawSimple(units, size, random).map(({ unit }) => unit))
  const pik = size / units
  const joint = (pik * (size - 1)) / (units - 1)
  const single = tolerance(of.frequencies, new Float64Array(units).fill(pik), times)
  const pairs = tolerance([of.togetherFrequency], [joint], times)
  return { ...of, pik, joint_pik: joint, frequency_tolerance: single === rule ? pairs : single }
}

function stratified({ repetitions }: Args, data: ReferenceData) {
  const [sizes, wanted] = [numbersOf(data, 'N'), numbersOf(data, 'n')]
  const strata = Array.from(sizes, (size, h) => ({ size, n: wanted[h]! }))
  const random = generator(seed)
  const seen = strata.map(() => new Set<number>())
  const weights = new Set<number>()
  let pik: readonly number[] = []
  for (let k = 0; k < Number(repetitions); k += 1) {
    const sample = drawStratified(strata, random)
    sample.forEach((units, h) => seen[h]!.add(new Set(units.map(({ unit }) => unit)).size))
    weights.add(Math.round(1e9 * sum(sample.flat().map(({ weight }) => weight))) / 1e9)
    pik = sample.map((units) => units[0]?.probability ?? 0)
  }
  return {
    sizes: seen.map((found) => (found.size === 1 ? [...found][0]! : null)),
    pik,
    weight_sum: weights.size === 1 ? [...weights][0]! : null,
  }
}

function inSteps({ N, n }: Args) {
  const [units, size] = [Number(N), Number(n)]
  const starts = Array.from({ length: 1000 }, (_, k) => (k + 0.5) / 1000)
  const samples = starts.map((start) => systematicEqual(units, size, start))
  const gaps = new Set(samples.flatMap((sample) => sample.slice(1).map((unit, k) => unit - sample[k]!)))
  const counts = new Float64Array(units)
  for (const sample of samples) for (const unit of sample) counts[unit]! += 1 / samples.length
  const drawn = drawSystematic(units, size, generator(seed))
  const even = counts.every((count) => Math.abs(count - size / units) < 1e-9)
  return {
    distinct_samples: new Set(samples.map((sample) => sample.join(' '))).size,
    gap: gaps.size === 1 ? [...gaps][0]! : null,
    pik: even ? drawn[0]!.probability : null,
    sample_size: drawn.length,
    no_duplicates: new Set(drawn.map(({ unit }) => unit)).size === drawn.length,
  }
}
