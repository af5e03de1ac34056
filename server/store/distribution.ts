/** Where each table goes when PostgreSQL is distributed: DISTRIBUTED.md says why, and a test holds the schema to it. */

export type Place =
  /** Split by this column over all machines; rows of one collection stand together in every such table. */
  | { readonly kind: 'sharded'; readonly by: 'collection_id' | 'chain' }
  /** Whole on every machine: read everywhere, seldom written. */
  | { readonly kind: 'reference' }
  /** Only on the machine that the servers speak to. */
  | { readonly kind: 'local' }

const byCollection: Place = { kind: 'sharded', by: 'collection_id' }
/** A chain is called by its collection, so it stands where its answers do; the ledger is one more. */
const byChain: Place = { kind: 'sharded', by: 'chain' }
const reference: Place = { kind: 'reference' }
const local: Place = { kind: 'local' }

export const distribution: Readonly<Record<string, Place>> = {
  counters: byCollection,
  submissions: byCollection,
  submission_revisions: byCollection,
  submission_personal: byCollection,
  submission_erasures: byCollection,
  attachments: byCollection,
  releases: byCollection,
  reviews: byCollection,
  quality_limits: byCollection,
  paper_settings: byCollection,
  paper_batches: byCollection,
  paper_copies: byCollection,
  paper_entries: byCollection,
  paper_entry_personal: byCollection,
  paper_sums: byCollection,
  cases: byCollection,
  case_personal: byCollection,
  collection_tasks: byCollection,
  case_draws: byCollection,
  collection_outlines: byCollection,
  answer_imports: byCollection,
  workbench_sets: byCollection,
  submission_paradata: byCollection,
  variable_recodes: byCollection,
  chains: byChain,
  events: byChain,

  programmes: reference,
  units: reference,
  people: reference,
  person_roles: reference,
  files: reference,
  topics: reference,
  topic_roles: reference,
  forms: reference,
  form_versions: reference,
  form_comments: reference,
  form_editors: reference,
  settled_advice: reference,
  library_items: reference,
  library_uses: reference,
  collections: reference,
  channels: reference,
  topic_findings: reference,
  topic_instructions: reference,
  topic_pins: reference,
  waves: reference,
  snapshots: reference,
  snapshot_links: reference,
  weekly_topics: reference,
  topic_reports: reference,

  schema_migrations: local,
  settings: local,
  sessions: local,
  api_tokens: local,
  export_jobs: local,
  rates: local,
}

/** The statements that distribute an installation with Citus, in the order in which references allow it. */
export function citusStatements(): readonly string[] {
  const named = (kind: Place['kind']) =>
    Object.entries(distribution).filter(([, place]) => place.kind === kind)
  const references = named('reference').map(([table]) => `select create_reference_table('${table}');`)
  const sharded = named('sharded').map(([table, place], n) => {
    const column = place.kind === 'sharded' ? place.by : ''
    const beside = n === 0 ? '' : `, colocate_with => 'counters'`
    return `select create_distributed_table('${table}', '${column}'${beside});`
  })
  return [...references, ...sharded]
}

/** The queries of answers that do not name their collection, and so ask every machine; what each costs, DISTRIBUTED.md says. */
export const crossShard: readonly { readonly what: string; readonly query: RegExp }[] = [
  { what: 'a receipt number is looked up', query: /^select .* from submissions where receipt = \$1$/ },
  {
    what: 'collections are listed with their counters',
    query: /^select .* from collections join counters on /,
  },
  {
    what: 'expired collections are looked for',
    query: /^select collections\.id from collections join counters on .*retain_until/,
  },
  {
    what: 'files whose answer never came are looked for',
    query: /^select .* from attachments where added_on < \$1 and seq is null/,
  },
  {
    what: 'what a person is to collect is looked for',
    query: /^select collection_id as id from cases where investigator_id = \$1 union /,
  },
  {
    what: 'records that were sent back to a person are looked for',
    query: /^select .* from submissions where state = 'returned' .* collector_id = \$1$/,
  },
  { what: 'the installation tells how many answers it has', query: /from counters\) as answers/ },
  { what: 'the newest time in the history is looked for', query: /^select max\(.*\) as at from events/ },
  { what: 'erased rows are cleared away', query: /^vacuum / },
]
