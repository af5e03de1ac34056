/** en words of the page that is shown while figures are being made. */
type P = Readonly<Record<string, string | number>>

export const waiting = {
  title: 'Making the summary',
  reading: (p: P) => `There are many answers. Read so far: ${p['rows']} of ${p['of']}.`,
  working: 'There are many answers. The figures are being worked out.',
  byItself: 'The page comes by itself when they are there. Answering goes on meanwhile.',
  again: 'Look now',
}
