/** One adapter for each kind of reference case that the analysis room computes: arguments in, the case's fields out. */

import type { ReferenceCase, ReferenceData } from './cases.ts'
import * as crosstabs from './crosstabs.ts'
import * as descriptives from './descriptives.ts'
import * as groups from './groups.ts'
import * as proportions from './proportions.ts'
import * as rankings from './rankings.ts'
import * as relations from './relations.ts'

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
  'xtab.fisher2x2': crosstabs.fisherOfTwo,
  'xtab.fisher': crosstabs.fisherOfMany,
  'xtab.ordinal': crosstabs.ordinalOfColumns,
  'xtab.ordinal_table': crosstabs.ordinalOfTable,
  'xtab.nominal': crosstabs.nominal,
  'xtab.colprop': crosstabs.columnTests,
  'xtab.mcnemar': crosstabs.changes,
  'xtab.cochran_q': crosstabs.cochran,
  'xtab.trend': crosstabs.trend,
  'xtab.cmh': crosstabs.layered,
  'ttest.one': groups.one,
  'ttest.two': groups.two,
  'ttest.paired': groups.paired,
  'anova.welch': groups.welch,
  'anova.oneway': groups.oneWay,
  'anova.twoway': groups.twoWay,
  levene: groups.leveneTest,
  'bartlett.variance': groups.bartlettTest,
  tukey: groups.tukeyPairs,
  games_howell: groups.gamesHowellPairs,
  'pairwise.t': groups.pairwiseTests,
  dunn: groups.dunnPairs,
  mannwhitney: groups.rankSum,
  'wilcoxon.signed': groups.signed,
  kruskal: groups.kruskalTest,
  friedman: groups.friedmanTest,
  padjust: groups.adjusted,
  'normality.shapiro': groups.shapiro,
  'cor.pearson': relations.pearson,
  'cor.spearman': relations.spearmanTest,
  'cor.kendall': relations.kendallTest,
  'cor.matrix': relations.matrix,
  'cor.partial': relations.partial,
  lm: relations.linear,
  'glm.logistic': relations.logistic,
  'rank.items': rankings.items,
  'rank.slots': rankings.slots,
}
