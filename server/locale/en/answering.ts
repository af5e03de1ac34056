/** Words of the respondents' pages: welcome, form, check, receipt, withdrawal. */
import { answeringTypes } from './answering-types.ts'
import { paradataTold } from './paradata.ts'

type P = Readonly<Record<string, string | number>>
export const answering = {
  ...answeringTypes,
  ...paradataTold,
  // every page
  skipToContent: 'Skip to content',
  language: 'Language',
  noSecrets: 'Do not enter state secrets or other classified content.',
  pilot: 'Pilot: answers given here only test the questionnaire and do not count in the results.',
  trialEnd: 'This trial ends here; nothing was kept. The questionnaire accepts these answers.',
  withdrawLink: 'Withdraw an answer by receipt number',
  // welcome
  whoAsks: 'Who is asking',
  why: 'Why we ask',
  howLong: 'How long it takes',
  minutes: (p: P) => `About ${p['minutes']} minutes`,
  questionCount: (p: P) => `${p['n']} questions; some are skipped depending on your answers`,
  anonymousOrNamed: 'Anonymous or named',
  anonymous: 'Anonymous',
  anonymousStored:
    'We store only your answers, the language, the channel you came by and the date. No name, address, phone, IP address, device or exact time is stored. Please do not write anything into text questions that would identify you.',
  named: 'Named',
  namedStored:
    'We store your answers and the time you submit them. Personal details such as name and phone are kept apart from the answers and left out of analysis; reading them needs a right and is logged.',
  namedPersonal: (p: P) => `Personal questions in this form: ${p['labels']}.`,
  notStoredDevice: 'Your IP address and device are not stored.',
  whoSees: 'Who can see it',
  whoSeesDefault:
    'The lead and the analysts of this topic can see single answers; everyone else sees only totals, and no figure of fewer than 5 people is shown.',
  keptUntil: 'How long it is kept',
  keptUntilDay: (p: P) => `Until ${p['day']}, then it is destroyed.`,
  yourRights: 'Your rights',
  voluntary: 'Taking part is entirely voluntary; you can stop at any time.',
  withdrawable:
    'You get a receipt number when you submit. With it you can withdraw your answer at any time; its content is then erased for good.',
  correctable: 'After submitting you can still correct your answers on the same phone or computer.',
  contact: 'Contact and complaints',
  start: 'Start',
  mayDecline: 'By pressing “Start” you say that you have read this and wish to take part.',
  draftStays:
    'What you have not finished stays on your own phone or computer and is sent to nobody until you submit.',
  // doors
  notOpenTitle: 'Not open yet',
  notOpen: 'This survey has not started yet. Please come back later.',
  notOpenUntil: (p: P) => `This survey starts on ${p['when']}. Please come back then.`,
  pausedTitle: 'Paused',
  paused:
    'This survey is not taking answers for the moment. Please come back later. What you filled in is still on this device.',
  closedTitle: 'This survey has ended',
  closed: 'This survey has ended and takes no more answers. Thank you for your interest.',
  fullTitle: 'All answers are in',
  full: 'This survey has received as many answers as planned. Thank you for wishing to take part.',
  // form
  formTitle: 'Questionnaire',
  required: 'required',
  optional: 'optional',
  pageOf: (p: P) => `Page ${p['page']} of ${p['pages']}`,
  answeredOf: (p: P) => `${p['answered']} of ${p['questions']} answered`,
  progress: 'Progress',
  next: 'Continue',
  back: 'Back',
  toCheck: 'Check your answers',
  cannotTakeIn:
    'The answers cannot be stored just now and have not been submitted. All that you filled in is on this page: keep it open and submit again in a few minutes.',
  errorsTitle: 'Please look at these answers',
  revealedTitle: 'Your answers opened further questions',
  revealed: (p: P) => `New or changed questions: ${p['n']}. Please answer, then press “Continue” again.`,
  chooseOne: 'Please choose',
  answerAbove: 'The choices depend on an earlier answer: answer that one first, then press “Continue”.',
  noChoices: 'Please answer the question above first.',
  rankTie: 'Each place can be given only once; please look for a place given twice.',
  rankPlace: (p: P) => `Place ${p['place']}`,
  rankNone: 'Not ranked',
  rankHint: 'Choose the items in order, then adjust with “Up” and “Down”.',
  rankHintPlain: 'Choose a place for each item; use each place once.',
  rankUp: 'Up',
  rankDown: 'Down',
  rankClear: 'Rank again',
  rankMoved: (p: P) => `${p['label']}: place ${p['place']}`,
  rangeHint: (p: P) => `A number from ${p['start']} to ${p['end']}`,
  lowest: (p: P) => `${p['start']} lowest`,
  highest: (p: P) => `${p['end']} highest`,
  dateHint: 'Year-month-day, for example 2026-11-24',
  timeHint: 'Hours:minutes, for example 09:30',
  guidance: 'For the investigator',
  error: 'Error:',
  clearChoice: 'Clear choice',
  // check
  checkTitle: 'Check your answers',
  checkIntro: 'Submit when all is right. To change an answer, choose “Change” beside it.',
  change: 'Change',
  unanswered: 'Not answered',
  submit: 'Submit',
  submitOnce: 'You will get a receipt number. Pressing several times still submits only once.',
  // keeping
  draftRestored: 'What you filled in on this device last time has been restored.',
  startOver: 'Clear and start over',
  startOverSure: 'This cannot be undone. Clear everything and start over?',
  draftSaved: 'Draft kept on this device',
  draftMemory: 'This device cannot keep a draft. Keep this page open and submit soon.',
  draftFull:
    'The storage of this device is full, so the draft was not kept. Keep this page open; you can copy or download your answers.',
  modePlain:
    'Plain http: drafts and unsent answers are kept on this device. While offline keep this page open; it sends again by itself once online.',
  modeSecure:
    'Drafts and unsent answers are kept on this device. While offline keep this page open; it sends again by itself once online.',
  sending: 'Submitting…',
  pendingTitle: 'Waiting to be sent',
  pending:
    'Your answer is kept on this device and has not reached the server yet. It will be sent again when you are online; please do not clear the browser data.',
  pendingUnsaved:
    'Your answer has not reached the server and could not be kept on this device. Keep this page open, and copy or download your answers first.',
  pendingEarlier: (p: P) => `Answers filled in earlier and not yet sent: ${p['n']}. Sending again.`,
  retryNow: 'Send again now',
  retryIn: (p: P) => `Trying again in ${p['seconds']} seconds`,
  copyAnswers: 'Copy answers',
  downloadAnswers: 'Download answers',
  copied: 'Copied',
  notAccepted: 'The server did not accept this answer',
  notAcceptedKept: 'Your answers are still on this device; you can copy or download them.',
  needSignIn: 'You have been signed out. Sign in again in another window, then choose “Send again now”.',
  versionChanged:
    'The questionnaire has been updated. Reload the page, then submit; what you filled in is kept.',
  sentTitle: 'You have already submitted this questionnaire',
  sentText: (p: P) => `Receipt number ${p['receipt']}.`,
  sentShow: 'Show the receipt',
  sentCorrect: 'Correct and submit again',
  sentAgain: 'Fill in another',
  discard: 'Delete from this device',
  // receipt
  receiptTitle: 'Submitted',
  correctedTitle: 'Correction submitted',
  thanks: 'Thank you for taking part.',
  receiptNumber: 'Receipt number',
  receiptDate: 'Date',
  keepReceipt:
    'Take a screenshot, write it down or print it. You need it to withdraw; we cannot look it up for you.',
  copyReceipt: 'Copy the number',
  print: 'Print',
  receiptWithdraw: 'To withdraw this answer, open the withdrawal page and enter the receipt number.',
  receiptCorrect:
    'To correct it, open the questionnaire again on the same device and choose “Correct and submit again”.',
  receiptMissing:
    'There is no receipt number to show here. If you have submitted, open the link of the questionnaire again.',
  fillAnother: 'Fill in another',
  differentTitle: 'This answer was submitted before',
  different:
    'Only the first submission of an answer stands; the changes made now were not stored. Its receipt number:',
  differentHint: 'To correct it, withdraw it by the receipt number, then fill in the form again.',
  // withdrawal
  withdrawTitle: 'Withdraw an answer',
  withdrawIntro:
    'Enter the receipt number you got when you submitted. The content of the answer is then erased for good and no longer counted; this cannot be undone.',
  withdrawHint: '16 letters and digits, for example 7KQM-2XRT-9HBD-W4FE',
  withdrawFind: 'Find the answer',
  withdrawWrong:
    'No answer has this receipt number. Please check every letter and digit; it may also have been withdrawn already or destroyed at the end of its time.',
  withdrawEmpty: 'Enter the receipt number.',
  withdrawFound: 'One answer found',
  withdrawCollection: 'Survey',
  withdrawDate: 'Submitted on',
  withdrawWill: 'What will happen',
  withdrawErase: 'The answers, personal details and all earlier revisions are erased and cannot be restored.',
  withdrawStatistics: 'The statistics are updated and no longer include this answer.',
  withdrawTombstone: 'Only a note “withdrawn by receipt” remains, without any of the content.',
  withdrawConfirm: 'Withdraw',
  withdrawCancel: 'Do not withdraw',
  withdrawnTitle: 'Withdrawn',
  withdrawn:
    'The content of this answer has been erased. To take part again, open the questionnaire and fill in another.',
  // investigator
  fillTitle: 'Fill in a record',
  fillFor: (p: P) => `Filled in by ${p['name']}`,
  fillAnonymous: 'This collection is anonymous: neither who filled it in nor the exact time is stored.',
  fillBack: 'Back to the collection',
  receiptFill: 'Record stored',
}
