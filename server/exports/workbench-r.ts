/**
 * A saved set of the workbench for R: the answers as CSV, a script that makes the same variables, weights and design and
 * computes the same figures, and the set itself as JSON. Texts are not cut into words by R: the script says so when it
 * runs. Where rows of a repeat are counted, their table comes with that of the answers.
 */

import type { Variable } from '../../analysis/frame.ts'
import { columnsNamed, type Condition, type Recode, type Script } from '../../analysis/workbench/script.ts'
import { archive } from './archive.ts'
import { oneLine } from './bytes.ts'
import type { Dataset } from './dataset.ts'
import { csvOf, text } from './r.ts'
import { rFunctions } from './workbench-r-functions.ts'
import { rMoreFunctions } from './workbench-r-more.ts'
import { stepLines } from './workbench-r-steps.ts'

/** The variables are those of the workbench: with labels, recodes included. */
export function writeWorkbenchR(
  dataset: Dataset,
  {
    script,
    variables,
    answers = null,
  }: {
    readonly script: Script
    readonly variables: readonly Variable[]
    /** The answers, where the dataset holds the rows of a repeat. */
    readonly answers?: Dataset | null
  },
): AsyncIterable<Buffer> {
  return archive(
    [
      { name: 'data.csv', pieces: () => csvOf(dataset) },
      ...(answers ? [{ name: 'answers.csv', pieces: () => csvOf(answers) }] : []),
      { name: 'analysis.R', pieces: () => [Buffer.from(rScript(dataset, { script, variables, answers }))] },
      { name: 'script.json', pieces: () => [Buffer.from(`${JSON.stringify(script, null, 2)}\n`)] },
    ],
    dataset.day,
  )
}

/** The script by itself. */
export function rScript(
  dataset: Pick<Dataset, 'title' | 'n' | 'columns'>,
  {
    script,
    variables,
    answers = null,
  }: {
    readonly script: Script
    readonly variables: readonly Variable[]
    readonly answers?: Pick<Dataset, 'columns'> | null
  },
): string {
  const named = new Map(variables.map((variable) => [variable.name, variable]))
  const recoded = new Set(script.recodes.map(({ name }) => name))
  const wanted = columnsNamed(script)
  const columns = new Set([...dataset.columns, ...(answers?.columns ?? [])].map(({ name }) => name))
  const lines = [
    `# ${oneLine(dataset.title)} (n = ${dataset.n}): ${oneLine(script.title)}`,
    '# source("analysis.R", encoding = "UTF-8") in the folder of data.csv; needs the package survey. Writes results.csv.',
    '',
    'suppressMessages(library(survey))',
    `options(survey.lonely.psu = ${text(script.design?.lonely ?? 'fail')}, contrasts = c("contr.treatment", "contr.poly"))`,
    'data <- read.csv("data.csv", fileEncoding = "UTF-8", check.names = FALSE, na.strings = "", colClasses = "character")',
    ...(answers ? ownerLines(dataset, answers) : []),
    'n <- nrow(data)',
    rFunctions + rMoreFunctions.trimStart(),
    '# ---- variables ---------------------------------------------------------------------------------------------------',
    'v <- list()',
    'scores <- list()',
    ...variables
      .filter(({ name }) => wanted.has(name) && !recoded.has(name))
      .flatMap((variable) => variableLines(variable, columns)),
    '',
    ...script.recodes.flatMap((recode) => recodeLines(recode, named)),
    '# ---- filter ------------------------------------------------------------------------------------------------------',
    ...filterLines(script, named),
    '',
    '# ---- weights and design ------------------------------------------------------------------------------------------',
    ...designLines(script),
    '',
    '# ---- tables ------------------------------------------------------------------------------------------------------',
    ...script.tables.flatMap((step, k) => stepLines(step, k + 1, named)),
    'results <- do.call(rbind, results)',
    'write.csv(transform(results, value = ifelse(is.na(value), NA, format(value, digits = 17))), "results.csv",',
    '  row.names = FALSE, na = "", fileEncoding = "UTF-8")',
    'print(results, digits = 10)',
  ]
  return `${lines.join('\n')}\n`
}

/** Rows of a repeat with the answers that they belong to: a row's key begins with that of its answer. */
function ownerLines(rows: Pick<Dataset, 'columns'>, answers: Pick<Dataset, 'columns'>): readonly string[] {
  const key = ({ columns }: Pick<Dataset, 'columns'>) =>
    columns.findLast(({ name }) => /^_*KEY$/.test(name))?.name ?? 'KEY'
  return [
    'answers <- read.csv("answers.csv", fileEncoding = "UTF-8", check.names = FALSE, na.strings = "", colClasses = "character")',
    `owner <- sub("/.*$", "", data[[${text(key(rows))}]])`,
    `data <- cbind(data, answers[match(owner, answers[[${text(key(answers))}]]), setdiff(names(answers), names(data)), drop = FALSE])`,
  ]
}

const at = (name: string) => `v[[${text(name)}]]`
const list = (values: readonly (string | number)[]) =>
  `c(${values.map((value) => (typeof value === 'number' ? String(value) : text(value))).join(', ')})`

/** Coded variables are factors of the codes that are answers; scores stand beside. */
function variableLines(
  { name, kind, categories }: Variable,
  columns: ReadonlySet<string>,
): readonly string[] {
  const cell = `data[[${text(name)}]]`
  const valid = categories.filter(({ missing }) => missing === null)
  switch (kind) {
    case 'coded': {
      if (!columns.has(name)) return [`# ${oneLine(name)} is not in the data`]
      // Where an answer came from stands in the data in words.
      const channel = name.endsWith('channel') && !categories.some(({ value }) => /^\d+$/.test(value))
      const raw = channel
        ? `${list(categories.map(({ value }) => value))}[match(${cell}, ${list(categories.map(({ label }) => label))})]`
        : cell
      return [
        `${at(name)} <- factor(${raw}, levels = ${list(valid.map(({ value }) => value))})`,
        scoresLine(
          name,
          valid.map(({ value }) => value),
        ),
      ]
    }
    case 'set':
    case 'rank':
      return [
        `${at(name)} <- list(all = list(), valid = list())`,
        ...categories.map(
          ({ value }) => `${at(name)}$all[[${text(value)}]] <- number(data[[${text(`${name}/${value}`)}]])`,
        ),
        `${at(name)}$valid <- ${at(name)}$all[${list(valid.map(({ value }) => value))}]`,
      ]
    case 'number':
      return columns.has(name) ? [`${at(name)} <- number(${cell})`] : []
    case 'date':
      return columns.has(name)
        ? [`${at(name)} <- substr(${cell}, 1, 10)`, `scores[[${text(name)}]] <- NULL`]
        : []
    case 'text':
      return columns.has(name) ? [`${at(name)} <- ${cell}`] : []
  }
}

function scoresLine(name: string, values: readonly string[]): string {
  const given = values.every((value) => /^-?\d+(\.\d+)?$/.test(value))
  return `scores[[${text(name)}]] <- setNames(${given ? list(values.map(Number)) : `seq_len(${values.length})`}, ${list(values)})`
}

function recodeLines(recode: Recode, named: ReadonlyMap<string, Variable>): readonly string[] {
  const { name, from, label, note } = recode
  const source = named.get(from)
  const made = named.get(name)
  const numbers = source?.kind === 'coded' ? `scored(${at(from)}, scores[[${text(from)}]])` : at(from)
  const lines = [`# ${oneLine(label)}${note === '' ? '' : `: ${oneLine(note)}`}`]
  const factor = (codes: string) => [
    `${at(name)} <- factor(${codes}, levels = ${list((made?.categories ?? []).filter(({ missing }) => !missing).map(({ value }) => value))})`,
    scoresLine(
      name,
      (made?.categories ?? []).filter(({ missing }) => !missing).map(({ value }) => value),
    ),
  ]
  switch (recode.kind) {
    case 'bands':
      return [...lines, ...factor(`findInterval(${numbers}, ${list(recode.cuts)}) + 1`), '']
    case 'index': {
      const { low, high, reversed } = recode
      return [
        ...lines,
        `x <- ${numbers}`,
        `x[!is.na(x) & (x < ${low} | x > ${high})] <- NA`,
        `${at(name)} <- ${reversed ? '100 - ' : ''}100 * (x - ${low}) / ${high - low}`,
        '',
      ]
    }
    case 'score':
      return [
        ...lines,
        `${at(name)} <- scored(${at(from)}, setNames(${list(Object.values(recode.scores))}, ${list(Object.keys(recode.scores))}))`,
        '',
      ]
    case 'top': {
      const direction = recode.end === 'high' ? '-' : ''
      return [
        ...lines,
        `s <- scores[[${text(from)}]]`,
        `top <- names(s)[order(${direction}s)][seq_len(${recode.count})]`,
        ...factor(`ifelse(is.na(${at(from)}), NA, as.numeric(${at(from)} %in% top))`),
        '',
      ]
    }
    case 'groups': {
      const pairs = (source?.categories ?? []).flatMap(
        ({ value, missing }, place): readonly [string, string][] => {
          const group = recode.groups.findIndex(({ values }) => values.includes(value))
          if (group >= 0) return [[value, String(group + 1)]]
          if (missing) return []
          if (recode.rest === 'keep') return [[value, `k${place + 1}`]]
          return recode.rest === 'other' ? [[value, 'other']] : []
        },
      )
      const map = `setNames(${list(pairs.map(([, to]) => to))}, ${list(pairs.map(([own]) => own))})`
      // The codes as they stand in the data, so that declared missing choices may be grouped too.
      return [...lines, ...factor(`unname(${map}[data[[${text(from)}]]])`), '']
    }
    case 'date': {
      const day = `as.Date(${at(from)})`
      const part = {
        year: `format(${day}, "%Y")`,
        month: `format(${day}, "%Y-%m")`,
        quarter: `paste0(format(${day}, "%Y"), "-", quarters(${day}))`,
        week: `format(${day}, "%G-W%V")`,
        weekday: `format(${day}, "%u")`,
      }[recode.part]
      return [...lines, ...factor(`ifelse(is.na(${at(from)}), NA, ${part})`), '']
    }
  }
}

function filterLines({ filter }: Script, named: ReadonlyMap<string, Variable>): readonly string[] {
  const groups = filter.filter((group) => group.length > 0)
  if (groups.length === 0) return ['keep <- rep(TRUE, n)']
  const all = groups.map(
    (group) => `(${group.map((condition) => conditionOf(condition, named)).join(' & ')})`,
  )
  return [`keep <- ${all.join(' | ')}`, 'keep[is.na(keep)] <- FALSE']
}

function conditionOf(condition: Condition, named: ReadonlyMap<string, Variable>): string {
  const variable = named.get(condition.variable)
  const own = at(condition.variable)
  const missing = new Set(variable?.categories.flatMap(({ value, missing: is }) => (is ? [value] : [])))
  // What is declared missing is not in the factor: the data have it.
  const cell = variable?.kind === 'coded' && missing.size > 0 ? `data[[${text(condition.variable)}]]` : own
  const marked = variable?.kind === 'set' || variable?.kind === 'rank'
  const among = (values: readonly string[]) =>
    marked
      ? `(${values.map((value) => `(!is.na(${own}$all[[${text(value)}]]) & ${own}$all[[${text(value)}]] > 0)`).join(' | ')})`
      : variable?.kind === 'number'
        ? `(${own} %in% ${list(values.map(Number))})`
        : `(${cell} %in% ${list(values)})`
  const answered = marked ? `!is.na(${own}$all[[1]])` : `!is.na(${cell})`
  if ('answered' in condition) return condition.answered ? answered : `!(${answered})`
  if ('is' in condition) return among(condition.is)
  if ('isNot' in condition) return `(${answered} & !${among(condition.isNot)})`
  const end = (value: string | number) =>
    variable?.kind === 'number' ? String(Number(value)) : text(String(value))
  return `(${[
    `!is.na(${own})`,
    ...(condition.from === null ? [] : [`${own} >= ${end(condition.from)}`]),
    ...(condition.to === null ? [] : [`${own} <= ${end(condition.to)}`]),
  ].join(' & ')})`
}

function designLines({ weights, design, unit }: Script): readonly string[] {
  const drawn =
    design && (design.strata.length > 0 || design.clusters.length > 0 || design.populations.length > 0)
  if (!weights && !drawn) return ['design <- NULL', 'w <- rep(1, n)', 'simple <- TRUE']
  const formula = (prefix: string, names: readonly string[]) =>
    `~${names.map((_, k) => `${prefix}${k + 1}`).join(' + ')}`
  const margins = weights?.rake ?? []
  const own = (names: readonly string[], prefix: string) =>
    names.map((name, k) => `sample$${prefix}${k + 1} <- ${at(name)}`)
  const lines = [
    `base <- ${weights?.column ? at(weights.column) : 'rep(1, n)'}`,
    'base[!keep & is.na(base)] <- 0',
    ...margins.map(({ variable }) => `base[is.na(${at(variable)})] <- 0`),
    'sample <- data.frame(base = base)',
    ...own(design?.strata ?? [], '.stratum'),
    ...own(design?.clusters ?? [], '.cluster'),
    ...own(design?.populations ?? [], '.population'),
    `design <- svydesign(ids = ${design?.clusters.length ? formula('.cluster', design.clusters) : unit === null ? '~1' : '~owner'}, ${[
      ...(design?.strata.length ? [`strata = ${formula('.stratum', design.strata)}`] : []),
      ...(design?.populations.length ? [`fpc = ${formula('.population', design.populations)}`] : []),
      ...(weights || !design?.populations.length ? ['weights = ~base'] : []),
    ].join(', ')}, nest = ${design?.strata.length ? 'TRUE' : 'FALSE'}, data = sample)`,
  ]
  if (margins.length > 0) {
    lines.push(
      ...margins.map(
        ({ variable }, k) =>
          `design$variables$.margin${k + 1} <- replace(${at(variable)}, is.na(${at(variable)}), levels(droplevels(${at(variable)}))[1])`,
      ),
      `population <- ${weights!.population ?? 'sum(base > 0)'}`,
      ...margins.flatMap(({ shares }, k) => {
        const used = Object.entries(shares)
        return [
          `share <- setNames(${list(used.map(([, share]) => share))}, ${list(used.map(([value]) => value))})`,
          `design$variables$.margin${k + 1} <- factor(as.character(design$variables$.margin${k + 1}), levels = names(share)[share > 0])`,
          `margin${k + 1} <- data.frame(.margin${k + 1} = factor(names(share)[share > 0], levels = names(share)[share > 0]), Freq = population * (share / sum(share))[share > 0])`,
        ]
      }),
      `design <- rake(design, list(${margins.map((_, k) => `~.margin${k + 1}`).join(', ')}), list(${margins.map((_, k) => `margin${k + 1}`).join(', ')}),`,
      '  control = list(maxit = 1000, epsilon = 1e-12, verbose = FALSE))',
    )
  }
  if (weights && (weights.lower !== null || weights.upper !== null))
    lines.push(
      'full <- 1 / design$prob',
      'mean_weight <- sum(full) / sum(full > 0)',
      `design$prob <- 1 / trim(full, ${weights.lower === null ? '-Inf' : `${weights.lower} * mean_weight`}, ${weights.upper === null ? 'Inf' : `${weights.upper} * mean_weight`})`,
    )
  // Every row alike and drawn by itself: letters are those of a simple sample.
  const alike = drawn || margins.length > 0 ? 'FALSE' : 'length(unique(w[keep & w > 0])) == 1'
  return [...lines, 'w <- 1 / design$prob', `simple <- ${alike}`]
}
