/** Words of the pages about files that take a while to make. */
type P = Readonly<Record<string, string | number>>

export const exportJobs = {
  listTitle: 'My exported files',
  listLead:
    'Files of many answers are made here. Once done they can be downloaded for a day and are then deleted. Nobody but you sees them.',
  listEmpty: 'There are none. Exports of fewer answers download at once and do not appear here.',
  columns: { name: 'File', state: 'State', made: 'Asked for', size: 'Size' },
  headings: {
    waiting: 'Waiting in line',
    running: 'The file is being made',
    done: 'The file is ready',
    cancelled: 'Cancelled',
    failed: 'The file was not made',
    interrupted: 'Interrupted',
    removed: 'The file was deleted',
    erased: 'The file was destroyed',
  },
  states: {
    waiting: 'Waiting',
    running: 'Being made',
    done: 'Ready',
    cancelled: 'Cancelled',
    failed: 'Failed',
    interrupted: 'Interrupted',
    removed: 'Deleted',
    erased: 'Destroyed',
  },
  notes: {
    waiting: 'It begins by itself when the files before it are done. You may leave this page and come back.',
    running: 'You may leave this page and come back; it does not hold up anybody who is answering.',
    cancelled: 'No file was left behind.',
    failed:
      'Answers changed while it was made, or something went wrong and has been recorded. No file was left behind; please export again.',
    interrupted:
      'The server stopped or restarted while it was made. No file was left behind; please export again.',
    removed: 'Files are kept for a day at most, or you deleted it. Export again when you need it.',
    erased:
      'An answer that it may have held was withdrawn or its time was over, so the file was destroyed. Export again when you need it.',
  },
  kept: (p: P) =>
    `The file is stored encrypted, kept until ${p['until']} and then deleted; it is destroyed at once if an answer is withdrawn.`,
  progress: (p: P) => `${p['read']} of ${p['of']} answers read (${p['percent']}%)`,
  readTwice:
    'Some formats read the answers twice, first to see how wide each column is and then to write them; both readings count.',
  written: (p: P) => `${p['size']} written`,
  secondsLeft: 'less than a minute left',
  minutesLeft: (p: P) => `about ${p['n']} min left`,
  personal: 'Contains personal columns; this is in the history.',
  cancel: 'Cancel',
  download: (p: P) => `Download (${p['size']})`,
  remove: 'Delete now',
  removeAsk: 'Delete this file? You can export again when you need it.',
  again: 'Export again',
  byItself: 'This page keeps itself up to date.',
  hint: (p: P) =>
    `Files of more than ${p['n']} answers are made in the background first, with progress and a cancel, and can then be downloaded for a day.`,
  link: 'My exported files',
}
