/** The values of a draft's options, and which of them are no substantive answers. */

/** The values that the options of a list will have, in their order. */
export function valuesOf(
  options: readonly { readonly label: string; readonly substantive?: boolean }[],
): readonly string[] {
  const custom = { not_applicable: '97', dont_know: '98', refused: '99' }
  const used = new Set<string>()
  return options.map((option, index) => {
    const missing = option.substantive ? null : missingKind(option.label, options)
    const code = missing ? custom[missing] : String(index + 1)
    const value = used.has(code) ? String(index + 1) : code
    used.add(value)
    return value
  })
}

const missingWords = [
  [
    'dont_know',
    /^(不清楚|不知道|不了解|说不清楚?|说不准|不好说|难以(回答|判断)|无法(回答|判断)|没听说过|(i )?do(n.t| not) know|not sure|unsure|hard to say)/i,
  ],
  [
    'refused',
    /^(拒答|拒绝(回答|作答)?|不愿(意)?(回答|透露|作答)|不便(回答|透露)|不想(回答|透露)|prefer not to|refuse|decline to)/i,
  ],
  ['not_applicable', /^(不适用|无此情况|not applicable|n\/a$)/i],
] as const

/** 不清楚 is no answer, but 不了解 is one where 比较了解 stands beside it. */
export function missingKind(
  label: string,
  options: readonly { readonly label: string }[],
): 'dont_know' | 'refused' | 'not_applicable' | null {
  const found = missingWords.find(([, pattern]) => pattern.test(label))
  if (!found) return null
  const core = /^不(清楚|知道|了解)/.exec(label)?.[1]
  const scale =
    core !== undefined && options.some((option) => option.label !== label && option.label.includes(core))
  return scale ? null : found[0]
}
