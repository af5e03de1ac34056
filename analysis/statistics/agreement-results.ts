/** What is said and shown of raters' agreement and of judges' rankings. */

import type { Note, Table } from '../table.ts'
import type { Result } from './result.ts'
import { column, note, row } from './result.ts'
import type { Concordance } from './concordance.ts'
import type { Fleiss } from './fleiss.ts'
import type { Intraclass } from './intraclass.ts'
import type { Kappa, PairAgreement } from './kappa.ts'
import type { Krippendorff, NoKrippendorff } from './krippendorff.ts'
import { missingNote, nothing } from './scale-results.ts'

/** Two raters. */
export function kappaResult(kappa: Kappa | null, pair: PairAgreement | null): Result {
  if (!pair) return nothing('noAnswers')
  const tables = [
    {
      columns: [
        column('n', 'count'),
        column('agreementPercent', 'percent'),
        column('kappa', 'number'),
        column('lower', 'number'),
        column('upper', 'number'),
        column('p', 'p'),
        column('scottPi', 'number'),
        column('gwetAc1', 'number'),
      ],
      rows: [
        row([
          pair.n,
          pair.percent,
          kappa?.kappa ?? null,
          kappa?.lower ?? null,
          kappa?.upper ?? null,
          kappa?.p ?? null,
          pair.scottPi,
          pair.gwetAc1,
        ]),
      ],
      notes: [],
    },
  ]
  if (!kappa)
    return {
      tables,
      findings: [note('onlyAgreement', { share: pair.percent, n: pair.n })],
      notes: [note('noKappa')],
    }
  const params = { kappa: kappa.kappa, from: kappa.lower, to: kappa.upper, share: pair.percent, n: pair.n }
  // Where nearly all units have one code, kappa is low although raters agree (Feinstein and Cicchetti 1990).
  const paradox = pair.percent >= 80 && kappa.kappa < 0.4
  return {
    tables,
    findings: [note(strength('kappa', kappa.kappa), params)],
    notes: paradox ? [note('kappaParadox')] : [],
  }
}

/** Several raters. */
export function fleissResult(labels: readonly string[], of: Fleiss | null): Result {
  if (!of) return nothing('noKappa')
  return {
    tables: [
      {
        columns: [
          column('n', 'count'),
          column('raters', 'count'),
          column('agreementPercent', 'percent'),
          column('kappa', 'number'),
          column('z', 'number'),
          column('p', 'p'),
        ],
        rows: [row([of.n, of.raters, 100 * of.observed, of.kappa, of.z, of.p])],
        notes: [],
      },
      {
        caption: 'kappa',
        columns: [
          column('choice', 'label'),
          column('percent', 'percent'),
          column('kappa', 'number'),
          column('z', 'number'),
          column('p', 'p'),
        ],
        rows: of.categories.map(({ proportion, kappa, z, p }, k) =>
          row([labels[k] ?? '', 100 * proportion, kappa, z, p]),
        ),
        notes: [],
      },
    ],
    findings: [note(strength('fleiss', of.kappa), { kappa: of.kappa, raters: of.raters, n: of.n })],
    notes: missingNote(of.missing),
  }
}

/** Any observers, with gaps. */
export function krippendorffResult(of: Krippendorff | NoKrippendorff): Result {
  if (typeof of === 'string') return nothing(noKrippendorff[of])
  const level =
    of.alpha >= 0.8 ? 'krippendorffGood' : of.alpha >= 0.667 ? 'krippendorffFair' : 'krippendorffLow'
  return {
    tables: [
      {
        columns: [
          column('units', 'count'),
          column('pairable', 'count'),
          column('alpha', 'number'),
          column('observedDisagreement', 'number'),
          column('expectedDisagreement', 'number'),
        ],
        rows: [row([of.units, of.pairable, of.alpha, of.observed, of.expected])],
        notes: [],
      },
    ],
    findings: [note(level, { alpha: of.alpha, n: of.units })],
    notes: [],
  }
}

/** Raters who give numbers. */
export function intraclassResult(of: Intraclass | null): Result {
  if (!of) return nothing('noIntraclass')
  const single = of.rows.find(({ type }) => type === 'ICC2')!
  const known = single.lower !== null && single.upper !== null
  const params = { icc: single.icc, raters: of.raters, n: of.n }
  return {
    tables: [
      {
        columns: [
          column('coefficient', 'label'),
          column('value', 'number'),
          column('lower', 'number'),
          column('upper', 'number'),
          column('statistic', 'number'),
          column('p', 'p'),
        ],
        rows: of.rows.map(({ type, icc, lower, upper, statistic, p }) =>
          row([type, icc, lower, upper, statistic, p]),
        ),
        notes: [],
      },
    ],
    findings: [
      known
        ? note('intraclassInterval', { ...params, from: single.lower, to: single.upper })
        : note('intraclassValue', params),
    ],
    notes: [...missingNote(of.missing), note('intraclassForms')],
  }
}

/** Whether those who answered a ranking question rank alike; mean ranks stand in the question's own table. */
export function ranksAlike(of: Concordance): Result {
  return {
    tables: [{ ...concordanceTable(of), caption: 'kendallW' }],
    findings: [concordanceReading(of)],
    notes: [note('unrankedTied'), ...(roughly(of) ? [note('fewItemsRanked')] : [])],
  }
}

/** Judges who rank the same items. */
export function concordanceResult(labels: readonly string[], of: Concordance | null): Result {
  if (!of) return nothing('noConcordance')
  return {
    tables: [
      concordanceTable(of),
      {
        caption: 'meanRank',
        columns: [column('item', 'label'), column('meanRank', 'number')],
        rows: of.meanRanks.map((rank, k) => row([labels[k] ?? '', rank])),
        notes: [],
      },
    ],
    findings: [concordanceReading(of)],
    notes: [...missingNote(of.missing), ...(roughly(of) ? [note('fewItemsRanked')] : [])],
  }
}

function concordanceTable(of: Concordance): Table {
  return {
    columns: [
      column('judges', 'count'),
      column('items', 'count'),
      column('kendallW', 'number'),
      column('statistic', 'number'),
      column('df', 'count'),
      column('p', 'p'),
    ],
    rows: [row([of.judges, of.items, of.w, of.statistic, of.df, of.p])],
    notes: [],
  }
}

/** The chi-square approximation is rough for few items ranked by few. */
function roughly(of: Concordance): boolean {
  return of.items < 8 && of.judges < 16
}

function concordanceReading(of: Concordance): Note {
  const code = !(of.p < 0.05) ? 'judgesDoNotAgree' : of.w >= 0.5 ? 'judgesAgree' : 'judgesAgreeWeakly'
  return note(code, { w: of.w, p: of.p, judges: of.judges, items: of.items })
}

const noKrippendorff: Readonly<Record<NoKrippendorff, string>> = {
  tooFew: 'noPairedRatings',
  unvarying: 'oneValueOnly',
  undefined: 'ratioUndefined',
  tooMany: 'tooManyValues',
}

/** Landis and Koch's (1977) words, of which we use three. */
function strength(prefix: 'kappa' | 'fleiss', value: number): string {
  return `${prefix}${value > 0.6 ? 'Strong' : value > 0.4 ? 'Moderate' : 'Weak'}`
}
