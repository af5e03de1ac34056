/**
 * Response, cooperation, refusal and contact rates of a survey's final dispositions.
 *
 * In: counts of complete (I) and partial interviews (P), refusals and break-offs (R), non-contacts (NC), others (O), unknown
 * households (UH), other unknown (UO) and ineligible cases (NE), and e, the share of the unknown that is taken to
 * be eligible; not given, it is (I+P+R+NC+O)/(I+P+R+NC+O+NE). Out: e and the rates, 0 to 1, null of an empty base. An Error
 * names a count below 0, or e outside 0 to 1.
 * Source: AAPOR, Standard Definitions.
 */

export interface Dispositions {
  readonly complete: number
  readonly partial: number
  readonly refusal: number
  readonly nonContact: number
  readonly other: number
  readonly unknownHousehold: number
  readonly unknownOther: number
  readonly notEligible?: number
}

export type OutcomeRate =
  | 'RR1'
  | 'RR2'
  | 'RR3'
  | 'RR4'
  | 'RR5'
  | 'RR6'
  | 'COOP1'
  | 'COOP2'
  | 'COOP3'
  | 'COOP4'
  | 'REF1'
  | 'REF2'
  | 'REF3'
  | 'CON1'
  | 'CON2'
  | 'CON3'

export interface OutcomeRates {
  readonly eligible: number | null
  readonly rates: Readonly<Record<OutcomeRate, number | null>>
}

/** All rates; e is computed where it is not given. */
export function outcomeRates(of: Dispositions, e: number | null = null): OutcomeRates {
  for (const [name, count] of Object.entries(of))
    if (!(count >= 0 && count < Infinity)) throw new Error(`outcomeRates: ${name} is ${count}`)
  if (e !== null && !(e >= 0 && e <= 1)) throw new Error(`outcomeRates: e is ${e}`)
  const { complete, partial, refusal, nonContact, other, notEligible = 0 } = of
  const interviews = complete + partial
  const reached = interviews + refusal + other
  const known = reached + nonContact
  const unknown = of.unknownHousehold + of.unknownOther
  const eligible = e ?? share(known, known + notEligible)
  const guessed = eligible === null ? null : eligible * unknown
  const plus = (base: number, more: number | null) => (more === null ? null : base + more)
  return {
    eligible,
    rates: {
      RR1: share(complete, known + unknown),
      RR2: share(interviews, known + unknown),
      RR3: share(complete, plus(known, guessed)),
      RR4: share(interviews, plus(known, guessed)),
      RR5: share(complete, known),
      RR6: share(interviews, known),
      COOP1: share(complete, reached),
      COOP2: share(interviews, reached),
      COOP3: share(complete, interviews + refusal),
      COOP4: share(interviews, interviews + refusal),
      REF1: share(refusal, known + unknown),
      REF2: share(refusal, plus(known, guessed)),
      REF3: share(refusal, known),
      CON1: share(reached, known + unknown),
      CON2: share(reached, plus(known, guessed)),
      CON3: share(reached, known),
    },
  }
}

function share(count: number, base: number | null): number | null {
  return base === null || base === 0 ? null : count / base
}
