/** Words of the pages where printed copies are numbered, entered and compared. */
export const paperEntry = {}
