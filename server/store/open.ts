/** Opens the store: the database brought to this program's schema, and every noun on it. */

import { dirname, join } from 'node:path'
import { attachmentFiles } from './attachment-files.ts'
import { createAssignments } from './assignments.ts'
import { createAttachments } from './attachments.ts'
import { createChanges } from './changes.ts'
import { clockOf } from './clock.ts'
import { createCollections } from './collections.ts'
import { columnFolder, type ColumnFolder } from './column-folder.ts'
import { named } from './columns.ts'
import { isPostgresUrl, type Database, type QueryHeard } from './database.ts'
import { createDesigning } from './designing.ts'
import { createLibrary } from './library.ts'
import { createExportJobs } from './export-jobs.ts'
import { createFiles } from './files.ts'
import { createFindings } from './findings.ts'
import { createForms } from './forms.ts'
import { createHistory } from './history.ts'
import { createInstructions } from './instructions.ts'
import { migrate } from './migrate.ts'
import { createParadata } from './paradata.ts'
import { createPaper } from './paper.ts'
import { createPeople } from './people.ts'
import { createPins } from './pins.ts'
import { createProgrammes } from './programmes.ts'
import { createQuality } from './quality.ts'
import { createRates } from './rates.ts'
import { createReleases } from './releases.ts'
import { createReviews } from './reviews.ts'
import { createReports } from './reports.ts'
import { createSessions } from './sessions.ts'
import { createSettings } from './settings.ts'
import { createSnapshots } from './snapshots.ts'
import { openSqlite } from './sqlite.ts'
import type { Store } from './store.ts'
import { createSubmissions } from './submissions.ts'
import { createSystem } from './system.ts'
import { createTokens } from './tokens.ts'
import { createTopics } from './topics.ts'
import { unfinished } from './unfinished.ts'
import { createUnits } from './units.ts'
import { createWaves } from './waves.ts'
import { createWorkbench } from './workbench.ts'

export interface StoreOptions {
  /** A SQLite file, whose folder is made if need be, ':memory:', or the address of a PostgreSQL database. */
  readonly database: string
  /** Where uploaded files are kept; column files go beside it. */
  readonly filesDir: string
  /** A name that no other running process on the same folder has. */
  readonly process?: string
  readonly now?: () => Date
  /** Whose days count; default Asia/Shanghai. */
  readonly timeZone?: string
  readonly heard?: QueryHeard
}

/**
 * Rejects with an Error named NewerDatabase if a newer program made the database, DatabaseInUse if another process has
 * the file open, or one of those that `openPostgres` names.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { filesDir, now = () => new Date(), timeZone = 'Asia/Shanghai', process = 'own' } = options
  const columns = columnFolder(join(dirname(filesDir), 'columns'), process)
  const apart = options.database === ':memory:' ? null : { database: options.database, columns }
  const database = await openDatabase(options.database, options.heard)
  try {
    const half = await unfinished(database.on, database.engine)
    if (half !== null) throw named('UnfinishedTransfer', `data are being brought into the database: ${half}`)
    await migrate(database, now().toISOString())
    return nounsOf(database, { filesDir, now, timeZone, columns, apart, process })
  } catch (error) {
    await database.close()
    throw isPostgresUrl(options.database) ? (await postgres()).asStartProblem(error) : error
  }
}

/** Opens the engine that the address names, with whatever schema stands there. */
export async function openDatabase(at: string, heard?: QueryHeard): Promise<Database> {
  return isPostgresUrl(at) ? (await postgres()).openPostgres({ url: at, heard }) : openSqlite(at, heard)
}

/** Loaded only where it is used: its driver takes time and memory. */
const postgres = () => import('./postgres.ts')

interface Surroundings extends Required<Pick<StoreOptions, 'filesDir' | 'now' | 'timeZone' | 'process'>> {
  readonly columns: ColumnFolder
  readonly apart: Store['apart']
}

function nounsOf(database: Database, surroundings: Surroundings): Store {
  const { filesDir, now, timeZone, columns, apart, process } = surroundings
  const clock = clockOf(now, timeZone)
  const rates = createRates(database)
  const changes = createChanges(database.others)
  const files = attachmentFiles(filesDir)
  return {
    programmes: createProgrammes(database),
    units: createUnits(database),
    people: createPeople(database, clock),
    sessions: createSessions(database),
    topics: createTopics(database, clock),
    tokens: createTokens(database, clock),
    files: createFiles(database, filesDir),
    attachments: createAttachments(database, files, clock),
    forms: createForms(database, clock),
    collections: createCollections(database, clock, changes),
    reviews: createReviews(database, clock, changes),
    submissions: createSubmissions(database, clock, changes, { attachments: files, columns }),
    quality: createQuality(database, clock),
    paradata: createParadata(database),
    assignments: createAssignments(database, clock),
    paper: createPaper(database, clock, changes),
    history: createHistory(database),
    rates,
    releases: createReleases(database),
    findings: createFindings(database, clock),
    instructions: createInstructions(database, clock),
    pins: createPins(database, clock),
    waves: createWaves(database, clock),
    snapshots: createSnapshots(database, clock),
    workbench: createWorkbench(database, clock),
    designing: createDesigning(database, clock),
    library: createLibrary(database, clock),
    exportJobs: createExportJobs(database, process),
    reports: createReports(database),
    settings: createSettings(database),
    system: createSystem(database),
    apart,
    close: () => {
      rates.close()
      return database.close()
    },
  }
}
