/** What a barcode or QR code says, scanned or typed. */

import { text } from './text.ts'
import type { TypeOfQuestion } from './type.ts'

export const barcode: TypeOfQuestion = { ...text, view: 'text' }
