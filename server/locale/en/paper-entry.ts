/** Words of the pages where printed copies are numbered, entered and compared. */
import type { paperEntry as chinese } from '../zh-CN/paper-entry.ts'

export const paperEntry: typeof chinese = {}
