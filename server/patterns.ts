/** Matching of regular expressions in linear time: the patterns come from uploaded forms. */

import { RE2JS } from 're2js'

const patterns = new Map<string, RE2JS | null>()
const patternLimit = 1000

/** Patterns come from uploaded forms: RE2 matches them in linear time. The whole text has to match, as ODK has it. */
export function matches(text: string, pattern: string): boolean {
  let compiled = patterns.get(pattern)
  if (compiled === undefined) {
    compiled = compilePattern(pattern)
    if (patterns.size >= patternLimit) patterns.clear()
    patterns.set(pattern, compiled)
  }
  return compiled !== null && compiled.matcher(text).matches()
}

function compilePattern(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern)
  } catch {
    // Publishing refuses what RE2 cannot take; an older version simply matches nothing.
    return null
  }
}
