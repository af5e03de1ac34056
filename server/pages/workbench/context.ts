/** Everything that the page of the workbench shows, in words. */

import type { Variable } from '../../../analysis/frame.ts'
import { statisticNamed, statistics } from '../../../analysis/workbench/index.ts'
import { withRecodes } from '../../../analysis/workbench/recode.ts'
import type { Condition, Recode, Script, TableStep } from '../../../analysis/workbench/script.ts'
import { lonelyChoices, recodeKinds } from '../../../analysis/workbench/script.ts'
import { labelOf } from '../../../analysis/workbench/statistic.ts'
import { catalogues, say, type Catalogue, type Locale } from '../../locale/index.ts'
import { Problem } from '../../problem.ts'
import { dateText } from '../../render.ts'
import type { CollectionFrame } from '../../summary/frames.ts'
import { runAnalysis } from '../../summary/analysis-thread.ts'
import { partFor, wholePart } from '../../summary/stamp.ts'
import type { ShownCrossing, ShownResult } from '../../summary/shown.ts'
import { unitsOf, workbenchData, workbenchVariables } from '../../workbench/data.ts'
import { selfContained, withKept } from '../../workbench/kept.ts'
import { encoded, lean, type Standing } from '../../workbench/state.ts'
import type { Slip } from '../../workbench/typed.ts'
import { soon } from '../summarising/waiting.ts'
import type { Visit } from '../page.ts'
import { summaryHead, type SummaryHead } from '../../summary/head.ts'

export interface Named {
  readonly name: string
  readonly label: string
}

export interface RecodeLine {
  readonly name: string
  readonly words: string
  readonly note: string
}

export interface SavedSet extends Named {
  readonly href: string
  readonly by: string
  readonly tables: number
}

export interface WorkbenchContext {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly scripts: readonly string[]
  readonly collection: { readonly id: string; readonly title: string }
  readonly reader: 'full'
  readonly head: SummaryHead
  readonly weightingWords: string
  /** The standing as it goes into the address of every form. */
  readonly s: string
  readonly errors: readonly { readonly field: string; readonly words: string }[]
  /** What was typed before a slip. */
  readonly typed: (name: string) => string
  readonly search: string
  readonly listed: readonly {
    readonly name: string
    readonly label: string
    readonly kind: string
    readonly made: boolean
  }[]
  readonly matrices: readonly { readonly name: string; readonly label: string }[]
  readonly allCount: number
  readonly zones: readonly {
    readonly zone: 'rows' | 'columns' | 'layers'
    readonly label: string
    readonly items: readonly Named[]
  }[]
  readonly statistics: readonly Named[]
  readonly statistic: string
  readonly statisticHint: string
  readonly options: readonly {
    readonly name: string
    readonly label: string
    readonly value: string
    readonly choices: readonly Named[]
  }[]
  readonly units: readonly Named[]
  readonly unit: string
  readonly filter: readonly (readonly string[])[]
  /** The groups that a condition can be added to. */
  readonly filterGroups: readonly Named[]
  readonly recodes: readonly RecodeLine[]
  /** Those that the collection keeps. */
  readonly keptRecodes: readonly RecodeLine[]
  readonly recodeKinds: readonly Named[]
  readonly variables: readonly Named[]
  readonly numbers: readonly Named[]
  readonly groups: readonly Named[]
  readonly coded: readonly Named[]
  readonly weights: Script['weights']
  readonly margins: readonly (Named & { readonly words: string })[]
  readonly design: Script['design']
  readonly designWords: string
  readonly lonely: readonly Named[]
  readonly kept: readonly string[]
  readonly set: SavedSet | null
  readonly saved: readonly SavedSet[]
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly xlsxHref: string
  readonly docxHref: string
  readonly results: readonly ShownCrossing[]
  readonly weighting: ShownResult | null
  readonly milliseconds: number
  readonly scriptText: string
}

/** Names of variables as a list shows them. */
const listLimit = 80

/** The variables there are, recodes included. */
export function withRecoded(held: CollectionFrame, script: Script, locale: Locale): readonly Variable[] {
  const variables = workbenchVariables(held, script.unit, locale)
  if (script.recodes.length === 0) return variables
  const words = catalogues[locale].summary.heading
  // Parts of dates are those that occur; all else is known without data.
  if (script.recodes.some(({ kind }) => kind === 'date')) {
    const wanted = new Set(script.recodes.map(({ from }) => from))
    return withRecodes(workbenchData(held, script.unit, { locale, wanted }).frame, script.recodes, words)
      .frame.variables
  }
  const columns = new Map(variables.map((variable) => [variable.name, emptyColumn(variable)]))
  return withRecodes({ n: 0, variables, columns }, script.recodes, words).frame.variables
}

function emptyColumn({ kind, categories }: Variable) {
  const status = new Uint8Array(0)
  switch (kind) {
    case 'coded':
      return { kind: 'coded' as const, codes: new Uint16Array(0) }
    case 'number':
      return { kind: 'number' as const, values: new Float64Array(0), status }
    case 'set':
      return { kind: 'set' as const, chosen: categories.map(() => status), status }
    case 'rank':
      return { kind: 'rank' as const, ranks: categories.map(() => status), status }
    default:
      return { kind: 'text' as const, texts: [], status }
  }
}

export async function savedSets(
  { store, t, locale, config }: Visit,
  collectionId: string,
): Promise<readonly SavedSet[]> {
  const sets = await store.workbench.list(collectionId)
  return sets.map(({ id, name, authorName, savedAt, script }) => ({
    name: id,
    label: name,
    href: `/collections/${collectionId}/workbench/${id}`,
    by: t.workbench.savedBy({ name: authorName, at: dateText(savedAt, locale, config.timeZone, true) }),
    tables: ((JSON.parse(script) as { readonly tables?: readonly unknown[] }).tables ?? []).length,
  }))
}

export async function workbenchContext(
  visit: Visit,
  held: CollectionFrame,
  {
    standing,
    slip,
    sets,
    kept,
  }: {
    readonly standing: Standing
    readonly slip: Slip | null
    readonly sets: readonly SavedSet[]
    readonly kept: readonly Recode[]
  },
): Promise<WorkbenchContext> {
  const { store, t, locale, query, body } = visit
  const { script, table, set } = standing.now
  const { id, topicId, title } = held.collection
  const whole = withKept(script, kept)
  const variables = withRecoded(held, whole, locale)
  const frame = { n: 0, variables, columns: new Map() }
  const label = (name: string) => labelOf(frame, name)
  const line = (recode: Recode): RecodeLine => ({
    name: recode.name,
    words: t.workbench.recodeLine({ label: recode.label, name: recode.name, from: label(recode.from) }),
    note: recode.note,
  })
  const search = (query['q'] ?? '').trim().slice(0, 100)
  const found = search === '' ? variables : variables.filter((variable) => matches(variable, search))
  const statistic = statisticNamed(table.statistic) ?? statistics[0]!
  const started = performance.now()
  const tables = table.rows.length > 0 ? [table] : []
  const results = await soon(
    visit,
    runAnalysis(
      'workbench',
      { held, part: wholePart(held) },
      { script: selfContained({ ...script, tables }, kept), tables, locale },
    ),
    held,
  )
  const milliseconds = Math.round(performance.now() - started)
  const part = await partFor(store, held, 'full')
  const named = (kinds: readonly Variable['kind'][]) =>
    variables
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ name, label: words }) => ({ name, label: words }))
  const s = encoded(standing)
  if (s === null && !slip) throw new Problem('badRequest')
  return {
    title: t.workbench.title,
    breadcrumb: [
      { label: (await store.topics.find(topicId))?.title ?? '', href: `/topics/${topicId}` },
      { label: title, href: `/collections/${id}/summary` },
      { label: t.workbench.title },
    ],
    scripts: ['summary.js', 'workbench.js'],
    collection: { id, title },
    reader: 'full',
    head: await summaryHead(store, held, {
      reader: 'full',
      locale,
      n: script.filter.length > 0 || script.unit !== null ? results.n : part.frame.n,
    }),
    weightingWords: weightingWords(script, label, t),
    s: s ?? '',
    errors: slip ? [{ field: slip.field, words: say(t.workbench.slip, slip.code, slip.params ?? {}) }] : [],
    typed: (name) => {
      const value = slip ? body[name] : ''
      return typeof value === 'string' ? value : (value?.[0] ?? '')
    },
    search,
    listed: found.slice(0, listLimit).map((variable) => ({
      name: variable.name,
      label: variable.label,
      kind: t.workbench.kind[variable.kind],
      made: whole.recodes.some(({ name }) => name === variable.name),
    })),
    matrices: matricesOf(found, t),
    allCount: found.length,
    zones: (['rows', 'columns', 'layers'] as const).map((zone) => ({
      zone,
      label: t.workbench[zone],
      items: table[zone].map((name) => ({ name, label: label(name) })),
    })),
    statistics: statistics.map(({ name }) => ({ name, label: say(t.workbench.statistics, name) })),
    statistic: statistic.name,
    statisticHint: say(t.workbench.statisticHints, statistic.name),
    options: Object.entries(statistic.options).map(([name, choices]) => ({
      name,
      label: say(t.workbench.option, name),
      value: table.options[name] ?? choices[0] ?? '',
      choices: choices.map((choice) => ({
        name: choice,
        label: say(
          (t.workbench.choice as Readonly<Record<string, Readonly<Record<string, string>>>>)[name] ?? {},
          choice,
        ),
      })),
    })),
    units: unitsOf(held, locale).map(({ name, label: words }) => ({
      name,
      label: t.workbench.unitRows({ label: words }),
    })),
    unit: script.unit ?? '',
    filter: script.filter.map((group) => group.map((condition) => conditionWords(condition, variables, t))),
    filterGroups: script.filter.map((group, k) => ({
      name: String(k),
      label: t.workbench.filterGroup({
        n: k + 1,
        words: group.map((condition) => conditionWords(condition, variables, t)).join(t.workbench.and),
      }),
    })),
    recodes: script.recodes.map(line),
    keptRecodes: script.unit === null ? kept.map(line) : [],
    recodeKinds: recodeKinds.map((kind) => ({ name: kind, label: t.workbench.recodeKindNames[kind] })),
    variables: named(['coded', 'number', 'set', 'rank', 'date', 'text']),
    numbers: named(['number']),
    groups: named(['coded', 'number', 'text']),
    coded: named(['coded']),
    weights: script.weights,
    margins: (script.weights?.rake ?? []).map(({ variable, shares }) => ({
      name: variable,
      label: label(variable),
      words: Object.entries(shares)
        .map(([value, share]) => `${labelOfValue(variables, variable, value)} = ${share}`)
        .join(t.workbench.listSeparator),
    })),
    design: script.design,
    designWords: designWords(script, label, t),
    lonely: lonelyChoices.map((name) => ({ name, label: t.workbench.lonelyChoices[name] })),
    kept: script.tables.map((step) => tableTitle(step, label, t)),
    set: sets.find(({ name }) => name === set) ?? null,
    saved: sets,
    canUndo: standing.before.length > 0,
    canRedo: standing.after.length > 0,
    xlsxHref: `/collections/${id}/workbench.xlsx?s=${s ?? ''}`,
    docxHref: `/collections/${id}/workbench.docx?s=${s ?? ''}`,
    results: results.tables[0] ?? [],
    weighting: results.weighting,
    milliseconds,
    scriptText: JSON.stringify(
      lean(selfContained({ ...script, tables: script.tables.length > 0 ? script.tables : [table] }, kept)),
      null,
      2,
    ),
  }
}

function matches({ name, label }: Variable, search: string): boolean {
  const words = search.toLowerCase()
  return name.toLowerCase().includes(words) || label.toLowerCase().includes(words)
}

/** Matrices of which all items may be taken at once. */
function matricesOf(variables: readonly Variable[], t: Catalogue): readonly Named[] {
  const groups = new Map<string, { label: string; n: number }>()
  for (const { group } of variables) {
    if (!group) continue
    const known = groups.get(group.name)
    if (known) known.n += 1
    else groups.set(group.name, { label: group.label, n: 1 })
  }
  return [...groups].flatMap(([name, { label, n }]) =>
    n > 1 ? [{ name, label: t.workbench.allItems({ label, n }) }] : [],
  )
}

/** What a table shows, in a line. */
export function tableTitle(
  { statistic, rows, columns, layers }: TableStep,
  label: (name: string) => string,
  t: Catalogue,
): string {
  const side = (names: readonly string[]) => names.map(label).join(t.workbench.listSeparator)
  const sides = [rows, columns, layers].filter((names) => names.length > 0).map(side)
  const name = statisticNamed(statistic) ? say(t.workbench.statistics, statistic) : statistic
  return `${name}${t.common.colon}${sides.join(' × ')}`
}

export function weightingWords({ weights }: Script, label: (name: string) => string, t: Catalogue): string {
  if (!weights) return t.workbench.weightsNone
  const parts = [
    ...(weights.column ? [t.workbench.weightsColumn({ label: label(weights.column) })] : []),
    ...(weights.rake.length > 0
      ? [
          t.workbench.weightsRaked({
            labels: weights.rake.map(({ variable }) => label(variable)).join(t.workbench.listSeparator),
          }),
        ]
      : []),
  ]
  return parts.join(t.workbench.listSeparator)
}

export function designWords({ design }: Script, label: (name: string) => string, t: Catalogue): string {
  if (!design) return t.workbench.designNone
  const names = [...design.strata, ...design.clusters, ...design.populations]
  return t.workbench.designOn({ labels: names.map(label).join(t.workbench.listSeparator) })
}

function labelOfValue(variables: readonly Variable[], name: string, value: string): string {
  const variable = variables.find((each) => each.name === name)
  return variable?.categories.find((category) => category.value === value)?.label ?? value
}

/** A condition of the filter as a sentence. */
export function conditionWords(condition: Condition, variables: readonly Variable[], t: Catalogue): string {
  const words = t.workbench
  const variable = variables.find(({ name }) => name === condition.variable)?.label ?? condition.variable
  const values = (list: readonly string[]) =>
    list.map((value) => labelOfValue(variables, condition.variable, value)).join(words.listSeparator)
  if ('answered' in condition)
    return condition.answered ? words.answeredWords({ variable }) : words.unansweredWords({ variable })
  if ('is' in condition) return words.isWords({ variable, values: values(condition.is) })
  if ('isNot' in condition) return words.isNotWords({ variable, values: values(condition.isNot) })
  const { from, to } = condition
  if (from !== null && to !== null) return words.betweenWords({ variable, from, to })
  return from !== null
    ? words.fromWords({ variable, value: from })
    : words.toWords({ variable, value: to ?? '' })
}
