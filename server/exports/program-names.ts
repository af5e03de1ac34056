/** Names that a statistical program accepts, as near to the questions' names as it allows. */

export interface NameRules {
  /** How long a name is, by the program's own measure, and how long it may be. */
  readonly length: (name: string) => number
  readonly limit: number
  /** Every sign that may not stand in a name. */
  readonly forbidden: RegExp
  /** What a name may begin with; others get a `v` in front. */
  readonly begins: RegExp
  /** What a name may not end with. */
  readonly ends?: RegExp
  readonly reserved: RegExp
}

const byteLength = (name: string) => Buffer.byteLength(name)
const signs = (name: string) => [...name].length

/** SPSS: 64 bytes, letters of any script, no word of its command language. */
export const spssNames: NameRules = {
  length: byteLength,
  limit: 64,
  forbidden: /[^\p{L}\p{M}\p{N}_.@#$]/gu,
  begins: /^[\p{L}@]/u,
  ends: /[._]+$/,
  reserved: /^(all|and|by|eq|ge|gt|le|lt|ne|not|or|to|with)$/i,
}

/** Stata since 14: 32 signs, letters of any script. */
export const stataNames: NameRules = {
  length: signs,
  limit: 32,
  forbidden: /[^\p{L}\p{M}\p{N}_]/gu,
  begins: /^[\p{L}_]/u,
  reserved:
    /^(_all|_b|byte|_coef|_cons|double|float|if|in|int|long|_n|_pi|_pred|_rc|_skip|str\d+|strl|using|with)$/i,
}

/** One name for each given one, all different without regard to capitals. */
export function programNames(names: readonly string[], rules: NameRules): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const plain = acceptable(name, rules)
    let free = plain
    for (let count = 2; taken.has(free.toLowerCase()); count++) {
      const ending = `_${count}`
      free = shortened(plain, rules, ending.length) + ending
    }
    taken.add(free.toLowerCase())
    return free
  })
}

function acceptable(name: string, rules: NameRules): string {
  let plain = name.normalize('NFC').replace(rules.forbidden, '_')
  if (!rules.begins.test(plain) || rules.reserved.test(plain)) plain = `v_${plain.replace(/^_+/, '')}`
  plain = shortened(plain, rules, 0)
  if (rules.ends) plain = plain.replace(rules.ends, '')
  return plain === '' ? 'v' : plain
}

function shortened(name: string, rules: NameRules, ending: number): string {
  let kept = [...name]
  while (rules.length(kept.join('')) > rules.limit - ending) kept = kept.slice(0, -1)
  return kept.join('')
}
