/** Field capture: investigators fill in, keep and send where there is no network. */

type P = Readonly<Record<string, string | number>>
export const field = {
  title: 'Field capture',
  shortTitle: 'Field',
  lead: 'Download the forms before you leave and fill them in without network; they are sent when it is back.',
  noScript: 'Field capture needs JavaScript.',
  language: '简体中文',
  // who
  signedInAs: (p: P) => `In use by ${p['name']}`,
  signIn: 'Sign in',
  signInNeeded: 'Sign in to download forms and to send. Records on this device are not affected.',
  signInAgain: 'Your sign-in has ended. Sign in again to go on sending; all records are on this device.',
  nobody: 'Nobody has signed in on this device yet. Sign in once while there is network.',
  lockedTitle: 'Locked',
  lockedHint: 'The records on this device are encrypted. Sign in, or unlock them with your password.',
  lockedOnline: 'Sign in once with network; after that your password unlocks without it.',
  password: 'Password',
  unlock: 'Unlock',
  unlockWrong: 'That is not the password. Nothing was unlocked.',
  unlocking: 'Unlocking…',
  leave: 'Sign out and lock',
  leaveSure:
    'Drafts and waiting records stay on this device, locked, until you sign in or unlock again. Sign out?',
  leaveSurePlain:
    'Drafts and waiting records stay on this device, but not encrypted: others who use it may see them. Sign out?',
  others: (p: P) =>
    `${p['n']} records of ${p['name']} on this device have not been delivered. They are sent when that person signs in.`,
  // ground
  groundTitle: 'Where you stand',
  groundFull:
    'Secure connection (https): can be installed, opens without network, records here are encrypted.',
  groundNoWorker:
    'Secure connection (https), but this browser cannot open pages without network: open the form before the network goes and keep the page open. The phone’s own browser or Chrome can.',
  groundPlain:
    'Plain http: browsers give no opening without network, no encryption, no recording and no place here. While the page is open you can fill in, keep drafts, queue, and records are sent by themselves; do not close it without network. Records here are not encrypted.',
  groundGet:
    'How to get https: ask the administrator to run npm run certificate, then follow “Make a phone trust this server”.',
  groundTrust: 'Make a phone trust this server',
  groundMove: 'Send what waits here before you change to https: the two addresses do not share records.',
  weChat:
    'You are in WeChat. Tap “…” at the top right and choose “Open in browser” to work without network and to export files.',
  installHint: 'You can install it: choose “Add to home screen” or “Install app” in the browser’s menu.',
  install: 'Install',
  // storage
  spaceTitle: 'Storage on this device',
  spaceFree: (p: P) => `About ${p['megabytes']} MB are free, ${p['used']} are used.`,
  spaceUnknown: 'This browser does not tell how much is free.',
  spaceKept: 'The browser has agreed to keep these records and will not clear them by itself.',
  spaceNotKept:
    'The browser has not agreed to keep these records: it may clear them when space runs out, so send them soon. Once installed it usually agrees.',
  spaceCannotAsk:
    'The browser cannot be asked to keep these records here: send them soon and do not clear its data.',
  spaceAsk: 'Ask to keep them',
  spaceLow: (p: P) =>
    `Only about ${p['megabytes']} MB are left on this device. Send or export finished records before you take photos or record.`,
  // queue
  queueTitle: 'Not delivered yet',
  queueEmpty: 'Nothing waits to be sent.',
  statePending: 'Waiting',
  stateHeld: 'Not accepted',
  stateSending: 'Sending',
  finishedAge: (p: P) => `finished ${p['age']}`,
  sizeFiles: (p: P) => `${p['size']}, ${p['files']} files`,
  tries: (p: P) => `tried ${p['n']} times`,
  nextTry: (p: P) => `again in about ${p['seconds']} seconds`,
  sendNow: 'Send now',
  sendOne: 'Try again',
  sendingFile: (p: P) => `Sending file ${p['n']}`,
  sendingBytes: (p: P) => `Sent of the file: ${p['n']}`,
  offline: 'No network. All records are on this device and are sent when it is back.',
  online: 'Connected to the server.',
  away: 'The server did not answer; the record is still here.',
  later: 'The server could not take it just now; it is tried again by itself.',
  server: (p: P) => `The server says: ${p['words']}`,
  differs:
    'The server has given a receipt, but what it received is not what was finished here. Do not delete this record; export it and give it to the organiser.',
  fileGone: 'A file is no longer on this device. Open the record and take it again or leave it out.',
  refused: 'Some answers were not accepted. Open the record and change them.',
  different: 'This record was delivered before; this change was not accepted.',
  no: 'The server did not accept this record.',
  openRecord: 'Open and change',
  remove: 'Delete',
  removeSure: (p: P) =>
    `This record has not reached the server and cannot be brought back once deleted. Delete “${p['name']}” from this device?`,
  removeDraftSure: (p: P) => `A deleted draft cannot be brought back. Delete “${p['name']}”?`,
  exportOne: 'Export',
  copyOne: 'Copy text',
  copied: 'Copied',
  // drafts
  draftsTitle: 'Drafts',
  draftsEmpty: 'No drafts. Every change is kept by itself while you fill in.',
  draftAge: (p: P) => `kept ${p['age']}`,
  unnamed: '(nothing filled in yet)',
  goOn: 'Go on',
  rename: 'Rename',
  renameAsked: 'A name for this draft (at most 60 characters; empty for the automatic one)',
  correctingTag: (p: P) => `corrects ${p['receipt']}`,
  // work
  workTitle: 'Forms to fill in',
  workEmpty: 'There is nothing to fill in. Collections appear here once they are open.',
  workAge: (p: P) => `list fetched ${p['age']}`,
  fill: 'Fill in',
  questions: (p: P) => `${p['n']} questions`,
  download: 'Download',
  downloadAll: 'Download all',
  downloading: 'Downloading…',
  downloadFailed: 'It did not come through whole. Try again where the network is better.',
  taken: 'Downloaded, works without network',
  takenOld: 'The server has a newer one; update it',
  notTaken: 'Not downloaded, needs network',
  missing: 'That form is not on this device, and there is no network to open it.',
  door_open: 'open',
  door_notOpen: 'not open yet',
  door_paused: 'paused',
  door_closed: 'closed',
  door_full: 'full',
  // tasks
  returned: (p: P) => `Sent back: ${p['words']}`,
  taskDue: (p: P) => `due by ${p['day']}`,
  taskSent: (p: P) => `${p['sent']} delivered`,
  taskSentOf: (p: P) => `${p['sent']} of ${p['wanted']} delivered`,
  taskCases: (p: P) => `${p['n']} cases, ${p['open']} to do`,
  caseFill: 'Fill in',
  caseTimes: (p: P) => `${p['n']} visits of late`,
  case_open: 'to do',
  case_received: 'delivered',
  case_returned: 'sent back',
  case_approved: 'approved',
  case_rejected: 'rejected',
  sketchTitle: 'Where the cases are (north is up, no map beneath)',
  metres: (p: P) => `${p['metres']} m`,
  // delivered
  deliveredTitle: 'Delivered',
  deliveredEmpty: 'Delivered records are listed here with their receipts.',
  receiptIs: (p: P) => `Receipt ${p['receipt']}`,
  deliveredHint:
    'Listed only once the server has given its receipt and its content is the same. The list stays here for 30 days.',
  correct: 'Correct',
  // filling
  modeSecure: 'Field capture: every change is kept on this device; fill in and finish without network.',
  modeNoWorker:
    'Field capture: drafts are kept on this device. This browser cannot open the page again without network, so keep it open.',
  modePlain:
    'Field capture over plain http: drafts are kept on this device, not encrypted. Keep this page open without network; recording and place need https.',
  openElsewhere: 'This record is open in another window',
  openElsewhereHint:
    'A record is filled in in one window at a time, so that none writes over the other. Go back to that window; when it is closed, the record opens here by itself.',
  notADraft: 'This record cannot be changed now',
  notADraftHint: 'It has been finished, delivered or deleted. Go back to the list.',
  correcting: (p: P) =>
    `You are correcting the delivered record ${p['receipt']}: it is sent as a new revision, and the old one is kept.`,
  notFinished: 'Not finished yet',
  finishFull:
    'The storage of this device is full, and the record could not be kept. Do not close this page: make room (send or export other records) and submit again, or copy or download your answers.',
  finishUnsaved:
    'The record could not be kept. Do not close this page; copy or download your answers and try again.',
  fileFull:
    'There is no room on this device for this file, so it is not part of the record. Send or export finished records to make room, then choose it again.',
  finishAgain: 'Keep it again',
  finishedHint:
    'Finished and kept on this device; it is sent when there is network. Do not clear the browser’s data before the server’s receipt is here.',
  delivered: 'Delivered',
  held: 'The server did not accept it; it is still here',
  fillNext: 'Fill in another',
  backToField: 'Back to field capture',
  record: 'Recording',
  recordConsent: 'They were told face to face and agreed to be recorded',
  recordStart: 'Start recording',
  recordStop: 'Stop and keep',
  recordRunning: (p: P) => `Recording, ${p['seconds']} seconds`,
  recordNone: 'The microphone was not allowed. You can choose a file below instead.',
  keepOriginal: 'Keep the original photo (takes more room, is sent more slowly)',
  // taking out
  exportTitle: 'Export and hand over',
  exportAll: 'Export all records that are not delivered',
  exportHint:
    'Where the phone gets no network, give the file to an organiser, who imports it under “Import field records”. Importing it twice adds nothing.',
  exportPassphrase:
    'A passphrase for the file (at least 8 signs); tell it to the organiser apart from the file',
  exportShort: 'The passphrase needs at least 8 signs.',
  exportPlain:
    'Over plain http browsers cannot encrypt. The file is readable by whoever has it: keep it on devices you trust and delete it after handing over; export over https where you can.',
  exportPlainSure: 'The exported file is not encrypted; whoever gets it can read it. Export?',
  exportNamed:
    'These records are named, and over plain http they cannot be encrypted, so no file is made. Use https, or send them when there is network.',
  exportNone: 'There is nothing to export.',
  exportDone:
    'Exported. The records stay here; delete them only when there is a receipt or the import is confirmed.',
  exportText:
    'You can also copy this text and send it to the organiser, who saves it as a file (without attachments):',
  importLink: 'Import field records',
  // importing
  importTitle: 'Import field records',
  importLead:
    'Choose the file that an investigator handed over. Records are taken in under their own ids, so that none is taken twice; receipts are listed below.',
  importFile: 'Exported file',
  importPassphrase: 'Passphrase',
  importStart: 'Import',
  importNotFile: 'This is not a file exported from field capture, or it is not whole.',
  importWrong: 'That is not the passphrase, or the file is damaged.',
  importNeedsHttps: 'This file is encrypted; open this page over https to decrypt it.',
  importDone: (p: P) =>
    `${p['all']} records: ${p['stored']} taken in, ${p['known']} known already, ${p['failed']} not taken in.`,
  importRunning: (p: P) => `Importing ${p['n']} of ${p['all']}`,
  importOf: (p: P) => `Exported by ${p['name']} at ${p['at']}`,
  importAgain: 'Was taken in before',
  importStored: 'Taken in',
  importForbidden: 'You do not manage this topic',
  // ages
  ageNow: 'just now',
  ageMinutes: (p: P) => `${p['n']} minutes ago`,
  ageHours: (p: P) => `${p['n']} hours ago`,
  ageDays: (p: P) => `${p['n']} days ago`,
}
