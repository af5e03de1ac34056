/** Limits of quality as they are stored: read with care, since older programs wrote them. */

import { usualLimits, type Bounds, type Check, type QualityLimits } from '../../analysis/quality/flag.ts'

/** The limits of a collection, with the second visit that checks it. */
export interface QualitySettings extends QualityLimits {
  /** Another collection of the topic that asked the same people again, and the question that tells who they are. */
  readonly backCheck: { readonly collectionId: string; readonly question: string } | null
}

export const usualSettings: QualitySettings = { ...usualLimits, backCheck: null }

/** Limits that may be left out, with what they may be. */
export const limitRanges = {
  fastShare: [0.05, 1],
  questionShare: [0.05, 1],
  fastQuestions: [0.05, 1],
  pauseMinutes: [1, 10_000],
  straightItems: [3, 200],
  comparedQuestions: [1, 1_000],
  nearShare: [0.7, 1],
  sameDevice: [2, 10_000],
  samePlace: [2, 10_000],
  areaMetres: [10, 1_000_000],
  earliest: [0, 1_439],
  latest: [0, 1_439],
  farOut: [1, 100],
  missingShare: [0, 1],
  backCheckShare: [0, 1],
  digitsP: [0.000_001, 0.5],
  effectRho: [0.01, 1],
} as const satisfies Partial<Record<keyof QualityLimits, readonly [number, number]>>

export type LimitName = keyof typeof limitRanges
export const limitNames = Object.keys(limitRanges) as LimitName[]

/** Whether a number may be this limit. */
export function fits(name: LimitName, value: number): boolean {
  const [least, most] = limitRanges[name]
  return Number.isFinite(value) && value >= least && value <= most
}

export function readSettings(stored: Readonly<Record<string, unknown>>): QualitySettings {
  const numbers = limitNames.flatMap((name): readonly (readonly [string, number | null])[] => {
    const value = stored[name]
    if (value === null) return [[name, null]]
    return typeof value === 'number' && fits(name, value) ? [[name, value]] : []
  })
  return {
    ...usualSettings,
    ...Object.fromEntries(numbers),
    ...(Array.isArray(stored['bounds']) ? { bounds: stored['bounds'].filter(isBounds) } : {}),
    ...(Array.isArray(stored['attention']) ? { attention: stored['attention'].filter(isCheck) } : {}),
    backCheck: readBackCheck(stored['backCheck']),
  }
}

/** What of the settings differs from the usual ones. */
export function changedSettings(settings: QualitySettings): Readonly<Record<string, unknown>> {
  const usual: Readonly<Record<string, unknown>> = { ...usualSettings }
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name])),
  )
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false
  const { question, least, most } = value as Record<string, unknown>
  const bound = (one: unknown) => one === null || (typeof one === 'number' && Number.isFinite(one))
  return typeof question === 'string' && bound(least) && bound(most)
}

function isCheck(value: unknown): value is Check {
  if (typeof value !== 'object' || value === null) return false
  const { question, value: right } = value as Record<string, unknown>
  return typeof question === 'string' && typeof right === 'string'
}

function readBackCheck(value: unknown): QualitySettings['backCheck'] {
  if (typeof value !== 'object' || value === null) return null
  const { collectionId, question } = value as Record<string, unknown>
  return typeof collectionId === 'string' && typeof question === 'string' ? { collectionId, question } : null
}
