/** Two dates that belong together. */

import type { Catalogue } from '../locale/index.ts'
import type { FieldError } from './fields.ts'

/** What is wrong with a start and an end as `day` reads them: undefined is no date, null is none given. */
export function periodErrors(
  t: Catalogue,
  startsOn: string | null | undefined,
  endsOn: string | null | undefined,
): readonly FieldError[] {
  const errors: FieldError[] = []
  if (startsOn === undefined) errors.push({ field: 'startsOn', words: t.people.dateBad })
  if (endsOn === undefined) errors.push({ field: 'endsOn', words: t.people.dateBad })
  if (startsOn && endsOn && endsOn < startsOn) errors.push({ field: 'endsOn', words: t.people.dateOrder })
  return errors
}
