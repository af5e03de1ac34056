/** Who is to ask whom, and what became of the records: assignments, review, quality. */

import type { SubmissionState } from './answers.ts'
import type { Day, ListQuery, Listed } from './lists.ts'

/** Why an answer was sent back or rejected; `other` needs a comment. */
export const reviewReasons = [
  'incomplete',
  'unclear',
  'contradiction',
  'duplicate',
  'tooFast',
  'straightLining',
  'attention',
  'outsideTarget',
  'wrongPlace',
  'fabricated',
  'trial',
  'other',
] as const

export type ReviewReason = (typeof reviewReasons)[number]

/** What is decided of answers together. `reason` is '' where none is needed. */
export interface Decision {
  readonly instanceIds: readonly string[]
  readonly to: Exclude<SubmissionState, 'received'>
  readonly reason: ReviewReason | ''
  readonly comment: string
  readonly actor: string | null
}

/** One decision on one answer. `number` is that of its event in the collection's chain. */
export interface Review {
  readonly number: number
  readonly seq: number
  readonly revision: number
  readonly from: SubmissionState
  readonly to: SubmissionState
  readonly reason: ReviewReason | ''
  readonly comment: string
  readonly actor: string | null
  /** Date only where the collection is anonymous. */
  readonly at: string
}

/** One element of a list that is to be visited or asked. `state` is that of its record; null while there is none. */
export interface Case {
  readonly collectionId: string
  readonly id: string
  readonly position: number
  readonly name: string
  readonly place: string
  readonly area: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly unitId: string | null
  /** What whoever collects it should know. */
  readonly note: string
  /** The instance id under which its record is filled in. */
  readonly instanceId: string
  readonly investigatorId: string | null
  readonly dueOn: Day | null
  readonly assignedOn: Day | null
  /** Of a drawn case: the number of the draw and its probability to be in it. */
  readonly drawNumber: number | null
  readonly probability: number | null
  readonly state: SubmissionState | null
}

/** A case of a list that is brought in; `personal` is kept apart. */
export interface NewCase extends Omit<
  Case,
  'collectionId' | 'id' | 'position' | 'instanceId' | 'assignedOn' | 'state' | 'drawNumber' | 'probability'
> {
  readonly personal: Readonly<Record<string, string>>
  /** Only of a case that was drawn. */
  readonly probability?: number
}

export const drawMethods = ['simple', 'systematic', 'stratified'] as const

/** How cases were drawn from a list, so that anyone with the list can draw them again. */
export interface CaseDraw {
  readonly number: number
  readonly method: (typeof drawMethods)[number]
  readonly population: number
  readonly size: number
  /** In the order of the list; none unless the draw was stratified. */
  readonly strata: readonly { readonly name: string; readonly population: number; readonly size: number }[]
  readonly seed: string
  /** SHA-256 of the list as `server/fieldwork/draw.ts` writes it down. */
  readonly frameHash: string
  readonly actorId: string | null
  readonly drawnOn: Day
}

export type NewDraw = Omit<CaseDraw, 'number' | 'actorId' | 'drawnOn'>

export interface Assigning {
  readonly ids: readonly string[]
  /** null takes them from whoever has them. */
  readonly investigatorId: string | null
  readonly dueOn: Day | null
  /** null leaves the notes as they are. */
  readonly note: string | null
  readonly actor: string | null
}

/** A whole collection given to a person; `sent` are their records so far, without rejected ones. */
export interface CollectionTask {
  readonly collectionId: string
  readonly personId: string
  readonly name: string
  readonly wanted: number | null
  readonly dueOn: Day | null
  readonly note: string
  /** Units or places that it leads to; none where that is open. */
  readonly places: readonly string[]
  readonly assignedOn: Day
  readonly sent: number
}

/** Cases of one investigator ('' for none) or area: done are those received or approved. */
export interface Progress {
  readonly id: string
  readonly name: string
  readonly all: number
  readonly done: number
  readonly returned: number
  readonly rejected: number
  readonly open: number
}

export interface Reviews {
  /**
   * One transaction for all; raises `changes`, an event for each. Nothing happens to answers that are in that state
   * (`same`), have no collector to send them back to (`refused`), or are not there (`missing`). At most 5,000
   * (an Error named TooMany).
   */
  decide(
    collectionId: string,
    decision: Decision,
  ): Promise<Readonly<Record<'changed' | 'same' | 'refused' | 'missing', number>>>
  /** All decisions on an answer, the first first. */
  of(collectionId: string, seq: number): Promise<readonly Review[]>
  /** The last decision on each of these answers. */
  latest(collectionId: string, seqs: readonly number[]): Promise<ReadonlyMap<number, Review>>
  /** Why the answers that are rejected now were, the commonest reason first. */
  rejections(
    collectionId: string,
  ): Promise<readonly { readonly reason: ReviewReason | ''; readonly n: number }[]>
}

export interface Quality {
  /** What was set for a collection; {} where the usual limits hold. */
  limits(collectionId: string): Promise<Readonly<Record<string, unknown>>>
  setLimits(
    collectionId: string,
    limits: Readonly<Record<string, unknown>>,
    actor: string | null,
  ): Promise<void>
}

export interface Assignments {
  /** In the order of the list; where: investigatorId ('none'), area, state ('open' for those without a record). */
  cases(collectionId: string, query: ListQuery): Promise<Listed<Case>>
  /** The ids of all that such a list has, at most `limit`. */
  caseIds(
    collectionId: string,
    query: Pick<ListQuery, 'search' | 'where'>,
    limit: number,
  ): Promise<readonly string[]>
  case(collectionId: string, id: string): Promise<Case | null>
  casesByIds(collectionId: string, ids: readonly string[]): Promise<readonly Case[]>
  /** Where the cases are, by the instance ids of their records; those with coordinates. */
  places(
    collectionId: string,
  ): Promise<
    readonly { readonly instanceId: string; readonly latitude: number; readonly longitude: number }[]
  >
  /** Cases whose place is burdened since that day: with a record since then, or assigned and still to do. */
  visits(
    collectionId: string,
    since: Day,
  ): Promise<
    readonly (Pick<Case, 'id' | 'name' | 'place' | 'unitId' | 'dueOn' | 'assignedOn'> & {
      readonly receivedOn: Day | null
    })[]
  >
  /** All or nothing. An Error named Anonymous where answers cannot be tied to cases. */
  addCases(
    collectionId: string,
    cases: readonly NewCase[],
    actor: string | null,
    draw?: NewDraw,
  ): Promise<void>
  /** The draws that cases came from, the first first. */
  draws(collectionId: string): Promise<readonly CaseDraw[]>
  /** What whoever takes notes has beside them; '' where nothing was written. */
  outline(collectionId: string): Promise<string>
  setOutline(collectionId: string, content: string): Promise<void>
  /** Those that have no record yet; returns how many. */
  removeCases(collectionId: string, ids: readonly string[], actor: string | null): Promise<number>
  /** Returns how many. */
  assign(collectionId: string, assigning: Assigning): Promise<number>
  /** What is personal of cases; whoever calls it logs the reading. */
  personal(
    collectionId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>
  progress(collectionId: string, by: 'investigator' | 'area'): Promise<readonly Progress[]>
  areas(collectionId: string): Promise<readonly string[]>
  tasks(collectionId: string): Promise<readonly CollectionTask[]>
  setTask(
    collectionId: string,
    personId: string,
    task: Pick<CollectionTask, 'wanted' | 'dueOn' | 'note'> & Partial<Pick<CollectionTask, 'places'>>,
    actor: string | null,
  ): Promise<void>
  /** Whole assignments that name places. */
  taskPlaces(
    collectionId: string,
  ): Promise<readonly Pick<CollectionTask, 'personId' | 'places' | 'dueOn' | 'assignedOn'>[]>
  removeTask(collectionId: string, personId: string, actor: string | null): Promise<void>
  /** Ids of the collections in which a person has cases or a task. */
  collectionsFor(personId: string): Promise<readonly string[]>
  /** Records that were sent back to a person, of all collections. */
  returnedTo(
    personId: string,
  ): Promise<readonly { readonly collectionId: string; readonly instanceId: string }[]>
}
