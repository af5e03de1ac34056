/** The programme and its people: units, rights, topics, sessions and tokens. */

import type { ProgrammeRole, TopicRole } from '../../access/rights.ts'
import type { Day, Instant, ListQuery, Listed } from './lists.ts'

export interface Programme {
  readonly id: string
  readonly name: string
  readonly purpose: string
  readonly startsOn: Day | null
  readonly endsOn: Day | null
}

export interface Unit {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly code: string
  /** Official order (序号) among the units of one parent. */
  readonly position: number
}

export interface Person {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly unitId: string | null
  readonly jobTitle: string
  readonly phone: string
  readonly roles: readonly ProgrammeRole[]
  readonly active: boolean
  readonly mustChangePassword: boolean
}

export interface Credentials {
  readonly personId: string
  readonly passwordHash: string
  readonly failures: number
  readonly lockedUntil: Instant | null
}

export interface Session {
  readonly personId: string
  readonly csrf: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

/** A person's token for programs; the secret itself is never stored. */
export interface ApiToken {
  readonly id: string
  readonly personId: string
  readonly label: string
  readonly scopes: readonly string[]
  /** Good for this topic alone; null for all that the person may see. */
  readonly topicId: string | null
  readonly createdAt: Instant
  readonly expiresAt: Instant
  readonly usedOn: Day | null
  readonly revokedAt: Instant | null
}

export const topicStates = [
  'proposed',
  'planned',
  'fieldwork',
  'deepening',
  'rectifying',
  'revisiting',
  'concluded',
] as const

export type TopicState = (typeof topicStates)[number]

export interface Topic {
  readonly id: string
  readonly programmeId: string
  readonly code: string
  readonly title: string
  readonly leaderId: string | null
  readonly unitId: string | null
  readonly questions: string
  readonly methods: readonly string[]
  readonly startsOn: Day | null
  readonly endsOn: Day | null
  readonly state: TopicState
  readonly planText: string
  /** Id in `files`, or null. */
  readonly planFileId: string | null
}

export interface Programmes {
  list(): Promise<readonly Programme[]>
  find(id: string): Promise<Programme | null>
  save(programme: Omit<Programme, 'id'> & { readonly id?: string }): Promise<string>
}

export interface Units {
  /** The whole tree in official order: parents before children, siblings by position. */
  tree(): Promise<readonly (Unit & { readonly depth: number })[]>
  find(id: string): Promise<Unit | null>
  /** Rejects with an Error named UnitCycle when a unit would stand below itself. */
  save(unit: Omit<Unit, 'id'> & { readonly id?: string }): Promise<string>
  /** Refused (false) while people, topics or units below it refer to it. */
  remove(id: string): Promise<boolean>
  /** All or nothing (Errors named BadImport, UnitCycle); `parent` is a code or a name; parents may be named before or after their children. */
  import(
    rows: readonly {
      readonly name: string
      readonly code: string
      readonly parent: string
      readonly position: number
    }[],
  ): Promise<{ readonly added: number; readonly changed: number }>
}

export interface People {
  /** sort: name, login, unit; where: unitId, role, active. */
  list(query: ListQuery): Promise<Listed<Person>>
  all(): Promise<readonly Person[]>
  find(id: string): Promise<Person | null>
  count(): Promise<number>
  /** Rejects with an Error named DuplicateLogin when the login is taken. `actor` is who did it, for the history. */
  add(person: Omit<Person, 'id'>, passwordHash: string, actor?: string | null): Promise<string>
  /** A person who is made inactive is signed out everywhere. */
  change(id: string, change: Partial<Omit<Person, 'id'>>, actor?: string | null): Promise<void>
  /** All or nothing. */
  import(
    people: readonly { readonly person: Omit<Person, 'id'>; readonly passwordHash: string }[],
    actor?: string | null,
  ): Promise<number>
  /** null also for people who are not active. The login counts without case and width. */
  credentials(login: string): Promise<Credentials | null>
  setPassword(id: string, hash: string, mustChange: boolean): Promise<void>
  /** Counts a failed sign-in; after `limit` failures locks until `until`. */
  countFailure(id: string, limit: number, until: Instant): Promise<void>
  clearFailures(id: string): Promise<void>
}

export interface Sessions {
  /** `secretHash` is the SHA-256 of the cookie's value. */
  open(secretHash: string, session: Session): Promise<void>
  find(secretHash: string, now: Instant): Promise<Session | null>
  extend(secretHash: string, expiresAt: Instant): Promise<void>
  close(secretHash: string): Promise<void>
  /** Sign out everywhere. */
  closeAll(personId: string): Promise<void>
}

export interface Tokens {
  /** `secretHash` is the SHA-256 of the token; logged as 'token.made'. */
  add(token: Omit<ApiToken, 'id' | 'usedOn' | 'revokedAt'>, secretHash: string): Promise<string>
  /** A token that is neither expired nor revoked, of a person who is active. */
  find(secretHash: string, now: Instant): Promise<ApiToken | null>
  /** All of a person, newest first. */
  list(personId: string): Promise<readonly ApiToken[]>
  /** False if the person has no such token; logged as 'token.revoked'. */
  revoke(personId: string, id: string, actor: string): Promise<boolean>
  /** Notes the day of a use, at most once a day. */
  used(id: string, on: Day): Promise<void>
}

export interface Topics {
  /** sort: code, title, state, startsOn, endsOn; where: programmeId, unitId, state, leaderId. `seenBy` keeps those the person has a role on. */
  list(query: ListQuery & { readonly seenBy?: string }): Promise<Listed<Topic>>
  find(id: string): Promise<Topic | null>
  save(topic: Omit<Topic, 'id'> & { readonly id?: string }, actor?: string | null): Promise<string>
  team(
    topicId: string,
  ): Promise<readonly { readonly personId: string; readonly name: string; readonly role: TopicRole }[]>
  setTeam(
    topicId: string,
    team: readonly { readonly personId: string; readonly role: TopicRole }[],
    actor?: string | null,
  ): Promise<void>
  /** Roles on the topic, the topic's leader counting as `leader`. */
  rolesOf(topicId: string, personId: string): Promise<readonly TopicRole[]>
}
