/** What every type does first: one text out of whatever came, in half-width letters where a number or date is meant. */

import { slip, type Slip } from './type.ts'

/** The one text of a raw value: a string, a number, or a list of one. '' where there is none. */
export function oneText(raw: unknown): string | Slip {
  if (typeof raw === 'string') return raw
  if (raw === null || raw === undefined) return ''
  if (typeof raw === 'number' && Number.isFinite(raw)) return String(raw)
  if (Array.isArray(raw) && raw.length < 2) return raw.length === 0 ? '' : oneOfList(raw[0])
  return slip('badShape')
}

/** The texts of a raw value that may hold several: a list of strings, or words with a space between. */
export function severalTexts(raw: unknown, isOne: (text: string) => boolean): readonly string[] | Slip {
  if (Array.isArray(raw)) {
    if (raw.length > 1000) return slip('badShape')
    const texts: string[] = []
    for (const each of raw) {
      const text = oneOfList(each)
      if (typeof text !== 'string') return text
      if (text.trim() !== '') texts.push(text.trim())
    }
    return texts
  }
  const text = oneText(raw)
  if (typeof text !== 'string') return text
  if (text.length > 20_000) return slip('badShape')
  const whole = text.trim()
  if (whole === '') return []
  return isOne(whole) ? [whole] : whole.split(/\s+/)
}

/** A short text typed for a number, date or time: half-width, no spaces around. */
export function shortText(
  raw: unknown,
  code: 'notNumber' | 'notDate' | 'notTime' | 'notDateTime',
): string | Slip {
  const text = oneText(raw)
  if (typeof text !== 'string') return text
  return text.length > 100 ? slip(code) : halfWidth(text).trim()
}

/** Full-width letters, digits and signs (１８．５) as ASCII, and the spaces of every script as ' '. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000\u200b\u200e\u200f\u2060]/g, ' ')
}

function oneOfList(raw: unknown): string | Slip {
  return Array.isArray(raw) ? slip('badShape') : oneText(raw)
}
