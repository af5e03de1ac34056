/** Adapters of the kinds `delphi.*` and `expert.cvi`. */

import { authority as expertAuthority } from '../../../analysis/expert/authority.ts'
import { contentValidity } from '../../../analysis/expert/content-validity.ts'
import { ratedItems } from '../../../analysis/expert/items.ts'
import { expertResponse } from '../../../analysis/expert/response.ts'
import { stability as itemStability } from '../../../analysis/expert/stability.ts'
import type { Adapter } from './adapters.ts'
import { concordanceFields } from './agreement.ts'
import { numbersOf } from './cases.ts'

export const items: Adapter = ({ items: list, full_mark, agree_min }, data) => {
  const names = list as readonly string[]
  const columns = names.map((name) => numbersOf(data, name))
  const rated = ratedItems(columns, { fullMark: Number(full_mark), agreeMinimum: Number(agree_min) })
  return {
    items: rated.map((of, k) => ({
      item: names[k],
      n: of.n,
      mean: of.mean,
      sd: of.sd,
      cv: of.cv,
      median: of.median,
      q1: of.q1,
      q3: of.q3,
      iqr: of.iqr,
      full_mark_rate: of.fullMarkRate,
      agree_pct: of.agreePercent,
    })),
    concordance: concordanceFields(columns),
  }
}

export const authority: Adapter = ({ ca_parts, ca, cs }, data) => {
  const parts = (ca_parts as readonly string[] | null) ?? [String(ca)]
  const of = expertAuthority(
    parts.map((name) => numbersOf(data, name)),
    numbersOf(data, String(cs)),
  )
  return of && { mean_ca: of.basis, mean_cs: of.familiarity, cr: Array.from(of.each), mean_cr: of.authority }
}

export const positive: Adapter = ({ sent, returned, gave_suggestions }) => {
  const of = expertResponse({
    sent: Number(sent),
    returned: Number(returned),
    suggesting: Number(gave_suggestions),
  })
  return { positive_coefficient: of.positive, suggestion_rate: of.suggestions }
}

export const stability: Adapter = ({ round1, round2 }, data) => {
  const of = itemStability(numbersOf(data, String(round1)), numbersOf(data, String(round2)))
  return (
    of && {
      n: of.n,
      changed_pct: of.changedPercent,
      median_1: of.first.median,
      median_2: of.second.median,
      iqr_1: of.first.iqr,
      iqr_2: of.second.iqr,
      cv_1: of.first.cv,
      cv_2: of.second.cv,
      cv_change: of.cvChange,
    }
  )
}

export const validity: Adapter = ({ items: list, relevant_min }, data) => {
  const names = list as readonly string[]
  const of = contentValidity(
    names.map((name) => numbersOf(data, name)),
    Number(relevant_min),
  )
  return (
    of && {
      experts: of.experts,
      items: of.items.map(({ agree, index, chance, kappa }, k) => ({
        item: names[k],
        agree,
        i_cvi: index,
        pc: chance,
        kappa_star: kappa,
      })),
      s_cvi_ave: of.average,
      s_cvi_ua: of.universal,
    }
  )
}
