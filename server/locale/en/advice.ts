/** Words of the advice on a questionnaire: what was found, and why it matters. */

type P = Readonly<Record<string, string | number>>
export const advice = {
  title: 'Advice on the questionnaire',
  open: 'Advice',
  lead: 'Wording, choices and rules are looked through for what often goes wrong. It is a reminder only and blocks neither saving nor publishing; whether to change anything is up to you.',
  minutes: (p: P) => `About ${p['minutes']} min to answer, ${p['questions']} questions.`,
  count: (p: P) => `${p['count']} pieces of advice`,
  none: 'Nothing of what often goes wrong was found. Patterns do not find everything: let a few people try the form before you publish it.',
  broken: 'The form has errors; correct them first.',
  whole: 'The whole form',
  row: (p: P) => `Row ${p['row']}`,
  why: 'Why',
  edit: 'Edit',
  settled: (p: P) => `Understood and no longer shown: ${p['count']}`,
  settledBy: (p: P) => `${p['name']}, ${p['date']}`,
  panel: {
    lead: 'Checked again as you edit. It is a reminder only and blocks neither saving nor publishing.',
    minutes: (p: P) => `About ${p['minutes']} min to answer; questions: ${p['questions']}.`,
    count: (p: P) => `Advice: ${p['count']}`,
    tab: (p: P) => `Advice ${p['count']}`,
    none: 'Nothing of what often goes wrong was found. Let a few people try the form before you publish it all the same.',
    broken: 'The form has errors. Checking goes on once they are corrected; below is the advice from before.',
    waiting: 'The form has errors; it is checked once they are corrected.',
    settle: 'Understood, hide',
    reason: 'Reason (optional, colleagues see it)',
    confirm: 'Hide',
    cancel: 'Cancel',
    reopen: 'Show again',
    settledNow: 'This advice is hidden.',
    reopened: 'This advice is shown again.',
    failed: 'The server cannot be reached. Please try again later.',
    gone: '(a question that was deleted)',
    page: 'As a list',
  },
  found: {
    neverShown:
      'This question will never be shown: its conditions contradict each other, or the choices or range of the question that they refer to.',
    neverAccepted: 'No answer can pass the check of this question, so nobody could submit the form.',
    bandsOverlap: (p: P) => `“${p['first']}” and “${p['second']}” overlap: ${p['value']} belongs to both.`,
    bandsGap: (p: P) =>
      `Between “${p['first']}” and “${p['second']}” ${p['from']} to ${p['to']} are missing.`,
    bandsGapAt: (p: P) => `Between “${p['first']}” and “${p['second']}” ${p['value']} is missing.`,
    unbalancedScale: (p: P) =>
      `The scale is lopsided: ${p['positive']} steps in favour, ${p['negative']} against.`,
    missingOther: 'The list has neither “other” nor “none of these”.',
    missingNone: 'A required question with several choices has no “none”.',
    missingDontKnow: 'A required rating has neither “don’t know” nor “not applicable”.',
    longList: (p: P) => `There are ${p['count']} choices, always in the same order.`,
    doubleBarrelled: (p: P) => `Two things are asked at once: “${p['first']}” and “${p['second']}”.`,
    leading: (p: P) => `“${p['words']}” suggests an answer.`,
    doubleNegative: (p: P) => `“${p['words']}” is a double negation and easily answered the wrong way round.`,
    personalUnmarked: (p: P) => `It asks for “${p['words']}” but is not marked as personal.`,
    anonymityContradicted: (p: P) =>
      `The form says “${p['words']}” and yet asks for what would identify somebody.`,
    requiredSensitive: (p: P) =>
      `It asks about something sensitive (“${p['words']}”), must be answered, and offers no “prefer not to say”.`,
    sensitiveFirst: (p: P) => `The form begins with “${p['words']}”.`,
    overallAfterDetails: (p: P) => `The overall rating comes after ${p['count']} ratings of details.`,
    tooLong: (p: P) => `It takes about ${p['minutes']} min (${p['questions']} questions).`,
  },
  because: {
    neverShown:
      'Nobody will see it, and it stays empty in every figure. Often a choice’s code is misspelt, or “and” stands where “or” was meant.',
    neverAccepted: 'People get stuck here. Check whether the limits are the wrong way round.',
    bandsOverlap:
      'Whoever is at the bound picks either, and both groups are wrong. Let bands follow each other without overlapping.',
    bandsGap: 'Whoever falls between has no answer to choose, and picks a wrong one or none.',
    bandsGapAt: 'Whoever is just there finds no choice, and picks any or none.',
    unbalancedScale:
      'Answers lean to the side that has more steps. Offer as many on either side, with words of equal strength.',
    missingOther: 'Where the list is not complete, others choose something untrue or give up.',
    missingNone: 'Whoever has none cannot submit and ticks something.',
    missingDontKnow:
      'People who know nothing of it are made to rate it. Add the choice and declare it in the column “missing”, so that figures keep it apart.',
    longList:
      'What stands at the top is chosen more often. Shorten the list, group it, or have the order drawn at random.',
    doubleBarrelled:
      'Whoever thinks differently of the two cannot answer, and nobody knows which one a figure is about. Ask two questions.',
    leading: 'The share of agreement will be too high. Ask in neutral words.',
    doubleNegative: 'Many overlook one of the negations. Use a positive sentence.',
    personalUnmarked:
      'Marked as personal (yes in the column “personal”), answers are kept apart, are not in figures and exports by default, and every reading is logged.',
    anonymityContradicted:
      'To promise anonymity and ask who somebody is breaks a promise and keeps people from speaking openly. Drop one of the two.',
    requiredSensitive:
      'Who does not want to say leaves or makes something up. Let it be skipped, or add “prefer not to say”.',
    sensitiveFirst: 'More people give up if it begins with something sensitive. Begin with what is easy.',
    overallAfterDetails:
      'After details, the overall rating is pulled towards them. To have it unaffected, ask it first, and keep the order in every wave.',
    tooLong:
      'Beyond 10 minutes many more give up or answer carelessly. Drop what will not be used, or make two forms.',
  },
}
