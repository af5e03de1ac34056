/**
 * The codebook of a collection as DDI-Codebook 2.5, for data archives: what was asked of whom, every variable with its
 * question, values, missing codes and counts.
 * Source: DDI Alliance, DDI-Codebook 2.5 schema (`ddi:codebook:2_5`).
 */

import type { DataColumn, Dataset } from './dataset.ts'
import { escaped } from './markup.ts'

/** What the study says of itself, in the reader's language. */
export interface Study {
  readonly title: string
  readonly producer: string
  readonly purpose: string
  readonly topic: string
  readonly firstDay: string | null
  readonly lastDay: string | null
  readonly universe: string
  readonly sampling: string
  readonly mode: string
  readonly weighting: string
  readonly dataFile: string
  readonly language: string
}

export function writeDdi({ columns, n, day }: Dataset, study: Study): Buffer {
  const ids = new Map(columns.map(({ name }, k) => [name, `V${k + 1}`]))
  return Buffer.from(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<codeBook xmlns="ddi:codebook:2_5" version="2.5" xml:lang="${study.language}">`,
      docDescription(study, day),
      studyDescription(study),
      `<fileDscr ID="F1"><fileTxt><fileName>${escaped(study.dataFile)}</fileName>`,
      `<dimensns><caseQnty>${n}</caseQnty><varQnty>${columns.length}</varQnty></dimensns></fileTxt></fileDscr>`,
      '<dataDscr>',
      ...setsOf(columns, ids),
      ...columns.map((column) => variable(column, ids.get(column.name)!, n)),
      '</dataDscr>',
      '</codeBook>',
      '',
    ].join('\n'),
  )
}

function docDescription({ title }: Study, day: string): string {
  return (
    `<docDscr><citation><titlStmt><titl>${escaped(title)}</titl></titlStmt>` +
    `<prodStmt><prodDate date="${day}">${day}</prodDate><software>Diaoyan</software></prodStmt></citation></docDscr>`
  )
}

function studyDescription(study: Study): string {
  const days = [
    study.firstDay ? `<collDate date="${study.firstDay}" event="start">${study.firstDay}</collDate>` : '',
    study.lastDay ? `<collDate date="${study.lastDay}" event="end">${study.lastDay}</collDate>` : '',
  ].join('')
  return [
    '<stdyDscr>',
    `<citation><titlStmt><titl>${escaped(study.title)}</titl></titlStmt>`,
    study.producer === '' ? '' : `<rspStmt><AuthEnty>${escaped(study.producer)}</AuthEnty></rspStmt>`,
    '</citation>',
    '<stdyInfo>',
    `<subject><topcClas>${escaped(study.topic)}</topcClas></subject>`,
    study.purpose === '' ? '' : `<abstract>${escaped(study.purpose)}</abstract>`,
    `<sumDscr>${days}<universe>${escaped(study.universe)}</universe></sumDscr>`,
    '</stdyInfo>',
    `<method><dataColl><sampProc>${escaped(study.sampling)}</sampProc><collMode>${escaped(study.mode)}</collMode>`,
    `<weight>${escaped(study.weighting)}</weight></dataColl></method>`,
    '</stdyDscr>',
  ].join('')
}

function setsOf(columns: readonly DataColumn[], ids: ReadonlyMap<string, string>): readonly string[] {
  const sets = new Map<string, { readonly label: string; readonly members: string[] }>()
  for (const { set, name } of columns) {
    if (!set) continue
    const found = sets.get(set.name) ?? { label: set.label, members: [] }
    found.members.push(ids.get(name)!)
    sets.set(set.name, found)
  }
  return [...sets].map(
    ([name, { label, members }], k) =>
      `<varGrp ID="G${k + 1}" type="multipleResp" name="${escaped(name)}" var="${members.join(' ')}">` +
      `<labl>${escaped(label)}</labl></varGrp>`,
  )
}

function variable(column: DataColumn, id: string, n: number): string {
  const { name, label, kind, categories, counts, filled, measure, set } = column
  const missing = categories.filter((category) => category.missing !== null)
  const invalid = categories.reduce(
    (sum, category, k) => sum + (category.missing === null ? 0 : (counts[k] ?? 0)),
    n - filled,
  )
  return [
    `<var ID="${id}" name="${escaped(name)}" files="F1" intrvl="${measure === 'scale' ? 'contin' : 'discrete'}">`,
    `<labl>${escaped(label)}</labl>`,
    `<qstn><qstnLit>${escaped(set?.label ?? label)}</qstnLit></qstn>`,
    missing.length === 0
      ? ''
      : `<invalrng>${missing.map(({ value }) => `<item VALUE="${escaped(value)}"/>`).join('')}</invalrng>`,
    `<sumStat type="vald">${n - invalid}</sumStat><sumStat type="invd">${invalid}</sumStat>`,
    ...categories.map(
      (category, k) =>
        `<catgry${category.missing === null ? '' : ' missing="Y"'}><catValu>${escaped(category.value)}</catValu>` +
        `<labl>${escaped(category.label)}</labl><catStat type="freq">${counts[k] ?? 0}</catStat></catgry>`,
    ),
    kind === 'number'
      ? '<varFormat type="numeric"/>'
      : `<varFormat type="character"${kind === 'date' ? ' category="date"' : ''}/>`,
    '</var>',
  ].join('')
}
