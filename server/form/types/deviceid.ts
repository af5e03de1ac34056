/** The device, by an id of its browser. */

import { metadata } from './metadata.ts'
import type { TypeOfQuestion } from './type.ts'

export const deviceid: TypeOfQuestion = metadata
