/** Why an answer is not accepted, and what to do; one entry for each RefusalCode. */

type P = Readonly<Record<string, string | number>>

export const refusal = {
  required: 'Answer this question',
  constraint: 'Check this answer; it does not meet what the question asks for',
  notNumber: 'Enter a number, such as 12.5',
  notInteger: 'Enter a whole number, such as 12',
  notDate: 'Enter a valid date, such as 2026-06-18',
  notTime: 'Enter a valid time, such as 09:30',
  notChoice: 'Choose from the choices listed',
  repeatedChoice: 'Each choice may stand only once; change one of them',
  rankIncomplete: 'Give every item a rank of its own',
  outOfRange: (p: P) => `Enter a number from ${p['minimum']} to ${p['maximum']}`,
  tooLong: (p: P) => `Shorten the text to at most ${p['limit'] ?? 10000} characters`,
  badText: 'The text has characters that cannot be kept; remove them and enter it again',
  badShape: 'This answer could not be read; enter it again',
  notPlace: 'Give a place as latitude and longitude, such as 30.2741 120.1551',
  notDateTime: 'Enter a valid date and time, such as 2026-06-18 09:30',
  notFile: 'This file could not be taken; choose it again',
  tooManyRows: (p: P) => `There may be at most ${p['limit']} rows; remove some`,
  tooMuchWork: 'This form computes more than it may for these answers; remove some rows',
  warning: 'Please check whether this answer is right',
}
