/** The script of respondents' pages: the form is complete without it and quicker with it. */

import { answer, readIsland } from './answering/kit.ts'

document.documentElement.classList.add('scripted')
const island = readIsland()
if (!island) void import('./answering/receipt.ts').then(({ showReceipt }) => showReceipt())
else if (island.form.rare) void import('./answering/rare.ts').then(() => answer(island))
else answer(island)
