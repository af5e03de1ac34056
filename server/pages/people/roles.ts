/** Who may give which programme role: nobody to oneself, and the administrator's only by an administrator. */

import type { ProgrammeRole, Viewer } from '../../access/rights.ts'

export const programmeRoles = ['admin', 'organiser', 'guidance'] as const satisfies readonly ProgrammeRole[]

/** The roles of a list of words that are roles. */
export function rolesAmong(words: readonly string[]): readonly ProgrammeRole[] {
  return programmeRoles.filter((role) => words.includes(role))
}

/** True if `viewer` may make `after` of `before` on the person `personId` (null for a new one). */
export function mayGive(
  viewer: Viewer,
  personId: string | null,
  { before, after }: { readonly before: readonly ProgrammeRole[]; readonly after: readonly ProgrammeRole[] },
): 'yes' | 'ownRoles' | 'adminOnly' {
  const changed = programmeRoles.filter((role) => before.includes(role) !== after.includes(role))
  if (changed.length === 0) return 'yes'
  if (personId === viewer.id) return 'ownRoles'
  return changed.includes('admin') && !viewer.roles.includes('admin') ? 'adminOnly' : 'yes'
}

/** An administrator's account is looked after by administrators only, or an organiser could take it over. */
export function mayLookAfter(viewer: Viewer, roles: readonly ProgrammeRole[]): boolean {
  return viewer.roles.includes('admin') || !roles.includes('admin')
}
