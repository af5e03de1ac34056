/** Words about what is kept of how answers came about: for organisers, respondents and investigators. */
type P = Readonly<Record<string, string | number>>

/** On respondents' pages and on forms that investigators fill in. */
export const paradataTold = {
  alsoKept: 'What else is recorded',
  keptTimes: 'When you begin and when you finish, by the clock of your device.',
  keptQuestions:
    'When you begin and finish by the clock of your device, how long you spend on each question, how long you pause, and how often you change an answer or go back a page. What you type and delete on the way is not recorded.',
  keptTimesCoarse: 'How long filling in takes, rounded to 5 seconds. No time of day is stored.',
  keptQuestionsCoarse:
    'How long filling in and each question take, rounded to 5 seconds, pauses in whole minutes, and whether answers were changed. No time of day is stored, and nothing you typed and deleted.',
  keptWhy:
    'It serves only to check the quality of the data and to improve the questionnaire, is seen by the people in charge and the analysts of this topic alone, and is destroyed together with your answers.',
  fillTimes: 'This collection records when each record is begun and finished, beside your name.',
  fillQuestions:
    'This collection records when each record is begun and finished, how long each question takes, pauses and changes, beside your name. Checks of quality use it.',
  fillTimesCoarse:
    'This collection records how long each record takes, rounded to 5 seconds, without your name.',
  fillQuestionsCoarse:
    'This collection records how long each record and each question take, rounded to 5 seconds, pauses and changes, without your name. Checks of quality use it.',
}

export const paradata = {
  title: 'How answers come about (paradata)',
  hint: 'For checks of quality, such as “too fast”. Respondents are told on the first page, investigators on the form. Frozen when the collection first opens: it can never be switched on later.',
  levels: {
    off: 'Nothing',
    times: 'Beginning and end',
    questions: 'Time on each question, pauses and changes',
  },
  levelHints: {
    off: 'Whatever a device may send of it is dropped.',
    times:
      'When filling in began and ended, by the device’s clock. Works without JavaScript too. Where answers are anonymous: only how long it took, rounded to 5 seconds.',
    questions:
      'Also how long each question had attention (hidden pages and three minutes without touch do not count), pauses, changes, changes after moving on, pages turned back; needs JavaScript. Where answers are anonymous: times rounded to 5 seconds, pauses to minutes, counts end at 3, no time of day.',
  },
  wrong: 'Choose what is recorded of how answers come about',
  auditOff:
    'The form has an “audit” question, but this collection records nothing of how answers come about. Change that in the settings before it opens, or leave it.',
  auditOn: (p: P) => `The form’s “audit” question stays blank; what it is for is recorded as: ${p['level']}.`,
  /** Columns of the table beside the answers. */
  columns: {
    PARENT_KEY: 'The answer that it belongs to: its KEY',
    question: 'Name of the question; empty in the row of the answer as a whole',
    at: 'The question with the rows of repeats that it stands in',
    label: 'Label of the question',
    seconds:
      'Seconds of attention; in the row of the whole answer all together, or from beginning to end where attention was not measured',
    visits: 'How often it was come to',
    changes: 'How often its answer was given or changed',
    changes_later: 'Changes after other questions had been looked at',
    started: 'When filling in began (UTC, the device’s clock)',
    ended: 'When it ended (UTC, the device’s clock)',
    away_seconds: 'Seconds in pauses',
    longest_pause: 'Seconds of the longest pause',
    pauses: 'Number of pauses',
    pages_back: 'How often an earlier page was gone back to',
  },
  exportHint:
    'A table beside the answers: one row for each answer as a whole and one for each question in it, joined by PARENT_KEY. Corrections are added to the first filling in. The names of the columns are explained in the workbook’s codebook sheet and in the archive.',
  exportCoarse:
    'This collection is anonymous: times are rounded to 5 seconds, pauses to minutes, counts end at 3.',
  inArchive: 'How answers came about, as a further table',
  inArchiveHint: 'Together with everything in one file; what its columns mean goes with it.',
  codebookName: (p: P) => `${p['title']}-codebook`,
  lineTitle: 'How it was filled in',
  lineWhole: (p: P) => `${p['seconds']} s of attention`,
  lineSpan: (p: P) => `${p['seconds']} s from beginning to end`,
  lineAway: (p: P) => `${p['away']} s away in ${p['pauses']} pauses, the longest ${p['longest']} s`,
  lineBacks: (p: P) => `pages turned back: ${p['backs']}`,
  lineFrom: (p: P) => `from ${p['start']} to ${p['end']} by the device’s clock`,
  question: 'Question',
  seconds: 'Seconds',
  ofMedian: 'Of the median',
  visits: 'Visits',
  changes: 'Changes',
  later: 'Changed later',
}
