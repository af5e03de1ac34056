/** Names in a data folder that restoring and starting agree on. */

/** Stands in a data folder while a restore is under way; a server does not start beside it. */
export const restoringName = '.restoring'
/** The SQLite file of a data folder. */
export const sqliteName = 'diaoyan.sqlite'
