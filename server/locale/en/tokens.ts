/** Words of the tokens with which a person's programs read. */
type P = Readonly<Record<string, string | number>>
export const tokens = {
  title: 'Access tokens',
  lead: 'A token lets programs (R, Python, curl) read data as you; they can change nothing. Each request is held to the rights you have at that moment, never more. Reading single answers and exporting is logged.',
  description: 'Description of the interface (OpenAPI 3.1)',
  plainHttp:
    'This is plain http: a token can be read on its way through the network. Use https where you can.',
  made: 'Your token',
  madeHint:
    'It is shown this once: copy it now. The token itself is not stored; a lost one can only be revoked and made anew.',
  tryIt: 'Try it:',
  standing: 'Your tokens',
  new: 'A new token',
  label: 'What it is for',
  labelHint: 'For example “R script on the office machine”.',
  allows: 'Allows',
  scopes: {
    read: { name: 'Figures', hint: 'topics, collections, variables and the figures that you may see' },
    records: { name: 'Single answers and exports', hint: 'needs your right to analyse' },
    personal: { name: 'Personal answers', hint: 'needs your right to them; every reading is logged' },
  },
  topic: 'Topic',
  allTopics: 'All topics that I may see',
  goodFor: 'Good for',
  forDays: (p: P) => `${p['days']} days`,
  expires: 'Expires',
  used: 'Last used',
  neverUsed: 'Never used',
  revoke: 'Revoke',
  revoked: 'Revoked',
  expired: 'Expired',
  revokedNotice: 'The token is revoked and no longer good.',
  make: 'Make the token',
  passwordHint: 'To be sure that it is you.',
  wrong: {
    label: 'Say what it is for',
    days: 'Choose how long it is good',
    topic: 'Choose one of the topics',
    tooMany: (p: P) => `At most ${p['limit']} tokens may be good at a time; revoke those you do not use`,
  },
}
