/**
 * 专家积极系数: how many of the experts asked took part, and how many of those added something.
 *
 * In: counts. Out: returned/sent and suggestions/returned (0 to 1), null of an empty base. An Error where counts
 * are negative or more came back than went out.
 * Source: reference kind `delphi.positive`.
 */

export interface ExpertResponse {
  readonly positive: number | null
  readonly suggestions: number | null
}

/** Response of one round. */
export function expertResponse(of: {
  readonly sent: number
  readonly returned: number
  readonly suggesting: number
}): ExpertResponse {
  const { sent, returned, suggesting } = of
  if (!(suggesting >= 0 && returned >= suggesting && sent >= returned))
    throw new Error(`expertResponse: ${suggesting} of ${returned} of ${sent} cannot be`)
  return {
    positive: sent > 0 ? returned / sent : null,
    suggestions: returned > 0 ? suggesting / returned : null,
  }
}
