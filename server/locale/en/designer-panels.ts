/** Words of the designer's library, and of what keeps things there. */

type P = Readonly<Record<string, string | number>>
export const designerPanels = {
  shelf: {
    atEnd: 'Goes to the end. Open a question first, and it goes after that one.',
    atSpot: 'Goes to the place that you chose.',
    after: (p: P) => `Goes after “${p['label']}”.`,
    add: 'Add here',
    useHere: 'Use for the open question',
    addAsOne: 'As a new single choice',
    added: (p: P) => `Added: ${p['title']}. This can be undone.`,
    fromLibrary: 'From the library',
    keepQuestion: 'Keep in the library',
    keepList: 'Keep these choices in the library',
    keepListHint: 'Other forms of this programme can use them then.',
    listTitle: 'Its name in the library, e.g. ways of getting things done',
    kept: 'Kept in the library of this programme.',
    failed: 'The server cannot be reached. Please try again later.',
  },
}
