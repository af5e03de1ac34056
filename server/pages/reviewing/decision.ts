/** A decision of review as it is typed, checked and carried out. */

import { reviewReasons, type Decision, type Store } from '../../store/store.ts'
import { decidedTogether } from '../../store/reviews.ts'
import type { Catalogue } from '../../locale/index.ts'
import { line, lines, several, type FieldError, type Option } from '../fields.ts'
import type { Visit } from '../page.ts'

export const decisions = ['approved', 'returned', 'rejected'] as const satisfies readonly Decision['to'][]

/** What stands in the form of a decision. */
export interface TypedDecision {
  readonly to: string
  readonly reason: string
  readonly comment: string
  readonly all: boolean
  readonly chosen: ReadonlySet<string>
}

export const nothingTyped: TypedDecision = {
  to: '',
  reason: '',
  comment: '',
  all: false,
  chosen: new Set(),
}

/** The choices of the form; answers of an anonymous collection have nobody to be sent back to. */
export function decisionOptions(
  { review, common }: Catalogue,
  anonymous: boolean,
): { readonly decisions: readonly Option[]; readonly reasons: readonly Option[] } {
  return {
    decisions: [
      { value: '', label: common.choose },
      ...decisions
        .filter((to) => to !== 'returned' || !anonymous)
        .map((to) => ({ value: to, label: review.decisions[to] })),
    ],
    reasons: [
      { value: '', label: review.noReason },
      ...reviewReasons.map((reason) => ({ value: reason, label: review.reasons[reason] })),
    ],
  }
}

export function typedDecision(visit: Visit): TypedDecision {
  return {
    to: line(visit, 'to'),
    reason: line(visit, 'reason'),
    comment: lines(visit, 'comment', 1_000),
    all: line(visit, 'scope') === 'all',
    chosen: new Set(several(visit, 'instance').slice(0, decidedTogether)),
  }
}

/** Which answers the decision is about: those chosen, or all that match as long as they are as many as were seen. */
export type Matching = () => Promise<readonly string[]>

export async function readDecision(
  visit: Visit,
  typed: TypedDecision,
  matching: Matching,
): Promise<Decision | readonly FieldError[]> {
  const { wrong } = visit.t.review
  const to = decisions.find((each) => each === typed.to)
  const reason = reviewReasons.find((each) => each === typed.reason) ?? ''
  const errors: FieldError[] = []
  if (!to) errors.push({ field: 'to', words: wrong.to })
  else if (to !== 'approved' && reason === '') errors.push({ field: 'reason', words: wrong.reason })
  if (reason === 'other' && typed.comment === '') errors.push({ field: 'comment', words: wrong.comment })
  const instanceIds = typed.all ? await matching() : [...typed.chosen]
  if (instanceIds.length === 0) errors.push({ field: 'scope-chosen', words: wrong.nothing })
  else if (instanceIds.length > decidedTogether)
    errors.push({ field: 'scope-all', words: wrong.tooMany({ limit: decidedTogether }) })
  else if (typed.all && line(visit, 'total') !== String(instanceIds.length))
    errors.push({ field: 'scope-all', words: wrong.moved })
  if (!to || errors.length > 0) return errors
  return {
    instanceIds,
    to,
    reason: to === 'approved' ? '' : reason,
    comment: typed.comment,
    actor: visit.viewer?.id ?? null,
  }
}

/** Carries it out and says what came of it. */
export async function carryOut(
  store: Store,
  collectionId: string,
  decision: Decision,
  { review }: Catalogue,
): Promise<string> {
  const { changed, same, refused, missing } = await store.reviews.decide(collectionId, decision)
  return [
    review.done({ decision: review.decisions[decision.to], changed }),
    ...(same > 0 ? [review.doneSame({ same })] : []),
    ...(refused > 0 ? [review.doneRefused({ refused })] : []),
    ...(missing > 0 ? [review.doneMissing({ missing })] : []),
  ].join(' ')
}
