/** A random order that can be made again from its seed, the same as other clients of XForms make. */

/** The inside-out shuffle of Fisher and Yates with the generator of Park and Miller, as the ODK specification names them. */
export function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  const next = generator(seed)
  const result: T[] = []
  list.forEach((item, index) => {
    const place = Math.floor(next() * (index + 1))
    if (place !== index) result[index] = result[place] as T
    result[place] = item
  })
  return result
}

const modulus = 2_147_483_647

function generator(seed: number): () => number {
  let state = Math.trunc(seed) % modulus
  if (state <= 0) state += modulus - 1
  return () => {
    state = (state * 16_807) % modulus
    return (state - 1) / (modulus - 1)
  }
}

/** A seed out of a text (FNV-1a). */
function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** A seed for the order of a question's choices, from the id of the answer. */
export function seedFor(instance: string, at: string): number {
  return seedOf(`${instance} ${at}`)
}
