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
  reservedName: (p: P) => `The name “${p['name']}” is reserved. Choose another.`,
  duplicateColumn: (p: P) =>
    `The columns “${p['column']}” and “${p['other']}” mean the same. Rename or remove one of them.`,
  ambiguousReference: (p: P) =>
    `Several questions are named “${p['name']}”, and none is nearer than the others. Give one of them another name.`,
  unknownPath: (p: P) => `The path “${p['path']}” leads to nothing in this form; it is always blank.`,
  missingFile: (p: P) =>
    `The file “${p['file']}” is not attached to the form. Until it is, its choices and values are blank.`,
  badFileName: (p: P) =>
    `“${p['file']}” is no list that can be read: its name must end in .csv, .xml or .geojson.`,
  auditByCollection: (p: P) =>
    `“${p['type']}” stays blank in the answers: how they come about is recorded beside them, where the collection says so in its settings before it opens.`,
  blankMetadata: (p: P) => `A browser cannot know “${p['type']}”; it stays blank.`,
  missingParameter: (p: P) => `The parameter “${p['parameter']}” is missing.`,
  badTrigger: (p: P) =>
    `A trigger names questions that people answer, as in \${a}, \${b}; “${p['name']}” is none.`,
  calculationForbidden: (p: P) => `The type “${p['type']}” takes no calculation.`,
  unsupportedSheet: (p: P) => `The sheet “${p['sheet']}” is kept but not used.`,
  unsupportedValue: (p: P) =>
    `“${p['value']}” in “${p['column']}” is kept but has no effect here; the form runs without it.`,
  badDeclaration: (p: P) => `The entity cannot be declared so: ${p['what']}.`,
  personalCalculation: (p: P) =>
    `The calculation “${p['name']}” uses the personal answer “${p['personal']}” but is not marked personal itself.`,
}
