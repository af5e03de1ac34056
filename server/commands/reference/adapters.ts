/** One adapter for each kind of reference case that the analysis room computes: arguments in, the case's fields out. */

import type { ReferenceCase, ReferenceData } from './cases.ts'
import * as crosstabs from './crosstabs.ts'
import * as descriptives from './descriptives.ts'
import * as groups from './groups.ts'
import * as proportions from './proportions.ts'
import * as rankings from './rankings.ts'

export type Adapter = (args: ReferenceCase['args'], data: ReferenceData) => unknown

export const adapters: Readonly<Record<string, Adapter>> = {
  'desc.summary': descriptives.summary,
  'desc.quantile': descriptives.quantile,
  'desc.weighted': descriptives.weighted,
  'desc.freq': descriptives.frequency,
  'desc.multi': descriptives.multi,
  'desc.likert': descriptives.likert,
  'desc.text': descriptives.text,
  'desc.dates': descriptives.dates,
  topbox: descriptives.topBox,
  nps: descriptives.promoters,
  'weights.kish': descriptives.kish,
  'ci.mean': proportions.mean,
  'ci.prop': proportions.proportion,
  'ci.propdiff': proportions.difference,
  'xtab.table': crosstabs.table,
  'xtab.chisq': crosstabs.chiSquareOfColumns,
  'xtab.chisq_table': crosstabs.chiSquareOfTable,
  'ttest.one': groups.one,
  'ttest.two': groups.two,
  'ttest.paired': groups.paired,
  'anova.welch': groups.welch,
  'rank.items': rankings.items,
  'rank.slots': rankings.slots,
}
