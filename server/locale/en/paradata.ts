/** Words about what is kept of how answers came about: for organisers, respondents and investigators. */
type P = Readonly<Record<string, string | number>>

/** On respondents' pages and on forms that investigators fill in. */
export const paradataTold = {
  alsoKept: 'What else is recorded',
  keptTimes: 'When you begin and when you finish, by your device’s clock.',
  keptQuestions:
    'When you begin and finish by your device’s clock, how long you spend on each question, how long you pause, and how often you change an answer or go back a page. What you type and delete on the way is not recorded.',
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
}
