/** What is wrong with a form, at its sheet, row and column; one entry for each ComplaintCode. */

type P = Readonly<Record<string, string | number>>

export const complaint = {
  missingSheet: (p: P) => `The file has no sheet named “${p['sheet']}”. Check the names of its sheets.`,
  missingColumn: (p: P) => `The column “${p['column']}” is missing.`,
  emptyForm: 'The form has no question yet.',
  missingName: 'The name is missing. Enter one that no other row has.',
  badName: (p: P) =>
    `The name “${p['name']}” cannot be used: begin with a letter or underscore, then letters, digits, underscores, hyphens and dots.`,
  duplicateName: (p: P) => `The name “${p['name']}” is already used in row ${p['row']}. Choose another.`,
  missingType: (p: P) => `“${p['name']}” has no type.`,
  unknownType: (p: P) => `There is no type “${p['type']}”. Check its spelling.`,
  unsupportedType: (p: P) => `The type “${p['type']}” is not supported.`,
  unsupportedColumn: (p: P) => `The column “${p['column']}” has no effect; what it holds is not used.`,
  missingLabel: (p: P) => `“${p['name']}” has no label.`,
  missingList: (p: P) => `The type “${p['type']}” lacks the name of its list of choices.`,
  unknownList: (p: P) => `The choices sheet has no list named “${p['list']}”.`,
  emptyChoiceName: (p: P) => `A choice of the list “${p['list']}” has no name.`,
  duplicateChoice: (p: P) => `The list “${p['list']}” has the choice “${p['name']}” twice.`,
  missingChoiceLabel: (p: P) =>
    `The choice “${p['name']}” of the list “${p['list']}” has no label; its name is shown.`,
  unclosedGroup: (p: P) => `The group “${p['name']}” has no end_group.`,
  strayEnd: (p: P) => `“${p['type']}” ends nothing that was begun.`,
  emptyGroup: (p: P) => `The group “${p['name']}” has no questions.`,
  syntax: (p: P) =>
    `The expression cannot be read from character ${p['at']} on${p['found'] === '' ? ' (its end)' : ` (“${p['found']}”)`}: ${p['expression']}`,
  unknownReference: (p: P) => `There is nothing named “${p['name']}”. Write \${name} to refer to a question.`,
  unknownFunction: (p: P) => `There is no function “${p['name']}”.`,
  argumentCount: (p: P) => `The function “${p['name']}” takes ${p['expected']} arguments, not ${p['given']}.`,
  circular: (p: P) => `These refer to each other in a circle: ${p['path']}.`,
  badPattern: (p: P) => `The regular expression “${p['pattern']}” cannot be used.`,
  missingCalculation: (p: P) => `The calculated question “${p['name']}” has no calculation.`,
  badParameter: (p: P) => `“${p['parameter']}” cannot have the value “${p['value']}”.`,
  badDefault: (p: P) => `The default “${p['value']}” of “${p['name']}” does not fit its type.`,
  unknownYesNo: (p: P) => `Write yes or no here; it says “${p['value']}”.`,
  tooMany: (p: P) => `Too many ${p['what']}: at most ${p['limit']}.`,
  tooLong: (p: P) => `Too long: a ${p['what']} may have at most ${p['limit']} characters.`,
  tooDeep: (p: P) => `Nested too deeply: at most ${p['limit']} levels.`,
  mixedMatrix: (p: P) =>
    `The questions of the matrix “${p['name']}” are not all single choices of one list; they are shown one by one.`,
  personalCalculation: (p: P) =>
    `The calculation “${p['name']}” uses the personal answer “${p['personal']}” but is not marked personal itself.`,
}
