/** A small mark in localStorage that says at once, without the database, what this device has of a form. */

export interface Marker {
  readonly id: string
  readonly state: 'draft' | 'pending' | 'sent'
  readonly receipt?: string
  readonly receivedOn?: string
}

export function readMarker(key: string): Marker | null {
  try {
    const text = localStorage.getItem(`diaoyan:${key}`)
    return text ? (JSON.parse(text) as Marker) : null
  } catch {
    return null
  }
}

export function writeMarker(key: string, marker: Marker | null): void {
  try {
    if (marker) localStorage.setItem(`diaoyan:${key}`, JSON.stringify(marker))
    else localStorage.removeItem(`diaoyan:${key}`)
  } catch {
    // Without it the next visit simply starts afresh.
  }
}

/** A random UUID (version 4); `crypto.randomUUID` is missing on plain http. */
export function newInstanceId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [].map.call(bytes, (byte: number) => `0${byte.toString(16)}`.slice(-2)).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
