/** Entering a sheet of paper by keyboard alone: one field after another, each saved at once. */

import { openEntry } from './paper/entry.ts'

const island = document.getElementById('paper-island')?.textContent
if (island) void openEntry(JSON.parse(island))
