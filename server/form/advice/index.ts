/** The rules of advice: a concern a file and a line. */

import type { Rule } from './advice.ts'
import { adviseOnBands } from './bands.ts'
import { adviseOnChoices } from './choices.ts'
import { adviseOnLength } from './length.ts'
import { adviseOnOrder } from './order.ts'
import { adviseOnPersonal } from './personal.ts'
import { adviseOnRules } from './never.ts'
import { adviseOnScales } from './scales.ts'
import { adviseOnWording } from './wording.ts'

export const rules: readonly Rule[] = [
  adviseOnRules,
  adviseOnBands,
  adviseOnScales,
  adviseOnChoices,
  adviseOnWording,
  adviseOnPersonal,
  adviseOnOrder,
  adviseOnLength,
]
