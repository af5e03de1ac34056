/** Remarks below tables: how figures were made, and why some are not shown. */
import { figure } from '../figures.ts'

type P = Readonly<Record<string, string | number>>
export const note = {
  noAnswers: 'There is no valid answer yet.',
  tooFew: (p: P) => `Only ${p['n'] ?? ''} valid answer, too little for a standard deviation.`,
  tooFewToShow: 'Too few people: to protect them, no figure is shown here.',
  crossTooSmall:
    'Some cells of this table have too few people and cannot be merged; to protect them, it is not shown.',
  filterTooSmall: 'This group, or the rest, has too few people; to protect them, it cannot be a filter.',
  filterUnknown: 'There is no such filter.',
  merged: 'To protect respondents, answers given by too few people are shown together with others.',
  hiddenCells:
    'To protect respondents, figures of too few people, and those that would give them away, are not shown.',
  minMaxHidden: 'To protect respondents, minimum and maximum are not shown.',
  rounded: (p: P) => `To protect respondents, values are rounded to multiples of ${figure(p['step'])}.`,
  roundedGroups: 'To protect respondents, means and deviations are rounded and small groups are merged.',
  firstChoicesOnly: 'To protect respondents, only first choices are shown.',
  wilsonInterval:
    'Probability sample: percentages have 95% intervals (Wilson, as for a simple random sample).',
  nonProbability:
    'Not a probability sample: the figures describe those who answered and cannot be generalised, so there are no intervals.',
  census: 'Census: the figures are those of everyone, so there are no sampling intervals.',
  assumesRandomSample: 'Not a probability sample; the test assumes a random one and is a rough guide only.',
  censusTest:
    'A census has no sampling error; the test treats the data as a random sample and is a rough guide only.',
  severalChoices: 'Several answers possible: percentages of respondents may add up to more than 100.',
  scoresGiven: (p: P) =>
    `Means use the answers’ own values, ${figure(p['low'])} to ${figure(p['high'])}; don’t know, refused and not applicable are left out.`,
  scoresByOrder: (p: P) =>
    `Means count the answers in their order as ${figure(p['low'])} to ${figure(p['high'])}; don’t know, refused and not applicable are left out.`,
  binsClosedLeft: 'Each range includes its lower end and excludes its upper end.',
  rankMeaning: (p: P) =>
    `${p['n'] ?? ''} people ranked. The mean rank counts those who ranked the item (smaller is better); Borda points count unranked items as 0 (larger is better).`,
  smallExpected: (p: P) =>
    `${p['cells'] ?? ''} of ${p['of'] ?? ''} expected counts are below 5 (smallest ${figure(p['min'])}), so chi-square is only a rough approximation.`,
  oneCategory: 'Only one row or column has data; there is nothing to test.',
  missingLeftOut: (p: P) =>
    `${p['n'] ?? ''} responses without a valid answer to one of the questions are left out.`,
  missingIncluded: 'The table includes missing answers, so that totals agree between tables.',
  groupsLeftOut: (p: P) => `${p['count'] ?? ''} groups with a single value are left out of the test.`,
  needsTwoGroups: 'A test needs at least two groups with at least two values each.',
  noVariation: 'In some groups all values are equal, so there is no test.',
  sameVariable: 'Please choose two different questions.',
  cannotCross:
    'Open answers and whole multiple-choice or ranking questions cannot be crossed (choose one of their answers), nor can two numbers.',
  tooManyCategories: (p: P) => `More than ${p['limit'] ?? ''} categories do not make a table.`,
}
