/** Words of the page of comments on a form. */
type P = Readonly<Record<string, string | number>>
export const comments = {
  title: 'Comments of colleagues',
  lead: 'Whoever sees the topic may comment on the form or on a question; leads and organisers mark what they have dealt with.',
  about: 'About',
  whole: 'the form as a whole',
  words: 'Comment',
  add: 'Add',
  none: 'No comments yet.',
  empty: 'Please write a comment.',
  settled: 'settled',
  settle: 'Mark as settled',
  reopen: 'Open again',
  gone: (p: P) => `A question that is no longer there (${p['name']})`,
}
