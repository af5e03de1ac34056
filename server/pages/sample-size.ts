/** How many answers a survey needs, and how they are shared out over strata: worked out from the address, nothing is kept. */

import { allocate, type Allocation } from '../../analysis/sampling/allocation.ts'
import { allocationResult, sizeResult } from '../../analysis/sampling/sampling-results.ts'
import { meanSize, proportionSize, type SampleSize } from '../../analysis/sampling/sizes.ts'
import type { Catalogue, Locale } from '../locale/index.ts'
import { formatCount, shownResult, type ShownResult } from '../summary/shown.ts'
import type { FieldError, Option } from './fields.ts'
import { view, type Page, type Reply, type Visit } from './page.ts'
import { askedOf, levels, rules, typedOf, type Asked, type Typed } from './sampling/asked.ts'

export interface SampleSizeContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly tabs: readonly { readonly label: string; readonly href: string; readonly current: boolean }[]
  readonly typed: Typed
  readonly levels: readonly Option[]
  readonly rules: readonly Option[]
  readonly errors: readonly FieldError[]
  readonly worked: Worked | null
}

/** What came out. */
interface Worked {
  readonly completes: string
  readonly invitations: string
  /** For the plan of the study. */
  readonly sentence: string
  readonly size: ShownResult
  readonly allocation: ShownResult | null
}

export const sampleSizePage: Page = {
  path: '/tools/sample-size',
  right: 'signedIn',
  get: async (visit) => {
    const typed = typedOf(visit.query)
    // An address without numbers is the empty form.
    const wanted = 'level' in visit.query
    const asked = wanted ? askedOf(typed, visit.t) : []
    if ('measure' in asked) {
      const worked = workedOut(asked, visit)
      return 'field' in worked ? reply(visit, typed, null, [worked]) : reply(visit, typed, worked, [])
    }
    return reply(visit, typed, null, asked)
  },
}

function reply(visit: Visit, typed: Typed, worked: Worked | null, errors: readonly FieldError[]): Reply {
  const w = visit.t.sampling
  const context: SampleSizeContext = {
    title: w.title,
    breadcrumb: [{ label: visit.t.common.home, href: '/' }, { label: w.title }],
    tabs: (['share', 'mean'] as const).map((measure) => ({
      label: w.measures[measure],
      href: `/tools/sample-size?${new URLSearchParams({ ...remembered(typed), measure }).toString()}`,
      current: typed.measure === measure,
    })),
    typed,
    levels: levels.map((value) => ({ value, label: `${value}%` })),
    rules: rules.map((value) => ({ value, label: w.rules[value] })),
    errors,
    worked,
  }
  return view('sampling/sample-size', context, { status: errors.length > 0 ? 422 : 200 })
}

/** What was typed, for the other tab; without a level, so that nothing is worked out yet. */
function remembered({ level: _level, measure: _measure, ...rest }: Typed): Record<string, string> {
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''))
}

/** The sizes in words, or what cannot be shared out. */
function workedOut(asked: Asked, { t, locale }: Visit): Worked | FieldError {
  const options = {
    level: asked.level,
    population: asked.population,
    designEffect: asked.designEffect,
    responseRate: asked.responseRate,
  }
  const make = asked.measure === 'share' ? proportionSize : meanSize
  const size = make(asked.expected, asked.halfWidth, options)
  const n = Math.min(size.completes, asked.population ?? Infinity)
  const allocation = asked.strata.length === 0 ? null : sharedOut(asked, n, t)
  if (allocation && 'field' in allocation) return allocation
  const wording = { t, locale }
  const count = (value: number) => formatCount(value, locale)
  return {
    completes: count(n),
    invitations: count(Math.min(size.invitations, asked.population ?? Infinity)),
    sentence: sentence(asked, size, n, allocation, wording),
    size: shownResult(sizeResult(size, asked.responseRate, t.summary.heading), t.sampling.steps, wording),
    allocation:
      allocation &&
      shownResult(
        allocationResult(
          asked.strata.map(({ name }) => name),
          asked.strata.map(({ size: people }) => people),
          allocation,
          t.summary.heading,
        ),
        t.sampling.allocation,
        wording,
      ),
  }
}

function sharedOut({ strata, rule, minimum }: Asked, n: number, t: Catalogue): Allocation | FieldError {
  const least = strata.reduce((total, { size }) => total + Math.min(size, minimum), 0)
  if (least > n) return { field: 'minimum', words: t.sampling.wrong.minimumTooMuch({ least, n }) }
  const measured = strata.map(({ size, sd }) => (sd === null ? { size } : { size, sd }))
  const withSpread = strata.reduce(
    (total, { size, sd }) => total + (sd === 0 ? Math.min(size, minimum) : size),
    0,
  )
  if (rule === 'neyman' && withSpread < n)
    return { field: 'strata', words: t.sampling.wrong.strataNoDeviation }
  return allocate(measured, { n, rule, minimum, exponent: 0.5 })
}

/** What a plan may quote. */
function sentence(
  asked: Asked,
  size: SampleSize,
  n: number,
  allocation: Allocation | null,
  { t, locale }: { readonly t: Catalogue; readonly locale: Locale },
): string {
  const w = t.sampling.sentence
  const count = (value: number) => formatCount(value, locale)
  const number = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(value)
  const percent = (value: number) => number(100 * value)
  const params = { level: percent(asked.level), expected: asked.measure === 'share' ? percent(asked.expected) : number(asked.expected), halfWidth: asked.measure === 'share' ? percent(asked.halfWidth) : number(asked.halfWidth) } // prettier-ignore
  const needed = [
    asked.measure === 'share' ? w.share(params) : w.mean(params),
    ...(asked.population === null ? [] : [w.population({ n: count(asked.population) })]),
    ...(asked.designEffect === 1 ? [] : [w.designEffect({ value: number(asked.designEffect) })]),
    size.beyondPopulation && size.completes >= n && n === asked.population
      ? w.everyone({ n: count(n) })
      : w.needed({ n: count(n) }),
  ].join(w.comma)
  return [
    needed,
    ...(asked.responseRate < 1 && !size.beyondPopulation
      ? [w.invited({ rate: percent(asked.responseRate), n: count(size.invitations) })]
      : []),
    ...(allocation ? [w.allocated({ strata: count(asked.strata.length), rule: t.sampling.ruleWords[asked.rule] })] : []),
  ].join(w.semicolon) + w.stop // prettier-ignore
}
