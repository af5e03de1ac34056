/** Opens the store: the database brought to this program's schema, and every noun on it. */

import { attachmentFiles } from './attachment-files.ts'
import { createAttachments } from './attachments.ts'
import { createChanges } from './changes.ts'
import { clockOf } from './clock.ts'
import { createCollections } from './collections.ts'
import { openSqlite, type Database } from './database.ts'
import { createFiles } from './files.ts'
import { createForms } from './forms.ts'
import { createHistory } from './history.ts'
import { migrate } from './migrate.ts'
import { createPeople } from './people.ts'
import { createProgrammes } from './programmes.ts'
import { createSessions } from './sessions.ts'
import { createSettings } from './settings.ts'
import type { Store } from './store.ts'
import { createSubmissions } from './submissions.ts'
import { createTopics } from './topics.ts'
import { createUnits } from './units.ts'

export interface StoreOptions {
  /** The SQLite file, or ':memory:'. Its folder is made if need be. */
  readonly file: string
  /** Where uploaded files are kept. */
  readonly filesDir: string
  readonly now?: () => Date
  /** Whose days count; default Asia/Shanghai. */
  readonly timeZone?: string
}

/**
 * Rejects with an Error named NewerDatabase if a newer program made the database, and DatabaseInUse if another
 * process has it open.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { file, filesDir, now = () => new Date(), timeZone = 'Asia/Shanghai' } = options
  const database = openSqlite(file)
  try {
    await migrate(database, now().toISOString())
    return nounsOf(database, { filesDir, now, timeZone })
  } catch (error) {
    await database.close()
    throw error
  }
}

type Surroundings = Required<Pick<StoreOptions, 'filesDir' | 'now' | 'timeZone'>>

function nounsOf(database: Database, { filesDir, now, timeZone }: Surroundings): Store {
  const clock = clockOf(now, timeZone)
  const changes = createChanges()
  const files = attachmentFiles(filesDir)
  return {
    programmes: createProgrammes(database),
    units: createUnits(database),
    people: createPeople(database, clock),
    sessions: createSessions(database),
    topics: createTopics(database, clock),
    files: createFiles(database, filesDir),
    attachments: createAttachments(database, files, clock),
    forms: createForms(database, clock),
    collections: createCollections(database, clock, changes),
    submissions: createSubmissions(database, clock, changes, files),
    history: createHistory(database),
    settings: createSettings(database),
    close: () => database.close(),
  }
}
