/** Words of lists of cases, draws, outlines, burden before a visit, and reception. */
type P = Readonly<Record<string, string | number>>
export const casework = {
  importLead:
    'Paste rows copied from Excel, WPS or Word, or upload a file; look at them first, then import them or draw a sample.',
  paste: 'Paste a table',
  pasteHint: 'Select rows with their headings in Excel, WPS or Word, copy them and paste them here.',
  orFile: 'Or upload a file (CSV, XLSX, XLS)',
  again: 'Another list',
  noNames: (p: P) =>
    `No column of the first row is called name (or number, case, id). The first row reads: ${p['seen']}`,
  inColumn: (p: P) => `Column “${p['column']}”: ${p['words']}`,
  drawTitle: 'Import all, or draw a sample',
  drawLead:
    'The seed decides the draw: the hash of the frame, seed, method and inclusion probabilities are kept with the sample and never change, so that anyone with the same list can draw it again.',
  method: 'Method',
  wholeList: 'Import all, no draw',
  methods: {
    simple: 'Simple random sample',
    systematic: 'Systematic sample (in the order of the list)',
    stratified: 'Stratified by area, in proportion',
  },
  size: 'Sample size',
  sizeHint: 'Needed for a draw.',
  seed: 'Seed',
  seedHint: 'A number drawn in public, say; left empty the system makes one and shows it afterwards.',
  wrongSize: (p: P) => `The sample size is a whole number from 1 to ${p['n']}.`,
  take: (p: P) => `Import (${p['total']} rows listed)`,
  drawn: (p: P) => `${p['n']} cases drawn from ${p['population']} rows.`,
  drawsTitle: 'Draws',
  drawNumber: 'No.',
  drawOf: 'Of',
  drawSize: 'Sample',
  drawDay: 'Date',
  frameHash: 'Hash of the frame (SHA-256)',
  strata: (p: P) => `${p['name']}: ${p['size']} of ${p['population']}`,
  frameHashHint:
    'How the hash is made: each row as name, tab and area, joined by line feeds in their order, SHA-256 of the UTF-8 bytes.',
  chance: 'Inclusion probability',
  chanceShort: (p: P) => `probability ${p['p']}`,
  places: 'Units or places it leads to',
  placesHint: 'One a line; they count as burden, and are warned of before the assignment.',
  unknownPlaces: 'open',
  lately: (p: P) => `Last ${p['weeks']} weeks`,
  latelyTimes: (p: P) => `${p['times']} in ${p['weeks']} weeks`,
  burdenBefore: (p: P) =>
    `“${p['place']}” has had ${p['times']} visits or surveys in the last ${p['weeks']} weeks (the latest on ${p['last']}).`,
  burdenOver: (p: P) => `That is the limit of ${p['limit']}: think of joining, moving or replacing this one.`,
  outlineTitle: 'Outline',
  outlineHint:
    'Beside the notes while they are taken: at the right on a wide screen, foldable on a phone, also without network. Left empty, the questions of the topic are shown.',
  outlineSaved: 'Outline saved.',
}
