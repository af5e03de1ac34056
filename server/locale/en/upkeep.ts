/** Upkeep: backup, restore, doctor, certificate, the state of the server. */
import type { Catalogue } from '../index.ts'

type P = Readonly<Record<string, string | number>>
export const upkeep = {
  problem: {
    noManifest: (p: P) => `${p['folder']} has no manifest.json, so it is not a whole backup.`,
    manifestUnreadable: (p: P) =>
      `The manifest.json in ${p['folder']} cannot be read; the backup may have been cut short or changed.`,
    sumsUnreadable:
      'The list SHA256SUMS of the backup cannot be read; the backup may have been cut short or changed.',
    fileMissing: (p: P) => `The backup lacks the file ${p['file']}; nothing was restored.`,
    fileChanged: (p: P) =>
      `The file ${p['file']} is not what was backed up (cut short or changed); nothing was restored.`,
    newerBackup: (p: P) => `The newer version ${p['version']} made this backup; upgrade the program first.`,
    otherSeal: (p: P) =>
      `The seal of the backup is ${p['seal']}, not the one you gave; it may have been changed, and nothing was restored.`,
    otherEngine: (p: P) =>
      `This backup is of ${p['engine']}, not of the database that is set here. Restore it to the same kind, then move it with npm run migrate-store.`,
    notEmpty: (p: P) =>
      `${p['folder']} is not empty (it holds ${p['name']}). A backup is restored into an empty folder only, so that nothing is overwritten.`,
    databaseNotEmpty: (p: P) =>
      `The database of DATABASE_URL is not empty (it has the table ${p['name']}). A backup is restored into an empty database only, so that nothing is overwritten.`,
    noProgram: (p: P) => `A program of PostgreSQL's client is missing: ${p['what']}.`,
    noScratch: (p: P) =>
      `A rehearsal makes a database on the server for a moment, which failed: ${p['what']}.`,
    noRoom: (p: P) =>
      `There is not enough room on the disk of ${p['folder']}: ${p['need']} needed, ${p['free']} free.`,
    databaseDamaged: (p: P) => `The database is damaged (${p['what']}); nothing was restored.`,
    chainBroken: (p: P) =>
      `The hash chain of the history does not hold (${p['what']}); the data may have been changed, and nothing was restored.`,
    otherCount: (p: P) =>
      `The table ${p['table']} should have ${p['should']} rows and has ${p['is']}; nothing was restored.`,
    diskFull: (p: P) => `The disk of ${p['folder']} is full. Make room and try again.`,
    diskReadOnly: (p: P) => `The disk of ${p['folder']} can only be read.`,
    diskForbidden: (p: P) => `There is no permission to read or write ${p['folder']}.`,
    diskFailing: (p: P) => `The disk of ${p['folder']} fails; check the hardware.`,
    noDatabase: (p: P) => `No database can be read: ${p['what']}.`,
    noBackup: (p: P) => `There is no whole backup in ${p['folder']}.`,
    usage: (p: P) => `Usage: ${p['usage']}`,
    unknownName: (p: P) => `${p['name']} is neither a host name nor an IP address.`,
    noAuthority:
      'The key of the authority, certificate/authority.key, is missing, so nothing can be renewed. Add --new to begin anew (phones must trust again).',
    noLicence: (p: P) =>
      `The licence of Node.js was not found (looked at ${p['places']}). Name it with --node-licence: it must go with the program.`,
    databaseInUse: 'A server is running on the database; stop it, then run this again.',
    otherSchema: (p: P) =>
      `The schema of the source is not that of this program (${p['what']}). Start the server on it once, so that it is upgraded, then move it.`,
    targetNotEmpty: (p: P) =>
      `The target is not empty (it has the table ${p['what']}). Data are moved into an empty database only, so that nothing is overwritten.`,
    sourceChanged:
      'The source has changed since the move was interrupted, so it cannot be gone on with. Empty the target and begin anew.',
    notTheSame: (p: P) =>
      `The comparison after the move failed: ${p['what']}. Do not use the target; empty it and begin anew. The source was not changed.`,
    databaseAway: (p: P) =>
      `The database went away or takes nothing in (${p['what']}). When it is back, run the same command again: it goes on.`,
    unexpected: (p: P) => `An unexpected error: ${p['what']}`,
  },
  finding: {
    node: (p: P) => `Node.js ${p['version']}.`,
    nodeOld: (p: P) => `Node.js ${p['version']} is too old; 20.19 or newer is needed.`,
    folder: (p: P) => `The data folder ${p['folder']} can be read and written.`,
    folderMissing: (p: P) =>
      `There is no data folder ${p['folder']}. Check DATA_DIR, or start the program once.`,
    folderFull: (p: P) => `The data folder ${p['folder']} cannot be written to: the disk is full. Make room.`,
    folderReadOnly: (p: P) =>
      `The data folder ${p['folder']} cannot be written to: the disk can only be read.`,
    folderForbidden: (p: P) =>
      `The data folder ${p['folder']} cannot be written to: no permission. Check who owns it.`,
    folderOpen: (p: P) =>
      `Other users of this machine can open the data folder ${p['folder']}. chmod o-rwx is advised.`,
    restoreUnfinished: (p: P) => `A restore in ${p['folder']} was not finished. Run npm run restore again.`,
    disk: (p: P) => `${p['free']} free on the disk (database ${p['size']}).`,
    diskLow: (p: P) => `Only ${p['free']} free on the disk (database ${p['size']}); make room soon.`,
    diskShort: (p: P) =>
      `Only ${p['free']} free on the disk (database ${p['size']}): answers may be turned away at any time. Make room now.`,
    clock: (p: P) => `The clock says ${p['now']}, time zone ${p['zone']}.`,
    clockOld: (p: P) => `The clock says ${p['now']}, before this program was made. Set the clock.`,
    clockBack: (p: P) =>
      `The clock says ${p['now']}, but the history already tells of ${p['newest']}: the clock was set back, or once ran ahead. Set the clock.`,
    clockHeld: (p: P) =>
      `On ${p['since']} the clock was found to have jumped far ahead, so answers past their retention date are not destroyed. Set the clock; if it is right, say so on the page “System”.`,
    databaseMissing: (p: P) => `There is no database: ${p['what']}.`,
    databaseUnreadable: (p: P) => `The database cannot be opened: ${p['what']}. Restore the latest backup.`,
    schema: (p: P) => `Database ${p['engine']}, schema ${p['number']}.`,
    schemaOlder: (p: P) =>
      `The schema is ${p['number']}, this program has ${p['newest']}; the next start upgrades it and keeps a copy first.`,
    schemaNewer: (p: P) => `Schema ${p['number']} was made by a newer program; upgrade the program.`,
    integrity: 'The database file is sound.',
    integrityBroken: (p: P) =>
      `The database file is damaged: ${p['what']}. Stop the program and restore the latest backup.`,
    references: 'References between tables are sound.',
    referencesBroken: (p: P) => `Records refer to something that is not there: ${p['what']}.`,
    chains: (p: P) => `All ${p['chains']} chains of the history verify; ${p['answers']} answers.`,
    chainBroken: (p: P) =>
      `A chain of the history was changed or is not whole: ${p['what']} (the chain and the number where it breaks).`,
    files: (p: P) => `${p['files']} uploaded files, as their hashes say.`,
    fileMissing: (p: P) => `An uploaded file is gone or has changed: ${p['what']}. It may be in a backup.`,
    andMore: (p: P) => `… and ${p['count']} more.`,
    certificate: (p: P) => `The https certificate is valid until ${p['day']} (${p['names']}).`,
    certificateNone: 'There is no https certificate, only http. npm run certificate makes one.',
    certificateEnding: (p: P) =>
      `The https certificate ends in ${p['days']} days (${p['day']}). Renew it with npm run certificate.`,
    certificateExpired: (p: P) =>
      `The https certificate ended on ${p['day']}; browsers will warn. Renew it with npm run certificate; http is not affected.`,
    certificateNotYet: (p: P) =>
      `The https certificate is not valid yet (it ends on ${p['day']}); the clock may be wrong.`,
    certificateUnusable:
      'The https certificate and its key do not match or cannot be read, so there is no https. Run npm run certificate; http is not affected.',
    certificateKeyOpen: 'Other users can read the https keys. Run chmod 600 data/certificate/*.key.',
    backup: (p: P) => `The latest backup is ${p['name']} (${p['folder']}).`,
    backupNone: (p: P) => `There is no backup in ${p['folder']} yet. Run npm run backup.`,
    backupStale: (p: P) =>
      `The latest backup, ${p['name']}, is ${p['days']} days old (${p['folder']}). Check the schedule.`,
    backupFailed: (p: P) =>
      `The last backup failed (${p['at']}). The page “System” says why, or run npm run backup once more.`,
    backupFaults: (p: P) => `The last backup found ${p['count']} faults in the data.`,
    backupUnscheduled: 'No daily backup is set (BACKUP_AT=off).',
    backupSameDisk: (p: P) =>
      `The backups in ${p['folder']} are on the same disk as the data; if it breaks, both are gone. Set BACKUP_DIR to another disk.`,
    lookFailed: (p: P) => `This could not be looked at: ${p['what']}.`,
    setting: (p: P) => `${p['what']}`,
  },
  command: {
    backupDone: (p: P) =>
      `Backed up to ${p['folder']}: ${p['answers']} answers, ${p['files']} files, ${p['bytes']}, in ${p['seconds']} s.`,
    seal: (p: P) => `Seal (write it down elsewhere): ${p['seal']}`,
    removed: (p: P) => `By the rule, ${p['count']} older backups were removed.`,
    faults: (p: P) =>
      `Note: the data themselves have faults and were backed up as they are: ${p['what']}. Run npm run doctor.`,
    restored: (p: P) =>
      `Restored to ${p['folder']}: ${p['answers']} answers, backed up at ${p['madeAt']}; hashes, database, rows and chains all agree; in ${p['seconds']} s.`,
    rehearsed: (p: P) =>
      `The rehearsal went well: ${p['from']} can be restored, ${p['answers']} answers, all of it checked, in ${p['seconds']} s. Nothing was left behind.`,
    certificate: (p: P) => `The https certificate is made, for ${p['names']}, valid until ${p['day']}.`,
    authorityNew: (p: P) =>
      `The authority is new: phones must trust it once. Fingerprint (make it known, for comparison): ${p['fingerprint']}`,
    authorityKept: (p: P) =>
      `The authority is the same: phones that trust it need do nothing. Fingerprint: ${p['fingerprint']}`,
    certificateNext: (p: P) =>
      `A running server takes it up within a minute (https port ${p['port']}). How a phone comes to trust it: the page /trust of the http address.`,
    bundled: (p: P) => `Bundled: ${p['archive']} (${p['bytes']}). Carry it over, unpack it, run ./start.`,
    moved: (p: P) =>
      `Moved: ${p['tables']} tables, ${p['rows']} rows (${p['answers']} answers); counts, hashes of the content and ${p['chains']} chains all agree; in ${p['seconds']} s.`,
    moveResumed: 'Gone on from where it was interrupted.',
    filesStay: (p: P) => `Uploaded files stay in ${p['folder']}; they need not be moved.`,
    filesElsewhere: (p: P) =>
      `Note: ${p['count']} uploaded files are not in ${p['folder']}. Copy the folder files of the old data folder over too.`,
    doctorGood: 'Nothing is wrong.',
    doctorFaults: (p: P) => `${p['faults']} faults to be put right, ${p['advice']} pieces of advice.`,
    doctorAdvice: (p: P) => `Nothing is wrong; ${p['advice']} pieces of advice.`,
    marks: { good: 'good', advice: 'advice', fault: 'FAULT' },
  },
  page: {
    title: 'System',
    lead: 'How the server, the database, the backups and the certificate are. Nothing of any answer is here.',
    now: 'Now',
    allWell: 'All is well.',
    attention: 'To be looked at',
    server: 'Server',
    version: 'Program',
    node: 'Node.js',
    engine: 'Database',
    schema: 'Schema',
    started: 'Started',
    memory: 'Memory',
    clock: 'Time of the server',
    queue: 'Answers waiting to be written',
    queueOf: (p: P) => `${p['waiting']} (at most ${p['capacity']})`,
    refused: 'Posts turned away when busy',
    slow: 'Slow queries',
    logDropped: 'Log lines that could not be written',
    rates: 'In the last hour',
    staffRequests: 'Requests of staff',
    respondentRequests: 'Requests of respondents',
    newAnswers: 'New answers',
    steps:
      'Figures of respondents move on in steps of five, so that they never tell when a single answer came.',
    sizes: 'Sizes',
    answers: 'Answers',
    people: 'Accounts',
    database: 'Database',
    databaseLog: 'Log ahead of the database (WAL)',
    files: 'Uploaded files',
    filesOf: (p: P) => `${p['bytes']}, ${p['files']} files`,
    backups: 'Backups',
    logs: 'Logs',
    free: 'Free on the disk',
    freeOf: (p: P) => `${p['free']} of ${p['total']}`,
    backup: 'Backup',
    lastBackup: 'The last one',
    backupNever: 'There has been none yet.',
    backupGood: (p: P) => `Done: ${p['answers']} answers, ${p['bytes']}, in ${p['seconds']} s`,
    backupBad: 'Failed',
    backupAt: 'Scheduled',
    backupAtOf: (p: P) => `daily at ${p['at']}`,
    off: 'no',
    backupDir: 'Folder',
    backupKeep: 'Kept',
    backupKeepOf: (p: P) => `${p['daily']} daily, ${p['weekly']} weekly, ${p['monthly']} monthly`,
    sealOf: 'Seal',
    backupNote:
      'A backup holds all answers and keys: guard it as you guard the data. An answer that was destroyed stays in older backups until they are removed.',
    chain: 'History',
    chainGood: (p: P) => `The last backup verified ${p['chains']} chains; all hold.`,
    chainBad: (p: P) =>
      `The last backup found ${p['count']} chains that were changed or are not whole. Run npm run doctor.`,
    chainUnknown: 'Not verified yet; a backup does it.',
    dataFaults: (p: P) => `The last backup found ${p['count']} faults in the data. Run npm run doctor.`,
    certificate: 'https certificate',
    certificateNames: 'For',
    certificateUntil: 'Valid until',
    trustLink: 'Let a phone trust it',
    trouble: (p: P) =>
      `Answers cannot be written since ${p['since']}: ${p['words']}. Respondents are asked to try later; what they filled in stays on their phones.`,
    diskShort: (p: P) => `Only ${p['free']} free on the disk; make room now.`,
    jumped: (p: P) => `At ${p['at']} the clock was set by ${p['seconds']} s. Check how the time is kept.`,
    held: (p: P) =>
      `On ${p['since']} the clock was found to have jumped far ahead, so nothing past its retention date is destroyed until somebody looks. Set the clock first.`,
    believe: 'The clock is right, go on destroying what is due',
    believed: 'The clock is held to be right.',
    proxy: 'A proxy in front may keep its own log with addresses and times; treat it by your rules.',
    metricsNote:
      'Monitoring: /healthz says whether the server is well; /metrics is Prometheus text, for this machine alone or for requests with METRICS_TOKEN.',
  },
  metricsClosed:
    '/metrics is for this machine alone. To read it from elsewhere, set METRICS_TOKEN and send it as Authorization: Bearer.',
} satisfies Catalogue['upkeep']
